package import Geometry
package import Pictures

/// An object that is to be laid over an image.
package struct LaidObject: Sendable {
    /// The pixels that the blend may change: the object's own and as many beyond as it reaches; within the image.
    package let rect: PixelRect
    /// `rect`, and as many pixels beyond it as the blend reaches, inside the image or not.
    package let layerRect: PixelRect
    /// The object, premultiplied by the share that it covers of each pixel; as large as `layerRect`.
    package let layer: Raster

    package init(rect: PixelRect, layerRect: PixelRect, layer: Raster) {
        precondition(layer.width == layerRect.width && layer.height == layerRect.height, "a layer fills its rectangle")
        (self.rect, self.layerRect, self.layer) = (rect, layerRect, layer)
    }
}
