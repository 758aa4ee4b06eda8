import Geometry

/// The pixels of a convex outline, by rows, with a margin.
struct RowSpans {
    /// A rectangle that holds all of them.
    let rect: PixelRect
    /// From the rectangle's first row on.
    private let spans: [Range<Int>]

    /// - Parameters:
    ///   - points: the outline is their convex hull.
    ///   - margin: around it, in pixels.
    init(of points: [Point], within frame: PixelRect, margin: Int = 2) {
        let aside = Double(margin)
        guard let whole = PixelRect(covering: points)?.inset(by: -margin).intersection(frame), !whole.isEmpty else {
            (rect, spans) = (PixelRect(width: 0, height: 0), [])
            return
        }
        rect = whole
        var low = [Double](repeating: .infinity, count: rect.height)
        var high = [Double](repeating: -.infinity, count: rect.height)
        // The hull's edges are among the lines between all pairs of points.
        for (index, one) in points.enumerated() {
            for other in points[index...] {
                let (upper, lower) = one.y <= other.y ? (one, other) : (other, one)
                let first = max(rect.minY, Int(max(upper.y - aside, Double(rect.minY)).rounded(.down)))
                let last = min(rect.maxY - 1, Int(min(lower.y + aside, Double(rect.maxY)).rounded(.down)))
                guard first <= last else { continue }
                let slope = lower.y > upper.y ? (lower.x - upper.x) / (lower.y - upper.y) : 0
                func x(_ y: Double) -> Double { upper.x + (min(max(y, upper.y), lower.y) - upper.y) * slope }
                for y in first...last {
                    let (above, below) = (x(Double(y) - aside), x(Double(y) + 1 + aside))
                    low[y - rect.minY] = min(low[y - rect.minY], above, below)
                    high[y - rect.minY] = max(high[y - rect.minY], above, below)
                }
                if lower.y <= upper.y {
                    for y in first...last {
                        low[y - rect.minY] = min(low[y - rect.minY], upper.x, lower.x)
                        high[y - rect.minY] = max(high[y - rect.minY], upper.x, lower.x)
                    }
                }
            }
        }
        spans = zip(low, high).map { low, high in
            guard low <= high else { return whole.minX..<whole.minX }
            let first = Int(min(max(low - aside, Double(whole.minX)), Double(whole.maxX)).rounded(.down))
            let end = Int(min(max(high + 1 + aside, Double(whole.minX)), Double(whole.maxX)).rounded(.down))
            return first..<max(first, end)
        }
    }

    /// The columns of a row of the rectangle.
    func span(ofRow y: Int) -> Range<Int> { spans[y - rect.minY] }
}
