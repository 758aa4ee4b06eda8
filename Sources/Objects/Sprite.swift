package import Geometry
package import Vips

/// A flat object: a cut-out, a drawing or a line of text, ready to be pasted at any size.
///
/// Trimmed to its alpha bounds. Its *object plane* has the origin at the top left of those bounds, x to the right from
/// 0 to `aspect`, y down from 0 to 1: the unit is the object's height. Immutable, so that one sprite serves all workers.
package struct Sprite: Sendable {
    /// Width over height.
    package let aspect: Double

    /// The outer boundaries of what is at least half opaque, in object-plane units, clockwise on the screen.
    ///
    /// Holes are filled and specks left out: this is for placing, masks are made from the pixels. About 100 points at
    /// most, within about 1/256 of the height of the true contour. A sprite that is nowhere half opaque has its bounds
    /// as its only outline.
    package let outlines: [Polygon]

    /// The texels, halved again and again: element k has 2⁻ᵏ of the resolution of element 0, the last is one texel.
    package let levels: [SpriteLevel]

    /// Normals inflated from the silhouette, when the sprite was made with them.
    package let relief: SpriteRelief?

    /// How much memory this sprite holds, for whoever keeps many. In bytes.
    package var byteCount: Int {
        levels.reduce(0) { $0 + $1.byteCount }
            + outlines.reduce(0) { $0 + $1.vertices.count * MemoryLayout<Point>.stride }
            + (relief?.byteCount ?? 0)
    }

    /// Pixels fainter than this do not count when the bounds are found: matting tools leave dust of alpha 1 or 2
    /// far from the object, which would decide the object's size.
    package static let faintestAlpha: UInt8 = 4

    /// The side in texels that no sprite may exceed: positions are kept in 24.8 fixed point.
    package static let longestSide = 16_000

    /// Takes the object out of a picture with STRAIGHT alpha (colours not multiplied by it), as PNG and WebP store it.
    ///
    /// Colours are premultiplied before anything is resampled, and those under alpha 0 are dropped, since cut-outs often
    /// keep unrelated colours there. Throws where nothing is visible and for a side above `longestSide` after trimming.
    ///
    /// `inflated` also makes the relief that a light with a direction needs; without it, each paste that has such a light
    /// makes it anew.
    package init(straight raster: Raster, inflated: Bool = false) throws(SpriteError) {
        guard let bounds = Sprite.bounds(of: raster) else { throw .nothingVisible }
        guard max(bounds.width, bounds.height) <= Sprite.longestSide else {
            throw .tooLarge(width: bounds.width, height: bounds.height)
        }
        var levels = [SpriteLevel(straight: raster, bounds)]
        while let last = levels.last, max(last.width, last.height) > 1 { levels.append(last.halved()) }
        self.levels = levels
        aspect = Double(bounds.width) / Double(bounds.height)
        let traced = SpriteOutline.trace(levels)
        let corners = [Point(0, 0), Point(aspect, 0), Point(aspect, 1), Point(0, 1)]
        outlines = (traced.isEmpty ? [corners] : traced).map { Polygon($0) }
        relief = inflated ? SpriteRelief(levels: levels) : nil
    }

    /// The smallest rectangle that holds every pixel of at least the faintest alpha.
    static func bounds(of raster: Raster) -> PixelRect? {
        let (width, height) = (raster.width, raster.height)
        return raster.bytes.withUnsafeBufferPointer { bytes -> PixelRect? in
            var bounds = PixelRect(minX: width, minY: height, maxX: 0, maxY: 0)
            for y in 0..<height {
                let row = y * width
                guard let first = (0..<width).first(where: { bytes[(row + $0) * 4 + 3] >= faintestAlpha }),
                    let last = (0..<width).last(where: { bytes[(row + $0) * 4 + 3] >= faintestAlpha })
                else { continue }
                bounds.minX = min(bounds.minX, first)
                bounds.maxX = max(bounds.maxX, last + 1)
                bounds.minY = min(bounds.minY, y)
                bounds.maxY = y + 1
            }
            return bounds.isEmpty ? nil : bounds
        }
    }
}

/// Why a picture cannot be a flat object.
package enum SpriteError: Error, Hashable, Sendable {
    /// Every pixel is transparent, or too faint to count.
    case nothingVisible
    /// The object is larger than positions can say.
    case tooLarge(width: Int, height: Int)
}
