package import Geometry
package import Pictures

/// A flat object that has just been laid over an image, with the pixels that were there before.
package struct LaidObject: Sendable {
    /// A rectangle that holds every pixel that the object changed; within the image.
    package let rect: PixelRect
    /// The image before, as large as the rectangle.
    package let beneath: Raster
    /// The share of each pixel that the object covers, 0…255; by rows of the rectangle.
    package let alpha: [UInt8]
}
