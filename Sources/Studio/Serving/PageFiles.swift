/// The files of the page, which are part of the program.
enum PageFiles {
    /// The page itself, with the token for its requests that change something.
    static func index(token: String) -> Reply {
        let text = String(decoding: PackageResources.index_html, as: UTF8.self)
        return Reply(
            type: "text/html; charset=utf-8", bytes: Array(text.replacing("{token}", with: token).utf8),
            headers: ["Cache-Control": "no-store"])
    }

    /// A script or style sheet by its name.
    static func file(_ name: String) -> Reply? {
        let bytes: [UInt8]
        switch name {
        case "studio.css": bytes = PackageResources.studio_css
        case "main.js": bytes = PackageResources.main_js
        case "api.js": bytes = PackageResources.api_js
        default: return nil
        }
        let type = name.hasSuffix(".css") ? "text/css" : "text/javascript"
        return Reply(type: type + "; charset=utf-8", bytes: bytes, headers: ["Cache-Control": "no-cache"])
    }
}
