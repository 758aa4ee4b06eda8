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
        if name == "studio.css" { return text(PackageResources.studio_css, "text/css") }
        return scripts[name].map { text($0, "text/javascript") }
    }

    private static func text(_ bytes: [UInt8], _ type: String) -> Reply {
        Reply(type: type + "; charset=utf-8", bytes: bytes, headers: ["Cache-Control": "no-cache"])
    }

    private static let scripts = [
        "main.js": PackageResources.main_js,
        "api.js": PackageResources.api_js,
        "constants.js": PackageResources.constants_js,
        "dom.js": PackageResources.dom_js,
        "drawing.js": PackageResources.drawing_js,
        "filters.js": PackageResources.filters_js,
        "gallery.js": PackageResources.gallery_js,
        "grid.js": PackageResources.grid_js,
        "help.js": PackageResources.help_js,
        "marks.js": PackageResources.marks_js,
        "overlay.js": PackageResources.overlay_js,
        "pipeline.js": PackageResources.pipeline_js,
        "photo.js": PackageResources.photo_js,
        "stage.js": PackageResources.stage_js,
        "store.js": PackageResources.store_js,
        "switches.js": PackageResources.switches_js,
        "tools.js": PackageResources.tools_js,
        "trial.js": PackageResources.trial_js,
        "viewer.js": PackageResources.viewer_js,
    ]
}
