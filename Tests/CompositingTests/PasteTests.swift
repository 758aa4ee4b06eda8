import Geometry
import Masks
import Objects
import Testing
import Vips

@testable import Compositing

@Suite struct PasteTests {
    private static let blob = """
        ..##.
        .####
        ####.
        .##..
        """

    @Test func atItsOwnSizeASpriteIsReproducedExactly() throws {
        let picture = raster(13, 9) { x, y in
            (UInt8(x * 19), UInt8(y * 28), UInt8((x * y) % 256), (x + y) % 5 == 4 ? 0 : 255)
        }
        let sprite = try Sprite(straight: picture)
        var canvas = Canvas(photo(13, 9))
        let before = canvas
        let pasted = canvas.paste(sprite, placed(sprite))
        for y in 0..<9 {
            for x in 0..<13 {
                let opaque = (x + y) % 5 != 4
                let at = (y * 13 + x) * 4
                #expect(canvas.pixel(x, y) == (opaque ? Array(picture.bytes[at..<at + 4]) : before.pixel(x, y)))
                #expect(canvas.map.ids[y * 13 + x] == (opaque ? 1 : 0))
            }
        }
        #expect(pasted.amodalArea == canvas.map.ids.count { $0 == 1 })
        #expect(pasted.touched == PixelRect(minX: 0, minY: 0, maxX: 13, maxY: 9))
    }

    @Test func aWholeShiftMovesEveryPixelExactly() throws {
        let sprite = try Sprite(straight: raster(Self.blob))
        var canvas = Canvas(photo(12, 8))
        _ = canvas.paste(sprite, placed(sprite, x: 4, y: 2), id: 3)
        #expect(
            drawing(canvas.map) == """
                ............
                ............
                ......33....
                .....3333...
                ....3333....
                .....33.....
                ............
                ............
                """)
        for (index, id) in canvas.map.ids.enumerated() {
            let (x, y) = (index % 12, index / 12)
            #expect(canvas.pixel(x, y) == (id == 3 ? [200, 100, 50, 255] : Canvas(photo(12, 8)).pixel(x, y)))
        }
    }

    @Test func aQuarterTurnIsExact() throws {
        let picture = raster(7, 4) { x, y in (UInt8(x * 30), UInt8(y * 60), 9, (x + y) % 3 == 0 ? 255 : 130) }
        let sprite = try Sprite(straight: picture)
        // Clockwise on the screen: object x goes down, object y goes left.
        let turn = Homography(0, -4, 4, 4, 0, 0, 0, 0, 1)
        var turned = Canvas(photo(4, 7))
        _ = turned.paste(sprite, turn)
        var straight = Canvas(
            raster(7, 4) { x, y in
                let p = Canvas(photo(4, 7)).pixel(3 - y, x)
                return (p[0], p[1], p[2], p[3])
            })
        _ = straight.paste(sprite, placed(sprite))
        for y in 0..<4 {
            for x in 0..<7 { #expect(turned.pixel(3 - y, x) == straight.pixel(x, y)) }
        }
    }
}
