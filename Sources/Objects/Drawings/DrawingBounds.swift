import Drawings
import Geometry
import Pictures

/// The place of a drawing's object on its page, in pixels of the drawing's own size.
///
/// It is found once, at a resolution of its own: if each resolution had bounds of its own, they would be rounded to its
/// pixels, and the object would jump as it changes size. The whole page is measured first. If the object does not fill
/// the page, its part of the page is measured again, stretched to a square, so that a thin post is measured as finely
/// across as along.
struct DrawingBounds {
    /// The bounds of the part that is at least half opaque, which masks count: the object's own size and place.
    let frame: Rect
    /// The bounds of all that is visible: the same, unless a glow or a shadow reaches further.
    let reach: Rect

    /// How large a drawing is rendered to be measured, in pixels: bounds are found to within 1/256 of its size in either
    /// direction, and outlines are thinned to about that.
    static let pixels = 256

    init(of page: SVGPage) throws(ObjectError) {
        let whole = Rect(x: 0, y: 0, width: page.size.width, height: page.size.height)
        let longest = max(whole.width, whole.height)
        func pixels(_ side: Double) -> Int { max(1, Int((side / longest * Double(Self.pixels)).rounded())) }
        let coarse = try Rendering(
            of: page, whole, width: pixels(whole.width), height: pixels(whole.height), margin: 1)
        guard coarse.counted != whole else {
            (frame, reach) = (whole, whole)
            return
        }
        let fine = try Rendering(of: page, coarse.counted, width: Self.pixels, height: Self.pixels, margin: 0)
        frame = fine.counted
        reach = [coarse.glow, fine.glow].compactMap { $0 }.reduce(fine.counted) { $0.union($1) }
    }

    /// A part of a page as it is measured.
    private struct Rendering {
        /// The bounds of the part that is at least half opaque, rounded out to the pixels of the rendering.
        ///
        /// A side that this part reaches keeps its exact place; others are set `margin` pixels further out.
        let counted: Rect
        /// The bounds with fainter pixels too, where these are more than an edge's own pixel.
        let glow: Rect?

        init(of page: SVGPage, _ part: Rect, width: Int, height: Int, margin: Int) throws(ObjectError) {
            let raster = try page.raster(frame: part, width: width, height: height)
            guard let seen = Sprite.bounds(of: raster) else { throw ObjectError.nothingVisible(page.path) }
            // What is nowhere half opaque has no mask, and is measured by what there is of it.
            let solid = CountedPixels(raster).bounds ?? seen
            // The pixel in which an edge lies is seen, though less than half of it may be covered.
            let edged = solid.inset(by: -1).intersection(seen)
            func place(_ bounds: PixelRect) -> Rect {
                let minX = solid.minX == 0 ? 0 : max(0, bounds.minX - margin)
                let minY = solid.minY == 0 ? 0 : max(0, bounds.minY - margin)
                let maxX = solid.maxX == width ? width : min(width, bounds.maxX + margin)
                let maxY = solid.maxY == height ? height : min(height, bounds.maxY + margin)
                let (unitX, unitY) = (part.width / Double(width), part.height / Double(height))
                return Rect(
                    minX: minX == 0 ? part.minX : part.minX + Double(minX) * unitX,
                    minY: minY == 0 ? part.minY : part.minY + Double(minY) * unitY,
                    maxX: maxX == width ? part.maxX : part.minX + Double(maxX) * unitX,
                    maxY: maxY == height ? part.maxY : part.minY + Double(maxY) * unitY)
            }
            counted = place(edged)
            glow = edged == seen ? nil : place(seen)
        }
    }
}
