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

        /// How means over about `size` texels of the first level along each side are read.
        @inline(__always)
        func sampling(over size: Double) -> Sampling {
            guard size > 1 else { return Sampling(fine: plane(0), coarse: nil, share: 0) }
            // Linear between powers of two, as the logarithm nearly is.
            let level = Double(size.exponent) + size.significand - 1
            let whole = min(Int(level), levels.count - 1)
            let coarse = whole + 1 < levels.count ? plane(whole + 1) : nil
            return Sampling(fine: plane(whole), coarse: coarse, share: Float(level - Double(whole)))
        }

        /// The mean about a point of the first level, 0…1. Nothing is outside.
        @inline(__always)
        func mean(x: Float, y: Float, _ sampling: Sampling) -> Float {
            let fine = value(x: x, y: y, sampling.fine)
            guard let coarse = sampling.coarse else { return fine }
            return fine + (value(x: x, y: y, coarse) - fine) * sampling.share
        }

        /// Whether there is nothing within some texels of a point, but for what is lost in means. It may say no where
        /// there is nothing.
        @inline(__always)
        func isEmpty(x: Double, y: Double, within reach: Double) -> Bool {
            // Half a texel on each side lies between the middles of two.
            let level = max(0, Int((2 * reach).exponent) + 1)
            return level < levels.count && value(x: Float(x), y: Float(y), plane(level)) == 0
        }

        @inline(__always)
        private func plane(_ index: Int) -> Plane {
            let level = levels[index]
            return Plane(
                first: level.first, stride: level.width + SpriteLevel.border, scale: 1 / Float(1 << index),
                width: Float(level.width), height: Float(level.height))
        }

        /// Between the texels of a level.
        @inline(__always)
        private func value(x: Float, y: Float, _ plane: Plane) -> Float {
            let (u, v) = (x * plane.scale + 0.5, y * plane.scale + 0.5)
            guard u > 0, v > 0, u < plane.width + 1, v < plane.height + 1 else { return 0 }
            let (i, j) = (Int(u), Int(v))
            let (s, t) = (u - Float(i), v - Float(j))
            let at = plane.first + j * plane.stride + i
            let below = at + plane.stride
            let (left, right) = (Float(values[at]), Float(values[at + 1]))
            let (lowerLeft, lowerRight) = (Float(values[below]), Float(values[below + 1]))
            let upper = left + (right - left) * s
            let lower = lowerLeft + (lowerRight - lowerLeft) * s
            return (upper + (lower - upper) * t) * (1 / 255)
        }
    }

    /// Two levels, and the share of the coarser one.
    struct Sampling {
        fileprivate var fine: Plane
        fileprivate var coarse: Plane?
        fileprivate var share: Float
    }

    fileprivate struct Plane {
        var first: Int
        var stride: Int
        /// Texels of it for each of the first level.
        var scale: Float
        var width: Float
        var height: Float
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
