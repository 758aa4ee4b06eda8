import Geometry
import Objects
import Rendering

/// What placing knows of a chosen object: the outline of a flat one, the model of a solid one. No pixels.
enum ObjectShape {
    case outline(ObjectOutline)
    case model(Model)

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
        }
    }

    /// The place with a flat object's left and right swapped; a model was mirrored before it was placed.
    func mirrored(_ place: ObjectPlace) -> ObjectPlace {
        guard case .outline(let outline) = self, case .flat(let imageFromObject, let onGround) = place else {
            return place
        }
        return .flat(
            imageFromObject: imageFromObject * Homography(-1, 0, outline.aspect, 0, 1, 0, 0, 0, 1), onGround: onGround)
    }

    /// Nil for what the camera does not see as a whole.
    func silhouette(_ place: ObjectPlace, seenBy camera: Camera) -> Silhouette? {
        switch (self, place) {
        case (.outline(let outline), .flat(let imageFromObject, _)):
            return Silhouette(outlines: outline.polygons, imageFromObject: imageFromObject)
        case (.model(let model), .solid(let worldFromObject, _)):
            let points = model.support.compactMap { camera.image(of: worldFromObject($0)) }
            guard points.count == model.support.count else { return nil }
            return Silhouette([Polygon(points).convexHull])
        default: preconditionFailure("a placer gives a card to an outline and a pose to a model")
        }
    }

    /// Nil for what floats.
    func footprint(_ place: ObjectPlace, seenBy camera: Camera) -> Footprint? {
        switch (self, place) {
        case (.model(let model), .solid(let worldFromObject, _)):
            return Footprint(model.support.map { worldFromObject($0) })
        case (.outline(let outline), .flat(let imageFromObject, onGround: true)):
            let card = camera.worldPlane(of: imageFromObject)
            return Footprint(
                outline.polygons.flatMap(\.vertices).map { card.origin + card.uAxis * $0.x + card.vAxis * $0.y },
                isFlat: true)
        default: return nil
        }
    }
}
