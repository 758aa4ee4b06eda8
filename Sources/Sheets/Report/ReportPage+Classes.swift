import Datasets
import Findings

extension ReportPage {
    /// Categories by size and visibility.
    var classes: Section? {
        let statistics = content.statistics
        guard statistics.all.instances > 0 else { return nil }
        let hasVisibility = statistics.all.visibilities.total > 0
        var head = [
            "Category", "Labels", "Images", "Small<small>&lt; 32²</small>", "Medium<small>&lt; 96²</small>",
            "Large<small>96² and more</small>", "Median side<small>pixels</small>", "At an edge",
        ]
        if hasVisibility {
            head += [
                "Visible<small>&lt; 25 %</small>", "<small>25–50 %</small>", "<small>50–75 %</small>",
                "<small>75–99 %</small>", "<small>whole</small>",
            ]
        }
        func cells(_ name: String, _ labels: LabelGroup) -> [String] {
            let sizes = [labels.sizes.small, labels.sizes.medium, labels.sizes.large]
            var cells = [name, labels.instances.grouped, labels.images.grouped]
            cells += sizes.map { bar($0, of: labels.instances) }
            cells.append(labels.sidePixels.median?.brief ?? "–")
            cells.append(labels.boxes > 0 ? (Double(labels.atEdge) / Double(labels.boxes)).percent : "–")
            if hasVisibility {
                cells += labels.visibilities.counts.map { bar($0, of: labels.visibilities.total) }
            }
            return cells
        }
        let rows = statistics.categories.enumerated().map { place, category in
            HTML.Row(cells(tag(place), category.labels), categories: [place])
        }
        let html = HTML.table(
            "Labels by category, size and visibility", head, rows, numeric: Set(1..<head.count),
            foot: cells("All", statistics.all))
        return Section("classes", "Categories and sizes", html)
    }

    /// A count with its share as a bar behind it.
    private func bar(_ count: Int, of whole: Int) -> String {
        guard count > 0 else { return "<span class=zero>0</span>" }
        let share = SVG.number(100 * Double(count) / Double(max(1, whole)))
        return "<span class=bar style=\"--p:\(share)%\">\(count.grouped)</span>"
    }
}
