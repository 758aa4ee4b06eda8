package import Geometry
import Scenes

/// A change of the places at which a picture shows things: one map for its pixels and for all of its labels.
///
/// Points are in the picture's pixels, before and after. Both directions are exact, and each is the other's inverse.
package protocol Warp: Sendable {
    /// Where a point of the picture comes to lie; nil where it comes to lie nowhere.
    func place(of point: Point) -> Point?

    /// The point of the picture that comes to lie at a place; nil where none does.
    func source(of place: Point) -> Point?
}

/// A picture that was warped, as a map of points: that of one warp, or of several after each other.
package struct PictureWarp: PictureMap {
    package private(set) var steps: [any Warp] = []
    /// The camera of the warped picture: its focal length and principal point are those of the picture as it is now.
    package var camera: Camera
    package var lens: LensDistortion?
    package var shutter: ShutterMotion?

    init(_ camera: Camera) { self.camera = camera }

    mutating func add(_ warp: some Warp) { steps.append(warp) }

    /// Where a point of the picture lies after all of its warps; nil where that is nowhere.
    package func place(of point: Point) -> Point? {
        steps.reduce(point as Point?) { point, step in point.flatMap(step.place) }
    }

    /// The point that lies at a place after all warps.
    package func source(of place: Point) -> Point? {
        steps.reversed().reduce(place as Point?) { place, step in place.flatMap(step.source) }
    }
}

/// How a camera turns while its sensor is read row by row.
package struct ShutterMotion: Hashable, Sendable {
    /// Degrees per second: to the right, upwards, and counter-clockwise as seen from behind the camera.
    package var yaw: Double
    package var pitch: Double
    package var roll: Double
    /// From the first row to the last.
    package var readoutSeconds: Double
}
