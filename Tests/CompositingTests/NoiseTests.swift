import Cards
import Masks
import Pictures
import Scenes
import Testing

@testable import Compositing

@Suite struct NoiseTests {
    private let stage: BoxStage

    init() throws { stage = try BoxStage(raster(64, 48) { _, _ in (128, 128, 128, 255) }) }

    /// Every channel of a grey photo with noise, by the scene's seed.
    private func levels(iso: Double, seed: UInt64 = 1) throws -> [Double] {
        var scene = stage.scene([])
        scene.seed = seed
        scene.effects = [DrawnPart(name: "noise", values: .map(["iso": .number(iso)]))]
        let image = try stage.compositor.composite(scene).image
        return image.bytes.enumerated().filter { $0.offset % 4 < 3 }.map { Double($0.element) }
    }

    /// Of 9,216 draws: the mean is off by a hundredth of a deviation, the deviation by less than a hundredth of itself.
    @Test(arguments: [3200.0, 12_800]) func itSpreadsAsTheSensorSays(iso: Double) throws {
        let levels = try levels(iso: iso)
        // sRGB's 128 is 0.2159 of white; its curve rises there by 255 · 1.055 / 2.4 · 0.2159 ^ (1 / 2.4 − 1) levels.
        let white = 40_000 * 100 / iso
        let deviation = (0.2159 * white + 25).squareRoot() / white * 274
        let mean = levels.reduce(0, +) / Double(levels.count)
        let variance = levels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(levels.count)
        #expect(abs(mean - 128) < 0.05 * deviation)
        #expect(abs(variance.squareRoot() / deviation - 1) < 0.05)
    }

    /// By the definition, one number after the other; 7 pixels are less than what is drawn at once.
    @Test(arguments: [(7, 1), (64, 48), (13, 5)]) func eachChannelIsRoundedToTheNearest(width: Int, height: Int) throws
    {
        let stage = try BoxStage(
            raster(width, height) { x, y in (UInt8(x * 4 % 256), UInt8(y * 5 % 256), UInt8(x * y % 256), 255) })
        var scene = stage.scene([])
        let plain = try stage.compositor.composite(scene).image
        scene.effects = [DrawnPart(name: "noise", values: .map(["iso": .number(6400)]))]
        let found = try stage.compositor.composite(scene).image
        var noise = Noise()
        noise.iso = 6400
        var stream = scene.streams.scope("pixels").scope("0/noise").stream("noise")
        for pixel in 0..<width * height {
            let (a, b) = (stream.next(), stream.next())
            for (channel, bits) in [a & 0xFFFF, a >> 16, b & 0xFFFF].enumerated() {
                let level = plain.bytes[pixel * 4 + channel]
                let drawn = Float(Normal.quantile((Double(bits) + 0.5) / 65_536))
                let noisy = Float(level) + noise.deviation(ofLevel: Int(level)) * drawn
                #expect(found.bytes[pixel * 4 + channel] == UInt8(min(255, max(0, noisy.rounded()))))
            }
            #expect(found.bytes[pixel * 4 + 3] == 255)
        }
    }

    @Test func channelsDrawByThemselves() throws {
        let levels = try levels(iso: 12_800).map { $0 - 128 }
        for (a, b) in [(0, 1), (0, 2), (1, 2)] {
            let pairs = stride(from: 0, to: levels.count, by: 3).map { (levels[$0 + a], levels[$0 + b]) }
            let both = pairs.reduce(0) { $0 + $1.0 * $1.1 }
            let each = pairs.reduce(0) { $0 + $1.0 * $1.0 }
            #expect(abs(both / each) < 0.08)
        }
    }

    @Test func theSameSeedGivesTheSameNoiseAndAnotherDoesNot() throws {
        #expect(try levels(iso: 800) == levels(iso: 800))
        #expect(try levels(iso: 800) != levels(iso: 800, seed: 2))
    }
}
