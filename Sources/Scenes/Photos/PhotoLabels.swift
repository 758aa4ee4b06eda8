package import Cards
package import Geometry
package import Masks

/// The dataset and the image whose labels a photo has: enough to find them again.
package struct PhotoLabelReference: Hashable, Sendable, Codable {
    /// The dataset's file or folder, as the process can open it.
    package var dataset: String
    /// The image's id in it.
    package var image: Int

    package init(dataset: String, image: Int) {
        self.dataset = dataset
        self.image = image
    }
}

/// A photo that a dataset lists, not yet opened.
package struct ListedPhoto: Sendable {
    /// The photo's path as the process can open it.
    package var path: String
    package var labels: PhotoLabelReference
    /// The photo's size in pixels, where the dataset gives it.
    package var size: (width: Int, height: Int)?
    package var credits: Credits
    /// The index of its dataset's facts in the run's list of them.
    package var dataset: Int
    /// The split of its dataset that the photo belongs to, such as train.
    package var split: String?
    /// Whether the photo is taken over as it is, with its labels, and nothing is set into it.
    package var isCarried: Bool

    package init(
        path: String, labels: PhotoLabelReference, size: (width: Int, height: Int)?, credits: Credits,
        dataset: Int, split: String? = nil, isCarried: Bool = false
    ) {
        self.path = path
        self.labels = labels
        self.size = size
        self.credits = credits
        self.dataset = dataset
        self.split = split
        self.isCarried = isCarried
    }
}

/// A labelled thing that a photo shows, for placing and compositing.
///
/// All lengths are in pixels of the photo after EXIF orientation.
package struct RealInstance: Hashable, Sendable {
    /// The id of the thing's label in the dataset.
    package var id: Int
    /// The category's name in the output.
    package var category: String
    package var shape: Shape
    package var box: Rect
    /// Whether the label stands for many things that are not told apart.
    package var isCrowd: Bool
    /// The labelled keypoints, visible or hidden, in the category's order; nil where one is not labelled.
    package var keypoints: [Point?]
    /// Whether the thing may stand on the ground and hide what is behind it; false for a surface, such as a road.
    package var stands: Bool

    package enum Shape: Hashable, Sendable {
        /// The mask is their union, as COCO's own tools fill them.
        case polygons([Polygon])
        /// A mask of the photo's size.
        case mask(RunLengths)
        /// No mask is known.
        case box
    }

    package init(
        id: Int, category: String, shape: Shape, box: Rect, isCrowd: Bool = false, keypoints: [Point?] = [],
        stands: Bool = true
    ) {
        self.id = id
        self.category = category
        self.shape = shape
        self.box = box
        self.isCrowd = isCrowd
        self.keypoints = keypoints
        self.stands = stands
    }
}

extension PhotoView {
    /// Whether the image shows the whole photo, pixel by pixel.
    package var isIdentity: Bool {
        self == PhotoView(photoWidth: photoWidth, photoHeight: photoHeight)
    }

    /// Pixels of the image to a pixel of the photo, across and down.
    package var scale: (x: Double, y: Double) {
        (Double(width) / Double(crop.width), Double(height) / Double(crop.height))
    }

    /// A rectangle of the photo in the image's pixels; it may reach outside the image.
    package func imageRect(_ photo: Rect) -> Rect {
        let (a, b) = (imagePoint(Point(photo.minX, photo.minY)), imagePoint(Point(photo.maxX, photo.maxY)))
        return Rect(minX: min(a.x, b.x), minY: min(a.y, b.y), maxX: max(a.x, b.x), maxY: max(a.y, b.y))
    }

    /// The instance's pixels in the image, as far as they are inside; nil where no mask is known.
    ///
    /// Polygons are carried over corner by corner and then filled, as a reader of the new file fills them. With a mask,
    /// a pixel of the image takes the value of the photo's pixel at its centre.
    package func imageMask(_ instance: RealInstance) -> RunLengths? {
        switch instance.shape {
        case .box: return nil
        case .polygons(let polygons):
            return imagePolygons(polygons).reduce(RunLengths(width: width, height: height)) {
                $0.union(RunLengths(cocoPolygon: $1, width: width, height: height))
            }
        case .mask(let mask):
            guard !isIdentity else { return mask }
            let bits = mask.bitmap
            let frame = PixelRect(covering: imageRect(instance.maskBounds)).intersection(
                PixelRect(width: width, height: height))
            var image = Mask(rect: frame)
            var index = 0
            for y in frame.minY..<frame.maxY {
                for x in frame.minX..<frame.maxX {
                    let photo = photoPoint(Point(Double(x) + 0.5, Double(y) + 0.5))
                    let (column, row) = (Int(photo.x), Int(photo.y))
                    if column < photoWidth, row < photoHeight { image.bits[index] = bits[row * photoWidth + column] }
                    index += 1
                }
            }
            return image.runLengths(width: width, height: height)
        }
    }

    /// Polygons of the photo, in its pixels, in the image's.
    package func imagePolygons(_ photo: [Polygon]) -> [Polygon] {
        isIdentity ? photo : photo.map { Polygon($0.vertices.map(imagePoint)) }
    }
}

extension RealInstance {
    /// A rectangle that holds every pixel of the mask, in the photo.
    fileprivate var maskBounds: Rect {
        if case .mask(let mask) = shape, let box = mask.box { Rect(box) } else { box }
    }

    /// How many pixels of the photo the thing covers; without a mask, those of its box.
    ///
    /// - Parameters: the photo's size.
    package func area(width: Int, height: Int) -> Double {
        switch shape {
        case .box: box.area
        case .mask(let mask): Double(mask.area)
        case .polygons:
            Double(PhotoView(photoWidth: width, photoHeight: height).imageMask(self)?.area ?? 0)
        }
    }
}
