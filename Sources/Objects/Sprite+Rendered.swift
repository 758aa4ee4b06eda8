package import Geometry
package import Pictures

extension Sprite {
    private init(
        aspect: Double, frame: Rect, outlines: [Polygon], levels: [SpriteLevel], relief: SpriteRelief?
    ) {
        self.aspect = aspect
        self.frame = frame
        self.outlines = outlines
        specks = 0
        self.levels = levels
        self.relief = relief
    }

    /// Takes a picture with STRAIGHT alpha that was rendered to show exactly a known frame: nothing is trimmed, so that
    /// all resolutions of an object have one object plane.
    ///
    /// The frame is exactly as high as the picture; its width is `aspect` times that, and may end within the last column.
    /// The outlines are found from these pixels unless given.
    ///
    /// - Parameter frame: where it lies in the object plane, which it fills unless given.
    package init(rendered raster: Raster, aspect: Double, frame: Rect? = nil, outlines: [Polygon]? = nil) {
        let all = PixelRect(minX: 0, minY: 0, maxX: raster.width, maxY: raster.height)
        self.init(SpriteLevel(straight: raster, all), aspect: aspect, frame: frame, outlines: outlines)
    }

    /// The same of a picture whose colours are premultiplied by its alpha, as renderers make them.
    package init(premultiplied raster: Raster, aspect: Double, outlines: [Polygon]? = nil) {
        self.init(SpriteLevel(premultiplied: raster), aspect: aspect, outlines: outlines)
    }

    private init(_ level: SpriteLevel, aspect: Double, frame: Rect? = nil, outlines: [Polygon]?) {
        var levels = [level]
        while let last = levels.last, max(last.width, last.height) > 1 { levels.append(last.halved()) }
        let frame = frame ?? Rect(x: 0, y: 0, width: aspect, height: 1)
        self.init(
            aspect: aspect, frame: frame, outlines: outlines ?? Sprite.outlines(levels, aspect: aspect, frame),
            levels: levels, relief: nil)
    }

    private static func outlines(_ levels: [SpriteLevel], aspect: Double, _ frame: Rect) -> [Polygon] {
        let traced = SpriteOutline.trace(levels, frame)
        let corners = [Point(0, 0), Point(aspect, 0), Point(aspect, 1), Point(0, 1)]
        return (traced.isEmpty ? [corners] : traced).map { Polygon($0) }
    }

    /// The same sprite with the relief that a light with a direction needs.
    func inflated() -> Sprite {
        relief == nil
            ? Sprite(
                aspect: aspect, frame: frame, outlines: outlines, levels: levels, relief: SpriteRelief(levels: levels))
            : self
    }
}
