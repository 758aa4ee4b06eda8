import Cards
import Foundation
import Geometry
import Masks
import Pictures
import Scenes
import Testing

@testable import Compositing

/// Rain and snow as drops and flakes that fall before the picture.
@Suite struct PrecipitationTests {
    /// Half of the covered share of a pixel, times the pixels, is the thing's own area, however far it moves.
    @Test(arguments: [(10.0, 0.0), (60, 0), (60, 20), (25, -25)]) func aStreakHidesAsMuchAsTheThing(
        along: (Double, Double)
    ) {
        for (diameter, blur) in [(2.0, 0.0), (0.4, 0), (3, 4)] {
            var streaks = Streaks(width: 200, height: 200)
            let middle = SIMD2<Float>(100.3, 99.6)
            let half = SIMD2(Float(along.1), Float(along.0)) / 2
            streaks.add(from: middle - half, to: middle + half, diameter: Float(diameter), blur: Float(blur))
            let hidden = Depths(streaks).all.reduce(0) { $0 + 1 - exp(-Double($1)) }
            #expect(abs(hidden / (Double.pi / 4 * diameter * diameter) - 1) < 0.12, "\(diameter), \(blur): \(hidden)")
        }
    }

    @Test func aStreakReachesNoFartherThanItsEnds() {
        var streaks = Streaks(width: 60, height: 60)
        streaks.add(from: SIMD2(20, 20), to: SIMD2(30, 40), diameter: 3, blur: 0)
        let layer = Depths(streaks)
        for y in 0..<60 {
            for x in 0..<60 where layer[x, y] > 0 {
                #expect((17...33).contains(x) && (17...43).contains(y), "\(x), \(y)")
            }
        }
        #expect(layer[25, 30] > 0)
        // What lies outside of the image is not drawn, and does not trap.
        streaks.add(from: SIMD2(-500, -900), to: SIMD2(-400, -20), diameter: 3, blur: 0)
        streaks.add(from: SIMD2(61, 70), to: SIMD2(900, 900), diameter: 30, blur: 0)
        streaks.add(from: SIMD2(-40, -20), to: SIMD2(30, 900), diameter: 30, blur: 0)
        #expect(Depths(streaks).all.count == 3600)
    }

    /// Twice the drops' cross-section, summed over their sizes.
    @Test(arguments: [1.0, 10, 100]) func theVeilIsThatOfAllDrops(rate: Double) {
        let drops = Rain.drops(rate)
        let step = 1e-6
        let sum = stride(from: step / 2, to: 0.05, by: step).reduce(0) { sum, diameter in
            sum + 2 * Double.pi / 4 * diameter * diameter * drops.intercept * exp(-drops.slope * diameter) * step
        }
        #expect(abs(drops.extinction / sum - 1) < 1e-3)
        // Snow veils more than rain that brings as much water.
        #expect(Snow.flakes(rate).extinction > drops.extinction)
    }

    /// Heavy rain leaves some kilometres of sight, and heavy snow some hundred metres.
    @Test func theSightIsThatOfTheWeather() {
        #expect((1_500...2_500).contains(-log(0.05) / Rain.drops(10).extinction))
        #expect((200...500).contains(-log(0.05) / Snow.flakes(5).extinction))
    }

    private func fallen(_ camera: Camera, instances: Bool = false, exposure: Double = 0.0005) throws -> Depths {
        let stage = try BoxStage()
        var scene = stage.scene(instances ? [PixelRect(minX: 20, minY: 5, maxX: 40, maxY: 25)] : [])
        if instances { scene.objects[0].distanceMetres = 0.2 }
        var composite = try stage.compositor.composite(scene)
        composite.scene.camera = camera
        var stream = RandomStreams(seed: 3, image: 0).stream("drops")
        return Depths(
            Rain.drops(100).fall(
                before: SeenDistances(in: composite), camera, exposure: exposure, wind: 0, from: &stream))
    }

    /// A drop is never seen through an object that is nearer.
    @Test func dropsBehindAnObjectAreHidden() throws {
        let camera = Camera(width: 64, height: 48, focalPixels: 400, heightMetres: 1.5)
        let (free, hidden) = (try fallen(camera), try fallen(camera, instances: true))
        func sum(_ layer: Depths) -> Float {
            (9..<21).reduce(0) { sum, y in (24..<36).reduce(sum) { $0 + layer[$1, y] } }
        }
        #expect(sum(free) > 0.1)
        #expect(sum(hidden) < 0.1 * sum(free))
    }

    /// Straight down from 0.2 m: all that is farther than the ground lies below it.
    @Test func noDropIsBelowTheGround() throws {
        let camera = Camera(width: 64, height: 48, focalPixels: 400, pitch: .degrees(-90), heightMetres: 0.2)
        #expect(try fallen(camera).all.allSatisfy { $0 == 0 })
    }

    @Test func aLongerExposureMakesLongerAndFainterStreaks() throws {
        let camera = Camera(width: 64, height: 48, focalPixels: 400, heightMetres: 1.5)
        let (short, long) = (try fallen(camera, exposure: 0.0005), try fallen(camera, exposure: 0.01))
        #expect(short.all.max() ?? 0 > long.all.max() ?? 0)
        #expect(short.all.count { $0 > 0 } < long.all.count { $0 > 0 })
    }

    /// A black ground below a bright sky gets more light.
    @Test func moreRainIsMoreOfIt() throws {
        let black = raster(96, 64) { _, y in y < 32 ? (200, 200, 200, 255) : (0, 0, 0, 255) }
        func changed(_ rate: Double) throws -> Int {
            var rain = Rain()
            (rain.rate, rain.wet) = (rate, 0)
            return try black.after(rain).bytes[(96 * 4 * 40)...].reduce(0) { $0 + Int($1) }
        }
        #expect(try changed(100) > changed(2))
    }
}

/// The optical depths of all pixels.
private struct Depths {
    let width: Int
    private(set) var all: [Float] = []

    init(_ streaks: Streaks) {
        width = streaks.width
        var rows = StreakRows(streaks)
        for y in 0..<streaks.height {
            rows.advance(to: y)
            rows.withRow(y) { all += $0 }
        }
    }

    subscript(x: Int, y: Int) -> Float { all[y * width + x] }
}
