/// The values that the row kernels pass to each other. They are valid until the workspace gives out others.
struct RowBuffers {
    let indices: UnsafeMutablePointer<Int32>
    let fractions: UnsafeMutablePointer<UInt32>
    /// Premultiplied pixels in the layout of a level's texels.
    let pixels: UnsafeMutablePointer<UInt32>
    /// Eight pixels and ids of the canvas, for the end of a row that is not a multiple of eight.
    let tail: UnsafeMutablePointer<UInt32>
    let tailIds: UnsafeMutablePointer<UInt16>

    /// Fills `pixels` for the pixels of `span` in row `y`, and clears those up to the next multiple of eight.
    func sample(_ source: TexelSource, _ plan: PastePlan, row y: Int, _ span: Range<Int>) {
        let padded = (span.count + 7) & ~7
        PasteRows.locate(plan.row(y, from: span.lowerBound), padded, source, indices, fractions)
        PasteRows.sample(source, padded, indices, fractions, pixels)
        for at in span.count..<padded { pixels[at] = 0 }
    }

    /// Fills `pixels` as `sample` does, in the object's light and under the shadows on it.
    func draw(
        _ source: TexelSource, _ plan: PastePlan, row y: Int, _ span: Range<Int>, _ gain: FixedGain,
        under shade: Shade?
    ) {
        sample(source, plan, row: y, span)
        if !gain.isOne { PasteRows.amplify(gain, (span.count + 7) & ~7, pixels) }
        shade?.apply(to: pixels, row: y, span)
    }

    /// Lays `pixels` over the canvas at `offset`, counted in pixels; returns how many are at least half covered.
    func blend(
        _ count: Int, id: UInt16, over canvas: UnsafeMutableRawPointer, _ ids: UnsafeMutablePointer<UInt16>,
        at offset: Int
    ) -> Int {
        let whole = count & ~7
        var covered = PasteRows.blend(pixels, whole, id, canvas + offset * 4, ids + offset)
        let rest = count - whole
        if rest > 0 {
            let (restOfCanvas, restOfIds) = (canvas + (offset + whole) * 4, ids + offset + whole)
            UnsafeMutableRawPointer(tail).copyMemory(from: restOfCanvas, byteCount: rest * 4)
            tailIds.update(from: restOfIds, count: rest)
            covered += PasteRows.blend(pixels + whole, 8, id, tail, tailIds)
            restOfCanvas.copyMemory(from: tail, byteCount: rest * 4)
            restOfIds.update(from: tailIds, count: rest)
        }
        return covered
    }
}
