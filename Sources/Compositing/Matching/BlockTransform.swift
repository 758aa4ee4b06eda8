import Foundation

/// The cosine transform of blocks of 8 × 8 samples, by which JPEG files hold them (ITU-T T.81, A.3.3).
enum BlockTransform {
    /// Eight rows.
    typealias Block = UnsafeMutablePointer<SIMD8<Float>>

    /// Element [k] holds the k-th cosine's samples.
    private static let cosines: [SIMD8<Float>] = (0..<8).map { k in
        var row = SIMD8<Float>()
        for n in 0..<8 {
            row[n] = Float(cos(Double(2 * n + 1) * Double(k) * .pi / 16) / 2 * (k == 0 ? 0.5.squareRoot() : 1))
        }
        return row
    }

    /// Element [n] holds the n-th sample of all cosines.
    private static let samples: [SIMD8<Float>] = (0..<8).map { n in
        var row = SIMD8<Float>()
        for k in 0..<8 { row[k] = cosines[k][n] }
        return row
    }

    /// Rounds a block's coefficients to whole steps, as a JPEG file does.
    ///
    /// - Parameters:
    ///   - block: samples about 0; gets what a decoder makes of them.
    ///   - steps: by rows of the block.
    ///   - other: room for a block.
    static func quantise(_ block: Block, _ steps: UnsafePointer<SIMD8<Float>>, _ other: Block) {
        cosines.withUnsafeBufferPointer { cosines in
            samples.withUnsafeBufferPointer { samples in
                // Down the columns: element [k] of the result is the k-th cosine's part.
                product(cosines, block, other)
                // Along the rows.
                for row in 0..<8 {
                    var sum = SIMD8<Float>.zero
                    for k in 0..<8 { sum += samples[k] * other[row][k] }
                    block[row] = whole(sum / steps[row]) * steps[row]
                }
                product(samples, block, other)
                for row in 0..<8 {
                    var sum = SIMD8<Float>.zero
                    for k in 0..<8 { sum += cosines[k] * other[row][k] }
                    block[row] = sum
                }
            }
        }
    }

    /// Rounded to nearest, halves away from zero, for values below 2²².
    @inline(__always)
    private static func whole(_ values: SIMD8<Float>) -> SIMD8<Float> {
        let isNegative = values .< 0
        let size = (-values).replacing(with: values, where: .!isNegative)
        // Adding 2²³ rounds to a whole number, halves to the even one.
        var rounded = size + 8_388_608 - 8_388_608
        rounded.replace(with: rounded + 1, where: size - rounded .>= 0.5)
        return rounded.replacing(with: -rounded, where: isNegative)
    }

    @inline(__always)
    private static func product(_ matrix: UnsafeBufferPointer<SIMD8<Float>>, _ block: Block, _ result: Block) {
        for row in 0..<8 {
            var sum = SIMD8<Float>.zero
            for k in 0..<8 { sum += block[k] * matrix[row][k] }
            result[row] = sum
        }
    }
}
