import JSON

/// The answer to a request.
struct Reply: Sendable {
    var status = 200
    var type: String
    var bytes: [UInt8]
    var headers: [String: String] = [:]

    static func json(status: Int = 200, _ members: (inout JSONWriter) throws -> Void) rethrows -> Reply {
        var writer = JSONWriter()
        try writer.object(members)
        return Reply(status: status, type: "application/json", bytes: writer.drain())
    }

    /// A failure, in words for the page.
    static func failure(_ status: Int, _ words: String) -> Reply {
        json(status: status) { $0.member("error", words) }
    }

    static let notFound = failure(404, "there is nothing of this name")

    /// Numbers in a row of bytes, and other data that is not text.
    static func binary(_ bytes: [UInt8]) -> Reply { Reply(type: "application/octet-stream", bytes: bytes) }

    /// A picture, which the browser may keep while the page is open.
    static func picture(_ bytes: [UInt8], _ type: String) -> Reply {
        Reply(type: type, bytes: bytes, headers: ["Cache-Control": "private, max-age=3600"])
    }

    /// The headers of every answer: what the page may load, and that nothing of it is shown elsewhere.
    static let safety = [
        "Content-Security-Policy":
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    ]
}
