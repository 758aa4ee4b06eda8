package import Cards
package import Geometry
package import Objects
package import Pipelines
import Rendering

/// One draw of a pipeline, with every number fixed.
///
/// A plain value: it can be printed, stored as JSON, edited, and composited again to the same pixels. Image i's scene
/// depends on (pipeline, seed, i) and on which files can be read; on nothing else.
package struct Scene: Codable, Sendable, Hashable {
    /// The number of its image.
    package var index: Int
    /// The look that the image shows the scene in, where the pipeline has several.
    package var variant: SceneVariant?
    package var seed: UInt64
    /// True where nothing is set into the photo because the pipeline asks for such images; otherwise nil.
    package var negative: Bool?
    package var photo: ScenePhoto
    /// The camera of the finished image.
    package var camera: Camera
    package var light: SceneLight
    /// How 3D objects and shadows are rendered.
    package var render: SceneRendering
    /// How high the grass is that stands before the feet of objects; nil for none.
    package var grassMetres: Double?
    /// The photo's ground in the image's pixels, for effects: nil where the scene has none, or the photo does not say.
    package var ground: Polygon?
    /// The photo's slopes and windows, likewise; nil where the photo names none.
    package var slopes: [Polygon]?
    package var windows: [Polygon]?
    /// The real things that stand on the photo's ground, the farthest first: each hides what is set farther away.
    package var standing: [StandingInstance] = []
    /// In painting order: what is farther away comes first, what hides it later.
    package var objects: [PlacedObject]
    package var effects: [DrawnPart]
    /// The limits that the finished masks must keep.
    package var limits: Limits
    /// How many objects were asked for.
    package var asked: Int
    /// Objects that were asked for and are not there, with the reasons.
    package var missing: [MissingObject]
    /// The tries that it took to place the others. They belong to the draw alone, and not to the record.
    package var tries = PlacingTries()
    /// What was drawn for the background, the camera and the sun, where no fact of the photo said it. It belongs to the
    /// draw alone, too.
    package var drawn: [AskedNumber.OfStage: Double] = [:]

    private enum CodingKeys: String, CodingKey {
        case index, variant, seed, negative, photo, camera, light, render
        case grassMetres = "grass_metres"
        case ground, slopes, windows, standing, objects, effects, limits, asked, missing
    }
}

/// The photo or panorama behind a scene, and the part of it that the image shows.
package struct ScenePhoto: Codable, Sendable, Hashable {
    package var file: String
    /// The name of its source, where the pipeline has several.
    package var source: String?
    /// How many photos before this one were passed over for this image: they could not be read, or had no room for its
    /// objects.
    package var attempt: Int
    /// The view of the photo; for a panorama, the view of the whole picture that the panorama gives.
    package var view: PhotoView
    /// The direction in the panorama, where `file` is one.
    package var panorama: PanoramaView?
    /// The labels that the photo has in a dataset.
    package var labels: PhotoLabelReference?
    /// The labelled things that are wiped from the photo before anything else is done with it.
    package var wiped: [WipedRegion] = []
}

/// An object set into a scene.
package struct PlacedObject: Codable, Sendable, Hashable {
    /// Its key in the pipeline's `objects:`.
    package var name: String
    package var category: String
    package var supercategory: String?
    /// Whether the object gets no label.
    package var distractor: Bool
    /// The object source, narrowed to one object.
    package var from: DrawnPart
    /// The view of a 3D object that is set in as a picture.
    package var view: ModelView?
    package var blend: DrawnPart
    /// How far it is brought to the photo; nil for not at all.
    package var match: SceneMatch?
    /// How worn its surface is; nil for as it is drawn.
    package var wear: SceneWear?
    package var pose: PlacedPose
    /// The distance from the camera, along the ground or by the object's apparent size, in metres; nil where neither is
    /// known.
    package var distanceMetres: Double?
    /// The object's real height in metres, where it has one.
    package var heightMetres: Double?
    package var place: ObjectPlace
    /// The id of the label whose place in the photo the object takes: it then lies behind all other objects.
    package var replaces: Int?
    /// For a decoy the part of the image, in its pixels, that it shows as it is without any object; nil for an object
    /// with colours of its own.
    package var texture: PixelRect?
    /// What was drawn for it; nil in a scene that was read.
    package var drawn: ObjectDraw?
    /// The box that labels of a dataset ask for, where its size or its place goes by such.
    package var asked: AskedBox?
    /// What is written on it, as plain text. It is filled in for the record.
    package var text: String?
    /// The plane of the photo that it lies in, where it lies in one: it is lit as that is.
    package var plane: PlacedPlane?
}

/// The place of an object.
package enum ObjectPlace: Codable, Sendable, Hashable {
    /// A card in the image. For a card on the ground, the homography's w is the depth in metres.
    case flat(imageFromObject: Homography, onGround: Bool)
    /// A model in the world, in metres.
    case solid(worldFromObject: Pose, onGround: Bool)

    /// Whether it stands on the scene's ground or is above it, so that it throws its shadow there.
    package var isOnGround: Bool {
        switch self {
        case .flat(_, let onGround), .solid(_, let onGround): onGround
        }
    }

    /// Whether it has three dimensions.
    package var isSolid: Bool {
        if case .solid = self { true } else { false }
    }
}

/// How much of a labelled object may be hidden or cut off, as shares, 0…1, and how much of it must be seen.
package struct Limits: Codable, Sendable, Hashable {
    /// The most of its area inside the image that any one other object may hide.
    package var overlapMax: Double
    /// The least of its area inside the image that nothing may hide.
    package var visibleMin: Double
    /// The most of its whole area that may lie outside the image.
    package var truncatedMax: Double
    /// The least area of its visible part, in pixels; nil for any.
    package var areaMin: Int?

    package init(overlapMax: Double, visibleMin: Double, truncatedMax: Double, areaMin: Int? = nil) {
        self.areaMin = areaMin
        self.overlapMax = overlapMax
        self.visibleMin = visibleMin
        self.truncatedMax = truncatedMax
    }
}

extension ObjectPlace {
    private enum FlatCodingKeys: String, CodingKey {
        case imageFromObject = "image_from_object"
        case onGround = "on_ground"
    }

    private enum SolidCodingKeys: String, CodingKey {
        case worldFromObject = "world_from_object"
        case onGround = "on_ground"
    }
}

extension PlacedObject {
    /// In JSON, words are joined by underscores, as in the pipeline file.
    private enum CodingKeys: String, CodingKey {
        case name
        case category
        case supercategory
        case distractor
        case from
        case view
        case blend
        case match
        case wear
        case pose
        case distanceMetres = "distance_metres"
        case heightMetres = "height_metres"
        case place
        case replaces
        case texture
        case asked
        case text
        case plane
    }
}

extension Limits {
    /// In JSON, words are joined by underscores, as in the pipeline file.
    private enum CodingKeys: String, CodingKey {
        case overlapMax = "overlap_max"
        case visibleMin = "visible_min"
        case truncatedMax = "truncated_max"
        case areaMin = "area_min"
    }
}
