import Cards
import Geometry
import Masks
import Pictures
import Scenes
import Testing

@testable import Compositing

/// Snow that lies on the ground and on objects.
@Suite struct LyingSnowTests {
    /// Looks level from 1.5 m: the horizon is at row 60, and row 72 shows the ground 12.5 m away.
    private let camera = Camera(width: 160, height: 120, focalPixels: 100, heightMetres: 1.5)

    private func snow(_ cover: Double) -> Snow {
        var snow = Snow()
        (snow.rate, snow.cover) = (0, cover)
        return snow
    }

    /// A grey sky over green ground.
    private func meadow(_ other: (Int, Int) -> (UInt8, UInt8, UInt8)? = { _, _ in nil }) -> Raster {
        raster(160, 120) { x, y in
            let (red, green, blue) = other(x, y) ?? (y < 60 ? (200, 205, 210) : (60, 100, 40))
            return (red, green, blue, 255)
        }
    }

    private func snowed(
        _ image: Raster, _ cover: Double, ground: Polygon? = nil, slopes: [Polygon]? = nil
    ) throws -> Raster {
        var scene = try BoxStage().scene([])
        (scene.camera, scene.ground, scene.slopes) = (camera, ground, slopes)
        var composite = Composite(
            scene: scene, image: image, map: InstanceMap(width: 160, height: 120), instances: [], surfaces: nil,
            real: [])
        snow(cover).apply(to: &composite, streams: RandomStreams(seed: 1, image: 0))
        return composite.image
    }

    @Test func theGroundIsWhiteAndTheSkyStays() throws {
        let (before, after) = (meadow(), try snowed(meadow(), 1))
        for x in stride(from: 0, to: 160, by: 7) {
            for y in 0..<58 { #expect(after.rgb(x, y) == before.rgb(x, y)) }
            for y in 80..<120 {
                let pixel = after.rgb(x, y)
                #expect(pixel.allSatisfy { $0 > 170 } && pixel[2] >= pixel[0], "\(x), \(y): \(pixel)")
            }
        }
    }

    /// Near ground of one colour: the patches take the share that is asked for, within what 160 pixels show of them.
    @Test func moreCoverIsMoreSnow() throws {
        func share(_ cover: Double) throws -> Double {
            let image = try snowed(meadow(), cover)
            let white = (80..<120).reduce(0) { sum, y in sum + (0..<160).count { image.rgb($0, y)[0] > 130 } }
            return Double(white) / (40 * 160)
        }
        let shares = try [0, 0.25, 0.5, 0.75, 1].map(share)
        #expect(shares[0] == 0 && shares[4] == 1)
        for (less, more) in zip(shares, shares.dropFirst()) { #expect(less < more) }
        #expect((0.25...0.75).contains(shares[2]), "\(shares)")
    }

    /// A red wall that stands on the ground beyond what is known, and a dark patch like a shade.
    @Test func whatIsNoGroundHasNoSnow() throws {
        let wall = { (x: Int, y: Int) -> (UInt8, UInt8, UInt8)? in
            (50..<80).contains(x) && (40..<70).contains(y) ? (190, 40, 30) : nil
        }
        let image = try snowed(meadow(wall), 1)
        for y in 44..<67 { for x in 54..<76 { #expect(image.rgb(x, y) == [190, 40, 30], "\(x), \(y)") } }
        #expect(image.rgb(20, 66)[0] > 100 && image.rgb(65, 90)[0] > 170)
    }

    /// The photo's outline of its ground wins over what is near.
    @Test func theOutlineOfTheGroundSaysWhereItIs() throws {
        let water = { (x: Int, y: Int) -> (UInt8, UInt8, UInt8)? in x >= 80 && y >= 60 ? (50, 70, 110) : nil }
        let left = Polygon([Point(0, 70), Point(78, 70), Point(78, 120), Point(0, 120)])
        let image = try snowed(meadow(water), 1, ground: left)
        #expect(image.rgb(40, 100)[0] > 170 && image.rgb(120, 100) == [50, 70, 110])
        #expect(try snowed(meadow(water), 1).rgb(120, 100)[0] > 150)
    }

    /// A hill of the meadow's colour rises 30 rows above the horizon on the left, and a wood of the same colour on the right.
    @Test func snowLiesOnASlopeAboveTheHorizon() throws {
        let hills = { (x: Int, y: Int) -> (UInt8, UInt8, UInt8)? in (30..<60).contains(y) ? (60, 100, 40) : nil }
        let slope = Polygon([Point(0, 30), Point(80, 30), Point(80, 66), Point(0, 66)])
        let image = try snowed(meadow(hills), 1, slopes: [slope])
        for y in 34..<66 { for x in 0..<74 { #expect(image.rgb(x, y)[0] > 170, "\(x), \(y): \(image.rgb(x, y))") } }
        for y in 34..<58 { for x in 86..<160 { #expect(image.rgb(x, y) == [60, 100, 40]) } }
        for y in 0..<28 { for x in 0..<160 { #expect(image.rgb(x, y) == [200, 205, 210]) } }
        #expect(try snowed(meadow(hills), 1).rgb(40, 45) == [60, 100, 40])
        let part = try snowed(meadow(hills), 0.5, slopes: [slope])
        #expect((100...165).contains(part.rgb(40, 45)[0]), "\(part.rgb(40, 45))")
    }

    @Test func aShadeOnTheGroundGoesOnInTheSnowAndIsBlue() throws {
        let shade = { (x: Int, y: Int) -> (UInt8, UInt8, UInt8)? in
            (60..<100).contains(x) && (85..<110).contains(y) ? (40, 68, 27) : nil
        }
        let image = try snowed(meadow(shade), 1)
        let (dark, light) = (image.rgb(80, 98).map(Double.init), image.rgb(20, 98).map(Double.init))
        #expect(dark[0] < light[0] - 8)
        #expect(dark[2] / dark[0] > light[2] / light[0])
    }

    /// Boxes half a metre away, upright: 100 pixels to the metre.
    private func capped(
        _ boxes: [(PixelRect, Double)], cover: Double
    ) throws -> (before: Composite, after: Composite) {
        let stage = try BoxStage(plain(64, 48, 200, 200, 200), mapsSurfaces: true)
        var scene = stage.scene([])
        scene.objects = boxes.enumerated().map { number, box in
            let (rect, depth) = box
            var object = stage.object(
                "box \(number)",
                .flat(
                    imageFromObject: Homography(
                        depth * Double(rect.width), 0, depth * Double(rect.minX), 0, depth * Double(rect.height),
                        depth * Double(rect.minY), 0, 0, depth), onGround: true))
            object.distanceMetres = depth
            return object
        }
        let before = try stage.compositor.composite(scene)
        var after = before
        snow(cover).apply(to: &after, streams: RandomStreams(seed: 1, image: 0))
        return (before, after)
    }

    @Test func snowLiesOnTheUpperEdgeOfWhatIsUpright() throws {
        let rect = PixelRect(minX: 16, minY: 10, maxX: 48, maxY: 44)
        let (before, after) = try capped([(rect, 0.5)], cover: 1)
        for x in 22..<42 {
            #expect(after.image.rgb(x, 10)[1] > 80, "\(x)")
            for y in 18..<44 { #expect(after.image.rgb(x, y) == before.image.rgb(x, y)) }
            for y in 0..<10 { #expect(after.image.rgb(x, y) == before.image.rgb(x, y)) }
        }
        #expect(after.map.ids == before.map.ids && after.instances.map(\.visible) == before.instances.map(\.visible))
        #expect((0.01...0.25).contains(after.instances[0].veiledShare), "\(after.instances[0].veiledShare)")
    }

    /// What stands before an object keeps the snow off its hidden edge.
    @Test func noSnowLiesUnderWhatHidesAnEdge() throws {
        let back = PixelRect(minX: 16, minY: 10, maxX: 48, maxY: 44)
        let front = PixelRect(minX: 10, minY: 6, maxX: 54, maxY: 24)
        let (before, after) = try capped([(back, 0.5), (front, 0.4)], cover: 1)
        for x in 20..<44 { for y in 25..<44 { #expect(after.image.rgb(x, y) == before.image.rgb(x, y)) } }
        #expect(after.image.rgb(32, 6) != before.image.rgb(32, 6))
    }
}
