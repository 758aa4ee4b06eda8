import Cards
import Drawings
import Foundation
import Geometry
import Masks
import Pictures
import Testing

@testable import Compositing
@testable import Scenes

/// Fog takes contrast by Koschmieder's law, and knows distances from the camera and the objects.
@Suite struct FogTests {
    /// Looks level from 2 m: the horizon is at row 50, and row 60 shows the ground 20 m away.
    private let camera = Camera(width: 40, height: 100, focalPixels: 100, heightMetres: 2)

    private func fog(_ visibility: Double, colour: String? = "#808080") -> Fog {
        var fog = Fog()
        (fog.visibility, fog.colour) = (visibility, colour.flatMap { Colour($0) })
        return fog
    }

    @Test func theSkyTakesTheColourOfTheAir() throws {
        let image = try plain(40, 100, 10, 200, 30).after(fog(50, colour: "#c0b0a0"), camera: camera)
        for y in 0..<50 { #expect(image.rgb(20, y) == [0xC0, 0xB0, 0xA0]) }
    }

    /// A pixel of row 0 looks 26.6° up: through 100 m of air above the camera on its way of 223.6 m.
    @Test func aThinLayerLetsTheSkyThrough() throws {
        var haze = fog(1000, colour: "black")
        haze.top = 102
        let image = try plain(40, 100, 255, 255, 255).after(haze, camera: camera)
        let expected = SRGB.encoded(pow(0.05, 0.2236)) * 255
        #expect(abs(Double(image.rgb(20, 0)[0]) - expected) < 1)
        #expect(image.rgb(20, 49)[0] < 10)
        haze.top = 1
        let above = try plain(40, 100, 255, 255, 255).after(haze, camera: camera)
        #expect(above.rgb(20, 0) == [255, 255, 255])
    }

    @Test func nothingIsFartherThanIsSaid() throws {
        var haze = fog(100, colour: "black")
        haze.farthest = 25
        let image = try plain(40, 100, 255, 255, 255).after(haze, camera: camera)
        let expected = SRGB.encoded(pow(0.05, 0.25)) * 255
        for y in [0, 30, 49, 50, 56] { #expect(abs(Double(image.rgb(20, y)[0]) - expected) < 1) }
        #expect(Double(image.rgb(20, 70)[0]) > expected + 10)
    }

    @Test func contrastIsFivePerCentAtTheVisibility() {
        let arriving = Transmittance(extinction: -log(0.05) / 80)
        #expect(arriving(0) == 1)
        #expect(abs(arriving(80) - 0.05) < 1e-5)
        #expect(abs(arriving(40) - Float(0.05.squareRoot())) < 1e-5)
        #expect(arriving(.infinity) == 0)
    }

    @Test(arguments: [51, 60, 99]) func theGroundsLightFallsWithItsDistance(y: Int) throws {
        let image = try plain(40, 100, 255, 0, 128).after(fog(30), camera: camera)
        let x = 31
        let (u, v) = ((Double(x) + 0.5 - 20) / 100, (Double(y) + 0.5 - 50) / 100)
        let metres = 2 / v * (1 + u * u + v * v).squareRoot()
        let share = pow(0.05, metres / 30)
        let air = SRGB.linear(128.0 / 255)
        let expected = [1, 0, air].map { SRGB.encoded(air + ($0 - air) * share) * 255 }
        for (got, want) in zip(image.rgb(x, y), expected) { #expect(abs(Double(got) - want) < 1) }
    }

    @Test func aCameraThatIsTurnedSeesItsOwnHorizon() throws {
        var tilted = camera
        (tilted.pitch, tilted.roll) = (.degrees(-10), .degrees(20))
        let distances = SeenDistances(in: try composite(tilted))
        var metres = [Float](repeating: 0, count: 40)
        for y in [0, 20, 33, 60, 99] {
            metres.withUnsafeMutableBufferPointer { distances.fill($0, row: y) }
            for x in [0, 13, 39] {
                let ground = tilted.groundPoint(at: Point(Double(x) + 0.5, Double(y) + 0.5))
                let expected = ground.map { ($0 - tilted.position).length } ?? .infinity
                #expect(abs(Double(metres[x]) / expected - 1) < 1e-3 || Double(metres[x]) == expected, "\(x), \(y)")
            }
        }
    }

    private func composite(_ camera: Camera) throws -> Composite {
        var scene = try BoxStage().scene([])
        scene.camera = camera
        return Composite(
            scene: scene, image: plain(camera.width, camera.height, 90, 90, 90),
            map: InstanceMap(width: camera.width, height: camera.height), instances: [], surfaces: nil, real: [])
    }

    /// A red box before black, from which only the air's light and the box's own come: the box is as far as it stands.
    @Test(arguments: [true, false]) func anObjectIsAsFarAsItIs(asked: Bool) throws {
        let stage = try BoxStage(mapsSurfaces: asked)
        var scene = stage.scene([])
        // 16 × 16 pixels, upright on the ground where it is 10 m away.
        let place = scene.camera.imageFromObject(heightMetres: 3.2, anchor: Point(0.5, 1), at: [0, 0, -10])
        scene.objects = [stage.object("near", .flat(imageFromObject: place, onGround: true))]
        scene.effects = [DrawnPart(name: "fog", values: .map(["visibility": 20, "color": "black"]))]
        let composite = try stage.compositor.composite(scene)
        let (x, y) = (32, 24)
        #expect(composite.map.ids[y * 64 + x] == 1)
        let expected = SRGB.encoded(pow(0.05, 10.0 / 20)) * 255
        #expect(abs(Double(composite.image.rgb(x, y)[0]) - expected) < 1.5)
    }

    /// The upper corner of a box 10 m away, before a sky of which nothing arrives: 4 of its 9 pixels are the box's.
    @Test func outlinesAreSmooth() throws {
        let stage = try BoxStage()
        var scene = stage.scene([])
        let place = scene.camera.imageFromObject(heightMetres: 3.2, anchor: Point(0.5, 1), at: [0, 0.1, -10])
        scene.objects = [stage.object("near", .flat(imageFromObject: place, onGround: true))]
        let plain = try stage.compositor.composite(scene).image
        scene.effects = [DrawnPart(name: "fog", values: .map(["visibility": 20, "color": "black"]))]
        let composite = try stage.compositor.composite(scene)
        let own = pow(0.05, 10.0 / 20)
        let corner = (0..<24).flatMap { y in (0..<64).map { ($0, y) } }.first {
            composite.map.ids[$0.1 * 64 + $0.0] == 1
        }
        let (x, y) = try #require(corner)
        for (dx, dy, share) in [(0, 0, 4.0), (1, 0, 6), (1, 1, 9), (-1, 0, 2)] {
            let light = SRGB.linear(Double(plain.rgb(x + dx, y + dy)[0]) / 255) * share / 9 * own
            #expect(abs(Double(composite.image.rgb(x + dx, y + dy)[0]) - SRGB.encoded(light) * 255) < 3, "\(dx), \(dy)")
        }
    }

    /// It hangs in the sky: nobody knows how far away. The sky behind it is lost, and the box is not.
    @Test func anObjectOfNoKnownDistanceIsNotLost() throws {
        let stage = try BoxStage()
        var scene = stage.scene([PixelRect(minX: 20, minY: 4, maxX: 30, maxY: 14)])
        scene.effects = [DrawnPart(name: "fog", values: .map(["visibility": 50, "color": "black"]))]
        let image = try stage.compositor.composite(scene).image
        #expect(image.rgb(25, 9)[0] > 200)
        #expect(image.rgb(5, 9) == [0, 0, 0])
    }

    @Test func theAirsColourIsThatOfTheSkyHalfAsStrong() throws {
        var composite = try composite(camera)
        composite.image = raster(40, 100) { x, y in
            y >= 50 ? (0, 255, 0, 255) : x < 30 ? (0, 0, 0, 255) : (100, 150, 255, 255)
        }
        let air = Airlight(of: composite, SeenDistances(in: composite)).light / LinearLight.white
        let sky = [100.0, 150, 255].map { SRGB.linear($0 / 255) }
        let luminance = 0.2126 * sky[0] + 0.7152 * sky[1] + 0.0722 * sky[2]
        for channel in 0..<3 { #expect(abs(Double(air[channel]) - (sky[channel] + luminance) / 2) < 1e-3) }
    }

    /// It reaches from below the horizon to above it. Its rows have one distance, and the ground beside it another each.
    @Test func aLabelledThingIsAsFarAsItsFoot() throws {
        let rect = PixelRect(minX: 20, minY: 10, maxX: 40, maxY: 40)
        let mask = Mask(rect: rect, bits: [UInt8](repeating: 1, count: rect.area)).runLengths(width: 64, height: 48)
        let thing = RealInstance(id: 7, category: "dog", shape: .mask(mask), box: Rect(rect))
        let stage = try BoxStage(plain(64, 48, 255, 255, 255))
        var scene = stage.scene([])
        scene.standing = [StandingInstance(id: 7, category: "dog", distanceMetres: 5)]
        scene.effects = [DrawnPart(name: "fog", values: .map(["visibility": 20, "color": "black"]))]
        let composite = try stage.compositor.composite(scene, real: [thing])
        let expected = SRGB.encoded(pow(0.05, 5.0 / 20)) * 255
        for y in [12, 24, 30, 38] { #expect(abs(Double(composite.image.rgb(30, y)[0]) - expected) < 1.5, "\(y)") }
        #expect(composite.image.rgb(10, 12) == [0, 0, 0])
        #expect(composite.real.first?.distanceMetres == 5)
        scene.standing = []
        #expect(try stage.compositor.composite(scene, real: [thing]).image.rgb(30, 12) == [0, 0, 0])
    }

    /// Two boxes at 10 m and at 30 m, in fog of less and of more sight: what lies beyond it is hidden, and keeps its label.
    @Test(arguments: [(5, [0, 0]), (20, [1, 0]), (200, [1, 1])] as [(Double, [Double])])
    func whatLiesBeyondTheSightIsNotVisible(sight: Double, visible: [Double]) throws {
        let stage = try BoxStage()
        var scene = stage.scene([
            PixelRect(minX: 5, minY: 10, maxX: 15, maxY: 30), PixelRect(minX: 40, minY: 10, maxX: 50, maxY: 30),
        ])
        (scene.objects[0].distanceMetres, scene.objects[1].distanceMetres) = (10, 30)
        let plain = try stage.compositor.composite(scene)
        #expect(plain.instances.map(\.visibility) == [1, 1] && plain.instances.map(\.veiledShare) == [0, 0])
        scene.effects = [DrawnPart(name: "fog", values: .map(["visibility": .number(sight)]))]
        let instances = try stage.compositor.composite(scene).instances
        for (instance, share) in zip(instances, visible) {
            // Round the outline what is behind shows through.
            #expect(abs(instance.visibility - share) < 0.3 && instance.visibility + instance.veiledShare == 1)
            #expect(instance.area == 200)
        }
    }
}
