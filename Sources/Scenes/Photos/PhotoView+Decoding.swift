package import Geometry
package import Pictures

extension PhotoView {
    /// Whether it shows a part of the photo alone.
    package var isWindow: Bool { crop != PixelRect(width: photoWidth, height: photoHeight) }

    /// Whether what it shows has the photo's own pixels, mirrored or not.
    package var keepsSize: Bool { width == crop.width && height == crop.height }

    /// The options with which exactly this view of the photo is decoded. They ask for nothing that the view leaves as
    /// it is, so that it costs nothing.
    package func decoding(maxPixels: Int = PhotoFile.defaultMaxPixels) -> PhotoFile.Options {
        return PhotoFile.Options(
            maxPixels: maxPixels,
            crop: isWindow ? PhotoFile.Crop(crop) : nil,
            width: keepsSize ? nil : width, height: keepsSize ? nil : height, flip: isMirrored)
    }
}

extension PhotoFile.Crop {
    package init(_ rect: PixelRect) {
        self.init(left: rect.minX, top: rect.minY, width: rect.width, height: rect.height)
    }
}
