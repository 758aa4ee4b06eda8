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
        let hull = RowSpans.hull(of: points)
        for (one, other) in zip(hull, hull.dropFirst() + hull.prefix(1)) {
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
        spans = zip(low, high).map { low, high in
            guard low <= high else { return whole.minX..<whole.minX }
            let first = Int(min(max(low - aside, Double(whole.minX)), Double(whole.maxX)).rounded(.down))
            let end = Int(min(max(high + 1 + aside, Double(whole.minX)), Double(whole.maxX)).rounded(.down))
            return first..<max(first, end)
        }
    }

    /// Those that any of some spans holds, and all between them in a row.
    init(uniting parts: [RowSpans]) {
        let parts = parts.filter { !$0.rect.isEmpty }
        guard let first = parts.first else {
            (rect, spans) = (PixelRect(width: 0, height: 0), [])
            return
        }
        let whole = parts.dropFirst().reduce(first.rect) { $0.union($1.rect) }
        var spans = [Range<Int>](repeating: whole.minX..<whole.minX, count: whole.height)
        for part in parts {
            for (row, span) in part.spans.enumerated() where !span.isEmpty {
                let at = part.rect.minY + row - whole.minY
                spans[at] = spans[at].spanning(span)
            }
        }
        (rect, self.spans) = (whole, spans)
    }

    /// The corners of the convex hull, in the order of a walk round it (Andrew, "Another efficient algorithm for convex
    /// hulls in two dimensions", 1979). At least one of the points.
    private static func hull(of points: [Point]) -> [Point] {
        let sorted = points.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        func chain(_ points: some Sequence<Point>) -> [Point] {
            var chain: [Point] = []
            for point in points {
                while let last = chain.last, chain.count > 1 {
                    let before = chain[chain.count - 2]
                    let turn = (last.x - before.x) * (point.y - before.y) - (last.y - before.y) * (point.x - before.x)
                    guard turn <= 0 else { break }
                    chain.removeLast()
                }
                chain.append(point)
            }
            return chain
        }
        guard sorted.count > 2 else { return sorted }
        return chain(sorted).dropLast() + chain(sorted.reversed()).dropLast()
    }

    /// The columns of a row of the rectangle.
    func span(ofRow y: Int) -> Range<Int> { spans[y - rect.minY] }
}

extension Range<Int> {
    /// The smallest range that holds both; an empty one counts nothing.
    func spanning(_ other: Range<Int>) -> Range<Int> {
        if isEmpty { return other }
        return other.isEmpty ? self : Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
    }
}
