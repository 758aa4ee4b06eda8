extension Camera {
    /// The same camera in another world, in which a given plane is the ground: every point keeps its place in the image.
    ///
    /// - Parameters:
    ///   - point: a point of the plane, in this world.
    ///   - normal: the direction that becomes the other world's up; of any length but 0. The camera then stands above
    ///     the ground if it is on the side to which the normal points.
    /// - Returns: the camera, and the rotation and then the shift in metres that take this world's points to the other's.
    package func above(
        planeThrough point: Vector3, normal: Vector3
    ) -> (camera: Camera, rotation: Matrix3, shift: Vector3) {
        let up = normal.normalized
        let right = up.cross(abs(up.z) < 0.9 ? [0, 0, 1] : [1, 0, 0]).normalized
        let upright = Matrix3(x: right, y: up, z: right.cross(up)).transposed
        // Of the worlds in which the plane is level, this is the one in which the camera looks along −z.
        let backward = upright * worldFromCamera.z
        let rotation = Matrix3.yaw(.zero - .arcTangent(backward.x, backward.z)) * upright
        let turned = rotation * worldFromCamera
        let pitch = Angle.arcTangent(-turned.z.y, turned.z.z)
        let rolled = Matrix3.pitch(pitch).transposed * turned

        var camera = self
        camera.pitch = pitch
        camera.roll = .arcTangent(rolled.x.y, rolled.x.x)
        camera.heightMetres = up.dot(position - point)
        return (camera, rotation, camera.position - rotation * position)
    }
}
