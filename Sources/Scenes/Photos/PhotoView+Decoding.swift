import Geometry
package import Pictures

extension PhotoView {
    /// The options with which exactly this view of the photo is decoded. They ask for nothing that the view leaves as
    /// it is, so that it costs nothing.
    package func decoding(maxPixels: Int = PhotoFile.defaultMaxPixels) -> PhotoFile.Options {
        let isWhole = crop == PixelRect(width: photoWidth, height: photoHeight)
        let keepsSize = width == crop.width && height == crop.height
        return PhotoFile.Options(
            maxPixels: maxPixels,
            crop: isWhole
                ? nil : PhotoFile.Crop(left: crop.minX, top: crop.minY, width: crop.width, height: crop.height),
            width: keepsSize ? nil : width, height: keepsSize ? nil : height, flip: isMirrored)
    }
}
