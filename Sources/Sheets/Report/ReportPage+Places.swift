import Datasets
import Findings

extension ReportPage {
    /// The most categories whose places are drawn.
    private static let drawn = 40

    /// Where boxes lie and how large they are: of all labels, then of each category.
    var places: Section? {
        let statistics = content.statistics
        guard statistics.all.boxes > 0 else { return nil }
        let all = statistics.all
        let mean = Double(all.instances) / Double(max(1, statistics.images))
        let figures = [
            figure(
                "Middles of boxes",
                ReportFigures.heatMap(all, label: "Where the middles of all boxes lie in the image")),
            histogram("Labels per image", statistics.labelsPerImage, note: "mean \(mean.brief)") { $0.brief },
            histogram("Side of the box, share of the image's side", all.sideShare) { $0.percent },
            histogram("Side of the box, pixels", all.sidePixels) { $0.brief },
            histogram("Width by height", all.aspect) { $0.brief },
            histogram("Visible share", all.visibility) { $0.percent },
            histogram("Share outside the image", all.truncation) { $0.percent },
        ].compactMap { $0 }
        var html = "<div class=figures>\n\(figures.joined())</div>\n"
        let ranked = statistics.categories.enumerated().filter { $0.element.labels.boxes > 0 }
            .sorted { ($1.element.labels.boxes, $0.offset) < ($0.element.labels.boxes, $1.offset) }
        if ranked.count > 1 {
            html += "<h3 id=by-category>By category</h3>\n<ul class=\"cards\" aria-labelledby=by-category>\n"
            for (place, category) in ranked.prefix(Self.drawn) { html += card(place, category) }
            html += "</ul>\n"
            let more = ranked.count - Self.drawn
            if more > 0 { html += "<p class=note>\(more.grouped) rarer categories are in the table only.</p>\n" }
        }
        return Section("places", "Places and sizes", html)
    }

    private func card(_ place: Int, _ category: LabelStatistics.Category) -> String {
        let labels = category.labels
        let sizes =
            ReportFigures.histogram(
                labels.sideShare,
                label: "Sides of the boxes of \(category.category.name), as a share of the image's side"
            ) { $0.percent } ?? ""
        return "<li class=card data-c=\"\(place)\"><h4>\(tag(place))</h4><p>\(labels.instances.counting("label")) in "
            + "\(labels.images.counting("image"))</p>"
            + ReportFigures.heatMap(labels, label: "Where the middles of boxes of \(category.category.name) lie")
            + "<p class=what>side of the box</p>\(sizes)\n"
    }

    private func histogram(
        _ title: String, _ histogram: Histogram, note: String? = nil, unit: (Double) -> String
    ) -> String? {
        guard let median = histogram.median else { return nil }
        let note = note ?? "median \(unit(median))"
        return ReportFigures.histogram(histogram, label: "\(title), \(note)", unit: unit)
            .map { figure(title, $0, note: note) }
    }

    private func figure(_ title: String, _ drawing: String, note: String = "") -> String {
        "<figure class=figure><figcaption>\(HTML.text(title))"
            + (note.isEmpty ? "" : "<span>\(HTML.text(note))</span>") + "</figcaption>\(drawing)</figure>\n"
    }
}
