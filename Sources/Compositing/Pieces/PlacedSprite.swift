import Geometry
import Masks
import Objects

/// A flat object in its place.
struct PlacedSprite {
    var sprite: Sprite
    var imageFromObject: Homography
    var look: Look
    var blend: any Blend
}

extension PasteWorkspace {
    /// The pixels that the object covers by at least one half, inside a rectangle that may reach outside the frame.
    func coverage(of placed: PlacedSprite, within rect: PixelRect) -> Mask {
        coverage(of: placed.sprite, placed.imageFromObject, featherPixels: placed.look.featherPixels, within: rect)
    }

    /// The area and the smallest box of these pixels.
    func extent(of placed: PlacedSprite, within rect: PixelRect) -> (area: Int, box: PixelRect?) {
        extent(of: placed.sprite, placed.imageFromObject, featherPixels: placed.look.featherPixels, within: rect)
    }

    /// A rectangle that holds every pixel that the object may touch.
    func bounds(of placed: PlacedSprite, within rect: PixelRect) -> PixelRect {
        bounds(of: placed.sprite, placed.imageFromObject, within: rect)
    }
}
