extension Polygon {
    /// The smallest convex polygon around all vertices, clockwise on the screen (its signed area is not negative),
    /// starting at the leftmost, then topmost, vertex and without vertices in the middle of an edge.
    ///
    /// Andrew's monotone chain: "Another efficient algorithm for convex hulls in two dimensions", Information
    /// Processing Letters 9 (1979). O(n log n).
    package var convexHull: Polygon {
        let sorted = Set(vertices).sorted { ($0.x, $0.y) < ($1.x, $1.y) }
        guard sorted.count > 2 else { return Polygon(sorted) }
        // Along the top from left to right, then along the bottom back; each chain leaves out its last point.
        return Polygon(Self.chain(sorted) + Self.chain(sorted.reversed()))
    }

    private static func chain(_ points: [Point]) -> [Point] {
        var chain: [Point] = []
        for point in points {
            while chain.count >= 2 {
                let (a, b) = (chain[chain.count - 2], chain[chain.count - 1])
                let turn = (b.x - a.x) * (point.y - b.y) - (b.y - a.y) * (point.x - b.x)
                guard turn <= 0 else { break }
                chain.removeLast()
            }
            chain.append(point)
        }
        return Array(chain.dropLast())
    }
}
