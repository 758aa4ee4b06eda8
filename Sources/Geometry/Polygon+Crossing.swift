extension Polygon {
    /// Whether two edges cross each other; edges that only touch, or lie along each other, do not.
    ///
    /// Edges are compared in the order of their tops, each with those that begin above its bottom: O(n log n) for
    /// outlines whose edges are short, O(n²) at worst.
    package var crossesItself: Bool { Self.haveCrossing(edges) }

    /// The same, but ignoring the lines there and back that join the parts and holes of one outline: they have no area,
    /// whatever they cross.
    package var crossesItselfBesidesBridges: Bool {
        guard crossesItself else { return false }
        var counts: [Edge: Int] = [:]
        for (a, b) in edges { counts[Edge(from: a, to: b), default: 0] += 1 }
        return Self.haveCrossing(
            edges.filter { a, b in counts[Edge(from: a, to: b)] ?? 0 > counts[Edge(from: b, to: a)] ?? 0 })
    }

    private struct Edge: Hashable {
        let from: Point
        let to: Point
    }

    private static func haveCrossing(_ edges: some Sequence<(Point, Point)>) -> Bool {
        let edges = edges.map { ($0.0, $0.1, top: min($0.0.y, $0.1.y), bottom: max($0.0.y, $0.1.y)) }
            .sorted { $0.top < $1.top }
        func side(_ a: Point, _ b: Point, _ p: Point) -> Double {
            (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
        }
        for (number, (a, b, _, bottom)) in edges.enumerated() {
            for (c, d, top, _) in edges[(number + 1)...] {
                guard top < bottom else { break }
                guard max(a.x, b.x) > min(c.x, d.x), max(c.x, d.x) > min(a.x, b.x) else { continue }
                if side(a, b, c) * side(a, b, d) < 0, side(c, d, a) * side(c, d, b) < 0 { return true }
            }
        }
        return false
    }
}
