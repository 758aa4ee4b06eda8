/// A convex quadrilateral with an up side.
package struct Quadrilateral: Hashable, Sendable {
    /// Upper left, upper right, lower right, lower left: clockwise on the screen.
    package let corners: [Point]

    /// The least share of its convex hull that a four-cornered shape fills.
    private static let leastFill = 0.95

    /// The quadrilateral of a shape: its own corners where it is one polygon of four, or else the rectangle of least
    /// area around all of it. Nil for a shape without area.
    ///
    /// The start of an outline does not show which side is up, so the most level side is the top one, whichever corner
    /// the label named first; a shape that stands on its corner may come out turned by a right angle.
    package init?(around polygons: [Polygon]) {
        var corners = OrientedBox(around: polygons.flatMap(\.vertices)).corners
        if polygons.count == 1 {
            let hull = polygons[0].convexHull
            if hull.vertices.count == 4, polygons[0].area >= hull.area * Quadrilateral.leastFill {
                corners = hull.vertices
            }
        }
        guard corners.count == 4, Polygon(corners).area > 0 else { return nil }
        // How far the upper and the lower side point to the right, if the corners are counted from this one.
        func levelness(_ first: Int) -> Double {
            let (a, b, c, d) = (
                corners[first], corners[(first + 1) % 4], corners[(first + 2) % 4], corners[(first + 3) % 4]
            )
            return (b.x - a.x) / a.distance(to: b) + (c.x - d.x) / d.distance(to: c)
        }
        let first = (0..<4).max { levelness($0) < levelness($1) } ?? 0
        self.corners = Array(corners[first...] + corners[..<first])
    }
}
