import Cards
import Geometry
import Masks
import Objects
import Pictures
import Testing

@testable import Compositing

/// A blend may change the colours of what it lays, and nothing else.
@Suite struct BlendTests {
    /// Takes the alpha for its colour, over a quarter of what was there.
    private struct Negative: Blend {
        static let card = Card<Negative>("negative", "For a test.")
        var changesPixels: Bool { true }

        func finish(_ laid: LaidObject, in image: inout Raster) {
            for y in 0..<laid.rect.height {
                for x in 0..<laid.rect.width {
                    let alpha = laid.alpha[y * laid.rect.width + x]
                    let before = laid.beneath.bytes[(y * laid.rect.width + x) * 4]
                    let pixel = ((laid.rect.minY + y) * image.width + laid.rect.minX + x) * 4
                    if alpha > 0 { image.bytes[pixel] = 255 - alpha + before / 4 }
                }
            }
        }
    }

    private func laid(_ blend: any Blend) throws -> (image: Raster, map: InstanceMap, touched: PixelRect) {
        let sprite = try Sprite(straight: raster(6, 4) { x, _ in (10, 20, 30, x == 0 ? 100 : 255) })
        var canvas = Compositing.Canvas(
            Backdrop(
                cache: PhotoCache(limit: 0), panoramas: PanoramaCache(), repeats: false, maxPixels: 10_000))
        canvas.take(back: raster(20, 16) { _, _ in (200, 100, 50, 255) }, InstanceMap(width: 20, height: 16))
        let place = PlacedSprite(
            sprite: sprite, imageFromObject: placed(sprite, x: 5, y: 3), look: Look(), blend: blend)
        let touched = canvas.paste(place, id: 7)
        let (image, map) = canvas.give(isChangedNext: false)
        return (image, map, touched)
    }

    @Test func itSeesTheObjectAndWhatWasBeneath() throws {
        let image = try laid(Negative()).image
        // The faint column counts for no mask, so it lies outside of the object's place.
        #expect(image.bytes[(4 * 20 + 4) * 4] == 255 - 100 + 50)
        #expect(image.bytes[(4 * 20 + 7) * 4] == 50)
        #expect(image.bytes[(4 * 20 + 3) * 4] == 200)
    }

    @Test func masksAreThoseOfTheCoverage() throws {
        let (plain, changed) = (try laid(AlphaBlend()), try laid(Negative()))
        #expect(plain.map == changed.map)
        #expect(changed.map.ids.count { $0 == 7 } == 5 * 4)
        #expect(changed.touched.contains(PixelRect(minX: 4, minY: 3, maxX: 10, maxY: 7)))
    }
}
