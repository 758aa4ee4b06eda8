import Geometry
import Masks
import Objects
import Pictures
import Testing

@testable import Compositing

/// Wear changes the colours of an object, in the object's own frame.
@Suite struct WearTests {
    /// An even grey plate.
    private static func plate(_ width: Int = 256, _ height: Int = 256) throws -> Sprite {
        try Sprite(straight: raster(width, height) { _, _ in (150, 150, 150, 255) })
    }

    /// The plate pasted over black, and its map.
    private static func pasted(
        _ sprite: Sprite, _ wear: Wear?, scale: Double = 1, width: Int = 256, height: Int = 256
    ) -> Canvas {
        var canvas = Canvas(raster(width, height) { _, _ in (0, 0, 0, 255) })
        _ = canvas.paste(sprite, placed(sprite, scale: scale), Look(wear: wear))
        return canvas
    }

    private static func greens(_ canvas: Canvas) -> [Double] {
        stride(from: 1, to: canvas.image.bytes.count, by: 4).map { Double(canvas.image.bytes[$0]) }
    }

    /// The mean distance of two pictures.
    private static func distance(_ a: Canvas, _ b: Canvas) -> Double {
        let count = Double(a.image.bytes.count)
        return zip(a.image.bytes, b.image.bytes).reduce(0) { $0 + abs(Double($1.0) - Double($1.1)) } / count
    }

    @Test func noWearIsTheSameAsNone() throws {
        let sprite = try Self.plate()
        let plain = Self.pasted(sprite, nil)
        #expect(Self.pasted(sprite, Wear(amount: 0, seed: 5, isOnGround: true)) == plain)
        #expect(Self.pasted(sprite, Wear(amount: 0.1, seed: 5)) != plain)
    }

    @Test(arguments: [(230, 60, 40), (20, 20, 20), (240, 240, 235)] as [(UInt8, UInt8, UInt8)])
    func coloursChangeTheMoreTheMoreAnObjectIsWorn(_ colour: (UInt8, UInt8, UInt8)) throws {
        let sprite = try Sprite(straight: raster(128, 128) { _, _ in (colour.0, colour.1, colour.2, 255) })
        let plain = Self.pasted(sprite, nil, width: 128, height: 128)
        for seed in [1, 77, 4_000_000_000] as [UInt32] {
            var last = 0.0
            for amount in [0.1, 0.2, 0.4, 0.6, 0.8, 1] {
                let worn = Self.pasted(sprite, Wear(amount: amount, seed: seed), width: 128, height: 128)
                let change = Self.distance(worn, plain)
                #expect(change > last + 0.2, "\(amount)")
                last = change
            }
            // The mean over four channels of which alpha is one.
            #expect((6...60).contains(last), "\(last)")
        }
    }

    /// A disc with a soft edge and a hole, under every other change that a look makes.
    @Test func alphaAndTheMapStayAsTheyAre() throws {
        let sprite = try Sprite(
            straight: raster(61, 47) { x, y in
                let square = (x - 30) * (x - 30) + (y - 23) * (y - 23)
                return (200, 90, 30, square < 40 ? 0 : UInt8(max(0, min(255, (480 - square) * 3))))
            })
        for look in [Look(), Look(featherPixels: 3), Look(light: DirectedLight(direction: SIMD3(1, 1, 0.4)))] {
            var worn = look
            worn.wear = Wear(amount: 1, seed: 9, isOnGround: true)
            for transform in [placed(sprite), Homography(20, -14, 40, 16, 19, 2, 0.1, 0.2, 1)] {
                // Over black and over white: their difference is what shows through.
                let clear = [look, worn].map { Self.through(sprite, transform, $0) }
                // Each of the two blends rounds once.
                #expect(zip(clear[0].shares, clear[1].shares).allSatisfy { abs($0 - $1) <= 1 })
                #expect(clear[0].ids == clear[1].ids)
            }
        }
    }

    /// How much of black and white each value lets through, and the map.
    private static func through(
        _ sprite: Sprite, _ imageFromObject: Homography, _ look: Look
    ) -> (shares: [Int], ids: [UInt16]) {
        func over(_ ground: UInt8) -> Canvas {
            var canvas = Canvas(raster(80, 60) { _, _ in (ground, ground, ground, 255) })
            _ = canvas.paste(sprite, imageFromObject, look)
            return canvas
        }
        let (black, white) = (over(0), over(255))
        return (zip(white.image.bytes, black.image.bytes).map { Int($0) - Int($1) }, black.map.ids)
    }

    @Test func noColourExceedsItsAlpha() throws {
        let sprite = try Sprite(
            straight: raster(64, 64) { x, y in (UInt8(x * 4), UInt8(255 - y * 4), 255, UInt8(x * 3 + 40)) })
        let coat = try #require(WearCoat(Wear(amount: 1, seed: 3, isOnGround: true), sprite, level: 0))
        let (level, width) = (sprite.levels[0], sprite.levels[0].width)
        var (line, result) = (
            [UInt32](repeating: 0, count: WearCoat.lineLength(width)), [UInt32](repeating: 0, count: width + 3)
        )
        for y in 0..<level.height {
            level.texels.withUnsafeBufferPointer { texels in
                guard let base = texels.baseAddress else { return }
                coat.row(y, width, base + (y + 1) * level.stride + 1, &line, &result)
            }
            for x in 0..<width {
                let (texel, own) = (result[x], level.texels[(y + 1) * level.stride + 1 + x])
                #expect(texel >> 24 == own >> 24)
                #expect([0, 8, 16].allSatisfy { (texel >> $0) & 255 <= texel >> 24 })
            }
        }
    }

    /// The energy of each octave, as the squares of the differences between neighbouring means of ever more pixels.
    @Test func thereIsTextureAtEveryScale() throws {
        let side = 512
        let worn = Self.pasted(
            try Self.plate(side, side), Wear(amount: 0.5, seed: 21), width: side, height: side)
        var (values, size) = (Self.greens(worn), side)
        while size > 4 {
            let half = size / 2
            var (sum, means) = (0.0, [Double]())
            for y in 0..<half {
                for x in 0..<half {
                    let at = 2 * y * size + 2 * x
                    let four = [values[at], values[at + 1], values[at + size], values[at + size + 1]]
                    let mean = four.reduce(0, +) / 4
                    means.append(mean)
                    sum += four.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4
                }
            }
            let deviation = (sum / Double(half * half)).squareRoot()
            #expect((0.5...14).contains(deviation), "\(deviation) at \(side / size) pixels")
            (values, size) = (means, half)
        }
    }

    /// The marks belong to the object: seen at half the size they are the same, and turned they turn along.
    @Test func itIsSeenInTheObjectsOwnFrame() throws {
        let (sprite, wear) = (try Self.plate(), Wear(amount: 1, seed: 12))
        let full = Self.pasted(sprite, wear)
        let half = Self.pasted(sprite, wear, scale: 0.5, width: 128, height: 128)
        func error(_ other: (Int, Int) -> Double) -> Double {
            var sum = 0.0
            for y in 4..<124 {
                for x in 4..<124 { sum += abs(Double(half.pixel(x, y)[1]) - other(x, y)) }
            }
            return sum / (120 * 120)
        }
        func mean(_ canvas: Canvas, _ x: Int, _ y: Int) -> Double {
            let columns = [2 * x, 2 * x + 1]
            let top = columns.map { Int(canvas.pixel($0, 2 * y)[1]) }
            let bottom = columns.map { Int(canvas.pixel($0, 2 * y + 1)[1]) }
            return Double(top[0] + top[1] + bottom[0] + bottom[1]) / 4
        }
        let other = Self.pasted(sprite, Wear(amount: 1, seed: 13))
        let same = error { mean(full, $0, $1) }
        #expect(same < 2, "\(same)")
        #expect(error { mean(other, $0, $1) } > 4 * same)

        var turned = Canvas(raster(256, 256) { _, _ in (0, 0, 0, 255) })
        // A quarter turn: the object's x runs down.
        _ = turned.paste(sprite, Homography(0, -256, 256, 256, 0, 0, 0, 0, 1), Look(wear: wear))
        for y in stride(from: 0, to: 256, by: 7) {
            for x in stride(from: 0, to: 256, by: 7) {
                let (a, b) = (full.pixel(x, y), turned.pixel(255 - y, x))
                #expect((0..<3).allSatisfy { abs(Int(a[$0]) - Int(b[$0])) <= 1 })
            }
        }
    }

    @Test func mudSplashesUpFromTheGroundAlone() throws {
        let sprite = try Sprite(straight: raster(64, 256) { _, _ in (230, 230, 225, 255) })
        func rows(_ isOnGround: Bool) -> [Double] {
            let canvas = Self.pasted(sprite, Wear(amount: 0.8, seed: 4, isOnGround: isOnGround), width: 64)
            let greens = Self.greens(canvas)
            return (0..<256).map { y in greens[64 * y..<64 * y + 64].reduce(0, +) / 64 }
        }
        let (standing, hanging) = (rows(true), rows(false))
        #expect(standing[..<200] == hanging[..<200])
        let feet = [standing, hanging].map { rows in rows[235..<250].reduce(0, +) / 15 }
        #expect(feet[0] < feet[1] - 25, "\(feet)")
    }
}
