import Findings

extension ReportPage {
    /// Licences and attributions.
    var credits: Section? {
        guard !content.credits.isEmpty else { return nil }
        let rows = content.credits.map { credit in
            // Only addresses of the web become links.
            let isWeb = ["https://", "http://"].contains { credit.address.lowercased().hasPrefix($0) }
            let licence =
                isWeb
                ? "<a rel=\"noreferrer noopener\" href=\"\(HTML.text(credit.address))\">\(HTML.text(credit.licence))</a>"
                : HTML.text(credit.licence)
            return HTML.Row([
                HTML.text(credit.title.isEmpty ? credit.source : credit.title), credit.isObject ? "object" : "photo",
                HTML.text(credit.author), licence, HTML.text(credit.source),
            ])
        }
        let html = HTML.table("Works in the images", ["Title", "Kind", "Author", "Licence", "Source"], rows)
        return Section(
            "credits", "Licences and attributions",
            html
                + (content.moreCredits > 0
                    ? "<p class=note>and \(content.moreCredits.grouped) more; the COCO files have them all</p>\n" : ""))
    }

    /// The pipeline as run.
    var pipeline: Section? {
        content.pipeline.map {
            Section(
                "pipeline", "The pipeline as run",
                "<pre tabindex=0 aria-label=\"The text of the pipeline\"><code>\(HTML.text($0))</code></pre>\n")
        }
    }
}
