internal import Glibc

/// The range of a picture's columns or rows that is shown, and by how many pixels.
struct FilterSpan: Hashable, Sendable {
    /// In pixels of the picture, from its first edge.
    var start: Double
    var length: Double
    var pixels: Int
}

/// The weights by which each pixel of a span is made of the picture's pixels.
///
/// Where the picture becomes smaller they are Lanczos' window of three lobes over the sinc, as wide as the new pixels
/// (C. E. Duchon, Lanczos Filtering in One and Two Dimensions, 1979); where it becomes larger, Keys' cubic with
/// a = −1/2 (R. G. Keys, Cubic Convolution Interpolation for Digital Image Processing, 1981).
struct FilterWeights {
    /// How many weights each pixel has: an even number.
    let count: Int
    /// For each pixel, the first of the picture's pixels that it is made of.
    let starts: [Int32]
    /// Pairs of weights of 16 bits, the first one lower; `count / 2` for each pixel. The weights of a pixel sum up to
    /// `one`.
    let pairs: [Int32]

    /// The sum of a pixel's weights: one has room in 16 bits even where it is the only one, or the largest of a filter
    /// with negative ones.
    static let one: Int32 = 1 << 14

    /// - Parameter size: of the whole picture along this direction, in pixels.
    init(_ span: FilterSpan, of size: Int) {
        precondition(size > 0 && span.length > 0, "there is something to be shown")
        let step = span.length / Double(span.pixels)
        let scale = max(step, 1)
        let (reach, filter) = step > 1 ? (3 * scale, Self.lanczos) : (2 * scale, Self.keys)
        let count = min(Int((2 * reach).rounded(.up)) / 2 * 2 + 2, (size + 1) / 2 * 2)
        var starts: [Int32] = []
        var pairs: [Int32] = []
        starts.reserveCapacity(span.pixels)
        pairs.reserveCapacity(span.pixels * count / 2)
        var own = [Double](repeating: 0, count: count)
        var whole = [Int32](repeating: 0, count: count)
        for pixel in 0..<span.pixels {
            let centre = span.start + (Double(pixel) + 0.5) * step
            let first = Int((centre - reach - 0.5).rounded(.up))
            let last = max(Int((centre + reach - 0.5).rounded(.down)), first)
            let start = min(max(first, 0), max(size - count, 0))
            for place in own.indices { own[place] = 0 }
            for place in first...last {
                // The picture's last pixel stands for all beyond.
                own[min(max(place, 0), size - 1) - start] += filter((Double(place) + 0.5 - centre) / scale)
            }
            let sum = own.reduce(0, +)
            for place in own.indices { whole[place] = Int32((own[place] / sum * Double(Self.one)).rounded()) }
            let largest = whole.indices.max { whole[$0] < whole[$1] } ?? 0
            whole[largest] += Self.one - whole.reduce(0, +)
            starts.append(Int32(start))
            for place in stride(from: 0, to: count, by: 2) {
                pairs.append(whole[place] & 0xFFFF | whole[place + 1] << 16)
            }
        }
        (self.count, self.starts, self.pairs) = (count, starts, pairs)
    }

    /// The picture's pixels from the first that counts to the last; they may reach beyond it by one that has no weight.
    var used: Range<Int> { Int(starts.first ?? 0)..<Int(starts.last ?? 0) + count }

    private static func lanczos(_ x: Double) -> Double {
        guard abs(x) < 3 else { return 0 }
        guard abs(x) > 1e-9 else { return 1 }
        let turn = x * .pi
        return 3 * sin(turn) * sin(turn / 3) / (turn * turn)
    }

    private static func keys(_ x: Double) -> Double {
        let x = abs(x)
        if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
        return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0
    }
}
