package import Geometry
package import Pipelines

/// A rule for where an object may be: `anywhere`, `region`, `ground`, `at`.
package protocol Placer: Part {
    /// One proposal. What is drawn from `streams` is this proposal's alone; the next gets others.
    func propose(_ subject: Subject, on stage: Stage, from streams: RandomStreams) throws(PlacingError) -> Placement
}

/// Every placer that a pipeline can name.
package enum Placers {
    package static let all: [any Placer.Type] = [Anywhere.self, Region.self, Ground.self, At.self]
    package static let catalogue = Catalogue("placer", all)
}

/// The object to be placed, before it has a place.
package struct Subject: Sendable {
    package var aspect: Double
    package var heightMetres: Double?
    /// Its longer side as a share of the image's shorter side.
    package var size: Double
    /// The world's axes from the object's, at yaw 0 facing the camera.
    package var rotation: Matrix3
}

/// What a placer sees of the image: its camera, its ground, its regions. No pixels.
package struct Stage: Sendable {
    package var setting: PhotoSetting
    package var view: PhotoView

    package init(setting: PhotoSetting, view: PhotoView) {
        self.setting = setting
        self.view = view
    }

    package var camera: Camera { setting.camera }

    /// Whether a point of the image tells a point of the ground.
    var hasGround: Bool { setting.knowsTilt && camera.heightMetres > 0 }

    /// A place that the photo names, in image pixels.
    func region(_ name: String) -> Polygon? {
        name == "ground" ? setting.ground : setting.regions[name]
    }
}

/// Where an object is.
package struct Placement: Sendable {
    package var imageFromObject: Homography
    /// Smaller is nearer, in metres where the scene has them.
    package var distanceMetres: Double?
}

package enum PlacingError: Error {
    case missing(MissingObject.Reason, detail: String?)
    /// This proposal leads nowhere; another may.
    case unlucky
}

/// The point of an object that a place is given for.
package enum ObjectAnchor: String, CaseIterable, Sendable {
    case centre
    /// The middle of its lower edge.
    case foot

    func point(aspect: Double) -> Point {
        Point(aspect / 2, self == .foot ? 1 : 0.5)
    }
}

extension Stage {
    /// An object of a share of the image's size, at a point of the image.
    ///
    /// A real height in metres, where the object has one, gives its distance by its apparent size.
    func flat(_ subject: Subject, anchor: ObjectAnchor, at point: Point) -> Placement {
        let longer = subject.size * Double(min(camera.width, camera.height))
        let heightPixels = longer / max(1, subject.aspect)
        return Placement(
            imageFromObject: camera.imageFromObject(
                heightPixels: heightPixels, anchor: anchor.point(aspect: subject.aspect), at: point,
                rotation: subject.rotation),
            distanceMetres: subject.heightMetres.map { $0 * camera.focalPixels / heightPixels })
    }
}
