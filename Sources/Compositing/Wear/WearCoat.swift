import Cards
import Geometry
import Objects

/// The wear of one object, ready to be laid on the texels of one level of its sprite.
///
/// It lies in the object's own frame: it turns and scales with the object, and every level shows the same marks.
struct WearCoat {
    private let amount: Float
    private let tiles = WearTiles.shared
    private let coarse: WearTilePlace
    private let middle: WearTilePlace
    private let fine: WearTilePlace

    /// A level on which an object is some 64 texels long: its alpha, blurred, shows where the rims are.
    private let rim: SpriteLevel
    /// How many texels of the level in use one of that level spans.
    private let rimScale: Double
    /// Texels of the level in use from the object's head to its foot, and the texel of its head.
    private let height: Double
    private let head: Double
    private let isOnGround: Bool

    /// The share of an object's height up to which mud splashes.
    private static let splashed = 0.2

    /// Nil where nothing is worn.
    init?(_ wear: Wear, _ sprite: Sprite, level: Int) {
        guard wear.amount > 0 else { return nil }
        amount = Float(wear.amount)
        isOnGround = wear.isOnGround
        let frame = sprite.frame
        let resolution = Double(sprite.levels[0].height) / frame.height / Double(1 << level)
        let corner = SIMD2(-frame.x, -frame.y) * resolution
        (height, head) = (resolution, corner.y)
        let longer = max(1, sprite.aspect) * resolution
        let hash = SplitMix.hash(UInt64(wear.seed))
        coarse = WearTilePlace(
            tiles.coarse, repeats: WearTiles.repeats.coarse / longer, hash: hash, corner: corner)
        middle = WearTilePlace(
            tiles.middle, repeats: WearTiles.repeats.middle / longer, hash: SplitMix.mixed(hash &+ 1), corner: corner)
        // Turned by an angle whose cosine and sine are 12/13 and 5/13.
        fine = WearTilePlace(
            tiles.fine, repeats: WearTiles.repeats.fine / longer, turn: [12.0 / 13, 5.0 / 13],
            hash: SplitMix.mixed(hash &+ 2), corner: corner)
        var coarser = level
        while coarser + 1 < sprite.levels.count,
            max(sprite.levels[coarser].width, sprite.levels[coarser].height) > 80
        {
            coarser += 1
        }
        rim = sprite.levels[coarser]
        rimScale = Double(1 << (coarser - level))
    }

    /// How many values `row` needs as scratch for a row of so many texels.
    static func lineLength(_ width: Int) -> Int { 6 * padded(width) }

    private static func padded(_ count: Int) -> Int { (count + 7) & ~7 }

    /// Wears the texels of row `y`; works on up to three texels beyond `width`.
    func row(
        _ y: Int, _ width: Int, _ texels: UnsafePointer<UInt32>, _ line: UnsafeMutablePointer<UInt32>,
        _ result: UnsafeMutablePointer<UInt32>
    ) {
        var (first, end) = (0, width)
        while first < end, texels[first] == 0 { first += 1 }
        while end > first, texels[end - 1] == 0 { end -= 1 }
        for x in 0..<first { result[x] = 0 }
        for x in end..<width { result[x] = 0 }
        guard first < end else { return }
        let count = WearCoat.padded(end - first)
        let indices = UnsafeMutableRawPointer(line).assumingMemoryBound(to: Int32.self)
        let fractions = line + count
        let samples = WearSamples(
            coarse: line + 2 * count, middle: line + 3 * count, fine: line + 4 * count, rim: line + 5 * count)
        func sample(_ tile: WearTile, _ place: WearTilePlace, _ values: UnsafeMutablePointer<UInt32>) {
            let level = tile.levels[place.level]
            let (start, step) = place.row(y, from: first)
            WearRows.locate(start, step, count, bits: level.bits, indices, fractions)
            level.texels.withUnsafeBufferPointer { texels in
                guard let base = texels.baseAddress else { return }
                let source = TexelSource(texels: base, width: level.side, height: level.side, stride: level.stride)
                PasteRows.sample(source, count, indices, fractions, values)
            }
        }
        sample(tiles.coarse, coarse, samples.coarse)
        sample(tiles.middle, middle, samples.middle)
        sample(tiles.fine, fine, samples.fine)
        rim.texels.withUnsafeBufferPointer { texels in
            guard let base = texels.baseAddress else { return }
            let source = TexelSource(texels: base, width: rim.width, height: rim.height, stride: rim.stride)
            // Read a little further down: dirt gathers where the object ends below rather than above.
            let below = (Double(y) + 0.5) / rimScale + 0.5 + 0.6
            let row = TexelRow(
                start: Float(first), u: SIMD2(Float(256 / rimScale), Float((0.5 / rimScale + 0.5) * 256)),
                v: SIMD2(0, Float(below * 256)), w: [0, 1])
            PasteRows.locate(row, count, source, indices, fractions)
            PasteRows.sample(source, count, indices, fractions, samples.rim)
        }
        WearRows.wear(texels + first, end - first, samples, amount, foot: foot(y), result + first)
    }

    /// How muddy a row is for being near the ground: 0 above the splashes, 1 at the foot.
    private func foot(_ y: Int) -> Float {
        guard isOnGround else { return 0 }
        let above = 1 - (Double(y) + 0.5 - head) / height
        let share = min(1, max(0, 1 - above / WearCoat.splashed))
        return Float(share * share)
    }
}

/// The textures at each texel of a row.
struct WearSamples {
    let coarse: UnsafeMutablePointer<UInt32>
    let middle: UnsafeMutablePointer<UInt32>
    let fine: UnsafeMutablePointer<UInt32>
    let rim: UnsafeMutablePointer<UInt32>
}
