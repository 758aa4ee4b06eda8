import Cards
import Geometry
import Masks
import Pictures
import Scenes
import Testing

@testable import Compositing

@Suite struct CloudShadowTests {
    private let camera = Camera(width: 120, height: 100, focalPixels: 100, heightMetres: 2)

    private func shaded(cover: Double, darkness: Double = 0.6) throws -> Raster {
        var shadow = CloudShadow()
        (shadow.cover, shadow.darkness, shadow.size) = (cover, darkness, 5)
        return try plain(120, 100, 150, 150, 150).after(shadow, camera: camera)
    }

    @Test func theSkyStaysAsItIs() throws {
        let image = try shaded(cover: 1)
        #expect((0..<50).allSatisfy { y in (0..<120).allSatisfy { image.rgb($0, y) == [150, 150, 150] } })
    }

    /// Near the camera all of the ground has lost the light that is asked for, and nothing has lost more.
    @Test func aCoveredGroundIsAsDarkAsIsSaid() throws {
        let image = try shaded(cover: 1)
        let expected = SRGB.encoded(SRGB.linear(150.0 / 255) * 0.4) * 255
        #expect(abs(Double(image.rgb(60, 99)[0]) - expected) < 1.5)
        #expect(image.rgb(60, 99)[2] > image.rgb(60, 99)[0])
        #expect(image.bytes.enumerated().allSatisfy { $0.offset % 4 != 0 || Double($0.element) > expected - 1.5 })
    }

    /// Some of it is dark, some light, and the way between them is soft.
    @Test func patchesAreSoft() throws {
        let image = try shaded(cover: 0.5)
        let levels = (60..<100).flatMap { y in (0..<120).map { Int(image.rgb($0, y)[0]) } }
        #expect(levels.count { $0 > 145 } > 100 && levels.count { $0 < 110 } > 100)
        for y in 80..<100 {
            for x in 1..<120 { #expect(abs(Int(image.rgb(x, y)[0]) - Int(image.rgb(x - 1, y)[0])) < 12) }
        }
    }

    @Test func aShareOfTheGroundHasAValueBelowIt() {
        var stream = RandomStreams(seed: 2, image: 0).stream("clouds")
        let noise = GroundNoise(sizeMetres: 10, from: &stream)
        for share in [0.1, 0.5, 0.8] as [Float] {
            let below = (0..<10_000).count { noise(Float($0 % 100) * 0.8, Float($0 / 100) * 0.8) < share }
            #expect(abs(Float(below) / 10_000 - share) < 0.03)
        }
        // It repeats after eight sizes, below zero too.
        #expect(abs(noise(-79.5, 3) - noise(0.5, 83)) < 1e-3)
    }
}
