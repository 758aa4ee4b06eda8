/// Points spread evenly over the inside of polygons, made from uniform numbers without rejecting any.
///
/// The plane is cut into horizontal slabs at every vertex and every crossing of two edges. Inside a slab the width of
/// the polygons' inside is linear in y, so the area up to a height is a quadratic and is inverted in closed form; x is
/// then drawn along the spans at that height. Several polygons count together by the even-odd rule: a ring inside
/// another is a hole. The sampler is made once in O(n²) for n edges; a point costs O(n).
package struct AreaSampler: Sendable {
    /// The part with `top ≤ y < bottom`: the width of the polygons' inside at both ends, and the area above it.
    private struct Slab {
        var top: Double
        var bottom: Double
        var topWidth: Double
        var bottomWidth: Double
        var areaBefore: Double

        var area: Double { (topWidth + bottomWidth) / 2 * (bottom - top) }
    }

    /// Edges that are not horizontal, upper end first.
    private struct Edge {
        var upper: Point
        var lower: Point

        func x(at y: Double) -> Double {
            upper.x + (y - upper.y) / (lower.y - upper.y) * (lower.x - upper.x)
        }
    }

    private let edges: [Edge]
    private let slabs: [Slab]
    /// The area of the polygons' inside, by the even-odd rule.
    package let area: Double

    /// Nil when the polygons have no area.
    package init?(_ polygons: [Polygon]) {
        let edges = polygons.flatMap { polygon in
            polygon.edges.compactMap { a, b -> Edge? in
                a.y == b.y ? nil : a.y < b.y ? Edge(upper: a, lower: b) : Edge(upper: b, lower: a)
            }
        }
        var heights = Set(edges.flatMap { [$0.upper.y, $0.lower.y] })
        for (i, edge) in edges.enumerated() {
            for other in edges[(i + 1)...] {
                if let y = Self.crossing(edge, other) { heights.insert(y) }
            }
        }
        var slabs: [Slab] = []
        var area = 0.0
        let sorted = heights.sorted()
        for (top, bottom) in zip(sorted, sorted.dropFirst()) {
            // In the middle of a slab no two edges meet, so their order there holds for the whole slab.
            let middle = (top + bottom) / 2
            let across = Self.across(edges, middle)
            let widths = stride(from: 0, to: across.count - 1, by: 2).reduce(into: (top: 0.0, bottom: 0.0)) { sum, i in
                let (left, right) = (across[i], across[i + 1])
                sum.top += max(0, right.x(at: top) - left.x(at: top))
                sum.bottom += max(0, right.x(at: bottom) - left.x(at: bottom))
            }
            let slab = Slab(
                top: top, bottom: bottom, topWidth: widths.top, bottomWidth: widths.bottom, areaBefore: area)
            guard slab.area > 0 else { continue }
            slabs.append(slab)
            area += slab.area
        }
        guard area > 0, area.isFinite else { return nil }
        self.edges = edges
        self.slabs = slabs
        self.area = area
    }

    /// The point for two numbers of 0..<1: two independent uniform numbers give a uniform point.
    package func point(_ u: Double, _ v: Double) -> Point {
        let wanted = u * area
        // The last slab that begins at or before the wanted area. There is always one, since the first begins at 0.
        var (low, high) = (0, slabs.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if slabs[middle].areaBefore <= wanted { low = middle } else { high = middle }
        }
        let slab = slabs[low]
        let y = Self.height(in: slab, area: min(wanted - slab.areaBefore, slab.area))
        let across = Self.across(edges, (slab.top + slab.bottom) / 2).map { $0.x(at: y) }
        let spans = stride(from: 0, to: across.count - 1, by: 2).map { (across[$0], max(across[$0], across[$0 + 1])) }
        var rest = v * spans.reduce(0) { $0 + $1.1 - $1.0 }
        for (left, right) in spans {
            if rest < right - left { return Point(left + rest, y) }
            rest -= right - left
        }
        // Rounding may carry the last step past the end, or the spans may be a single point at a tip.
        return Point(spans.last?.1 ?? 0, y)
    }

    /// The edges that cross a height, from left to right.
    private static func across(_ edges: [Edge], _ y: Double) -> [Edge] {
        edges.filter { $0.upper.y <= y && y < $0.lower.y }.sorted { $0.x(at: y) < $1.x(at: y) }
    }

    /// The y below the slab's top that leaves `area` above it.
    private static func height(in slab: Slab, area: Double) -> Double {
        // With the width a + (b − a) t at share t of the depth d, area = d (a t + (b − a) t² / 2). The root is written
        // in the form that does not cancel when a and b are nearly equal.
        let depth = slab.bottom - slab.top
        let (a, b) = (slab.topWidth, slab.bottomWidth)
        let root = (a * a + 2 * (b - a) * area / depth).squareRoot()
        let divisor = a + (root.isNaN ? 0 : root)
        guard divisor > 0 else { return slab.top }
        return slab.top + min(1, 2 * area / depth / divisor) * depth
    }

    /// The height at which two edges cross inside both, without their ends.
    private static func crossing(_ p: Edge, _ q: Edge) -> Double? {
        let top = max(p.upper.y, q.upper.y)
        let bottom = min(p.lower.y, q.lower.y)
        guard top < bottom else { return nil }
        let (before, after) = (p.x(at: top) - q.x(at: top), p.x(at: bottom) - q.x(at: bottom))
        guard (before > 0 && after < 0) || (before < 0 && after > 0) else { return nil }
        return top + before / (before - after) * (bottom - top)
    }
}
