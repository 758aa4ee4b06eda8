extension Homography {
    /// The map that takes each of four source points to its target.
    ///
    /// A projective map is determined by four points of which no three lie on a line: write the fourth as a combination
    /// of the first three (in homogeneous coordinates) on each side, scale the three by those weights, and the map is
    /// targets × sources⁻¹ (Hartley and Zisserman, "Multiple View Geometry", 2nd ed. 2003, section 2.3). It is scaled
    /// so that w averages 1 over the four sources.
    ///
    /// Nil when three points of a side lie on a line, or when no view in front of a camera takes one quadrilateral to
    /// the other (convex to non-convex).
    package init?(from sources: [Point], to targets: [Point]) {
        precondition(sources.count == 4 && targets.count == 4, "a homography is made from four pairs of points")
        guard let s = Self.basis(sources), let t = Self.basis(targets), let back = s.inverse else { return nil }
        let map = t * back
        let ws = sources.map { map.w(at: $0) }
        let mean = ws.reduce(0, +) / 4
        guard mean != 0, ws.allSatisfy({ $0 / mean > 0 }) else { return nil }
        self.init(
            map.m00 / mean, map.m01 / mean, map.m02 / mean,
            map.m10 / mean, map.m11 / mean, map.m12 / mean,
            map.m20 / mean, map.m21 / mean, map.m22 / mean)
    }

    /// The matrix whose columns are the first three points, weighted so that they sum to the fourth.
    private static func basis(_ p: [Point]) -> Homography? {
        // The weights are ratios of signed triangle areas (Cramer's rule), which vanish when three are on a line.
        func area(_ a: Point, _ b: Point, _ c: Point) -> Double {
            (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
        }
        let whole = area(p[0], p[1], p[2])
        let parts = [area(p[3], p[1], p[2]), area(p[0], p[3], p[2]), area(p[0], p[1], p[3])]
        // The area relative to the longest side squared, so that the result does not depend on the unit.
        let size = (0..<4).map { p[$0].distance(to: p[($0 + 1) % 4]) }.reduce(0, max)
        let least = size * size * 1e-12
        guard abs(whole) > least, parts.allSatisfy({ abs($0) > least }) else { return nil }
        let (a, b, c) = (parts[0] / whole, parts[1] / whole, parts[2] / whole)
        return Homography(
            p[0].x * a, p[1].x * b, p[2].x * c,
            p[0].y * a, p[1].y * b, p[2].y * c,
            a, b, c)
    }
}
