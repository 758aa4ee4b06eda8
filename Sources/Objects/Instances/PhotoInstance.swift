package import Cards
package import Drawings
import Findings
package import Geometry
package import Masks

/// A labelled thing of a dataset's photo that can be cut out of it.
package struct PhotoInstance: Hashable, Sendable {
    /// The id of the thing's label in the dataset.
    package var id: Int
    package var category: String
    /// The photo, as the process can open it.
    package var photo: String
    /// The area of its mask, in pixels of the photo; of its box where it has no mask.
    package var area: Double
    /// The box of an instance without a mask; nil for one with a mask.
    package var box: PixelRect?
    /// The longer side of its box, over the square root of its photo's area; nil where the box is not known.
    package var size: Double?
    /// Whether its label is no single thing that is sure: a crowd, or one that its dataset says to ignore.
    package var isCrowd: Bool
    /// Whether its dataset says that a part of the thing is missing.
    package var isTruncated: Bool
    /// The edges of the photo that the thing reaches, which may cut it off.
    package var edges: Edges
    /// The credits of its photo and of the things in the photo, as far as the dataset gives them.
    package var credits: [Credits]

    package init(
        id: Int, category: String, photo: String, area: Double, size: Double? = nil, isCrowd: Bool,
        isTruncated: Bool = false, edges: Edges, box: PixelRect? = nil, credits: [Credits] = []
    ) {
        self.size = size
        self.box = box
        self.id = id
        self.category = category
        self.photo = photo
        self.area = area
        self.isCrowd = isCrowd
        self.isTruncated = isTruncated
        self.edges = edges
        self.credits = credits
    }
}

/// A reader of the labels of datasets. The room that knows the formats gives it to the objects of a run.
package protocol InstanceReader: Sendable {
    /// Every instance of a COCO file, in the order of the file.
    ///
    /// - Parameter images: the folder that the names in the file start from, where one is given.
    func instances(ofCOCO file: String, images: String?) throws(ObjectError) -> [PhotoInstance]

    /// An instance's mask, of its photo's size.
    func mask(of instance: PhotoInstance, inCOCO file: String, images: String?) throws(ObjectError) -> RunLengths
}

/// A reader that reads nothing.
package struct NoInstances: InstanceReader {
    package init() {}

    package func instances(ofCOCO file: String, images: String?) throws(ObjectError) -> [PhotoInstance] {
        throw ObjectError(.unreadable, file: file, "labels cannot be read here")
    }

    package func mask(of instance: PhotoInstance, inCOCO file: String, images: String?) throws(ObjectError)
        -> RunLengths
    {
        throw ObjectError(.unreadable, file: file, "labels cannot be read here")
    }
}
