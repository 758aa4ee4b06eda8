import Geometry
import Masks

/// How deep each pixel of a window lies inside a mask.
///
/// The exact distance transform of Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled Functions", Theory of
/// Computing 8 (2012), doi:10.4086/toc.2012.v008a019: squared distances column by column, then row by row, each as the
/// lower envelope of parabolas, in time proportional to the pixels.
struct DepthField {
    let width: Int
    let height: Int
    /// The depths in pixels, row-major: from a pixel's centre to the mask's edge, taken half-way to the nearest centre
    /// outside; 0 outside the mask. Nothing is known beyond the window, and nothing there is an edge.
    private(set) var depths: [Double]

    /// - Parameter window: in the mask's coordinates; not empty.
    init(_ mask: Mask, window: PixelRect) {
        (width, height) = (window.width, window.height)
        var outside = [Bool](repeating: false, count: window.area)
        for y in 0..<height {
            for x in 0..<width { outside[y * width + x] = !mask[x: x + window.minX, y: y + window.minY] }
        }
        let field = DepthField.transform(outside, width: width, height: height)
        depths = zip(field.squares, outside).map { square, isOutside in
            isOutside ? 0 : square.isFinite ? square.squareRoot() - 0.5 : Double(max(window.width, window.height))
        }
    }

    var deepest: Double { depths.max() ?? 0 }

    /// For each pixel, the nearest one whose depth is wanted; the pixel itself where there is none.
    func nearest(where isWanted: (Double) -> Bool) -> [Int] {
        let field = DepthField.transform(depths.map(isWanted), width: width, height: height)
        return field.nearest.enumerated().map { $0.element < 0 ? $0.offset : $0.element }
    }

    /// The squared distance of every pixel to the nearest seed, and that seed; infinite and −1 where there is none.
    private static func transform(
        _ seeds: [Bool], width: Int, height: Int
    ) -> (squares: [Double], nearest: [Int]) {
        var squares = seeds.map { $0 ? 0 : Double.infinity }
        var nearest = seeds.enumerated().map { $0.element ? $0.offset : -1 }
        var line = Envelope(count: max(width, height))
        for x in 0..<width { line.pass(&squares, &nearest, start: x, step: width, count: height) }
        for y in 0..<height { line.pass(&squares, &nearest, start: y * width, step: 1, count: width) }
        return (squares, nearest)
    }

    /// Room for one line.
    private struct Envelope {
        /// The parabolas of the lower envelope by their places, and from where each is the lowest.
        private var places: [Int]
        private var starts: [Double]
        private var squares: [Double]
        private var seeds: [Int]

        init(count: Int) {
            places = [Int](repeating: 0, count: count)
            starts = [Double](repeating: 0, count: count + 1)
            squares = [Double](repeating: 0, count: count)
            seeds = [Int](repeating: 0, count: count)
        }

        mutating func pass(
            _ field: inout [Double], _ nearest: inout [Int], start: Int, step: Int, count: Int
        ) {
            var last = -1
            for index in 0..<count {
                squares[index] = field[start + index * step]
                seeds[index] = nearest[start + index * step]
                guard squares[index].isFinite else { continue }
                var from = -Double.infinity
                while last >= 0 {
                    let other = places[last]
                    from =
                        (squares[index] - squares[other] + Double(index * index - other * other))
                        / Double(2 * (index - other))
                    if from > starts[last] { break }
                    last -= 1
                    from = -Double.infinity
                }
                last += 1
                places[last] = index
                starts[last] = from
            }
            guard last >= 0 else { return }
            starts[last + 1] = .infinity
            var current = 0
            for index in 0..<count {
                while starts[current + 1] < Double(index) { current += 1 }
                let other = places[current]
                field[start + index * step] = squares[other] + Double((index - other) * (index - other))
                nearest[start + index * step] = seeds[other]
            }
        }
    }
}
