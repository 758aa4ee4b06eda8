/// What was traced in each pixel of a rectangle, before its noise is taken out; by rows.
struct NoisyPixels {
    let width: Int
    let height: Int
    /// The mean over a pixel's samples, per channel, and how many samples those were. 0 where there are none.
    private(set) var means: [SIMD4<Float>]
    /// The variance of one sample, summed over the channels, as far as the two halves of the samples tell it; negative
    /// where they do not.
    private(set) var variances: [Float]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        means = [SIMD4<Float>](repeating: .zero, count: width * height)
        variances = [Float](repeating: -1, count: width * height)
    }

    /// What each half of a pixel's samples shows.
    struct Halves {
        var first: Vector
        var second: Vector
        /// How many samples they have.
        var firstCount: Float
        var secondCount: Float
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

    /// What is known without noise, and as good as so many samples.
    mutating func set(_ index: Int, _ value: Vector, samples: Int) {
        means[index] = SIMD4(value, Float(samples))
        variances[index] = 0
    }
}
