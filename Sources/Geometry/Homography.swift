/// A projective map of the plane, named *target from source*: `imageFromObject` takes object points to image points.
///
/// Row-major 3×3: (x, y) goes to ((m00 x + m01 y + m02) / w, (m10 x + m11 y + m12) / w) with
/// w = m20 x + m21 y + m22. Points where w ≤ 0 lie behind the camera and have no image.
package struct Homography: Hashable, Sendable {
    package var m00, m01, m02: Double
    package var m10, m11, m12: Double
    package var m20, m21, m22: Double

    package init(
        _ m00: Double, _ m01: Double, _ m02: Double,
        _ m10: Double, _ m11: Double, _ m12: Double,
        _ m20: Double, _ m21: Double, _ m22: Double
    ) {
        (self.m00, self.m01, self.m02) = (m00, m01, m02)
        (self.m10, self.m11, self.m12) = (m10, m11, m12)
        (self.m20, self.m21, self.m22) = (m20, m21, m22)
    }
}
