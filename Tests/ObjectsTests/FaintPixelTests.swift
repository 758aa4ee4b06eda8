import Drawings
import Geometry
import Pictures
import Testing

@testable import Objects

/// A cut-out is measured by the pixels that its mask counts.
@Suite struct FaintPixelTests {
    /// `#` is opaque, `-` fainter than a half.
    private func picture(_ rows: String) -> Raster {
        var picture = raster(rows.replacing("-", with: "+"))
        for at in stride(from: 3, to: picture.bytes.count, by: 4) where picture.bytes[at] == 128 {
            picture.bytes[at] = 100
        }
        return picture
    }

    private let hazy = """
        ........
        ..----..
        .--##--.
        .-####-.
        .--##--.
        .------.
        .------.
        ........
        """

    @Test func hazeDecidesNeitherSizeNorFoot() throws {
        let sprite = try Sprite(straight: picture(hazy))
        // Three rows and four columns are half opaque.
        #expect(sprite.aspect == 4.0 / 3)
        #expect(sprite.frame == Rect(x: -1.0 / 3, y: -1.0 / 3, width: 2, height: 2))
        #expect((sprite.levels[0].width, sprite.levels[0].height) == (6, 6))
        let points = sprite.outlines.flatMap(\.vertices)
        #expect(points.allSatisfy { $0.y > -0.2 && $0.y < 1.2 })
        #expect(sprite.faintShare > 1)
    }

    @Test func withoutHazeTheTexelsFillTheObjectPlane() throws {
        let sprite = try Sprite(straight: picture(".##.\n.##.\n...."))
        #expect(sprite.frame == Rect(x: 0, y: 0, width: 1, height: 1))
        #expect(sprite.specks == 0)
    }

    @Test func specksDecideNothing() throws {
        var picture = raster("#", scale: 40)
        // A frame of nothing with a lone pixel in a corner.
        var wide = Raster(width: 60, height: 60)
        wide.lay(picture, atX: 10, y: 10)
        wide.bytes[(59 * 60 + 59) * 4 + 3] = 255
        let sprite = try Sprite(straight: wide)
        #expect(sprite.specks == 1)
        #expect(sprite.aspect == 1)
        #expect(sprite.frame == Rect(x: 0, y: 0, width: 50.0 / 40, height: 50.0 / 40))
        // A part of some size is the object's.
        picture = raster("##\n##", scale: 1)
        wide.lay(picture, atX: 57, y: 57)
        #expect(try Sprite(straight: wide).aspect == 1)
        #expect(try Sprite(straight: wide).specks == 0)
        #expect(try Sprite(straight: wide).frame.width == 1)
    }

    @Test func partsThatTouchAtACornerAreOne() {
        #expect(CountedPixels(raster("#..\n.#.\n..#")).bounds == PixelRect(width: 3, height: 3))
        let rings = CountedPixels(raster("#####\n#...#\n#.#.#\n#...#\n#####"))
        #expect(rings.bounds == PixelRect(width: 5, height: 5))
        #expect(rings.specks == 0)
        #expect(CountedPixels(raster("..")).bounds == nil)
    }
}
