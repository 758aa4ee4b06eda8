/// A lens that bends straight lines: the Brown–Conrady model with three radial and two tangential coefficients, as OpenCV
/// has it.
///
/// With r² = x² + y², a ray through (x, y) at depth 1, x right and y down, reaches
/// x · (1 + k₁r² + k₂r⁴ + k₃r⁶) + 2p₁xy + p₂(r² + 2x²), and
/// y · (1 + k₁r² + k₂r⁴ + k₃r⁶) + p₁(r² + 2y²) + 2p₂xy.
/// D. C. Brown, "Decentering distortion of lenses", Photogrammetric Engineering 32, 1966; A. E. Conrady, "Decentred
/// lens-systems", Monthly Notices of the Royal Astronomical Society 79, 1919.
package struct LensDistortion: Hashable, Sendable {
    package let k1: Double
    package let k2: Double
    package let k3: Double
    package let p1: Double
    package let p2: Double
    /// The square of the radius from which on rays come back towards the middle: the model says nothing beyond it.
    private let limit: Double

    package init(k1: Double = 0, k2: Double = 0, k3: Double = 0, p1: Double = 0, p2: Double = 0) {
        (self.k1, self.k2, self.k3, self.p1, self.p2) = (k1, k2, k3, p1, p2)
        /// How fast r · (1 + k₁r² + k₂r⁴ + k₃r⁶) grows with r.
        func growth(_ q: Double) -> Double { 1 + q * (3 * k1 + q * (5 * k2 + q * 7 * k3)) }
        var (inside, outside) = (0.0, 1e-4)
        while outside < 1e4, growth(outside) > 0 { (inside, outside) = (outside, outside * 1.01) }
        for _ in 0..<40 where outside < 1e4 {
            let middle = (inside + outside) / 2
            if growth(middle) > 0 { inside = middle } else { outside = middle }
        }
        limit = inside
    }

    /// In OpenCV's order: k₁, k₂, p₁, p₂, k₃.
    package var coefficients: [Double] { [k1, k2, p1, p2, k3] }

    package var isNone: Bool { coefficients.allSatisfy { $0 == 0 } }

    /// Where a ray arrives; nil where rays come back towards the middle.
    package func distorted(_ ray: Point) -> Point? {
        ray.x * ray.x + ray.y * ray.y <= limit ? bent(ray).point : nil
    }

    /// The ray that arrives at a place; nil where none does. By Newton's method, to 10⁻¹¹.
    package func undistorted(_ place: Point) -> Point? {
        var ray = place
        for _ in 0..<50 {
            let (point, xx, xy, yy) = bent(ray)
            let (ex, ey) = (place.x - point.x, place.y - point.y)
            let determinant = xx * yy - xy * xy
            guard determinant > 1e-9, ray.x * ray.x + ray.y * ray.y <= 4 * limit else { return nil }
            if abs(ex) + abs(ey) < 1e-11 { return ray.x * ray.x + ray.y * ray.y <= limit ? ray : nil }
            ray = Point(
                ray.x + (yy * ex - xy * ey) / determinant, ray.y + (xx * ey - xy * ex) / determinant)
        }
        return nil
    }

    /// Where a ray arrives, with the derivatives of x by x, of x by y (which is that of y by x), and of y by y.
    private func bent(_ ray: Point) -> (point: Point, xx: Double, xy: Double, yy: Double) {
        let (x, y) = (ray.x, ray.y)
        let q = x * x + y * y
        let radial = 1 + q * (k1 + q * (k2 + q * k3))
        let slope = 2 * (k1 + q * (2 * k2 + q * 3 * k3))
        return (
            Point(
                x * radial + 2 * p1 * x * y + p2 * (q + 2 * x * x), y * radial + p1 * (q + 2 * y * y) + 2 * p2 * x * y),
            radial + x * x * slope + 2 * p1 * y + 6 * p2 * x, x * y * slope + 2 * p1 * x + 2 * p2 * y,
            radial + y * y * slope + 6 * p1 * y + 2 * p2 * x
        )
    }
}
