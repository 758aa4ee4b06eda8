/// The textures of worn surfaces, which all objects share: three tiles that repeat over different lengths, so that
/// together they have detail at every scale. Made when first used; about 2 MB.
struct WearTiles: Sendable {
    static let shared = WearTiles()

    /// For each length of the object's longer side: clouds, patches of dirt, streaks that run down, and large dents,
    /// which have their zero at 128.
    let coarse: WearTile
    /// More than once along the object: scratches and small dents, both around 128, dried drops, and clouds.
    let middle: WearTile
    /// Many times: grain and fine scratches, both around 128, pits, and clouds.
    let fine: WearTile

    /// How often each repeats along the object's longer side. No number is a multiple of another.
    static let repeats = (coarse: 1.0, middle: 1.7, fine: 7.3)

    private init() {
        coarse = WearTile(
            bits: 8,
            [
                WearTiles.clouds("clouds", bits: 8, cells: [4, 4], octaves: 6, gain: 0.6),
                WearTiles.clouds("patches", bits: 8, cells: [8, 4], octaves: 6, gain: 0.7),
                WearTiles.clouds("streaks", bits: 8, cells: [64, 2], octaves: 3, gain: 0.7),
                WearTiles.dents(),
            ])
        middle = WearTile(
            bits: 9,
            [
                WearTiles.scratches("scratches", bits: 9, 90, lengths: 12...170, widths: 0.8...1.5),
                WearTiles.dings(),
                WearTiles.drops(),
                WearTiles.clouds("middle", bits: 9, cells: [16, 16], octaves: 6, gain: 0.75),
            ])
        fine = WearTile(
            bits: 8,
            [
                WearTiles.clouds("grain", bits: 8, cells: [32, 32], octaves: 4, gain: 0.9),
                WearTiles.scratches("hairlines", bits: 8, 26, lengths: 15...110, widths: 0.8...1.1),
                WearTiles.pits(),
                WearTiles.clouds("fine", bits: 8, cells: [8, 8], octaves: 6, gain: 0.8),
            ])
    }

    private static func clouds(
        _ name: String, bits: Int, cells: SIMD2<Int>, octaves: Int, gain: Float
    ) -> [UInt8] {
        var noise = SurfaceNoise(bits: bits, name: name)
        noise.addClouds(cells: cells, octaves: octaves, gain: gain)
        return noise.bytes(mean: 128, deviation: 48)
    }

    /// A sheet that is no longer flat: broad waves, and a few hollows.
    private static func dents() -> [UInt8] {
        var noise = SurfaceNoise(bits: 8, name: "dents")
        noise.addClouds(cells: [4, 4], octaves: 2, gain: 0.3)
        for at in noise.values.indices { noise.values[at] *= 6 }
        noise.addDents(16, radii: 7...24, depth: 0.5)
        return noise.lit.map { byte(128 + 110 * $0) }
    }

    /// The marks of stones.
    private static func dings() -> [UInt8] {
        var noise = SurfaceNoise(bits: 9, name: "dings")
        noise.addDents(60, radii: 2...10, depth: 0.5)
        return noise.lit.map { byte(128 + 130 * $0) }
    }

    private static func drops() -> [UInt8] {
        var noise = SurfaceNoise(bits: 9, name: "drops")
        noise.addDrops(1500, radii: 0.8...7)
        return noise.values.map { byte(255 * $0) }
    }

    private static func pits() -> [UInt8] {
        var noise = SurfaceNoise(bits: 8, name: "pits")
        noise.addDrops(260, radii: 0.6...3)
        return noise.values.map { byte(255 * $0) }
    }

    private static func scratches(
        _ name: String, bits: Int, _ count: Int, lengths: ClosedRange<Float>, widths: ClosedRange<Float>
    ) -> [UInt8] {
        var noise = SurfaceNoise(bits: bits, name: name)
        noise.addScratches(count, lengths: lengths, widths: widths)
        return noise.values.map { byte(128 + 127 * $0) }
    }

    static func byte(_ value: Float) -> UInt8 { UInt8(min(255, max(0, value.rounded()))) }
}
