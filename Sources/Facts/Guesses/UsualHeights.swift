package import Geometry
package import Scenes

/// The heights in metres that things of a category usually have, for guessing how high a camera was.
package struct UsualHeights: Sendable {
    /// By the category's name in small letters.
    package var metres: [String: Double]

    /// - Parameter own: heights of the user's own categories; they win.
    package init(own: [String: Double] = [:]) {
        metres = UsualHeights.known
        for (name, height) in own { metres[name.lowercased()] = height }
    }

    /// People as adults are, standing; vehicles as most of their kind are. The names are those of COCO, KITTI, Cityscapes
    /// and Pascal VOC.
    private static let known: [String: Double] = [
        "person": 1.7, "pedestrian": 1.7, "rider": 1.7, "cyclist": 1.75,
        "car": 1.5, "van": 2, "truck": 3.2, "bus": 3.1, "tram": 3.4, "train": 3.8, "caravan": 2.6,
        "bicycle": 1.05, "motorcycle": 1.2, "motorbike": 1.2,
        "door": 2, "fire hydrant": 0.75, "parking meter": 1.4, "bench": 0.8, "chair": 0.9, "dining table": 0.75,
        "diningtable": 0.75, "refrigerator": 1.75,
        "cow": 1.4, "horse": 1.6, "sheep": 0.8, "dog": 0.55, "elephant": 2.8,
    ]

    /// The marks that a photo's labels make: of things of a known height that stand wholly in the photo, their feet well
    /// below the horizon.
    ///
    /// - Parameter camera: the photo's camera.
    package func marks(of things: [RealInstance], seenBy camera: Camera) -> [CameraHeight.Mark] {
        things.compactMap { thing in
            guard let height = metres[thing.category.lowercased()], !thing.isCrowd else { return nil }
            let (box, foot) = (thing.box, Point(thing.box.center.x, thing.box.maxY))
            let edge = 2.0
            guard box.minX > edge, box.minY > edge, box.maxX < Double(camera.width) - edge,
                box.maxY < Double(camera.height) - edge, box.height >= UsualHeights.leastPixels,
                foot.y - camera.horizonY(atX: foot.x) > UsualHeights.leastBelow * Double(camera.height)
            else { return nil }
            return .figure(foot: foot, head: Point(box.center.x, box.minY), metres: height)
        }
    }

    /// The height in pixels below which a box tells little.
    private static let leastPixels = 16.0
    /// How far below the horizon a foot must stand, as a share of the photo's height.
    private static let leastBelow = 0.02
}
