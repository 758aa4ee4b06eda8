package import Geometry
package import Pictures

/// A flat object: a cut-out, a drawing or a line of text, ready to be pasted at any size.
///
/// Its *object plane* has its origin at the top left of the part that is at least half opaque, which masks count. x
/// runs to the right from 0 to `aspect`, y down from 0 to 1: the unit is that part's height. Fainter texels may reach
/// beyond it. A sprite is immutable, so that one serves all workers.
package struct Sprite: Sendable {
    /// The width divided by the height.
    package let aspect: Double

    /// The place of the texels in the object plane: from 0 to `aspect` and 0 to 1, unless faint texels reach further.
    package let frame: Rect

    /// The outer boundaries of the part that is at least half opaque, in object-plane units, clockwise on the screen.
    ///
    /// Holes are filled and specks left out: this is for placing, masks are made from the pixels. About 100 points at
    /// most, within about 1/256 of the height of the true contour. A sprite that is nowhere half opaque has its bounds
    /// as its only outline.
    package let outlines: [Polygon]

    /// The texels, halved again and again: element k has 2⁻ᵏ of the resolution of element 0, the last is one texel.
    package let levels: [SpriteLevel]

    /// How many texels count and are no part of the object: those of specks far smaller than it, which decide neither
    /// its size nor its outline.
    let specks: Int

    /// Normals inflated from the silhouette, when the sprite was made with them.
    package let relief: SpriteRelief?

    /// The memory that the sprite takes, in bytes.
    package var byteCount: Int {
        levels.reduce(0) { $0 + $1.byteCount }
            + outlines.reduce(0) { $0 + $1.vertices.count * MemoryLayout<Point>.stride }
            + (relief?.byteCount ?? 0)
    }

    /// Pixels fainter than this are left out: matting tools leave dust of alpha 1 or 2 far from the object.
    package static let faintestAlpha: UInt8 = 4

    /// The least alpha that masks count, one half: it decides the object's size, its outline and where it stands.
    package static let countedAlpha: UInt8 = 128

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
        // What is nowhere half opaque has no mask, and is measured by what there is of it.
        let parts = CountedPixels(raster)
        let counted = parts.bounds ?? bounds
        specks = parts.specks
        let unit = Double(counted.height)
        aspect = Double(counted.width) / unit
        frame = Rect(
            x: Double(bounds.minX - counted.minX) / unit, y: Double(bounds.minY - counted.minY) / unit,
            width: Double(bounds.width) / unit, height: Double(bounds.height) / unit)
        let traced = SpriteOutline.trace(levels, frame)
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

extension Sprite {
    /// How many texels are seen but too faint to count, for each one that counts. Soft edges make some tenths of it.
    var faintShare: Double {
        var (faint, counted) = (0, 0)
        for texel in levels[0].texels {
            let alpha = UInt8(truncatingIfNeeded: texel >> 24)
            if alpha >= Sprite.countedAlpha { counted += 1 } else if alpha >= Sprite.faintestAlpha { faint += 1 }
        }
        return counted > 0 ? Double(faint) / Double(counted) : .infinity
    }
}

/// The reasons why a picture cannot be a flat object.
package enum SpriteError: Error, Hashable, Sendable {
    /// Every pixel is transparent, or too faint to count.
    case nothingVisible
    /// The object is larger than positions can express.
    case tooLarge(width: Int, height: Int)
}
