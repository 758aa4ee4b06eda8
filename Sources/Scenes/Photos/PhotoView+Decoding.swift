import Geometry
package import Pictures

extension PhotoView {
    /// Whether it shows a part of the photo alone.
    package var isWindow: Bool { crop != PixelRect(width: photoWidth, height: photoHeight) }

    /// The options with which exactly this view of the photo is decoded. They ask for nothing that the view leaves as
    /// it is, so that it costs nothing.
    package func decoding(maxPixels: Int = PhotoFile.defaultMaxPixels) -> PhotoFile.Options {
        let keepsSize = width == crop.width && height == crop.height
        return PhotoFile.Options(
            maxPixels: maxPixels,
            crop: isWindow
                ? PhotoFile.Crop(left: crop.minX, top: crop.minY, width: crop.width, height: crop.height) : nil,
            width: keepsSize ? nil : width, height: keepsSize ? nil : height, flip: isMirrored)
    }
}
