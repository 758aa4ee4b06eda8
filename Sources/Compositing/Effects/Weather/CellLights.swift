import Pictures

/// The sums of an image's light over the cells of a grid, without the pixels of objects and of labelled things.
struct CellLights {
    let columns: Int
    let rows: Int
    /// By rows: red, green and blue as `LinearLight`, and the number of pixels.
    private(set) var sums: [SIMD4<Float>]

    /// - Parameters:
    ///   - wide: the width of a cell, in pixels.
    ///   - high: its height.
    ///   - distances: tells what shows a thing; nil counts every pixel.
    init(of image: Raster, wide: Int, high: Int, without distances: SeenDistances?) {
        let (width, height) = (image.width, image.height)
        (columns, rows) = ((width + wide - 1) / wide, (height + high - 1) / high)
        let columns = columns
        sums = [SIMD4<Float>](repeating: .zero, count: columns * rows)
        sums.withUnsafeMutableBufferPointer { sums in
            LinearLight.ofByte.withUnsafeBufferPointer { linear in
                image.bytes.withUnsafeBufferPointer { bytes in
                    for y in 0..<height {
                        let distances = distances.flatMap { $0.hasThing(inRow: y) ? $0 : nil }
                        for column in 0..<columns {
                            var sum = SIMD4<UInt32>()
                            for x in column * wide..<min(width, (column + 1) * wide) {
                                if let distances, distances.thing(x: x, y: y) != 0 { continue }
                                let at = (y * width + x) * 4
                                sum &+= SIMD4(
                                    UInt32(linear[Int(bytes[at])]), UInt32(linear[Int(bytes[at + 1])]),
                                    UInt32(linear[Int(bytes[at + 2])]), 1)
                            }
                            sums[y / high * columns + column] += SIMD4<Float>(sum)
                        }
                    }
                }
            }
        }
    }
}
