import Pictures

/// How bright the surroundings of each pixel are, 1 for white, from the means of coarse cells.
struct Brightness {
    private let columns: Int
    private let rows: Int
    private let side: Int
    private var means: [Float]

    /// The cells are a 160th of the image's width, and each mean is over 3 × 3 of them.
    init(of image: Raster) {
        side = max(1, image.width / 160)
        let lights = CellLights(of: image, wide: side, high: side, without: nil)
        (columns, rows) = (lights.columns, lights.rows)
        let (columns, rows) = (columns, rows)
        means = (0..<columns * rows).map { cell in
            var sum = SIMD4<Float>.zero
            for row in max(0, cell / columns - 1)...min(rows - 1, cell / columns + 1) {
                for column in max(0, cell % columns - 1)...min(columns - 1, cell % columns + 1) {
                    sum += lights.sums[row * columns + column]
                }
            }
            return max(0.02, sum.y / (sum.w * LinearLight.white))
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
