import Geometry
import Objects
import Rendering

/// The shape of a chosen object, for placing: the outline of a flat object, the model of a solid one, the outline and
/// the box of a solid one that is set in as a picture. It holds no pixels.
enum ObjectShape {
    case outline(ObjectOutline)
    case model(Model)
    case view(ViewShape, ModelView)

    /// The object turned and sized, ready for a place.
    func subject(_ pose: PlacedPose, heightMetres: Double?, size: Double) -> Subject {
        switch self {
        case .outline(let outline):
            return Subject(
                shape: .card(aspect: outline.aspect), heightMetres: heightMetres, size: size, linear: pose.rotation)
        case .model(let model):
            let own = model.bounds.size.y
            // A model without any height, such as a sheet of paper, keeps its own size.
            let scale = heightMetres.map { own > 0 ? $0 / own : 1 } ?? 1
            let linear =
                pose.rotation * Matrix3(x: [pose.flipped ? -scale : scale, 0, 0], y: [0, scale, 0], z: [0, 0, scale])
            return Subject(
                shape: .solid(model.bounds(under: linear)), heightMetres: own * scale, size: size, linear: linear)
        case .view(let shape, let view):
            let own = shape.modelHeight
            let scale = heightMetres.map { own > 0 ? $0 / own : 1 } ?? 1
            return Subject(
                shape: .solid(Mesh.Bounds(lower: shape.bounds.lower * scale, upper: shape.bounds.upper * scale)),
                heightMetres: own * scale, size: size,
                linear: view.turn * Matrix3(x: [scale, 0, 0], y: [0, scale, 0], z: [0, 0, scale]))
        }
    }

    /// The place of a view's picture, for a model at a place: a card through its foot that faces the camera.
    func pictured(_ place: ObjectPlace, seenBy camera: Camera) -> ObjectPlace {
        guard case .view(let shape, let view) = self, case .solid(let worldFromObject, let onGround) = place else {
            return place
        }
        let worldFromTurned = worldFromObject.linear * view.turn.transposed
        let scale = worldFromTurned.y.length
        let upright = Matrix3(
            x: worldFromTurned.x / scale, y: worldFromTurned.y / scale, z: worldFromTurned.z / scale)
        let foot = ObjectAnchor.foot.point(of: shape.bounds) * scale
        let seen = Standpoint(
            Pose(upright, at: worldFromObject.position), foot: foot, onGround: onGround, seenBy: camera)
        return .flat(
            imageFromObject: camera.imageFromObject(
                heightMetres: shape.heightMetres * scale, anchor: shape.foot, at: seen.foot,
                rotation: seen.worldFromCard), onGround: onGround)
    }

    /// The place with a flat object's left and right swapped. A model was mirrored before it was placed.
    func mirrored(_ place: ObjectPlace) -> ObjectPlace {
        guard case .outline(let outline) = self, case .flat(let imageFromObject, let onGround) = place else {
            return place
        }
        return .flat(
            imageFromObject: imageFromObject * Homography(-1, 0, outline.aspect, 0, 1, 0, 0, 0, 1), onGround: onGround)
    }

    /// Nil where the camera does not see the whole object.
    func silhouette(_ place: ObjectPlace, seenBy camera: Camera) -> Silhouette? {
        switch (self, place) {
        case (.outline(let outline), .flat(let imageFromObject, _)):
            return Silhouette(outlines: outline.polygons, imageFromObject: imageFromObject)
        case (.view(let shape, _), .flat(let imageFromObject, _)):
            return Silhouette(outlines: shape.outline.polygons, imageFromObject: imageFromObject)
        case (.model(let model), .solid(let worldFromObject, _)):
            let seen = camera.seenPoints
            let points = model.support.compactMap { seen.image(of: worldFromObject($0)) }
            guard points.count == model.support.count else { return nil }
            return Silhouette([Polygon(points).convexHull])
        default: preconditionFailure("a placer gives a card to an outline and a pose to a model")
        }
    }

    /// Whether some of it is not in front of the camera.
    func reachesBehind(_ place: ObjectPlace, camera: Camera) -> Bool {
        switch (self, place) {
        case (.model(let model), .solid(let worldFromObject, _)):
            let seen = camera.seenPoints
            return model.support.contains { seen.image(of: worldFromObject($0)) == nil }
        case (.outline(let outline), .flat(let imageFromObject, _)):
            return outline.polygons.contains { $0.vertices.contains { imageFromObject($0) == nil } }
        default: return false
        }
    }

    /// Nil for a flat object that floats.
    ///
    /// - Parameter place: the place of a view before it becomes that of a picture.
    func footprint(_ place: ObjectPlace, seenBy camera: Camera) -> Footprint? {
        switch (self, place) {
        case (.model(let model), .solid(let worldFromObject, _)):
            return Footprint(model.support.map { worldFromObject($0) })
        case (.view(let shape, let view), .solid(let worldFromObject, _)):
            let worldFromTurned = Pose(worldFromObject.linear * view.turn.transposed, at: worldFromObject.position)
            return Footprint(shape.support.map { worldFromTurned($0) })
        case (.outline(let outline), .flat(let imageFromObject, onGround: true)):
            let card = camera.worldPlane(of: imageFromObject)
            return Footprint(
                outline.polygons.flatMap(\.vertices).map { card.origin + card.uAxis * $0.x + card.vAxis * $0.y },
                isFlat: true)
        default: return nil
        }
    }
}
