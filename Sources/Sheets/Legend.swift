import Drawings
import Findings

/// The line under a contact sheet with the colour of each category and the number of its instances.
struct Legend {
    /// The legend as SVG, with its origin at the left top.
    private(set) var body = ""
    /// The height in pixels; 0 without entries.
    private(set) var height = 0

    private static let lineHeight = 28

    /// Entries go from left to right, in as many lines as needed.
    init(_ entries: [(category: String, count: Int)], width: Int, painter: LabelPainter) {
        guard !entries.isEmpty else { return }
        let (swatch, gap, spacing, size) = (14.0, 8.0, 28.0, 15.0)
        var (x, line) = (0.0, 0)
        for entry in entries {
            let count = entry.count.grouped
            let countWidth = painter.regular.width(of: count, size: size)
            let room = min(400, Double(width) - swatch - 2 * gap - countWidth)
            let name = painter.bold.fitted(entry.category, size: size, to: room)
            let nameWidth = painter.bold.width(of: name, size: size)
            let total = swatch + gap + nameWidth + gap + countWidth
            if x > 0, x + total > Double(width) { (x, line) = (0, line + 1) }
            let top = Double(line * Self.lineHeight)
            body += SVG.rectangle(
                x, top + 7, swatch, swatch, radius: 3, "fill=\"\(painter.colour(of: entry.category).text)\"")
            let baseline = top + 19.5
            body += painter.bold.line(name, x: x + swatch + gap, baseline: baseline, size: size, fill: "#e4e8ec")
            body += painter.regular.line(
                count, x: x + swatch + 2 * gap + nameWidth, baseline: baseline, size: size, fill: "#98a2ac")
            x += total + spacing
        }
        height = (line + 1) * Self.lineHeight
    }
}
