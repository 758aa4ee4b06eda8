import Compositing
import Datasets
import Geometry
import JSON
import Masks
import Pictures
import Scenes
import Sheets

/// A picture and its labels, in memory.
///
/// Pixels have their origin at the top left, x to the right and y downwards.
public struct Picture: Sendable {
    /// A labelled object in the picture.
    public struct Instance: Sendable, Hashable {
        /// The instance's value in ``Picture/instanceIDs``, from 1.
        public let id: Int
        /// The index of its object in the objects of ``Picture/scene``.
        public let object: Int
        /// The category of its label.
        public let category: String
        /// The tight box around its visible pixels.
        public let box: Box
        /// The number of its visible pixels.
        public let area: Int
        /// The tight box around the whole object; it may reach outside the picture.
        public let amodalBox: Box
        /// The visible share of its pixels inside the picture, 0…1.
        public let visibility: Double
        /// The share of its pixels outside the picture, 0…1.
        public let truncation: Double
    }

    /// A rectangle of whole pixels.
    public struct Box: Sendable, Hashable {
        /// The column of its left edge.
        public let x: Int
        /// The row of its upper edge.
        public let y: Int
        /// The width in pixels.
        public let width: Int
        /// The height in pixels.
        public let height: Int

        init(_ rect: PixelRect) {
            (x, y, width, height) = (rect.minX, rect.minY, rect.width, rect.height)
        }
    }

    /// The scene of the picture, without the objects that found no room in it.
    public let scene: SceneDraft
    /// The instances of pasted objects, in the order of their ids.
    public let instances: [Instance]
    private let composite: Composite
    private let annotations: [COCO.Annotation]

    init(_ composite: Composite, draft: SceneDraft, annotations: [COCO.Annotation]) {
        self.composite = composite
        self.annotations = annotations
        scene = draft
        instances = composite.instances.enumerated().map { number, instance in
            Instance(
                id: number + 1, object: instance.index,
                category: instance.object.category, box: Box(instance.box),
                area: instance.area, amodalBox: Box(instance.amodalBox), visibility: instance.visibility,
                truncation: instance.truncation)
        }
    }

    /// The width in pixels.
    public var width: Int { composite.image.width }
    /// The height in pixels.
    public var height: Int { composite.image.height }

    /// Red, green, blue and 255 of each pixel in sRGB, by rows: `width * height * 4` bytes.
    public var pixels: [UInt8] { composite.image.bytes }

    /// The id of the topmost instance at each pixel, by rows; 0 where there is none. `width * height` values.
    public var instanceIDs: [UInt16] { composite.map.ids }

    /// The distance of each pixel's object along the optical axis in metres, by rows; 0 where it is not known. Nil unless
    /// the pipeline asks for depth or normals (`output.layers`), or has an effect that goes by distance.
    public var depthMetres: [Float]? { composite.surfaces?.depthMetres }

    /// The visible pixels of an instance, by rows: 1 where it is seen. `width * height` values.
    ///
    /// - Parameter id: the id of one of ``instances``.
    public func mask(ofInstance id: Int) -> [UInt8] {
        composite.map.ids.map { Int($0) == id ? 1 : 0 }
    }

    /// All labels in COCO's form, those of the photo's dataset included: a JSON array of annotations, with masks as
    /// compressed run lengths or polygons, as the pipeline asks.
    public var cocoAnnotations: String { String(decoding: annotations.json(), as: UTF8.self) }

    /// Writes the picture, without its labels, as PNG or JPEG by the name's extension. An earlier file is replaced.
    ///
    /// - Throws: an error in words for another extension, or where the disk refuses.
    public func write(to path: String) throws {
        guard let file = PictureFile(path) else {
            throw JobError.usage("\(path): a picture is written as .png, .jpg or .jpeg")
        }
        try file.write(composite.image, isSheet: false)
    }
}
