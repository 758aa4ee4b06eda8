import Pictures

/// How bright the surroundings of each pixel are, 1 for white, from the means of coarse cells.
struct Brightness {
    private let columns: Int
    private let rows: Int
    private let side: Int
    private var means: [Float]

    /// The cells are a 160th of the image's width, and each mean is over 3 × 3 of them.
    init(of image: Raster) {
        let (width, height) = (image.width, image.height)
        side = max(1, width / 160)
        (columns, rows) = ((width + side - 1) / side, (height + side - 1) / side)
        var sums = [SIMD2<Float>](repeating: .zero, count: columns * rows)
        for y in 0..<height {
            let row = y / side * columns
            for x in 0..<width {
                let at = (y * width + x) * 4
                let green = Float(LinearLight.ofByte[Int(image.bytes[at + 1])]) / LinearLight.white
                sums[row + x / side] += SIMD2(green, 1)
            }
        }
        let (columns, rows) = (columns, rows)
        means = (0..<columns * rows).map { cell in
            var sum = SIMD2<Float>.zero
            for row in max(0, cell / columns - 1)...min(rows - 1, cell / columns + 1) {
                for column in max(0, cell % columns - 1)...min(columns - 1, cell % columns + 1) {
                    sum += sums[row * columns + column]
                }
            }
            return max(0.02, sum.x / sum.y)
        }
    }

    /// The brightness round a pixel, with linear interpolation.
    @inline(__always)
    func callAsFunction(_ x: Int, _ y: Int) -> Float {
        let place = CellPlace(x: x, y: y, side: side, columns: columns, rows: rows)
        return means.withUnsafeBufferPointer { means in
            let first = means[place.upperLeft] * (1 - place.right) + means[place.upperRight] * place.right
            let second = means[place.lowerLeft] * (1 - place.right) + means[place.lowerRight] * place.right
            return first * (1 - place.down) + second * place.down
        }
    }
}
