package import Geometry
package import JSON

/// The annotation format of the COCO dataset, which is our canonical form: every other format converts from it.
///
/// Format: https://cocodataset.org/#format-data. Box, area and masks are in pixels of the image as it is stored.
/// Members of a file beyond our fields are kept in `extra`, byte for byte, and written back after them.
package enum COCO {
    /// The description of the dataset.
    package struct Info: Hashable, Sendable {
        package var description: String?
        package var version: String?
        package var url: String?
        package var extra: [JSONMember] = []

        package init(description: String? = nil, version: String? = nil, url: String? = nil) {
            self.description = description
            self.version = version
            self.url = url
        }
    }

    /// A licence that images name by its id.
    package struct License: Hashable, Sendable {
        package var id: Int
        package var name: String
        package var url: String?
        package var extra: [JSONMember] = []

        package init(id: Int, name: String, url: String? = nil) {
            self.id = id
            self.name = name
            self.url = url
        }
    }

    /// A class of objects.
    package struct Category: Hashable, Sendable {
        package var id: Int
        package var name: String
        package var supercategory: String?
        /// The names of its objects' keypoints, in their order.
        package var keypoints: [String]?
        /// Pairs of keypoints that are joined when they are drawn, by their places from 1.
        package var skeleton: [[Int]]?
        package var extra: [JSONMember] = []

        package init(id: Int, name: String, supercategory: String? = nil) {
            self.id = id
            self.name = name
            self.supercategory = supercategory
        }
    }

    /// An image of the dataset.
    package struct Image: Hashable, Sendable {
        package var id: Int
        /// Relative to the folder of the images (with a split: to the split's folder).
        package var fileName: String
        /// In pixels, as stored; both are 0 where a file of another tool does not state them.
        package var width: Int
        package var height: Int
        /// The id of a `License`.
        package var license: Int?
        /// The author of the photo.
        package var author: String?
        package var title: String?
        /// Where the photo came from: a file, an address or a package.
        package var source: String?
        /// The credits for the objects in the image, as far as they are known: each model once.
        package var attributions: [Attribution]?
        /// The instance map, relative to the dataset's folder.
        package var instanceMap: String?
        package var camera: Camera?
        package var extra: [JSONMember] = []

        package init(id: Int, fileName: String, width: Int, height: Int) {
            self.id = id
            self.fileName = fileName
            self.width = width
            self.height = height
        }

        /// The size in pixels; nil where the file does not state it.
        package var statedSize: (width: Int, height: Int)? { (width, height) == (0, 0) ? nil : (width, height) }
    }

    /// One labelled object of an image.
    package struct Annotation: Hashable, Sendable {
        /// Unique in the dataset, from 1 (pycocotools' evaluation takes 0 for "no match").
        package var id: Int
        package var imageID: Int
        package var categoryID: Int
        /// The tight box of the visible mask.
        package var box: Rect?
        /// The visible mask's number of pixels.
        package var area: Double?
        /// The visible mask.
        package var segmentation: Segmentation?
        /// Whether the annotation stands for many objects; evaluation ignores such an annotation.
        package var isCrowd = false
        /// The instance's value in the image's instance map, from 1.
        package var instance: Int?
        /// Visible share of the amodal mask inside the frame, 0…1.
        package var visibility: Double?
        /// Share of the amodal mask that is outside the frame, 0…1.
        package var truncation: Double?
        /// The box of the whole object as if nothing hid it; may reach outside the frame.
        package var amodalBox: Rect?
        /// The mask of the whole object as if nothing hid it, as far as it is inside the frame.
        package var amodalSegmentation: Segmentation?
        /// The pose of an object in space; `box3D` is in the object's own frame.
        package var pose: Pose?
        package var box3D: Box3D?
        /// The places of the corners of `box3D` in the image, in pixels, in the order of `Box3D.corners`: eight of
        /// them.
        package var corners2D: [Point]?
        /// In the order of the category's names.
        package var keypoints: [Keypoint]?
        /// How many of the keypoints are labelled.
        package var keypointCount: Int?
        /// The lines that are written on it, with their words and characters.
        package var textLines: [TextPart]?
        package var extra: [JSONMember] = []

        package init(id: Int, imageID: Int, categoryID: Int) {
            self.id = id
            self.imageID = imageID
            self.categoryID = categoryID
        }
    }

    /// The member of an annotation whose dataset states the box apart from the mask, as Pascal VOC does: the box may
    /// cover more than the mask shows.
    package static let ownBox = "box_is_stated"

    /// A mask, in one of the three ways that COCO files use.
    package enum Segmentation: Hashable, Sendable {
        /// Run lengths in column-major order as pycocotools packs them into a string.
        case compressed(height: Int, width: Int, counts: String)
        /// Run lengths in column-major order, starting with the zeros (COCO's crowds).
        case counts(height: Int, width: Int, counts: [Int])
        /// Rings of x, y, x, y, …; the mask is their union. A ring cannot cut a hole.
        case polygons([[Double]])
    }

    /// A whole annotation file in memory.
    package struct Document: Hashable, Sendable {
        package var info: Info?
        package var licenses: [License] = []
        package var categories: [Category] = []
        package var images: [Image] = []
        package var annotations: [Annotation] = []
        package var extra: [JSONMember] = []

        package init() {}
    }
}
