package import Geometry
package import Masks
package import Objects
package import Vips

/// What a paste has done.
package struct Pasted: Hashable, Sendable {
    /// Holds every pixel that may have changed, within the frame; empty when the object is out of it.
    package var touched: PixelRect
    /// How many pixels inside the frame the object covers by at least one half, hidden later or not.
    package var amodalArea: Int
}

extension PasteWorkspace {
    /// Pastes a flat object over an image and its instance map, in one pass over the object's pixels.
    ///
    /// `imageFromObject` takes the object plane (see `Sprite`) to image pixels; what lies behind the camera is left out,
    /// what lies outside the frame is clipped exactly: a pixel comes out the same however large the frame is. A
    /// singular homography shows nothing. Texels are taken from the level whose texels are nearest in size to the
    /// pixels, as a mean over the object, bilinearly.
    ///
    /// Where the object covers a pixel by at least one half (alpha ≥ 128) the map takes `id`; 0 stands for an object
    /// without a label, which hides the earlier ones all the same. Below one half the earlier id stays.
    ///
    /// The map must be of the canvas's size.
    package func paste(
        _ sprite: Sprite, _ imageFromObject: Homography, _ look: Look = Look(), id: UInt16,
        onto canvas: inout Raster, _ map: inout InstanceMap
    ) -> Pasted {
        precondition(canvas.width == map.width && canvas.height == map.height, "the map is of another size")
        let frame = PixelRect(minX: 0, minY: 0, maxX: canvas.width, maxY: canvas.height)
        var touched = PixelRect(minX: Int.max, minY: Int.max, maxX: Int.min, maxY: Int.min)
        var covered = 0
        if let plan = PastePlan(sprite, imageFromObject) {
            let bounds = plan.bounds(within: frame)
            let gain = FixedGain(look.gain)
            let buffers = rowBuffers(for: bounds.width)
            let width = canvas.width
            sprite.levels[plan.level].withSource { source in
                if bounds.area * 4 >= sprite.levels[plan.level].texels.count { fetch(source) }
                canvas.bytes.withUnsafeMutableBytes { canvas in
                    map.ids.withUnsafeMutableBufferPointer { ids in
                        guard let canvas = canvas.baseAddress, let ids = ids.baseAddress else { return }
                        for y in bounds.minY..<bounds.maxY {
                            let span = plan.span(ofRow: y, from: bounds.minX, to: bounds.maxX)
                            if span.isEmpty { continue }
                            buffers.sample(source, plan, row: y, span)
                            if !gain.isOne { PasteRows.amplify(gain, (span.count + 7) & ~7, buffers.pixels) }
                            covered += buffers.blend(
                                span.count, id: id, over: canvas, ids, at: y * width + span.lowerBound)
                            touched.minX = min(touched.minX, span.lowerBound)
                            touched.maxX = max(touched.maxX, span.upperBound)
                            touched.minY = min(touched.minY, y)
                            touched.maxY = y + 1
                        }
                    }
                }
            }
        }
        if touched.isEmpty { touched = PixelRect(minX: 0, minY: 0, maxX: 0, maxY: 0) }
        return Pasted(touched: touched, amodalArea: covered)
    }
}

extension SpriteLevel {
    /// Hands the texels to the kernels.
    func withSource(_ body: (TexelSource) -> Void) {
        texels.withUnsafeBufferPointer { texels in
            guard let base = texels.baseAddress else { return }
            body(TexelSource(texels: base, width: width, height: height, stride: stride))
        }
    }
}
