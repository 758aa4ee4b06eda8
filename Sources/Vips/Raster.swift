/// Pixels in memory: 8-bit sRGB with four bytes a pixel, rows without padding.
///
/// As a photo the fourth byte is 255 and carries nothing; as an object's texture it is alpha, and the colours are
/// premultiplied by it.
package struct Raster: Sendable, Equatable {
    package private(set) var width: Int
    package private(set) var height: Int
    /// `width * height * 4` bytes: red, green, blue, alpha.
    package var bytes: [UInt8]

    /// Transparent black.
    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
        bytes = [UInt8](repeating: 0, count: width * height * 4)
    }
}
