import Findings
package import Pictures

/// A panorama in memory: light from all around, ready to be looked into and to light a scene with.
///
/// Equirectangular: the top row looks up, the middle column along −z of the panorama's own frame, columns further right
/// look further to the right. Texels take four bytes each, and their means on coarser levels a third of that again.
package final class Panorama: Sendable {
    /// The texels of one size, by rows; the texels of the next level are means of two by two.
    struct Level: Sendable {
        let width: Int
        let height: Int
        let texels: [UInt32]
    }

    package let width: Int
    package let height: Int
    /// The levels, the finest first.
    let levels: [Level]
    /// The factor on unpacked texels.
    let unit: Float
    package let light: PanoramaLight

    /// Reads a file.
    ///
    /// Infinite light becomes the brightest finite light. Negative light, which resampling leaves beside bright spots,
    /// becomes the least of the light next to it in its row.
    ///
    /// Throws `.damaged`, and `.badPixels` for light that is not a number, or where there is none at all.
    package convenience init(_ file: PanoramaFile) throws(PictureError) {
        try self.init(width: file.width, height: file.height, name: file.path) { body throws(PictureError) in
            try file.rows(body)
        }
    }

    /// Makes a panorama from radiances by rows, as a file would hold them; errors call it `name`.
    package convenience init(
        width: Int, height: Int, radiance: [SIMD3<Float>], named name: String = "a panorama"
    ) throws(PictureError) {
        precondition(width == 2 * height && radiance.count == width * height, "a texel for every direction")
        try self.init(width: width, height: height, name: name) { body throws(PictureError) in
            for y in 0..<height {
                let row = radiance[y * width..<(y + 1) * width].flatMap { [$0.x, $0.y, $0.z] }
                row.withUnsafeBufferPointer { body(y, $0) }
            }
        }
    }

    private typealias Row = (Int, UnsafeBufferPointer<Float>) -> Void

    private init(
        width: Int, height: Int, name: String, rows: (Row) throws(PictureError) -> Void
    ) throws(PictureError) {
        var (most, nans, firstNaN): (Float, Int, (Int, Int)) = (0, 0, (0, 0))
        try rows { y, row in
            for (index, value) in row.enumerated() {
                if value.isNaN {
                    if nans == 0 { firstNaN = (index / 3, y) }
                    nans += 1
                } else if value > most, value.isFinite {
                    most = value
                }
            }
        }
        guard nans == 0 else {
            throw PictureError(
                .badPixels, "read", file: name,
                "holds \(nans == 1 ? "a value" : "\(nans) values") that are not a number, the first at column "
                    + "\(firstNaN.0), row \(firstNaN.1)")
        }
        guard most > 0 else { throw PictureError(.badPixels, "read", file: name, "is black throughout") }
        self.width = width
        self.height = height
        unit = most / SharedExponent.most

        var texels = [UInt32](repeating: 0, count: width * height)
        var clean = [Float](repeating: 0, count: 3 * width)
        try rows { [unit] y, row in
            for index in 0..<3 * width { clean[index] = Panorama.light(row, index, most: most) / unit }
            for x in 0..<width {
                texels[y * width + x] = SharedExponent.pack(SIMD3(clean[3 * x], clean[3 * x + 1], clean[3 * x + 2]))
            }
        }
        var levels = [Level(width: width, height: height, texels: texels)]
        while let last = levels.last, last.width.isMultiple(of: 2), last.height.isMultiple(of: 2), last.height > 16 {
            levels.append(last.halved)
        }
        self.levels = levels
        let coarse = levels.first { $0.width <= PanoramaLight.mostColumns } ?? levels[levels.count - 1]
        light = PanoramaLight(
            width: coarse.width, height: coarse.height,
            radiance: coarse.texels.map { [unit] in SharedExponent.unpack($0) * unit })
    }

    /// The memory in bytes.
    package var bytes: Int { levels.reduce(0) { $0 + 4 * $1.texels.count } }

    /// The distance within which the neighbours of negative light are looked for.
    private static let reach = 8

    /// A value of a row after these corrections.
    private static func light(_ row: UnsafeBufferPointer<Float>, _ index: Int, most: Float) -> Float {
        let value = row[index]
        guard value < 0 else { return min(value, most) }
        func neighbour(_ step: Int) -> Float? {
            for distance in 1...reach {
                let at = (index + 3 * step * distance + 3 * reach * row.count) % row.count
                if row[at] >= 0 { return min(row[at], most) }
            }
            return nil
        }
        return [neighbour(-1), neighbour(1)].compactMap { $0 }.min() ?? 0
    }
}

extension Panorama.Level {
    fileprivate var halved: Panorama.Level {
        let (newWidth, newHeight) = (width / 2, height / 2)
        var means: [UInt32] = []
        means.reserveCapacity(newWidth * newHeight)
        for y in 0..<newHeight {
            for x in 0..<newWidth {
                let at = 2 * y * width + 2 * x
                let sum =
                    SharedExponent.unpack(texels[at]) + SharedExponent.unpack(texels[at + 1])
                    + SharedExponent.unpack(texels[at + width]) + SharedExponent.unpack(texels[at + width + 1])
                means.append(SharedExponent.pack(sum / 4))
            }
        }
        return Panorama.Level(width: newWidth, height: newHeight, texels: means)
    }
}
