/// Rotations of the right-handed world (x right, y up, z towards the viewer), each by the right-hand rule: a positive
/// angle turns counter-clockwise as seen from the tip of its axis.
extension Matrix3 {
    /// About y, the vertical: a positive angle turns what faces the camera (+z) to the viewer's right (+x).
    package static func yaw(_ angle: Angle) -> Matrix3 {
        let (s, c) = (angle.sine, angle.cosine)
        return Matrix3(x: [c, 0, -s], y: [0, 1, 0], z: [s, 0, c])
    }

    /// About x: a positive angle lifts what looks along −z, and tips the top of a standing card towards the viewer (+z).
    package static func pitch(_ angle: Angle) -> Matrix3 {
        let (s, c) = (angle.sine, angle.cosine)
        return Matrix3(x: [1, 0, 0], y: [0, c, s], z: [0, -s, c])
    }

    /// About z: a positive angle turns a card that faces the viewer counter-clockwise.
    package static func roll(_ angle: Angle) -> Matrix3 {
        let (s, c) = (angle.sine, angle.cosine)
        return Matrix3(x: [c, s, 0], y: [-s, c, 0], z: [0, 0, 1])
    }

    /// `yaw * pitch * roll`: first rolled in its own plane, then tipped, then turned about the vertical.
    package static func rotation(yaw: Angle, pitch: Angle, roll: Angle) -> Matrix3 {
        .yaw(yaw) * .pitch(pitch) * .roll(roll)
    }
}
