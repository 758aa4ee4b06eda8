import Geometry
import Objects
import Rendering
import Scenes

/// A flat object that stands on the ground, as a card in the world.
struct FlatCard {
    /// The top left corner of the object, in metres.
    private let origin: Vector3
    /// Along its lower edge, as long as the object is tall; and from its top to its foot. In metres.
    private let right: Vector3
    private let down: Vector3
    private let aspect: Double
    private let camera: Camera
    /// The pixels of the image that the object may touch.
    let rect: PixelRect

    /// - Parameter frame: the image.
    ///
    /// Nil where the object's plane cannot be told from its homography.
    init?(_ imageFromObject: Homography, _ outline: ObjectOutline, seenBy camera: Camera, within frame: PixelRect) {
        (origin, right, down) = camera.worldPlane(of: imageFromObject)
        aspect = outline.aspect
        self.camera = camera
        let corners = outline.reach.corners.map { imageFromObject($0) }
        // A card that passes the camera may be anywhere.
        let seen = corners.compactMap { $0 }
        rect = seen.count == 4 ? PixelRect(covering: seen)?.intersection(frame) ?? frame : frame
        let size = right.length * down.length
        guard size.isFinite, size > 0, origin.length.isFinite else { return nil }
    }

    /// The card that casts the object's shadow. Upright objects that are higher than wide turn to the sun as if they
    /// were round, so that none is left without a shadow by standing edge on. A wider object is more likely a board or
    /// a fence, and a shadow of a turned card would leave its middle at right angles: it stays as it stands. The pose
    /// is world from the model of its silhouette, which is 1 tall and has its origin at the middle of its foot.
    func standIn(under sun: Vector3?) -> Pose {
        let height = down.length
        let up = -down
        let across = up.y > 0.9 * height ? across(under: sun) : right.normalized
        let foot = origin + right * (aspect / 2) + down
        return Pose(Matrix3(x: across * height, y: up, z: across.cross(up)), at: foot)
    }

    /// The card for a picture of a solid object, which faces the camera: its silhouette stands upright over its foot, a
    /// point of the object plane, and is as tall as the object.
    func standIn(over foot: Point, heightMetres: Double, under sun: Vector3?) -> Pose {
        let across = across(under: sun)
        let place = origin + right * foot.x + down * foot.y + across * ((aspect / 2 - foot.x) * right.length)
        let up = Vector3(0, heightMetres, 0)
        return Pose(Matrix3(x: across * right.length, y: up, z: across.cross(up)), at: place)
    }

    /// Level and square to the sun's light, of length 1; along the card's own edge under no sun, under one overhead, and
    /// where it is wider than high.
    private func across(under sun: Vector3?) -> Vector3 {
        guard let sun, sun.y > 0, aspect <= 1 else { return right.normalized }
        let turned = Vector3(0, 1, 0).cross([sun.x, 0, sun.z])
        return turned.length > 1e-6 ? turned.normalized : right.normalized
    }

    /// A ball that holds the card, in the world.
    var ball: (centre: Vector3, radius: Double) {
        let across = right * aspect
        return (origin + (across + down) / 2, (across + down).length / 2)
    }

    /// The side of the card that the camera sees; nil for a card that is seen edge on.
    var seenPlane: SeenPlane? { SeenPlane(through: origin, normal: right.cross(down), seenBy: camera) }

    /// The world in which the card's visible side is the ground, with other objects in it, of which only the shadows
    /// count. Nil for a card that is seen edge on.
    func world(with others: [RenderScene.Instance]) -> (scene: RenderScene, rotation: Matrix3)? {
        var normal = right.cross(down)
        if normal.dot(camera.position - origin) < 0 { normal = -normal }
        let above = camera.above(planeThrough: origin, normal: normal)
        guard above.camera.heightMetres > 1e-6 else { return nil }
        let place = Pose(above.rotation, at: above.shift)
        let unseen = others.map { RenderScene.Instance($0.model, place * $0.pose, isSeen: false) }
        return (
            RenderScene(camera: above.camera, instances: unseen, ground: RenderScene.Ground(reflectance: .zero)),
            above.rotation
        )
    }
}
