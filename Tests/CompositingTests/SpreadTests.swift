import Geometry
import Masks
import Objects
import Pictures
import Testing

@testable import Compositing

/// Blends that spread the coverage: masks are those of the spread coverage, where it is at least one half.
@Suite struct SpreadTests {
    private func laid(
        _ sprite: Raster, _ blend: any Blend, x: Int = 10, y: Int = 8, _ photo: Raster
    ) throws -> (image: Raster, map: InstanceMap) {
        let sprite = try Sprite(straight: sprite)
        var canvas = Compositing.Canvas(
            Backdrop(cache: PhotoCache(limit: 0), panoramas: PanoramaCache(), repeats: false, maxPixels: 10_000))
        canvas.take(back: photo, InstanceMap(width: photo.width, height: photo.height))
        let place = PlacedSprite(
            sprite: sprite, imageFromObject: placed(sprite, x: Double(x), y: Double(y)), look: Look(), blend: blend)
        let drawn = canvas.paste(place, id: 1)
        let (image, map) = canvas.give(isChangedNext: false)
        var marked = Compositing.Canvas(
            Backdrop(cache: PhotoCache(limit: 0), panoramas: PanoramaCache(), repeats: false, maxPixels: 10_000))
        marked.take(back: photo, InstanceMap(width: photo.width, height: photo.height))
        #expect(marked.mark(place, id: 1) == drawn)
        #expect(marked.give(isChangedNext: false).1 == map)
        return (image, map)
    }

    private let white = raster(32, 24) { _, _ in (255, 255, 255, 255) }

    /// Two squares with a gap of two pixels between them.
    private let pair = raster(10, 6) { x, _ in (0, 0, 0, x == 4 || x == 5 ? 0 : 255) }

    private func motion(_ length: Double, _ angle: Double = 0) -> MotionBlend {
        var blend = MotionBlend()
        (blend.length, blend.angle) = (length, angle)
        return blend
    }

    private func row(_ map: InstanceMap, _ y: Int) -> String {
        map.ids[y * map.width..<(y + 1) * map.width].map { $0 == 0 ? "." : "#" }.joined()
    }

    @Test func whatMovesCoversWhereItIsHalfOfTheTime() throws {
        let still = try laid(pair, motion(0), white)
        #expect(row(still.map, 10) == "..........####..####............")
        // The gap is covered for six of eight pixels of the way.
        let moved = try laid(pair, motion(8), white)
        #expect(row(moved.map, 10) == "..........##########............")
        // Upright, each square stays by itself.
        let upright = try laid(pair, motion(3, 90), white)
        #expect(row(upright.map, 10) == "..........####..####............")
        #expect(row(upright.map, 7) == row(white: 32) && row(upright.map, 14) == row(white: 32))
    }

    private func row(white width: Int) -> String { String(repeating: ".", count: width) }

    /// Black before white: a pixel that is covered for half of the time has half of the light.
    @Test func lightAddsUpAlongTheWay() throws {
        let square = raster(8, 8) { _, _ in (0, 0, 0, 255) }
        let image = try laid(square, motion(4), white).image
        func value(_ x: Int) -> Int { Int(image.bytes[(12 * 32 + x) * 4]) }
        #expect(value(7) == 255 && value(14) == 0 && value(20) == 255)
        let light = (8..<20).map { Double(LinearLight.ofByte[value($0)]) / 65_535 }
        #expect(abs(light.reduce(0, +) - 4) < 0.05)
        #expect(abs(light[2] - 3.0 / 8) < 0.02 && abs(light[1] - 5.0 / 8) < 0.02)
    }

    @Test func anEdgeIsTheMeanOfItsSquare() throws {
        var blend = BoxBlend()
        blend.size = 3
        let square = raster(9, 9) { _, _ in (60, 90, 30, 255) }
        let image = try laid(square, blend, white).image
        func pixel(_ x: Int) -> [UInt8] { Array(image.bytes[(12 * 32 + x) * 4..<(12 * 32 + x) * 4 + 3]) }
        #expect(pixel(8) == [255, 255, 255] && pixel(11) == [60, 90, 30])
        // A third, and two thirds, of the object's own colour.
        #expect(pixel(9) == [190, 200, 180] && pixel(10) == [125, 145, 105])
    }

    /// However the frame cuts it, a pixel comes out the same.
    @Test(arguments: [true, false]) func theFrameCutsWhatIsSpread(isBox: Bool) throws {
        var box = BoxBlend()
        box.size = 5
        let blend: any Blend = isBox ? box : motion(6, 20)
        let disc = raster(14, 14) { x, y in
            (200, 40, 90, (x - 7) * (x - 7) + (y - 7) * (y - 7) < 40 ? 255 : 0)
        }
        let whole = try laid(disc, blend, x: 12, y: 5, raster(48, 24) { _, _ in (90, 90, 90, 255) })
        let cut = try laid(disc, blend, x: -8, y: 5, raster(28, 24) { _, _ in (90, 90, 90, 255) })
        for y in 0..<24 {
            for x in 0..<28 {
                #expect(cut.map.ids[y * 28 + x] == whole.map.ids[y * 48 + x + 20])
                #expect(cut.image.bytes[(y * 28 + x) * 4] == whole.image.bytes[(y * 48 + x + 20) * 4])
            }
        }
    }

    @Test func aKernelIsNoLargerThanItsObject() {
        #expect(motion(200, 0).fitted(to: BlendedSize(width: 30, height: 4)).length == 30)
        #expect(abs(motion(200, 90).fitted(to: BlendedSize(width: 30, height: 4)).length - 4) < 1e-9)
        var box = BoxBlend()
        box.size = 65
        #expect(box.fitted(to: BlendedSize(width: 30, height: 4)).size == 4)
        #expect(box.fitted(to: BlendedSize(width: 0, height: 0)).size == 1)
        var pyramid = PyramidBlend()
        pyramid.levels = 6
        #expect(pyramid.fitted(to: BlendedSize(width: 300, height: 33)).levels == 3)
        #expect(pyramid.fitted(to: BlendedSize(width: 3, height: 3)).levels == 0)
    }
}
