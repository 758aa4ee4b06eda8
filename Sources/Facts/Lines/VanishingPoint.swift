import Foundation
package import Geometry

/// The point of a photo in which parallel lines of the scene meet. It may lie at infinity.
///
/// It is kept as a direction from a viewpoint in front of the photo: the photo's middle is (0, 0, 1), and half its
/// diagonal is one unit across. So points far outside the photo and at infinity are nothing special.
package struct VanishingPoint: Hashable, Sendable {
    /// Of length 1.
    package let direction: Vector3
    package let frame: PhotoScale

    package init(_ direction: Vector3, in frame: PhotoScale) {
        (self.direction, self.frame) = (direction.normalized, frame)
    }

    /// Nil where it lies at infinity.
    package var point: Point? {
        guard abs(direction.z) > 1e-9 else { return nil }
        return frame.pixel([direction.x / direction.z, direction.y / direction.z, 1])
    }

    /// The direction of the lines in the camera's own frame (x right, y up, −z forward), of length 1, without a sense.
    ///
    /// - Parameters:
    ///   - focalPixels: the camera's focal length.
    ///   - principal: the point where the optical axis meets the photo.
    package func inSpace(focalPixels: Double, principal: Point) -> Vector3 {
        let across: Vector3 = [
            direction.x * frame.unit + direction.z * (frame.middle.x - principal.x),
            direction.y * frame.unit + direction.z * (frame.middle.y - principal.y), direction.z * focalPixels,
        ]
        return Vector3(across.x, -across.y, -across.z).normalized
    }

    /// The angle between a line and the line from its middle to the vanishing point.
    package func error(of line: LineSegment) -> Angle {
        let (from, to) = (frame.ray(line.from), frame.ray(line.to))
        let middle = (from + to) / 2
        let towards = (direction.x - middle.x * direction.z, direction.y - middle.y * direction.z)
        let along = (to.x - from.x, to.y - from.y)
        let cross = along.0 * towards.1 - along.1 * towards.0
        let dot = along.0 * towards.0 + along.1 * towards.1
        return .radians(atan2(abs(cross), abs(dot)))
    }

    /// The point that lines come nearest to, in the sense of least squares: the distance that counts is that of each line's
    /// ends from the line through its own middle and the point.
    ///
    /// Each round solves the linear problem of the lines' normals with weights that make it this one (as in Hartley and
    /// Zisserman, "Multiple View Geometry", 2nd ed. 2003, section 8.6.1, without its last step).
    ///
    /// - Parameter weights: how much each line counts; nil for all alike.
    /// - Returns: nil for fewer than two lines, or lines that all lie on one.
    package static func fit(_ lines: [LineSegment], weights: [Double]? = nil, in frame: PhotoScale) -> VanishingPoint? {
        let lines = lines.enumerated().filter { $0.element.length > 0 }
        guard lines.count > 1 else { return nil }
        let known = lines.map { index, line in
            let (from, to) = (frame.ray(line.from), frame.ray(line.to))
            let normal = from.cross(to)
            let across = (normal.x * normal.x + normal.y * normal.y).squareRoot()
            return (
                normal: normal / across, middle: (from + to) / 2, length: line.length / frame.unit,
                weight: weights?[index] ?? 1
            )
        }
        var best: Vector3 = [0, 0, 1]
        for round in 0..<8 {
            var sum = Matrix3(x: .zero, y: .zero, z: .zero)
            for line in known {
                let reach = best - line.middle * best.z
                let distance = max(1e-3, (reach.x * reach.x + reach.y * reach.y).squareRoot())
                let scale = round == 0 ? line.length : line.length / distance
                let weight = line.weight * scale * scale
                let n = line.normal
                sum.x += n * (n.x * weight)
                sum.y += n * (n.y * weight)
                sum.z += n * (n.z * weight)
            }
            let eigen = sum.symmetricEigen
            // Lines that lie on one line leave two directions free.
            guard eigen[1].value > eigen[2].value * 1e-12 else { return nil }
            best = eigen[0].vector
        }
        return VanishingPoint(best, in: frame)
    }
}

/// The middle and half the diagonal of a photo: positions in these units do not depend on its size.
package struct PhotoScale: Hashable, Sendable {
    package let middle: Point
    package let unit: Double

    package init(width: Int, height: Int) {
        middle = Point(Double(width) / 2, Double(height) / 2)
        unit = Double(width * width + height * height).squareRoot() / 2
    }

    package func ray(_ pixel: Point) -> Vector3 {
        [(pixel.x - middle.x) / unit, (pixel.y - middle.y) / unit, 1]
    }

    package func pixel(_ ray: Vector3) -> Point {
        Point(ray.x / ray.z * unit + middle.x, ray.y / ray.z * unit + middle.y)
    }
}
