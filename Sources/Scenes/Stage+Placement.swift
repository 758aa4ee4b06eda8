import Geometry
import Rendering

extension Stage {
    /// An object whose size is a share of the image's size, at a point of the image, turned as it is seen from the
    /// camera.
    ///
    /// A real height in metres, where the object has one, gives its distance by its apparent size.
    func free(_ subject: Subject, anchor: ObjectAnchor, at point: Point) -> Placement {
        let longer = subject.size * Double(min(camera.width, camera.height))
        switch subject.shape {
        case .card(let aspect):
            let heightPixels = longer / max(1, aspect)
            return Placement(
                place: .flat(
                    imageFromObject: camera.imageFromObject(
                        heightPixels: heightPixels, anchor: anchor.point(aspect: aspect), at: point,
                        rotation: subject.linear), onGround: false),
                distanceMetres: subject.heightMetres.map { $0 * camera.focalPixels / heightPixels })
        case .solid(let bounds):
            let depth = camera.focalPixels * max(bounds.size.x, bounds.size.y) / longer
            let turn = camera.worldFromCamera
            let ray = camera.ray(through: point)
            // The ray's length for that depth along the optical axis.
            let anchorInWorld = camera.position + ray * (depth / -(turn.transposed * ray).z)
            let pose = Pose(turn * subject.linear, at: anchorInWorld - turn * anchor.point(of: bounds))
            let lowest = bounds.corners.map { (turn * $0).y }.min() ?? 0
            return Placement(
                place: .solid(worldFromObject: pose, onGround: hasGround && pose.position.y + lowest >= 0),
                distanceMetres: depth)
        }
    }

    /// The same, where the object may be anywhere in the image but below its ground.
    func floating(_ subject: Subject, anchor: ObjectAnchor, at point: Point) throws(PlacingError) -> Placement {
        let placement = free(subject, anchor: anchor, at: point)
        if case .solid(_, onGround: false) = placement.place, hasGround, !subject.isStandIn {
            throw .unlucky(.belowGround)
        }
        return placement
    }

    /// An object that stands on a point of the ground at a distance along it.
    func standing(_ subject: Subject, at foot: Vector3, distanceMetres: Double) -> Placement {
        Placement(
            place: standing(subject, at: foot, bearing: .arcTangent(foot.x, -foot.z)), distanceMetres: distanceMetres)
    }

    /// An object that stands on a point of the ground, which lies in a bearing from the camera. At yaw 0 it faces the
    /// camera from wherever it stands, not only from straight ahead.
    func standing(_ subject: Subject, at foot: Vector3, bearing: Angle) -> ObjectPlace {
        switch subject.shape {
        case .card(let aspect):
            guard let height = subject.heightMetres else { preconditionFailure("the pipeline checks for a height") }
            return .flat(
                imageFromObject: camera.imageFromObject(
                    heightMetres: height, anchor: ObjectAnchor.foot.point(aspect: aspect), at: foot,
                    rotation: .yaw(-bearing) * subject.linear), onGround: true)
        case .solid(let bounds):
            let turn = Matrix3.yaw(-bearing)
            return .solid(
                worldFromObject: Pose(
                    turn * subject.linear, at: foot - turn * ObjectAnchor.foot.point(of: bounds)), onGround: true)
        }
    }
}
