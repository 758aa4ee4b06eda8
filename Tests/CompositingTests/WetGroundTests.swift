import Cards
import Geometry
import Masks
import Pictures
import Scenes
import Testing

@testable import Compositing

/// Rain makes the ground dark and a mirror, and nothing else.
@Suite struct WetGroundTests {
    private let camera = Camera(width: 64, height: 48, focalPixels: 50, heightMetres: 1.5)

    private func wetted(_ image: Raster, _ ground: WetGround, boxes: [PixelRect] = []) throws -> (Composite, Raster) {
        let stage = try BoxStage(image)
        var composite = try stage.compositor.composite(stage.scene(boxes))
        let before = composite.image
        var stream = RandomStreams(seed: 1, image: 0).stream("puddles")
        ground.lay(over: &composite, SeenDistances(in: composite), from: &stream)
        return (composite, before)
    }

    /// Lekner and Dorf: black and white stay, and a grey ground loses about a third of its light.
    @Test func wetThingsAreDarker() {
        #expect(abs(WetGround.wet(0)) < 1e-6 && abs(WetGround.wet(1) - 1) < 1e-6)
        #expect((0.55...0.75).contains(WetGround.wet(0.3) / 0.3))
        for step in 1..<20 { #expect(WetGround.wet(Float(step) / 20) < Float(step) / 20) }
    }

    @Test func skyAndObjectsStayDry() throws {
        let box = PixelRect(minX: 20, minY: 20, maxX: 40, maxY: 44)
        let (wet, dry) = try wetted(plain(64, 48, 150, 150, 150), WetGround(wet: 1, mirror: 0.5), boxes: [box])
        for y in 0..<48 {
            for x in 0..<64 {
                let isDry = y < 24 || wet.map.ids[y * 64 + x] > 0
                if isDry { #expect(wet.image.rgb(x, y) == dry.rgb(x, y), "\(x), \(y)") }
            }
        }
        #expect(wet.image.rgb(5, 44)[0] < dry.rgb(5, 44)[0])
    }

    /// A red sky over black ground: the ground shows red, more where it is looked at along than down.
    @Test func theGroundMirrorsTheSky() throws {
        let image = raster(64, 48) { _, y in y < 24 ? (200, 0, 0, 255) : (0, 0, 0, 255) }
        let (wet, _) = try wetted(image, WetGround(wet: 0, mirror: 1))
        func mean(_ y: Int) -> Int { (0..<64).reduce(0) { $0 + Int(wet.image.rgb($1, y)[0]) } / 64 }
        #expect(mean(31) > mean(46) && mean(46) > 0)
        #expect((24..<48).allSatisfy { wet.image.rgb(30, $0)[1] == 0 })
    }

    /// Water reflects 2 % of what meets it straight on, and all of what only grazes it.
    @Test func waterReflectsAsFresnelSays() {
        #expect(abs(WetGround.reflectance(1) - 0.02) < 1e-6 && abs(WetGround.reflectance(0) - 1) < 1e-6)
        // By Fresnel's equations for n = 1.33: 0.35 at 10° above the surface, 0.13 at 20°.
        #expect(abs(WetGround.reflectance(0.1736) - 0.35) < 0.07 && abs(WetGround.reflectance(0.342) - 0.13) < 0.03)
    }
}
