import Pictures

extension Raster {
    /// Writes a row of a warped picture: the colours at some sources, by cubic convolution with −1/2 (R. Keys, "Cubic
    /// convolution interpolation for digital image processing", 1981) of the encoded values. Beyond the edges the picture
    /// goes on with its outermost pixels.
    func sample(_ sources: UnsafeBufferPointer<SIMD2<Float>>, into row: UnsafeMutableBufferPointer<UInt8>) {
        let (width, height) = (width, height)
        bytes.withUnsafeBytes { bytes in
            for x in sources.indices {
                // Sources lie in the picture or just beside it: with a pixel more they are above 0, and cutting off rounds down.
                let source = sources[x] + 0.5
                let (column, line) = (Int32(source.x), Int32(source.y))
                let (left, top) = (Int(column) - 2, Int(line) - 2)
                let across = CubicWeights.at(source.x - Float(column))
                let down = CubicWeights.at(source.y - Float(line))
                var sum = SIMD4<Float>.zero
                if left >= 0, top >= 0, left + 4 <= width, top + 4 <= height {
                    let (first, pitch) = ((top * width + left) * 4, width * 4)
                    let upper =
                        Raster.mixed(bytes, first, across) * down.x
                        + Raster.mixed(bytes, first + pitch, across) * down.y
                    let lower =
                        Raster.mixed(bytes, first + 2 * pitch, across) * down.z
                        + Raster.mixed(bytes, first + 3 * pitch, across) * down.w
                    sum = upper + lower
                } else {
                    for line in 0..<4 {
                        let start = min(max(top + line, 0), height - 1) * width
                        for step in 0..<4 {
                            let place = (start + min(max(left + step, 0), width - 1)) * 4
                            sum += Raster.texel(bytes, place) * (across[step] * down[line])
                        }
                    }
                }
                let level = (sum + 0.5).clamped(lowerBound: .zero, upperBound: SIMD4(repeating: 255))
                row[4 * x] = UInt8(level.x)
                row[4 * x + 1] = UInt8(level.y)
                row[4 * x + 2] = UInt8(level.z)
                row[4 * x + 3] = 255
            }
        }
    }

    /// Four pixels of a row with their weights.
    @inline(__always)
    private static func mixed(_ bytes: UnsafeRawBufferPointer, _ place: Int, _ weights: SIMD4<Float>) -> SIMD4<Float> {
        let left = texel(bytes, place) * weights.x + texel(bytes, place + 4) * weights.y
        let right = texel(bytes, place + 8) * weights.z + texel(bytes, place + 12) * weights.w
        return left + right
    }

    /// The four bytes of a pixel.
    @inline(__always)
    private static func texel(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> SIMD4<Float> {
        SIMD4<Float>(
            SIMD4<Int32>(truncatingIfNeeded: bytes.loadUnaligned(fromByteOffset: place, as: SIMD4<UInt8>.self)))
    }
}

/// The weights of the four pixels round a place between the middle two.
enum CubicWeights {
    @inline(__always)
    static func at(_ t: Float) -> SIMD4<Float> {
        let cubic = SIMD4<Float>(-0.5, 1.5, -1.5, 0.5) * t + SIMD4<Float>(1, -2.5, 2, -0.5)
        return (cubic * t + SIMD4<Float>(-0.5, 0, 0.5, 0)) * t + SIMD4<Float>(0, 1, 0, 0)
    }
}
