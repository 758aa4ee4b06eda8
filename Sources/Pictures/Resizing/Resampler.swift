/// Shows a picture, or a window of it, in another size.
///
/// Along rows and columns alike the filter is that of `FilterWeights`. A window may begin and end within pixels. Pixels
/// around the window count where the picture has them, as far as the filter reaches; beyond its edges the last ones go
/// on. All arithmetic is on whole numbers in a fixed order, so that the bytes are the same on every machine.
struct Resampler {
    private let columns: FilterWeights
    private let rows: FilterWeights
    private let sourceWidth: Int
    private let sourceHeight: Int

    init(sourceWidth: Int, sourceHeight: Int, columns: FilterSpan, rows: FilterSpan) {
        self.columns = FilterWeights(columns, of: sourceWidth)
        self.rows = FilterWeights(rows, of: sourceHeight)
        self.sourceWidth = sourceWidth
        self.sourceHeight = sourceHeight
    }

    /// - Parameters:
    ///   - source: of the size that the resampler was made for.
    ///   - target: takes the wanted size, in the same storage where that is large enough.
    func resample(_ source: Raster, into target: inout Raster) {
        precondition(source.width == sourceWidth && source.height == sourceHeight, "the source is of the stated size")
        let (width, height) = (columns.starts.count, rows.starts.count)
        target.resize(width: width, height: height)
        guard width > 0, height > 0 else { return }
        let used = columns.used
        // Where the picture has fewer pixels than the filter has weights, the last weights are 0.
        let known = used.clamped(to: 0..<sourceWidth)
        let lineBytes = used.count * ResampledRows.pairBytes
        let rowBytes = width * ResampledRows.pixelBytes
        withUnsafeTemporaryAllocation(byteCount: lineBytes + rowBytes * rows.count + 8, alignment: 16) { scratch in
            scratch.initializeMemory(as: UInt8.self, repeating: 0)
            guard let line = scratch.baseAddress else { return }
            // The rows that one row of the target needs, already of its width; row y is at y modulo their number.
            let ring = line + lineBytes
            source.bytes.withUnsafeBytes { source in
                target.bytes.withUnsafeMutableBytes { target in
                    guard let source = source.baseAddress, let target = target.baseAddress else { return }
                    var next = 0
                    for y in 0..<height {
                        let start = Int(rows.starts[y])
                        next = max(next, start)
                        while next < min(start + rows.count, sourceHeight) {
                            ResampledRows.pair(
                                source + (next * sourceWidth + known.lowerBound) * 4, known.count,
                                hasNext: known.upperBound < sourceWidth, into: line)
                            columns.gather(
                                line - used.lowerBound * ResampledRows.pairBytes,
                                into: ring + next % rows.count * rowBytes)
                            next += 1
                        }
                        rows.sum(ring, row: y, count: width * 4, into: target + y * width * 4)
                    }
                }
            }
        }
    }
}
