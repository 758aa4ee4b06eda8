extension Homography {
    /// The stretch of the map at one point: the partial derivatives of the image (X, Y) by the source (x, y).
    package struct Jacobian: Hashable, Sendable {
        /// dX/dx, dX/dy, dY/dx, dY/dy.
        package var xx, xy, yx, yy: Double

        package var determinant: Double { xx * yy - xy * yx }

        /// Target units per source unit, averaged over directions so that its square is the factor of area.
        package var scale: Double { abs(determinant).squareRoot() }

        /// Target units per source unit in the direction where the map stretches least, and most: the singular values.
        package var scales: (least: Double, most: Double) {
            // Both in closed form from the sum of squares (l² + m²) and the determinant (± l m).
            let squares = xx * xx + xy * xy + yx * yx + yy * yy
            let product = abs(determinant)
            let sum = (squares + 2 * product).squareRoot()
            let difference = max(0, squares - 2 * product).squareRoot()
            return ((sum - difference) / 2, (sum + difference) / 2)
        }
    }

    /// The derivative at a source point, which is used to choose a mip level; nil behind the camera.
    package func jacobian(at point: Point) -> Jacobian? {
        guard let image = self(point) else { return nil }
        let w = w(at: point)
        return Jacobian(
            xx: (m00 - image.x * m20) / w, xy: (m01 - image.x * m21) / w,
            yx: (m10 - image.y * m20) / w, yy: (m11 - image.y * m21) / w)
    }

    /// Target pixels per source unit at a point: the square root of the factor of area; nil behind the camera.
    package func localScale(at point: Point) -> Double? {
        jacobian(at: point)?.scale
    }

    /// The bounds of a rectangle's image, without the part behind the camera; nil when all of it is there. See
    /// `Polygon.transformed(by:)`.
    package func bounds(of rect: Rect) -> Rect? {
        Polygon(rect).transformed(by: self).bounds
    }
}
