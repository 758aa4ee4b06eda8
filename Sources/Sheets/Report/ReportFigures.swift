import Datasets
import Foundation

/// The drawings of a report, as SVG that takes its colours from the page.
enum ReportFigures {
    /// What came out as bars, what was asked as a line.
    ///
    /// - Parameters:
    ///   - got: the share in each bar.
    ///   - asked: the same of what was asked; nil where nothing was.
    ///   - ticks: the texts below the left end, the middle and the right end.
    static func histogram(_ got: [Double], asked: [Double]? = nil, ticks: [String], label: String) -> String {
        let top = max((got + (asked ?? [])).max() ?? 0, 1e-9)
        let (width, height) = (240.0, 72.0)
        let step = width / Double(max(1, got.count))
        func y(_ share: Double) -> Double { height - share / top * (height - 4) }
        var bars = ""
        for (place, share) in got.enumerated() where share > 0 {
            bars +=
                "M\(short(Double(place) * step)) \(short(height))V\(short(y(share)))h\(short(max(0.5, step - 0.6)))V\(short(height))z"
        }
        var line = ""
        if let asked {
            for (place, share) in asked.enumerated() {
                line += "\(place == 0 ? "M" : "L")\(short(Double(place) * step)) \(short(y(share)))h\(short(step))"
            }
        }
        let lines = line.isEmpty ? "" : "<path class=asked d=\"\(line)\"/>"
        let axis = ticks.map { "<span>\(HTML.text($0))</span>" }.joined()
        return "<svg class=hist viewBox=\"0 0 240 73\" preserveAspectRatio=none role=img "
            + "aria-label=\"\(HTML.text(label))\"><path class=got d=\"\(bars)\"/>\(lines)<path class=axis d=\"M0 72.5H240\"/></svg>"
            + "<div class=ticks aria-hidden=true>\(axis)</div>"
    }

    /// A histogram of a dataset, its empty ends left out.
    static func histogram(_ histogram: Histogram, label: String, unit: (Double) -> String) -> String? {
        let counts = histogram.counts
        guard let first = counts.firstIndex(where: { $0 > 0 }), let last = counts.lastIndex(where: { $0 > 0 }) else {
            return nil
        }
        let (from, to) = (max(0, first - 1), min(counts.count, last + 2))
        let total = Double(histogram.total)
        let ticks = [from, (from + to) / 2, to].map { unit(histogram.bins.value(at: Double($0))) }
        return self.histogram(counts[from..<to].map { Double($0) / total }, ticks: ticks, label: label)
    }

    /// Where the middles of boxes lie: the darker, the more.
    static func heatMap(_ group: LabelGroup, label: String) -> String {
        let side = LabelGroup.mapSide / 2
        var cells = [Int](repeating: 0, count: side * side)
        for (place, count) in group.places.enumerated() where count > 0 {
            let (row, column) = place.quotientAndRemainder(dividingBy: LabelGroup.mapSide)
            cells[row / 2 * side + column / 2] += count
        }
        let most = Double(cells.max() ?? 0)
        var levels = [String](repeating: "", count: 8)
        for (place, count) in cells.enumerated() where count > 0 {
            // The root shows rare places beside the most frequent one.
            let level = min(7, Int((Double(count) / most).squareRoot() * 8))
            levels[level] += "M\(place % side) \(place / side)h1v1h-1z"
        }
        let paths = levels.enumerated().filter { !$0.element.isEmpty }.map {
            "<path fill-opacity=\"\(short(0.12 + 0.125 * Double($0.offset)))\" d=\"\($0.element)\"/>"
        }
        return "<svg class=map viewBox=\"0 0 16 16\" preserveAspectRatio=none role=img "
            + "aria-label=\"\(HTML.text(label))\">" + paths.joined() + "</svg>"
    }

    private static func short(_ value: Double) -> String { SVG.number(value) }
}

extension Double {
    /// The number in three digits, or as a whole number where it has more.
    var brief: String {
        if abs(self) >= 100 { return String(format: "%.0f", self) }
        return String(format: "%.3g", self == 0 ? 0 : self)
    }

    /// The share in per cent.
    var percent: String {
        let percent = self * 100
        return "\(String(format: percent > 0 && percent < 9.95 ? "%.1f" : "%.0f", percent)) %"
    }
}
