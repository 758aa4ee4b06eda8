import Objects

/// The alpha of a sprite's levels in one list, for reading means over parts of it.
struct AlphaChain {
    private let values: [UInt8]
    private let levels: [Level]
    /// In texels of the first level.
    let height: Double

    fileprivate struct Level {
        var first: Int
        var width: Int
        var height: Int
    }

    init(_ sprite: Sprite) {
        var values: [UInt8] = []
        var levels: [Level] = []
        values.reserveCapacity(sprite.levels.reduce(0) { $0 + $1.texels.count })
        for level in sprite.levels {
            levels.append(Level(first: values.count, width: level.width, height: level.height))
            values.append(contentsOf: level.texels.lazy.map { UInt8(truncatingIfNeeded: $0 >> 24) })
        }
        (self.values, self.levels) = (values, levels)
        height = Double(sprite.levels[0].height)
    }

    /// Lends the values to be read at many places.
    func withReader(_ body: (Reader) -> Void) {
        values.withUnsafeBufferPointer { values in
            levels.withUnsafeBufferPointer { levels in body(Reader(values: values, levels: levels)) }
        }
    }

    /// Reads means. It is valid within `withReader` alone.
    struct Reader {
        fileprivate let values: UnsafeBufferPointer<UInt8>
        fileprivate let levels: UnsafeBufferPointer<Level>

        /// The mean about a point, over about so many texels of the first level along each side; 0…1. Nothing is outside.
        @inline(__always)
        func mean(x: Double, y: Double, over size: Double) -> Double {
            guard size > 1 else { return value(x: x, y: y, level: 0) }
            // Linear between powers of two, as the logarithm nearly is.
            let level = Double(size.exponent) + size.significand - 1
            let whole = min(Int(level), levels.count - 1)
            let fine = value(x: x, y: y, level: whole)
            guard whole + 1 < levels.count else { return fine }
            return fine + (value(x: x, y: y, level: whole + 1) - fine) * (level - Double(whole))
        }

        /// Between the texels of a level.
        @inline(__always)
        private func value(x: Double, y: Double, level: Int) -> Double {
            let place = levels[level]
            let scale = 1 / Double(1 << level)
            let (u, v) = (x * scale - 0.5, y * scale - 0.5)
            guard u > -1, v > -1, u < Double(place.width), v < Double(place.height) else { return 0 }
            let (i, j) = (Int(u + 1), Int(v + 1))
            let (s, t) = (u + 1 - Double(i), v + 1 - Double(j))
            let stride = place.width + SpriteLevel.border
            let at = place.first + j * stride + i
            let upper = Double(values[at]) * (1 - s) + Double(values[at + 1]) * s
            let lower = Double(values[at + stride]) * (1 - s) + Double(values[at + stride + 1]) * s
            return (upper * (1 - t) + lower * t) / 255
        }
    }

    /// A part of the silhouette from one row to another, in units of the height.
    struct Band {
        var left: Double
        var right: Double
        var top: Double
        var bottom: Double
        /// How much of it is there, 0…1.
        var coverage: Double
    }

    /// A few bands of rows, the uppermost first, in which there is anything. Rows that are alike make one band.
    var bands: [Band] {
        guard let index = levels.firstIndex(where: { $0.height <= 4 }) else { return [] }
        let level = levels[index]
        let unit = Double(1 << index) / height
        var bands: [Band] = []
        for row in 0..<level.height {
            let first = level.first + (row + 1) * (level.width + SpriteLevel.border) + 1
            let alphas = values[first..<first + level.width]
            guard let left = alphas.firstIndex(where: { $0 > 16 }), let right = alphas.lastIndex(where: { $0 > 16 })
            else { continue }
            let sum = alphas[left...right].reduce(0) { $0 + Double($1) }
            let band = Band(
                left: Double(left - first) * unit, right: Double(right + 1 - first) * unit, top: Double(row) * unit,
                bottom: min(1, Double(row + 1) * unit), coverage: sum / 255 / Double(right + 1 - left))
            if let last = bands.last, last.bottom == band.top, last.left == band.left, last.right == band.right,
                abs(last.coverage - band.coverage) < 0.02
            {
                bands[bands.count - 1].bottom = band.bottom
            } else {
                bands.append(band)
            }
        }
        return bands
    }
}
