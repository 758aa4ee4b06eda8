import CLanes
import Pictures

extension Raster {
    /// Writes a row of a warped picture: the colours at some sources, by cubic convolution with −1/2 (R. Keys, "Cubic
    /// convolution interpolation for digital image processing", 1981) of the encoded values. Beyond the edges the picture
    /// goes on with its outermost pixels.
    ///
    /// In whole numbers: places to a 256th of a pixel, and 64 for each level of a byte between the two directions.
    func sample(_ sources: UnsafeBufferPointer<SIMD2<Float>>, into row: UnsafeMutableBufferPointer<UInt8>) {
        let (width, height) = (width, height)
        let target = UnsafeMutableRawBufferPointer(row)
        bytes.withUnsafeBytes { bytes in
            CubicWeights.table.withUnsafeBufferPointer { weights in
                for x in sources.indices {
                    // Sources lie in the picture or just beside it: with a pixel more they are above 0, and cutting off rounds down.
                    let source = sources[x] + 0.5
                    let (column, line) = (Int32(source.x), Int32(source.y))
                    let (left, top) = (Int(column) - 2, Int(line) - 2)
                    let across = weights[Int((source.x - Float(column)) * CubicWeights.steps + 0.5)]
                    let down = weights[Int((source.y - Float(line)) * CubicWeights.steps + 0.5)]
                    let lines: (SIMD4<Int16>, SIMD4<Int16>, SIMD4<Int16>, SIMD4<Int16>)
                    if left >= 0, top >= 0, left + 4 <= width, top + 4 <= height {
                        let (first, pitch) = ((top * width + left) * 4, width * 4)
                        lines = (
                            Raster.mixed(bytes, first, across), Raster.mixed(bytes, first + pitch, across),
                            Raster.mixed(bytes, first + 2 * pitch, across),
                            Raster.mixed(bytes, first + 3 * pitch, across)
                        )
                    } else {
                        let columns = SIMD4(left, left + 1, left + 2, left + 3)
                        lines = (
                            mixed(bytes, columns, top, across), mixed(bytes, columns, top + 1, across),
                            mixed(bytes, columns, top + 2, across), mixed(bytes, columns, top + 3, across)
                        )
                    }
                    var sum = SIMD4<Int32>(repeating: 1 << 19)
                    sum &+= clanes_pairs(Raster.beside(lines.0, lines.1), CubicWeights.both(down.x))
                    sum &+= clanes_pairs(Raster.beside(lines.2, lines.3), CubicWeights.both(down.y))
                    var level = sum &>> 20
                    level = level.replacing(with: 0, where: level .< 0)
                    level = level.replacing(with: 255, where: level .> 255)
                    level.w = 255
                    target.storeBytes(
                        of: SIMD4<UInt8>(truncatingIfNeeded: level), toByteOffset: 4 * x, as: SIMD4<UInt8>.self)
                }
            }
        }
    }

    /// Four pixels of a row with their weights: 64 for each level.
    @inline(__always)
    private static func mixed(
        _ bytes: UnsafeRawBufferPointer, _ place: Int, _ weights: SIMD2<Int32>
    ) -> SIMD4<Int16> {
        mixed(
            bytes.loadUnaligned(fromByteOffset: place, as: SIMD8<UInt8>.self),
            bytes.loadUnaligned(fromByteOffset: place + 8, as: SIMD8<UInt8>.self), weights)
    }

    /// The same at the edges, where columns and lines may lie outside of the picture.
    private func mixed(
        _ bytes: UnsafeRawBufferPointer, _ columns: SIMD4<Int>, _ line: Int, _ weights: SIMD2<Int32>
    ) -> SIMD4<Int16> {
        let start = min(max(line, 0), height - 1) * width
        func pixel(_ column: Int) -> SIMD4<UInt8> {
            bytes.loadUnaligned(
                fromByteOffset: (start + min(max(column, 0), width - 1)) * 4, as: SIMD4<UInt8>.self)
        }
        return Raster.mixed(
            SIMD8(lowHalf: pixel(columns.x), highHalf: pixel(columns.y)),
            SIMD8(lowHalf: pixel(columns.z), highHalf: pixel(columns.w)), weights)
    }

    @inline(__always)
    private static func mixed(
        _ left: SIMD8<UInt8>, _ right: SIMD8<UInt8>, _ weights: SIMD2<Int32>
    ) -> SIMD4<Int16> {
        var sum = SIMD4<Int32>(repeating: 128)
        sum &+= clanes_pairs(clanes_bands(left), CubicWeights.both(weights.x))
        sum &+= clanes_pairs(clanes_bands(right), CubicWeights.both(weights.y))
        return SIMD4<Int16>(truncatingIfNeeded: sum &>> 8)
    }

    /// The bands of two pixels in turn.
    @inline(__always)
    private static func beside(_ a: SIMD4<Int16>, _ b: SIMD4<Int16>) -> SIMD8<Int16> {
        clanes_mixed_low(SIMD8(lowHalf: a, highHalf: .zero), SIMD8(lowHalf: b, highHalf: .zero))
    }
}

/// The weights of the four pixels round a place between the middle two.
enum CubicWeights {
    /// Places from one pixel to the next.
    static let steps: Float = 256

    /// For each place, from the second pixel to the third: the first two weights as the halves of a number, and the last
    /// two. They add up to 16,384.
    static let table: [SIMD2<Int32>] = (0...256).map { step in
        let t = Double(step) / 256
        let cubic = SIMD4(-0.5, 1.5, -1.5, 0.5) * t + SIMD4(1, -2.5, 2, -0.5)
        let weights = (cubic * t + SIMD4(-0.5, 0, 0.5, 0)) * t + SIMD4(0, 1, 0, 0)
        var whole = SIMD4<Int32>((weights * 16_384).rounded(.toNearestOrAwayFromZero))
        let rest = 16_384 - whole.wrappedSum()
        if t < 0.5 { whole.y += rest } else { whole.z += rest }
        return SIMD2(whole.x & 0xFFFF | whole.y << 16, whole.z & 0xFFFF | whole.w << 16)
    }

    /// Two weights for each of four bands.
    @inline(__always)
    static func both(_ pair: Int32) -> SIMD8<Int16> { unsafeBitCast(SIMD4(repeating: pair), to: SIMD8<Int16>.self) }
}
