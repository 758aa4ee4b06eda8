/// Four textures of a surface in the channels of one picture that repeats, at every resolution.
struct WearTile: Sendable {
    /// The tile at one resolution.
    struct Level: Sendable {
        /// Log2 of the side.
        let bits: Int
        /// Row-major, with one more column and row than the side, which repeat the first: a bilinear tap need not wrap.
        let texels: [UInt32]

        var side: Int { 1 << bits }
        var stride: Int { side + 1 }
    }

    /// Element k has 2⁻ᵏ of the resolution of element 0; the last is one texel.
    let levels: [Level]

    /// - Parameter channels: four of them, each 0…255 and side · side long; the first is in the lowest byte.
    init(bits: Int, _ channels: [[UInt8]]) {
        precondition(channels.count == 4 && channels.allSatisfy { $0.count == 1 << (2 * bits) }, "a tile is a square")
        var levels: [Level] = []
        var (bits, channels) = (bits, channels)
        while true {
            levels.append(WearTile.level(bits, channels))
            if bits == 0 { break }
            channels = channels.map { WearTile.halved($0, bits) }
            bits -= 1
        }
        self.levels = levels
    }

    private static func level(_ bits: Int, _ channels: [[UInt8]]) -> Level {
        let (side, mask) = (1 << bits, 1 << bits - 1)
        var texels: [UInt32] = []
        texels.reserveCapacity((side + 1) * (side + 1))
        for y in 0...side {
            for x in 0...side {
                let at = (y & mask) << bits + (x & mask)
                texels.append(
                    UInt32(channels[0][at]) | UInt32(channels[1][at]) << 8 | UInt32(channels[2][at]) << 16
                        | UInt32(channels[3][at]) << 24)
            }
        }
        return Level(bits: bits, texels: texels)
    }

    /// The means of two by two.
    private static func halved(_ channel: [UInt8], _ bits: Int) -> [UInt8] {
        let (side, half) = (1 << bits, 1 << (bits - 1))
        var result = [UInt8](repeating: 0, count: half * half)
        for y in 0..<half {
            for x in 0..<half {
                let at = 2 * y * side + 2 * x
                let sum =
                    Int(channel[at]) + Int(channel[at + 1]) + Int(channel[at + side]) + Int(channel[at + side + 1])
                result[y * half + x] = UInt8((sum + 2) / 4)
            }
        }
        return result
    }
}

/// How a tile lies on the texels of a sprite's level.
struct WearTilePlace {
    /// Index into the tile's levels.
    let level: Int
    /// Texels of that level, at the middle of the sprite's first texel, and for a step to the right and down.
    private let start: SIMD2<Double>
    private let right: SIMD2<Double>
    private let down: SIMD2<Double>

    /// - Parameters:
    ///   - repeats: how often the tile repeats over a texel of the sprite, far below 1.
    ///   - turn: cosine and sine of the angle by which the tile is turned.
    ///   - hash: bits that choose where it begins, and whether it is mirrored.
    ///   - corner: the texel of the sprite that lies at the object plane's origin, so that all levels agree.
    init(_ tile: WearTile, repeats: Double, turn: SIMD2<Double> = [1, 0], hash: UInt64, corner: SIMD2<Double>) {
        var (level, rate) = (0, repeats * Double(tile.levels[0].side))
        while rate > 2.0.squareRoot(), level + 1 < tile.levels.count {
            rate /= 2
            level += 1
        }
        self.level = level
        let mirror = hash & 1 == 0 ? 1.0 : -1.0
        right = SIMD2(turn.x * mirror, turn.y * mirror) * rate
        down = SIMD2(-turn.y, turn.x) * rate
        let side = Double(tile.levels[level].side)
        let offset = SIMD2(Double(hash >> 8 & 0xFFFF), Double(hash >> 32 & 0xFFFF)) * (side / 65536)
        start = offset + right * (0.5 - corner.x) + down * (0.5 - corner.y) - 0.5
    }

    /// The positions of a row of texels from column `x` on, in 1/65,536. They wrap at 2³², a multiple of every side.
    func row(_ y: Int, from x: Int) -> (start: SIMD2<UInt32>, step: SIMD2<UInt32>) {
        let from = start + right * Double(x) + down * Double(y)
        return (SIMD2(fixed(from.x), fixed(from.y)), SIMD2(fixed(right.x), fixed(right.y)))
    }

    private func fixed(_ value: Double) -> UInt32 { UInt32(truncatingIfNeeded: Int64((value * 65536).rounded())) }
}
