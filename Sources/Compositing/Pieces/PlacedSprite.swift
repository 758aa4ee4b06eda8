import Geometry
import Masks
import Objects

/// A flat object in its place.
struct PlacedSprite {
    var sprite: Sprite
    var imageFromObject: Homography
    var look: Look
    var blend: any Blend
    /// Whether its colours bring the light of another place along.
    var isPhotographed = false
}

extension PasteWorkspace {
    /// The pixels that the object covers by at least one half, inside a rectangle that may reach outside the frame.
    func coverage(of placed: PlacedSprite, within rect: PixelRect) -> Mask {
        if placed.blend.spreadsCoverage { return spreadCoverage(of: placed, within: rect) }
        return coverage(
            of: placed.sprite, placed.imageFromObject, featherPixels: placed.look.featherPixels, within: rect)
    }

    /// The area and the smallest box of these pixels.
    func extent(of placed: PlacedSprite, within rect: PixelRect) -> (area: Int, box: PixelRect?) {
        if placed.blend.spreadsCoverage {
            let mask = spreadCoverage(of: placed, within: rect)
            return (mask.area, mask.box)
        }
        return extent(
            of: placed.sprite, placed.imageFromObject, featherPixels: placed.look.featherPixels, within: rect)
    }

    /// A rectangle that holds every pixel that the object may touch, as far as its blend reaches.
    func bounds(of placed: PlacedSprite, within rect: PixelRect) -> PixelRect {
        let reach = placed.blend.reach
        let own = bounds(of: placed.sprite, placed.imageFromObject, within: rect.inset(by: -reach))
        return own.isEmpty ? own : own.inset(by: -reach).intersection(rect)
    }
}
