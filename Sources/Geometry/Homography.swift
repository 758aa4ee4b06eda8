/// A projective map of the plane, named *target from source*: `imageFromObject` takes object points to image points.
///
/// Row-major 3×3: (x, y) goes to ((m00 x + m01 y + m02) / w, (m10 x + m11 y + m12) / w) with
/// w = m20 x + m21 y + m22. Points where w ≤ 0 lie behind the camera and have no image, so the sign of the matrix
/// matters; everything here keeps it.
///
/// In JSON: the nine numbers, row by row. They come back bit for bit.
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

    package static let identity = Homography(1, 0, 0, 0, 1, 0, 0, 0, 1)

    package static func translation(x: Double, y: Double) -> Homography {
        Homography(1, 0, x, 0, 1, y, 0, 0, 1)
    }

    /// A scaling about the origin; a negative factor mirrors.
    package static func scale(x: Double, y: Double) -> Homography {
        Homography(x, 0, 0, 0, y, 0, 0, 0, 1)
    }

    /// A rotation about the origin, counter-clockwise on the screen for a positive angle (y points down).
    package static func rotation(_ angle: Angle) -> Homography {
        let (s, c) = (angle.sine, angle.cosine)
        return Homography(c, s, 0, -s, c, 0, 0, 0, 1)
    }

    /// The map `b` followed by `a`.
    package static func * (a: Homography, b: Homography) -> Homography {
        Homography(
            a.m00 * b.m00 + a.m01 * b.m10 + a.m02 * b.m20,
            a.m00 * b.m01 + a.m01 * b.m11 + a.m02 * b.m21,
            a.m00 * b.m02 + a.m01 * b.m12 + a.m02 * b.m22,
            a.m10 * b.m00 + a.m11 * b.m10 + a.m12 * b.m20,
            a.m10 * b.m01 + a.m11 * b.m11 + a.m12 * b.m21,
            a.m10 * b.m02 + a.m11 * b.m12 + a.m12 * b.m22,
            a.m20 * b.m00 + a.m21 * b.m10 + a.m22 * b.m20,
            a.m20 * b.m01 + a.m21 * b.m11 + a.m22 * b.m21,
            a.m20 * b.m02 + a.m21 * b.m12 + a.m22 * b.m22)
    }

    /// The image of a point; nil where w ≤ 0, behind the camera.
    package func callAsFunction(_ point: Point) -> Point? {
        let w = w(at: point)
        guard w > 0 else { return nil }
        return Point(
            (m00 * point.x + m01 * point.y + m02) / w,
            (m10 * point.x + m11 * point.y + m12) / w)
    }

    /// The divisor at a source point: for a plane seen by a camera, proportional to its depth in front of it.
    package func w(at point: Point) -> Double {
        m20 * point.x + m21 * point.y + m22
    }

    /// The area factor of the matrix; 0 when a plane is seen edge-on, negative when it is seen from its back.
    package var determinant: Double {
        m00 * (m11 * m22 - m12 * m21) - m01 * (m10 * m22 - m12 * m20) + m02 * (m10 * m21 - m11 * m20)
    }

    /// The inverse map; nil when the plane is seen edge-on.
    ///
    /// It is the true inverse matrix, so a point that has an image has w > 0 on the way back as well.
    package var inverse: Homography? {
        let determinant = determinant
        guard determinant != 0, determinant.isFinite else { return nil }
        let d = 1 / determinant
        guard d.isFinite else { return nil }
        return Homography(
            (m11 * m22 - m12 * m21) * d, (m02 * m21 - m01 * m22) * d, (m01 * m12 - m02 * m11) * d,
            (m12 * m20 - m10 * m22) * d, (m00 * m22 - m02 * m20) * d, (m02 * m10 - m00 * m12) * d,
            (m10 * m21 - m11 * m20) * d, (m01 * m20 - m00 * m21) * d, (m00 * m11 - m01 * m10) * d)
    }
}

extension Homography: Codable {
    package init(from decoder: any Decoder) throws {
        let n = try decoder.numbers(count: 9)
        self.init(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8])
    }

    package func encode(to encoder: any Encoder) throws {
        try encoder.encode(numbers: [m00, m01, m02, m10, m11, m12, m20, m21, m22])
    }
}
