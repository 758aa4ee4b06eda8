import Geometry
import Testing

@testable import Compositing

@Suite struct PlaceIndexTests {
    /// Rectangles of all sizes, inside the image and partly or wholly outside it, and empty ones.
    private let rects: [PixelRect] = (0..<300).map { index in
        let (x, y) = (index * 37 % 500 - 90, index * 53 % 360 - 70)
        let side = [1, 5, 20, 64, 200, 0][index % 6]
        return PixelRect(minX: x, minY: y, maxX: x + side, maxY: y + side / 2 + 1)
    }

    @Test func itFindsWhatALookAtEveryRectangleFinds() {
        let index = PlaceIndex(rects, within: PixelRect(width: 330, height: 210))
        for rect in rects {
            let expected = rects.indices.filter { !rects[$0].intersection(rect).isEmpty }
            #expect(index.overlapping(rect) == expected)
        }
    }

    @Test func anEmptyImageHasOneCell() {
        let index = PlaceIndex(rects, within: PixelRect(width: 0, height: 0))
        #expect(index.overlapping(rects[3]).contains(3))
    }
}
