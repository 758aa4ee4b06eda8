import Drawings
import Pictures

/// How much a picture covers at each pixel, 0…1.
struct AlphaPlane {
    private(set) var width: Int
    private(set) var height: Int
    private(set) var values: [Float]

    init(_ raster: Raster) {
        (width, height) = (raster.width, raster.height)
        values = (0..<width * height).map { Float(raster.bytes[$0 * 4 + 3]) / 255 }
    }

    /// Blurs it nearly as a Gaussian does: three boxes, whose ends count in part, so that each has exactly a third of the
    /// variance (P. Gwosdek, S. Grewenig, A. Bruhn and J. Weickert, "Theoretical foundations of Gaussian convolution by
    /// extended box filtering", 2011). Beyond its edges nothing is covered.
    ///
    /// - Parameter sigma: the standard deviation, in pixels.
    mutating func blur(sigma: Double) {
        guard sigma > 0.1 else { return }
        let variance = sigma * sigma / 3
        let radius = Int((((12 * variance + 1).squareRoot() - 1) / 2).rounded(.down))
        let (r, side) = (Double(radius), Double(2 * radius + 1))
        let end = side * (r * (r + 1) - 3 * variance) / (6 * (variance - (r + 1) * (r + 1)))
        let box = (radius: radius, end: Float(end), sum: Float(side + 2 * end))
        for _ in 0..<2 {
            for _ in 0..<3 { blurRows(box) }
            transpose()
        }
    }

    private mutating func blurRows(_ box: (radius: Int, end: Float, sum: Float)) {
        var line = [Float](repeating: 0, count: width)
        for row in 0..<height {
            let start = row * width
            func value(_ x: Int) -> Float { x >= 0 && x < width ? values[start + x] : 0 }
            var sum = (-box.radius...box.radius).reduce(Float(0)) { $0 + value($1) }
            for x in 0..<width {
                line[x] = (sum + box.end * (value(x - box.radius - 1) + value(x + box.radius + 1))) / box.sum
                sum += value(x + box.radius + 1) - value(x - box.radius)
            }
            values.replaceSubrange(start..<start + width, with: line)
        }
    }

    private mutating func transpose() {
        var turned = [Float](repeating: 0, count: values.count)
        for row in 0..<height {
            for column in 0..<width { turned[column * height + row] = values[row * width + column] }
        }
        values = turned
        (width, height) = (height, width)
    }

    /// The value between pixels, which are points at their middles.
    func value(x: Double, y: Double) -> Float {
        let (left, top) = (x.rounded(.down), y.rounded(.down))
        let (fx, fy) = (Float(x - left), Float(y - top))
        func at(_ column: Int, _ row: Int) -> Float {
            column >= 0 && row >= 0 && column < width && row < height ? values[row * width + column] : 0
        }
        let (column, row) = (Int(left), Int(top))
        return (at(column, row) * (1 - fx) + at(column + 1, row) * fx) * (1 - fy)
            + (at(column, row + 1) * (1 - fx) + at(column + 1, row + 1) * fx) * fy
    }

    /// A picture of one colour that covers as much of what is below, moved by a part of a pixel or more.
    func tinted(_ colour: Colour, opacity: Double, x: Double = 0, y: Double = 0) -> Raster {
        var raster = Raster(width: width, height: height)
        for row in 0..<height {
            for column in 0..<width {
                let cover = value(x: Double(column) - x, y: Double(row) - y) * Float(opacity)
                guard cover > 0.002 else { continue }
                let at = (row * width + column) * 4
                (raster.bytes[at], raster.bytes[at + 1], raster.bytes[at + 2]) = (colour.red, colour.green, colour.blue)
                raster.bytes[at + 3] = UInt8((min(1, cover) * 255).rounded())
            }
        }
        return raster
    }
}
