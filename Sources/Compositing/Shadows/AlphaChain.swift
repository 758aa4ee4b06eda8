import CLanes
import Objects

/// The alpha of a sprite's levels, for reading means over parts of it.
struct AlphaChain {
    private let levels: [SpriteLevel]
    /// In texels of the first level.
    let height: Double

    fileprivate struct Level {
        /// The first texel of the border.
        var first: UnsafeRawPointer
        var width: Int
        var height: Int
    }

    init(_ sprite: Sprite) {
        levels = sprite.levels
        height = Double(sprite.levels[0].height)
    }

    /// Lends the values to be read at many places.
    func withReader(_ body: (Reader) -> Void) {
        withUnsafeTemporaryAllocation(of: Level.self, capacity: levels.count) { lend(from: 0, by: $0, body) }
    }

    /// Lends the levels from one on; those before are in `lent`.
    private func lend(
        from index: Int, by lent: UnsafeMutableBufferPointer<Level>, _ body: (Reader) -> Void
    ) {
        guard index < levels.count else { return body(Reader(levels: UnsafeBufferPointer(lent))) }
        let level = levels[index]
        level.texels.withUnsafeBytes { texels in
            guard let base = texels.baseAddress else { return }
            lent.initializeElement(at: index, to: Level(first: base, width: level.width, height: level.height))
            lend(from: index + 1, by: lent, body)
        }
    }

    /// Reads means. It is valid within `withReader` alone.
    struct Reader {
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

        /// The means about points of the first level, 0…1. Nothing is outside.
        @inline(__always)
        func means(x: SIMD8<Float>, y: SIMD8<Float>, _ sampling: Sampling) -> SIMD8<Float> {
            let fine = values(x: x, y: y, sampling.fine)
            guard let coarse = sampling.coarse else { return fine }
            return fine + (values(x: x, y: y, coarse) - fine) * sampling.share
        }

        /// The means that tell whether there is anything within some texels of a point; nil where none does.
        @inline(__always)
        func overview(within reach: Double) -> Overview? {
            // Half a texel on each side lies between the middles of two.
            let level = max(0, Int((2 * reach).exponent) + 1)
            return level < levels.count ? Overview(plane: plane(level)) : nil
        }

        /// A mean that is 0 only where there is nothing around a point, and 1 only where all is there, but for what is lost in
        /// means. It may be another in either case.
        @inline(__always)
        func mean(x: Float, y: Float, _ overview: Overview) -> Float { value(x: x, y: y, overview.plane) }

        @inline(__always)
        private func plane(_ index: Int) -> Plane {
            let level = levels[index]
            return Plane(
                first: level.first, stride: (level.width + SpriteLevel.border) * 4, scale: 1 / Float(1 << index),
                width: Float(level.width), height: Float(level.height))
        }

        /// Between the texels of a level.
        @inline(__always)
        private func value(x: Float, y: Float, _ plane: Plane) -> Float {
            let (u, v) = (x * plane.scale + 0.5, y * plane.scale + 0.5)
            guard u > 0, v > 0, u < plane.width + 1, v < plane.height + 1 else { return 0 }
            let (i, j) = (Int(u), Int(v))
            let (s, t) = (u - Float(i), v - Float(j))
            let at = plane.first + (j &* plane.stride &+ i &* 4 &+ 3)
            let below = at + plane.stride
            func alpha(_ place: UnsafeRawPointer) -> Float { Float(place.load(as: UInt8.self)) }
            let (left, right) = (alpha(at), alpha(at + 4))
            let (lowerLeft, lowerRight) = (alpha(below), alpha(below + 4))
            let upper = left + (right - left) * s
            let lower = lowerLeft + (lowerRight - lowerLeft) * s
            return (upper + (lower - upper) * t) * (1 / 255)
        }

        /// Between the texels of a level, at eight points.
        @inline(__always)
        private func values(x: SIMD8<Float>, y: SIMD8<Float>, _ plane: Plane) -> SIMD8<Float> {
            // The outermost texels are the border's; in this order a NaN becomes 0.
            let u = clanes_least(
                clanes_most(x * plane.scale + 0.5, SIMD8.zero), SIMD8(repeating: plane.width + 1))
            let v = clanes_least(
                clanes_most(y * plane.scale + 0.5, SIMD8.zero), SIMD8(repeating: plane.height + 1))
            let (i, j) = (Whole(below: u), Whole(below: v))
            let (s, t) = (u - i.value, v - j.value)
            let index = j.bits &* SIMD8(repeating: UInt32(truncatingIfNeeded: plane.stride / 4)) &+ i.bits
            let (a, b) = (four(index.lowHalf, plane), four(index.highHalf, plane))
            let upper = a.upper.left.joined(b.upper.left), lower = a.lower.left.joined(b.lower.left)
            let left = upper + (lower - upper) * t
            let upperRight = a.upper.right.joined(b.upper.right), lowerRight = a.lower.right.joined(b.lower.right)
            let right = upperRight + (lowerRight - upperRight) * t
            return (left + (right - left) * s) * (1 / 255)
        }

        /// The alphas of two texels that lie side by side, at four places.
        private struct Pairs {
            var left: SIMD4<Float>
            var right: SIMD4<Float>

            @inline(__always)
            init(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ c: UnsafeRawPointer, _ d: UnsafeRawPointer) {
                @inline(__always)
                func pair(_ place: UnsafeRawPointer) -> SIMD2<UInt32> {
                    place.loadUnaligned(as: SIMD2<UInt32>.self)
                }
                let texels = SIMD8(
                    lowHalf: SIMD4(lowHalf: pair(a), highHalf: pair(b)),
                    highHalf: SIMD4(lowHalf: pair(c), highHalf: pair(d)))
                (left, right) = (
                    PixelLanes.planes(texels.evenHalf &>> 24).red, PixelLanes.planes(texels.oddHalf &>> 24).red
                )
            }
        }

        @inline(__always)
        private func four(_ index: SIMD4<UInt32>, _ plane: Plane) -> (upper: Pairs, lower: Pairs) {
            let (a, b) = (plane.first + Int(index[0]) &* 4, plane.first + Int(index[1]) &* 4)
            let (c, d) = (plane.first + Int(index[2]) &* 4, plane.first + Int(index[3]) &* 4)
            let below = plane.stride
            return (Pairs(a, b, c, d), Pairs(a + below, b + below, c + below, d + below))
        }

        /// The whole numbers below values from 0 to 2²²; of a value that is whole itself it may be the one below.
        private struct Whole {
            var value: SIMD8<Float>
            var bits: SIMD8<UInt32>

            @inline(__always)
            init(below values: SIMD8<Float>) {
                // From 2²³ on, a number has no digits after the point: adding 2²³ rounds, and leaves the integer in its bits.
                let rounded = clanes_most(values - 0.499_999, SIMD8.zero) + 0x1p23
                (value, bits) = (rounded - 0x1p23, unsafeBitCast(rounded, to: SIMD8<UInt32>.self) & 0x7F_FFFF)
            }
        }
    }

    /// Two levels, and the share of the coarser one.
    struct Sampling {
        fileprivate var fine: Plane
        fileprivate var coarse: Plane?
        fileprivate var share: Float
    }

    /// A level so coarse that one of its means tells of all that is near a point.
    struct Overview {
        fileprivate var plane: Plane
    }

    fileprivate struct Plane {
        var first: UnsafeRawPointer
        /// In bytes.
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

    /// A few bands of rows, the uppermost first, that together hold all that is there; each as wide as what it holds.
    var parts: [Band] {
        guard let index = levels.firstIndex(where: { $0.height <= AlphaChain.partRows }) else { return [] }
        let level = levels[index]
        let unit = Double(1 << index) / height
        var parts: [Band] = []
        for top in stride(from: 0, to: level.height, by: AlphaChain.rowsOfPart) {
            let rows = top..<min(top + AlphaChain.rowsOfPart, level.height)
            var (left, right) = (Int.max, Int.min)
            for row in rows {
                let first = (row + 1) * level.stride + 1
                for x in 0..<level.width where level.texels[first + x] >> 24 > 0 {
                    left = min(left, x)
                    right = max(right, x + 1)
                }
            }
            guard left < right else { continue }
            parts.append(
                Band(
                    left: Double(left) * unit, right: Double(right) * unit, top: Double(rows.lowerBound) * unit,
                    bottom: min(1, Double(rows.upperBound) * unit), coverage: 1))
        }
        return parts
    }

    private static let partRows = 32
    private static let rowsOfPart = 4

    /// A few bands of rows, the uppermost first, in which there is anything. Rows that are alike make one band.
    var bands: [Band] {
        guard let index = levels.firstIndex(where: { $0.height <= 4 }) else { return [] }
        let level = levels[index]
        let unit = Double(1 << index) / height
        var bands: [Band] = []
        for row in 0..<level.height {
            let first = (row + 1) * level.stride + 1
            let alphas = level.texels[first..<first + level.width].map { $0 >> 24 }
            guard let left = alphas.firstIndex(where: { $0 > 16 }), let right = alphas.lastIndex(where: { $0 > 16 })
            else { continue }
            let sum = alphas[left...right].reduce(0) { $0 + Double($1) }
            let band = Band(
                left: Double(left) * unit, right: Double(right + 1) * unit, top: Double(row) * unit,
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

extension SIMD4<Float> {
    @inline(__always)
    fileprivate func joined(_ high: SIMD4<Float>) -> SIMD8<Float> { SIMD8(lowHalf: self, highHalf: high) }
}
