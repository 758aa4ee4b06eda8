package import Geometry

/// The turn between a scene's world and a panorama. Both are level; the scene's camera looks along −z of its world.
package struct PanoramaTurn: Hashable, Sendable {
    /// The direction of the panorama that is straight ahead in the scene: 0° is its middle column, 90° right of that.
    package var yaw: Angle
    /// Whether the scene sees the panorama with left and right swapped.
    package var isMirrored: Bool

    package init(yaw: Angle, isMirrored: Bool = false) {
        self.yaw = yaw
        self.isMirrored = isMirrored
    }

    /// The map from directions of the scene's world to the panorama's, whose middle column is −z and whose top is y.
    package var panoramaFromWorld: Matrix3 {
        let turn = Matrix3.yaw(-yaw)
        return isMirrored ? Matrix3(x: turn.x * -1, y: turn.y, z: turn.z) : turn
    }
}
