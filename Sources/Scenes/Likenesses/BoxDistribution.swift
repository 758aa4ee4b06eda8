package import Cards
import Foundation

/// The joint distribution of the size and the place of the labelled boxes of a dataset, smoothed.
///
/// A box's size is the square root of the share of its photo that it takes: relative to the photo, so that it fits photos
/// of any size, and in one number for boxes of any shape. Its row is that of its lower edge, as a share of the photo's
/// height from the top.
///
/// The distribution is that of the boxes, each spread by a bell curve (a smoothed bootstrap: Silverman, "Density
/// estimation for statistics and data analysis", 1986, section 6.4), in the logarithm of the size and in the row. The
/// curve has the slope of the boxes (his section 4.2.1): where larger things stand lower, it does not blur that. Its
/// width is half of 0.96 n^(−1/6) deviations (his equation 4.14), which is best for one bell and would blur several. A
/// deviation is the smaller of the usual one and of the quartiles' distance over 1.34. At the borders, a size as large as
/// the photo and a row at the photo's top or bottom, the curve is reflected, so that none of it is lost.
package struct BoxDistribution: Sendable {
    /// The number of boxes that it was learnt from.
    package let count: Int
    /// The logarithms of the sizes, from the smallest, and the rows of the same boxes.
    private let sizes: [Double]
    private let rows: [Double]
    private let sizeWidth: Double
    private let rowWidth: Double
    /// How much lower a box stands by the logarithm of its size, and how wide the rows are spread about that.
    private let slope: Double
    private let narrowRowWidth: Double

    /// A labelled box, relative to its photo.
    package struct Box: Hashable, Sendable {
        package var size: Double
        package var row: Double

        package init(size: Double, row: Double) {
            (self.size, self.row) = (size, row)
        }
    }

    /// Each draw looks at the boxes of a similar size, so that not more than these are kept: every k-th by size.
    static let mostBoxes = 10_000

    /// - Parameter boxes: at least one; sizes above 0 and at most 1, rows from 0 to 1.
    package init(_ boxes: [Box]) {
        precondition(!boxes.isEmpty, "a distribution is learnt from at least one box")
        count = boxes.count
        let sorted = boxes.sorted { ($0.size, $0.row) < ($1.size, $1.row) }
        let kept = min(boxes.count, BoxDistribution.mostBoxes)
        let chosen = (0..<kept).map { sorted[$0 * sorted.count / kept] }
        sizes = chosen.map { log(min(1, $0.size)) }
        rows = chosen.map { min(1, max(0, $0.row)) }
        let share = 0.48 * pow(Double(kept), -1.0 / 6)
        let slope = BoxDistribution.slope(sizes, rows)
        self.slope = slope
        sizeWidth = share * BoxDistribution.deviation(sizes)
        rowWidth = share * BoxDistribution.deviation(rows)
        narrowRowWidth = share * BoxDistribution.deviation(zip(sizes, rows).map { $1 - slope * $0 })
    }

    /// The smaller of two measures of how far some numbers spread.
    private static func deviation(_ numbers: [Double]) -> Double {
        let count = Double(numbers.count)
        let mean = numbers.reduce(0, +) / count
        let deviation = (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        let sorted = numbers.sorted()
        func quantile(_ share: Double) -> Double { sorted[Int((share * (count - 1)).rounded())] }
        return min(deviation, (quantile(0.75) - quantile(0.25)) / 1.34)
    }

    /// The slope of the straight line that is nearest to the points.
    private static func slope(_ xs: [Double], _ ys: [Double]) -> Double {
        let (x, y) = (xs.reduce(0, +) / Double(xs.count), ys.reduce(0, +) / Double(ys.count))
        let spread = xs.reduce(0) { $0 + ($1 - x) * ($1 - x) }
        return spread > 1e-12 ? zip(xs, ys).reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) } / spread : 0
    }

    /// A size, above 0 and at most 1.
    package func size(from stream: inout RandomStream) -> Double {
        let box = stream.integer(0, sizes.count - 1)
        let size = sizes[box] + sizeWidth * BoxDistribution.bell(stream.unit())
        return exp(-abs(size))
    }

    /// A row, 0 to 1.
    ///
    /// - Parameter size: the box's size; nil for a row of boxes of all sizes.
    package func row(ofSize size: Double?, from stream: inout RandomStream) -> Double {
        let row: Double
        if let size {
            let box = box(ofSize: log(size), unit: stream.unit())
            row = rows[box] + slope * (log(size) - sizes[box]) + narrowRowWidth * BoxDistribution.bell(stream.unit())
        } else {
            row = rows[stream.integer(0, rows.count - 1)] + rowWidth * BoxDistribution.bell(stream.unit())
        }
        let reflected = abs(row) > 1 ? 2 - abs(row) : abs(row)
        return min(1, max(0, reflected))
    }

    /// One of the boxes of about this size: each as often as its curve says.
    private func box(ofSize size: Double, unit: Double) -> Int {
        // A smaller curve than one of this kind is a point.
        let width = max(sizeWidth, 1e-9)
        let reach = BoxDistribution.reach * width
        func first(atLeast bound: Double) -> Int {
            var (low, high) = (0, sizes.count)
            while low < high {
                let middle = (low + high) / 2
                if sizes[middle] < bound { low = middle + 1 } else { high = middle }
            }
            return low
        }
        let near = first(atLeast: size - reach)..<first(atLeast: size + reach)
        guard !near.isEmpty else {
            // A box that lies beyond all of them, or between two groups.
            let above = near.lowerBound
            guard above < sizes.count else { return above - 1 }
            return above > 0 && size - sizes[above - 1] < sizes[above] - size ? above - 1 : above
        }
        func weight(_ box: Int) -> Double {
            // A curve that is reflected at the photo's own size comes from both sides.
            let (own, mirrored) = ((size - sizes[box]) / width, (size + sizes[box]) / width)
            return exp(-own * own / 2) + exp(-mirrored * mirrored / 2)
        }
        var left = unit * near.reduce(0) { $0 + weight($1) }
        for box in near {
            left -= weight(box)
            if left < 0 { return box }
        }
        return near.upperBound - 1
    }

    /// Where the bell curve is cut, in its deviations.
    private static let reach = 4.0

    private static func bell(_ unit: Double) -> Double {
        Normal.draw(mean: 0, deviation: 1, in: -reach...reach, unit: unit)
    }
}
