/// The traced light in each pixel of a rectangle, before its noise is removed; by rows.
struct NoisyPixels {
    let width: Int
    let height: Int
    /// The mean over a pixel's samples, per channel, and the number of those samples. 0 where there are none.
    private(set) var means: [SIMD4<Float>]
    /// The variance of one sample, summed over the channels, as estimated from the two halves of the samples; negative
    /// where there is no estimate.
    private(set) var variances: [Float]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        means = [SIMD4<Float>](repeating: .zero, count: width * height)
        variances = [Float](repeating: -1, count: width * height)
    }

    /// The light in each half of a pixel's samples.
    struct Halves {
        var first: Vector
        var second: Vector
        /// The number of samples in each half.
        var firstCount: Float
        var secondCount: Float

        /// Both halves turned into another value.
        func map(_ change: (Vector) -> Vector) -> Halves {
            Halves(
                first: change(first), second: change(second), firstCount: firstCount, secondCount: secondCount)
        }
    }

    mutating func set(_ index: Int, _ halves: Halves) {
        let (n, m) = (halves.firstCount, halves.secondCount)
        let count = n + m
        guard count > 0 else { return }
        means[index] = SIMD4((halves.first * n + halves.second * m) / count, count)
        guard n > 0, m > 0 else { return }
        let difference = halves.first - halves.second
        variances[index] = difference.dot(difference) * n * m / count
    }

    /// Sets a value that is known without noise, and counts it as this many samples.
    mutating func set(_ index: Int, _ value: Vector, samples: Int) {
        means[index] = SIMD4(value, Float(samples))
        variances[index] = 0
    }
}
