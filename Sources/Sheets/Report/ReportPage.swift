import Datasets
import Drawings
import Findings
import Foundation
import JSON

/// The report of a dataset as one HTML page that holds all it needs: no server, no network.
///
/// The same content gives the same bytes. All text from files is escaped, and the page's own policy allows neither
/// addresses nor scripts other than its own.
package struct ReportPage {
    let content: ReportContent
    let colours: [Colour]

    package init(_ content: ReportContent) {
        self.content = content
        colours = Colour.palette(content.statistics.categories.count)
    }

    /// The beginning of every report of ours.
    package static let mark = "<!doctype html>\n<!-- diorama report -->\n"

    package var bytes: [UInt8] {
        var html = Self.mark
        html += """
            <html lang=en>
            <head>
            <meta charset=utf-8>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <meta name=viewport content="width=device-width, initial-scale=1">
            <meta name=color-scheme content="light dark">
            <title>\(HTML.text(title))</title>
            <style>
            \(String(decoding: PackageResources.report_css, as: UTF8.self))
            \(palette)</style>
            </head>
            <body>
            <a class=skip href="#pictures">Skip to the pictures</a>

            """
        html += header + "<main>\n"
        for section in sections {
            html += "<section id=\(section.id) aria-labelledby=\(section.id)-title>\n"
            html += "<h2 id=\(section.id)-title>\(section.title)</h2>\n\(section.body)</section>\n"
        }
        html += """
            </main>
            <footer>Made by diorama \(HTML.text(content.version)).</footer>
            <dialog id=viewer aria-label="Enlarged picture"><form method=dialog><button id=close>Close</button></form><div id=large></div></dialog>
            <script>
            \(String(decoding: PackageResources.report_js, as: UTF8.self))
            </script>
            </body>
            </html>

            """
        return Array(html.utf8)
    }

    private var title: String { content.name.map { "Report of \($0)" } ?? "Dataset report" }

    struct Section {
        let id: String
        let title: String
        let body: String

        init(_ id: String, _ title: String, _ body: String) {
            (self.id, self.title, self.body) = (id, title, body)
        }
    }

    private var sections: [Section] {
        [pictures, classes, askedAndGot, places, leftOut, credits, pipeline].compactMap { $0 }
    }

    /// The colour of each category, by its place.
    private var palette: String {
        colours.enumerated().map { ".k\($0.offset){--k:\($0.element.hex)}\n" }.joined()
    }

    private var header: String {
        let statistics = content.statistics
        let used = statistics.categories.count { $0.labels.instances > 0 }
        let facts = [
            (statistics.images, statistics.images == 1 ? "image" : "images"),
            (statistics.all.instances, statistics.all.instances == 1 ? "label" : "labels"),
            (used, used == 1 ? "category with labels" : "categories with labels"),
            (statistics.empty, statistics.empty == 1 ? "image without a label" : "images without a label"),
        ]
        let links = sections.map { "<a href=\"#\($0.id)\">\($0.title)</a>" }.joined(separator: "\n")
        return """
            <header>
            <h1>\(HTML.text(title))</h1>
            <ul class=facts>\(facts.map { "<li><b>\($0.0.grouped)</b> \($0.1)" }.joined())</ul>
            \(shortfalls)<nav aria-label="Sections">
            \(links)
            </nav>
            </header>

            """
    }

    /// What the run itself names as a fault of the dataset.
    private var shortfalls: String {
        let lacks = content.run?["objects"]?["shortfalls"]?.elements ?? []
        guard !lacks.isEmpty else { return "" }
        let lines = lacks.map { lack -> String in
            let count = { (name: String) in (lack[name]?.integer ?? 0).grouped }
            switch lack["what"]?.text ?? "" {
            case "empty images": return "\(count("empty")) of \(count("images")) images are empty"
            case "images hidden by weather":
                return "in \(count("hidden")) of \(count("images")) images the weather hides all objects"
            case "object without an instance":
                return "“\(lack["object"]?.text ?? "")” was asked for \(count("asked")) times and is in no image"
            case "fewer objects than asked for":
                return "\(count("placed")) of \(count("asked")) objects that were asked for are there"
            case let other: return other
            }
        }
        return "<div class=alert role=note><b>The dataset is not what its pipeline asks for.</b><ul>"
            + lines.map { "<li>\(HTML.text($0))" }.joined() + "</ul></div>\n"
    }

    /// A category's colour and name.
    func tag(_ place: Int) -> String {
        "<i class=\"dot k\(place)\"></i>\(HTML.text(content.statistics.categories[place].category.name))"
    }
}

extension Colour {
    fileprivate var hex: String {
        let bytes = [red, green, blue].map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return "#" + bytes.joined()
    }
}
