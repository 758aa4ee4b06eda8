import Foundation

/// Rotations of the right-handed world (x right, y up, z towards the viewer), each by the right-hand rule: a positive
/// angle turns counter-clockwise as seen from the tip of its axis.
extension Matrix3 {
    /// A rotation about y, the vertical: a positive angle turns an object that faces the camera (+z) to the viewer's
    /// right (+x).
    package static func yaw(_ angle: Angle) -> Matrix3 {
        let (s, c) = (angle.sine, angle.cosine)
        return Matrix3(x: [c, 0, -s], y: [0, 1, 0], z: [s, 0, c])
    }

    /// A rotation about x: a positive angle raises a camera that looks along −z, and tips the top of a standing card
    /// towards the viewer (+z).
    package static func pitch(_ angle: Angle) -> Matrix3 {
        let (s, c) = (angle.sine, angle.cosine)
        return Matrix3(x: [1, 0, 0], y: [0, c, s], z: [0, -s, c])
    }

    /// A rotation about z: a positive angle turns a card that faces the viewer counter-clockwise.
    package static func roll(_ angle: Angle) -> Matrix3 {
        let (s, c) = (angle.sine, angle.cosine)
        return Matrix3(x: [c, s, 0], y: [-s, c, 0], z: [0, 0, 1])
    }

    /// The rotation `yaw * pitch * roll`: first rolled in its own plane, then tipped, then turned about the vertical.
    package static func rotation(yaw: Angle, pitch: Angle, roll: Angle) -> Matrix3 {
        .yaw(yaw) * .pitch(pitch) * .roll(roll)
    }

    /// The angles from which `rotation` makes this rotation again. Where the rotation turns z straight up or down, yaw and
    /// roll turn about the same axis; the roll is 0 then.
    package var angles: (yaw: Angle, pitch: Angle, roll: Angle) {
        let pitch = Angle.radians(asin(min(1, max(-1, -z.y))))
        guard pitch.cosine > 1e-6 else {
            return (.arcTangent(-x.z, x.x), pitch, .zero)
        }
        return (.arcTangent(z.x, z.z), pitch, .arcTangent(x.y, y.y))
    }

    /// The smallest rotation that takes one direction to another; both of length 1.
    package init(from a: Vector3, to b: Vector3) {
        let cosine = a.dot(b)
        guard cosine > -1 + 1e-12 else {
            // Half a turn, about anything that is at right angles to it.
            let other: Vector3 = abs(a.x) < 0.9 ? [1, 0, 0] : [0, 1, 0]
            let axis = a.cross(other).normalized
            func turned(_ v: Vector3) -> Vector3 { axis * (2 * axis.dot(v)) - v }
            self.init(x: turned([1, 0, 0]), y: turned([0, 1, 0]), z: turned([0, 0, 1]))
            return
        }
        // O. Rodrigues' formula, with the sine in the length of the axis.
        let axis = a.cross(b)
        func turned(_ v: Vector3) -> Vector3 {
            v * cosine + axis.cross(v) + axis * (axis.dot(v) / (1 + cosine))
        }
        self.init(x: turned([1, 0, 0]), y: turned([0, 1, 0]), z: turned([0, 0, 1]))
    }
}
