package import Geometry
package import Pipelines
package import Rendering

/// A rule for where an object may be: `anywhere`, `region`, `ground`, `at`.
package protocol Placer: Part {
    /// One proposal. What is drawn from `streams` is this proposal's alone; the next gets others.
    func propose(_ subject: Subject, on stage: Stage, from streams: RandomStreams) throws(PlacingError) -> Placement

    /// What the image leaves of the placer's numbers, by their keys: a draw outside of these finds no place in it.
    ///
    /// - Throws: `PlacingError.missing` where no number would.
    func ranges(on stage: Stage) throws(PlacingError) -> [String: PlacerRange]
}

extension Placer {
    package func ranges(on stage: Stage) throws(PlacingError) -> [String: PlacerRange] { [:] }
}

/// The numbers for which an image has a place.
package struct PlacerRange: Sendable {
    package var values: ClosedRange<Double>
    /// What is wrong with all others.
    package var reason: MissingObject.Reason
    package var detail: String?
}

/// Every placer that a pipeline can name.
package enum Placers {
    package static let all: [any Placer.Type] = [
        Anywhere.self, Region.self, Ground.self, At.self, Inside.self, On.self, Beside.self, Avoid.self,
        Replace.self,
    ]
    package static let catalogue = Catalogue("placer", all)
}

/// The object to be placed, before it has a place.
package struct Subject: Sendable {
    package var shape: Shape
    package var heightMetres: Double?
    /// Its longer side as a share of the image's shorter side.
    package var size: Double
    /// The world's axes from the object's, at yaw 0 facing the camera. Of a model it also says the scale.
    package var linear: Matrix3
    /// True before it is known what it is: where it may be is not known then, only where it would be seen.
    package var isStandIn = false

    package enum Shape: Sendable {
        /// A card: its width over its height.
        case card(aspect: Double)
        /// A model: its box once it is turned and scaled, in metres.
        case solid(Mesh.Bounds)
    }
}

/// What a placer sees of the image: its camera, its ground, its regions. No pixels.
package struct Stage: Sendable {
    package var setting: PhotoSetting
    package var view: PhotoView
    /// What the photo's labels name.
    package var real: [RealOnStage] = []
    /// The thing among them whose place the object takes; for `replace` alone.
    package var replacing: RealOnStage?
    /// Whether a placer is to look everywhere for a place, as the object has found none in the usual way.
    package var isSearched = false

    package init(setting: PhotoSetting, view: PhotoView, real: [RealInstance] = []) {
        self.setting = setting
        self.view = view
        let ground = hasGround ? setting : nil
        self.real = real.map { RealOnStage($0, in: view, on: ground) }
    }

    package var camera: Camera { setting.camera }

    /// Whether a point of the image tells a point of the ground.
    var hasGround: Bool { setting.knowsTilt && camera.heightMetres > 0 }

    /// Whether any point of the image shows ground: a camera that looks up may have its horizon below it.
    var showsGround: Bool {
        let (width, height) = (Double(camera.width), Double(camera.height))
        return hasGround
            && [Point(0, 0), Point(width, 0), Point(0, height), Point(width, height)].contains {
                camera.groundPoint(at: $0) != nil
            }
    }

    /// A place that the photo names, in image pixels.
    func region(_ name: String) -> Polygon? {
        name == "ground" ? setting.ground : setting.regions[name]
    }
}

/// Where an object is.
package struct Placement: Sendable {
    package var place: ObjectPlace
    /// Smaller is nearer, in metres where the scene has them.
    package var distanceMetres: Double?
}

package enum PlacingError: Error {
    case missing(MissingObject.Reason, detail: String?)
    /// This proposal leads nowhere, for the reason; another may.
    case unlucky(MissingObject.Reason)
}

/// The point of an object that a place is given for.
package enum ObjectAnchor: String, CaseIterable, Sendable {
    case centre
    /// The middle of its lower edge.
    case foot

    func point(aspect: Double) -> Point {
        Point(aspect / 2, self == .foot ? 1 : 0.5)
    }

    func point(of bounds: Mesh.Bounds) -> Vector3 {
        [bounds.center.x, self == .foot ? bounds.lower.y : bounds.center.y, bounds.center.z]
    }
}

extension Stage {
    /// An object of a share of the image's size, at a point of the image, turned as it is seen from the camera.
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

    /// An object that stands on a point of the ground, so far away along it.
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
