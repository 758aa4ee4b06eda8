import Cards
import Geometry
import Masks
import Pictures
import Scenes
import Testing

@testable import Compositing

/// Windows that are lit by night.
@Suite struct LitWindowsTests {
    private let size = (width: 120, height: 80)

    /// A pale wall with twelve dark windows of 14 × 20 pixels, each with a pale bar of 2 pixels down its middle.
    private var wall: Raster {
        raster(size.width, size.height) { x, y in
            let inWindow = x % 20 < 14 && y % 40 < 20 && y < 60 && x < 120
            let isBar = (6...7).contains(x % 20)
            return inWindow && !isBar ? (20, 24, 30, 255) : (190, 180, 160, 255)
        }
    }

    private var windows: [Polygon] {
        (0..<12).map { number in
            let (x, y) = (Double(number % 6) * 20, Double(number / 6) * 40)
            return Polygon([Point(x, y), Point(x + 14, y), Point(x + 14, y + 20), Point(x, y + 20)])
        }
    }

    private func night(_ share: Double, objects: [PixelRect] = [], seed: UInt64 = 1) throws -> Composite {
        let stage = try BoxStage(wall)
        var scene = stage.scene(objects)
        scene.windows = windows
        var composite = try stage.compositor.composite(scene)
        var night = Night()
        (night.stops, night.windows, night.lamps, night.reflectors) = (6, share, 0, 0)
        night.apply(to: &composite, streams: RandomStreams(seed: seed, image: 0))
        return composite
    }

    private func isLit(_ window: Int, _ image: Raster) -> Bool {
        image.rgb(window % 6 * 20 + 3, window / 6 * 40 + 10)[0] > 60
    }

    @Test func aShareOfTheWindowsIsLit() throws {
        let (none, some, all) = (try night(0).image, try night(0.5).image, try night(1).image)
        #expect((0..<12).allSatisfy { !isLit($0, none) })
        #expect((0..<12).allSatisfy { isLit($0, all) })
        let lit = (0..<12).filter { isLit($0, some) }
        #expect((2...10).contains(lit.count), "\(lit)")
        // Those that are lit have the light that they have where all are.
        for window in lit {
            let (x, y) = (window % 6 * 20 + 3, window / 6 * 40 + 10)
            #expect(some.rgb(x, y) == all.rgb(x, y))
        }
        // Another scene has others, or other light.
        #expect(try night(0.5, seed: 2).image != some)
    }

    /// Bars and the wall stay as dark as they are without.
    @Test func barsStandDarkBeforeTheLight() throws {
        let (dark, lit) = (try night(0).image, try night(1).image)
        for window in 0..<12 {
            let (x, y) = (window % 6 * 20, window / 6 * 40 + 10)
            #expect(lit.rgb(x + 6, y) == dark.rgb(x + 6, y) && lit.rgb(x + 7, y) == dark.rgb(x + 7, y))
            #expect(lit.rgb(x + 16, y) == dark.rgb(x + 16, y))
        }
    }

    /// Lamps are warm or neutral, never blue: red is the strongest, and some blue is left.
    @Test func theLightIsThatOfLamps() throws {
        var kinds = Set<Bool>()
        for seed in 1...6 {
            let image = try night(1, seed: UInt64(seed)).image
            for window in 0..<12 {
                let light = image.rgb(window % 6 * 20 + 3, window / 6 * 40 + 10).map { SRGB.linear(Double($0) / 255) }
                #expect(light[0] >= light[1] && light[1] > light[2] && light[2] > 0.03 * light[0], "\(light)")
                #expect((0.1...0.96).contains(light[0]))
                kinds.insert(light[2] > 0.5 * light[0])
            }
        }
        #expect(kinds == [true, false])
    }

    /// An object before a window hides its light exactly, and no label moves.
    @Test func objectsBeforeAWindowHideIt() throws {
        let box = PixelRect(minX: 0, minY: 4, maxX: 30, maxY: 16)
        let (dark, lit) = (try night(0, objects: [box]), try night(1, objects: [box]))
        #expect(lit.map == dark.map && lit.instances.map(\.visible) == dark.instances.map(\.visible))
        #expect(lit.instances.map(\.veiledShare) == dark.instances.map(\.veiledShare))
        var hidden = 0
        for (pixel, id) in lit.map.ids.enumerated() where id > 0 {
            hidden += 1
            let (x, y) = (pixel % size.width, pixel / size.width)
            #expect(lit.image.rgb(x, y) == dark.image.rgb(x, y))
        }
        #expect(hidden == box.area)
        #expect(lit.image.rgb(3, 18)[0] > 60)
    }

    /// Without windows the night is as it is without the key.
    @Test func aPhotoWithoutWindowsStaysDark() throws {
        let camera = Camera(width: 120, height: 80, focalPixels: 100, heightMetres: 1.5)
        var lit = Night()
        lit.windows = 1
        #expect(try wall.after(lit, camera: camera) == wall.after(Night(), camera: camera))
    }
}
