/// The rectangle of least area around points, at any angle.
///
/// One of its sides lies along an edge of the convex hull: Freeman and Shapira, "Determining the minimum-area encasing
/// rectangle for an arbitrary closed curve", Communications of the ACM 18 (1975).
package struct OrientedBox: Sendable {
    /// The corners from the topmost, then leftmost, clockwise on the screen.
    package let corners: [Point]

    /// Where several rectangles have the least area (up to rounding), the upright one is used, otherwise that of the
    /// hull's first edge. Points on one line give a rectangle without width.
    package init(around points: some Sequence<Point>) {
        let hull = Polygon(Array(points)).convexHull
        var directions = [Point(1, 0)]
        for (a, b) in hull.edges {
            let length = ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).squareRoot()
            if length > 0 { directions.append(Point((b.x - a.x) / length, (b.y - a.y) / length)) }
        }
        var best: (area: Double, corners: [Point]) = (.infinity, [])
        for along in directions {
            // Coordinates along the edge and across it, to its right.
            let turned = hull.vertices.map { point in
                Point(point.x * along.x + point.y * along.y, point.y * along.x - point.x * along.y)
            }
            guard let bounds = Rect(bounding: turned), bounds.area < best.area * (1 - 1e-9) || best.corners.isEmpty
            else {
                continue
            }
            best = (
                bounds.area,
                bounds.corners.map { Point($0.x * along.x - $0.y * along.y, $0.x * along.y + $0.y * along.x) }
            )
        }
        let first = best.corners.indices.min { (a, b) in
            (best.corners[a].y, best.corners[a].x) < (best.corners[b].y, best.corners[b].x)
        }
        corners = first.map { Array(best.corners[$0...] + best.corners[..<$0]) } ?? []
    }
}
