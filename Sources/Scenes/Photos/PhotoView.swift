package import Geometry

/// How an image shows a photo: a window of it, resized, perhaps with left and right swapped, in this order.
///
/// All lengths are in pixels of the photo after EXIF orientation. A view is part of the scene's record: the image's
/// backdrop is made from the view and the photo's file alone.
package struct PhotoView: Hashable, Sendable, Codable {
    /// The size of the whole photo.
    package var photoWidth: Int
    package var photoHeight: Int
    /// The window that is shown; within the photo, never empty.
    package var crop: PixelRect
    /// The size of the image.
    package var width: Int
    package var height: Int
    package var isMirrored: Bool

    package init(photoWidth: Int, photoHeight: Int, crop: PixelRect, width: Int, height: Int, isMirrored: Bool) {
        self.photoWidth = photoWidth
        self.photoHeight = photoHeight
        self.crop = crop
        self.width = width
        self.height = height
        self.isMirrored = isMirrored
    }

    /// The whole photo, as it is.
    package init(photoWidth: Int, photoHeight: Int) {
        self.init(
            photoWidth: photoWidth, photoHeight: photoHeight,
            crop: PixelRect(width: photoWidth, height: photoHeight), width: photoWidth, height: photoHeight,
            isMirrored: false)
    }

    /// Whether a photo of this size has such a window. An edited scene, or a photo that has changed since, may not.
    package var isPossible: Bool {
        !crop.isEmpty && PixelRect(width: photoWidth, height: photoHeight).contains(crop) && width > 0 && height > 0
    }

    /// The place of a photo's point, in its pixels, in the image; outside of the image where it was cropped away.
    package func imagePoint(_ photo: Point) -> Point {
        let x = (photo.x - Double(crop.minX)) * Double(width) / Double(crop.width)
        let y = (photo.y - Double(crop.minY)) * Double(height) / Double(crop.height)
        return Point(isMirrored ? Double(width) - x : x, y)
    }

    /// The point of the photo, in its pixels, that a point of the image shows.
    package func photoPoint(_ image: Point) -> Point {
        let x = isMirrored ? Double(width) - image.x : image.x
        return Point(
            Double(crop.minX) + x * Double(crop.width) / Double(width),
            Double(crop.minY) + image.y * Double(crop.height) / Double(height))
    }

    /// A polygon of the photo, in shares of its width and height, in the image's pixels. It may reach outside the
    /// image, where the ground goes on; a mirror swaps the sense in which its corners go round.
    package func imagePolygon(_ shares: Polygon) -> Polygon {
        Polygon(
            shares.vertices.map { imagePoint(Point($0.x * Double(photoWidth), $0.y * Double(photoHeight))) })
    }
}

extension PhotoView {
    /// In JSON, words are joined by underscores, as in the pipeline file.
    private enum CodingKeys: String, CodingKey {
        case photoWidth = "photo_width"
        case photoHeight = "photo_height"
        case crop
        case width
        case height
        case isMirrored = "mirrored"
    }
}
