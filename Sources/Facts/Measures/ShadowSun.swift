package import Geometry
package import Scenes

extension PhotoFacts.Sun {
    /// The sun that casts a shadow on the ground.
    ///
    /// - Parameters:
    ///   - foot: the point below the top of the thing that casts it, on the ground; in pixels.
    ///   - tip: the shadow of the thing's top.
    ///   - heightMetres: the height of the top above the ground.
    ///   - camera: the camera of the photo, with its height.
    /// - Throws: `Undetermined` where the points are not on the ground, or are the same.
    package init(
        shadowFrom foot: Point, to tip: Point, ofHeight heightMetres: Double, seenBy camera: Camera
    ) throws(Undetermined) {
        guard let place = camera.groundPoint(at: foot) else {
            throw Undetermined("the foot is at or above the horizon, where there is no ground")
        }
        guard let end = camera.groundPoint(at: tip) else {
            throw Undetermined("the shadow's tip is at or above the horizon, where there is no ground")
        }
        let shadow = place - end
        guard shadow.length > 1e-6, heightMetres > 0 else {
            throw Undetermined("the foot and the shadow's tip are the same point: the shadow must have a length")
        }
        self.init(
            azimuth: .arcTangent(shadow.x, -shadow.z), elevation: .arcTangent(heightMetres, shadow.length))
    }

    /// The sun by the shadow of a thing whose top is seen.
    ///
    /// - Parameter head: the top of the thing, straight above its foot; its height follows from the camera's.
    package init(
        shadowFrom foot: Point, to tip: Point, head: Point, seenBy camera: Camera
    ) throws(Undetermined) {
        let perMetre = try CameraHeight.height(by: .figure(foot: foot, head: head, metres: 1), seenBy: camera)
        try self.init(
            shadowFrom: foot, to: tip, ofHeight: camera.heightMetres / perMetre, seenBy: camera)
    }
}
