import Pictures

/// Reads square patches of a picture, less the plane that fits each best: what is left of a flat one is noise.
struct PatchReader {
    /// Not a multiple of a JPEG's block, so that the patches lie in it in every way.
    static let side = 12

    struct Patch {
        var x: Int
        var y: Int
        /// The mean and the variance of the luma, in levels.
        var level: Float
        var variance: Float
    }

    /// Sums over patches: of the squares, and of the products of neighbours.
    struct Moments {
        var variance: Float = 0
        var across: Float = 0
        var down: Float = 0

        var correlation: SIMD2<Float> {
            guard variance > 0 else { return SIMD2(0, 0) }
            return SIMD2(min(max(across / variance, -0.5), 0.93), min(max(down / variance, -0.5), 0.93))
        }

        static func += (sum: inout Moments, other: Moments) {
            sum.variance += other.variance
            sum.across += other.across
            sum.down += other.down
        }
    }

    /// Patches spread evenly over a picture, without those that are not opaque or touch black or white, where noise is
    /// cut off.
    func patches(of picture: Raster, atMost limit: Int) -> [Patch] {
        let side = PatchReader.side
        let (columns, rows) = (picture.width / side, picture.height / side)
        guard columns > 0, rows > 0 else { return [] }
        var step = 1
        while (columns / step) * (rows / step) > limit { step += 1 }
        var patches: [Patch] = []
        withUnsafeTemporaryAllocation(of: Float.self, capacity: side * side) { values in
            picture.bytes.withUnsafeBufferPointer { bytes in
                for row in stride(from: step / 2, to: rows, by: step) {
                    for column in stride(from: step / 2, to: columns, by: step) {
                        let start = (row * side * picture.width + column * side) * 4
                        guard read(bytes, from: start, picture.width, plane: 0, into: values) else { continue }
                        let mean = flatten(values)
                        var sum: Float = 0
                        for value in values { sum += value * value }
                        patches.append(
                            Patch(
                                x: column * side, y: row * side, level: mean, variance: sum / Float(side * side - 3)))
                    }
                }
            }
        }
        return patches
    }

    /// The moments of one plane of a patch: 0 is luma, 1 and 2 are Cb and Cr.
    func moments(of picture: Raster, at patch: Patch, _ plane: Int) -> Moments {
        let side = PatchReader.side
        var moments = Moments()
        withUnsafeTemporaryAllocation(of: Float.self, capacity: side * side) { values in
            picture.bytes.withUnsafeBufferPointer { bytes in
                guard
                    read(
                        bytes, from: (patch.y * picture.width + patch.x) * 4, picture.width, plane: plane, into: values)
                else { return }
                _ = flatten(values)
                for y in 0..<side {
                    for x in 0..<side {
                        let value = values[y * side + x]
                        moments.variance += value * value
                        if x + 1 < side { moments.across += value * values[y * side + x + 1] }
                        if y + 1 < side { moments.down += value * values[(y + 1) * side + x] }
                    }
                }
            }
        }
        // There are fewer pairs than pixels, and the plane took three degrees of freedom with it.
        let pairs = Float(side) / Float(side - 1)
        let lost = moments.variance * 3 / Float(side * side)
        moments.across = moments.across * pairs + lost
        moments.down = moments.down * pairs + lost
        moments.variance += lost
        return moments
    }

    /// False where a pixel is not opaque, or several are black or white.
    private func read(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ width: Int, plane: Int,
        into values: UnsafeMutableBufferPointer<Float>
    ) -> Bool {
        let side = PatchReader.side
        let weights = PatchReader.weights[plane]
        var cut = 0
        for y in 0..<side {
            var at = start + y * width * 4
            for x in 0..<side {
                guard bytes[at + 3] == 255 else { return false }
                let (red, green, blue) = (bytes[at], bytes[at + 1], bytes[at + 2])
                if min(red, green, blue) < 2 || max(red, green, blue) > 253 { cut += 1 }
                values[y * side + x] =
                    weights.x * Float(red) + weights.y * Float(green) + weights.z * Float(blue)
                at += 4
            }
        }
        return cut <= 4
    }

    /// Y, Cb and Cr of JFIF.
    private static let weights: [SIMD3<Float>] = [
        SIMD3(0.299, 0.587, 0.114), SIMD3(-0.168_736, -0.331_264, 0.5), SIMD3(0.5, -0.418_688, -0.081_312),
    ]

    /// Takes the plane that fits best away; returns the mean.
    private func flatten(_ values: UnsafeMutableBufferPointer<Float>) -> Float {
        let side = PatchReader.side
        let middle = Float(side - 1) / 2
        var (sum, across, down) = (Float(0), Float(0), Float(0))
        for y in 0..<side {
            for x in 0..<side {
                let value = values[y * side + x]
                sum += value
                across += value * (Float(x) - middle)
                down += value * (Float(y) - middle)
            }
        }
        let count = Float(side * side)
        // The sum of the squared distances from the middle.
        let moment = count * Float(side * side - 1) / 12
        let mean = sum / count
        for y in 0..<side {
            for x in 0..<side {
                values[y * side + x] -=
                    mean + across / moment * (Float(x) - middle) + down / moment * (Float(y) - middle)
            }
        }
        return mean
    }
}
