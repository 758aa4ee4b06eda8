package import Geometry
package import Masks
package import Objects
package import Pictures

/// The result of a paste.
package struct Pasted: Hashable, Sendable {
    /// A rectangle that holds every pixel that may have changed, within the frame; empty when the object is out of it.
    package var touched: PixelRect
    /// How many pixels inside the frame the object covers by at least one half, hidden later or not.
    package var amodalArea: Int
}

extension PasteWorkspace {
    /// Pastes a flat object over an image and its instance map, in one pass over the object's pixels.
    ///
    /// `imageFromObject` takes the object plane (see `Sprite`) to image pixels; what lies behind the camera is left out,
    /// what lies outside the frame is clipped exactly: a pixel comes out the same however large the frame is. A
    /// singular homography shows nothing. Texels are taken bilinearly from the level whose texels are nearest in size
    /// to the pixels, as a mean over the object: one seen in steep perspective is a little sharp far away and a little
    /// soft near by.
    ///
    /// Where the object covers a pixel by at least one half (alpha ≥ 128) the map takes `id`; 0 stands for an object
    /// without a label, which hides the earlier ones all the same. Below one half the earlier id stays.
    ///
    /// The map must be of the canvas's size.
    package func paste(
        _ sprite: Sprite, _ imageFromObject: Homography, _ look: Look = Look(), id: UInt16,
        onto canvas: inout Raster, _ map: inout InstanceMap
    ) -> Pasted {
        paste(sprite, imageFromObject, look, under: nil, id: id, onto: &canvas, &map)
    }

    /// Pastes a flat object with shadows on it.
    func paste(
        _ sprite: Sprite, _ imageFromObject: Homography, _ look: Look, under shade: Shade?, id: UInt16,
        onto canvas: inout Raster, _ map: inout InstanceMap
    ) -> Pasted {
        precondition(canvas.width == map.width && canvas.height == map.height, "the map is of another size")
        var pasted = Pasted(touched: PixelRect(width: 0, height: 0), amodalArea: 0)
        guard let plan = PastePlan(sprite, imageFromObject) else { return pasted }
        let width = canvas.width
        let bounds = plan.bounds(within: PixelRect(width: width, height: canvas.height))
        if bounds.isEmpty { return pasted }
        let buffers = rowBuffers(for: bounds.width)
        var touched = PixelRect(minX: Int.max, minY: Int.max, maxX: Int.min, maxY: Int.min)
        withTexels(sprite, plan, imageFromObject, look, pixels: bounds.area) { source, gain in
            canvas.bytes.withUnsafeMutableBytes { canvas in
                map.ids.withUnsafeMutableBufferPointer { ids in
                    guard let canvas = canvas.baseAddress, let ids = ids.baseAddress else { return }
                    for y in bounds.minY..<bounds.maxY {
                        let span = plan.span(ofRow: y, from: bounds.minX, to: bounds.maxX)
                        if span.isEmpty { continue }
                        buffers.draw(source, plan, row: y, span, gain, under: shade)
                        pasted.amodalArea += buffers.blend(
                            span.count, id: id, over: canvas, ids, at: y * width + span.lowerBound)
                        touched.minX = min(touched.minX, span.lowerBound)
                        touched.maxX = max(touched.maxX, span.upperBound)
                        touched.minY = min(touched.minY, y)
                        touched.maxY = y + 1
                    }
                }
            }
        }
        if !touched.isEmpty { pasted.touched = touched }
        return pasted
    }
}
