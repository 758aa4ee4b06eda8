/// Decides which requests are answered: those of the page that this process has opened, and of programs that know its
/// token.
///
/// Any page in a browser can send requests to a port of this machine, and a name that leads to 127.0.0.1 makes them look
/// like its own. So a request must name our address as its host, come from no other origin, and carry the token. A
/// cookie is sent along with requests that other pages cause; so what changes something needs the token in a header,
/// which no other page can set.
struct Gate: Sendable {
    let token: String
    let port: UInt16

    /// The header that carries the token.
    static let header = "X-Diorama-Token"

    enum Verdict: Equatable {
        case pass
        /// The token came in the address. It moves to a cookie, so that it stays in no history and no `Referer`.
        case admit
        case refuse(String)
    }

    /// A token that nobody can guess: 256 bits.
    static func makeToken() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// Cookies belong to a host whatever its port: each studio has a name of its own.
    var cookieName: String { "diorama-\(port)" }
    var cookie: String { "\(cookieName)=\(token); Path=/; HttpOnly; SameSite=Strict" }

    func judge(_ request: Request) -> Verdict {
        let hosts = ["127.0.0.1:\(port)", "localhost:\(port)"]
        guard let host = request.headers["host"], hosts.contains(host) else {
            return .refuse("the request is for another host")
        }
        if let origin = request.headers["origin"], origin != "http://\(host)" {
            return .refuse("the request comes from another origin")
        }
        if let site = request.headers["sec-fetch-site"], site != "same-origin", site != "none" {
            return .refuse("the request comes from another site")
        }
        if let given = request.headers[Self.header.lowercased()] {
            return isToken(given) ? .pass : .refuse("the token is not that of this studio")
        }
        guard request.method == "GET" else {
            return .refuse("a request that changes something needs the header \(Self.header)")
        }
        if let given = cookieValue(request), isToken(given) { return .pass }
        if request.path.isEmpty, let given = request.query["token"], isToken(given) { return .admit }
        return .refuse("the request has no token: open the address that “diorama studio” has printed")
    }

    private func cookieValue(_ request: Request) -> String? {
        let pairs = (request.headers["cookie"] ?? "").split(separator: ";")
        for pair in pairs {
            let parts = pair.split(separator: "=", maxSplits: 1)
            if parts.count == 2, parts[0].filter({ $0 != " " }) == cookieName { return String(parts[1]) }
        }
        return nil
    }

    /// Takes the same time wherever the texts differ.
    private func isToken(_ given: String) -> Bool {
        let (given, own) = (Array(given.utf8), Array(token.utf8))
        guard given.count == own.count else { return false }
        return zip(given, own).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
