import Cards
import Geometry
import Masks
import Objects
import Pictures
import Rendering
import Scenes

/// One worker's image and its instance map, kept from scene to scene, so that as little as can be is copied and
/// allocated for the next.
struct Canvas {
    private(set) var image = Raster()
    private(set) var map = InstanceMap(width: 0, height: 0)
    let workspace = PasteWorkspace()
    var backdrop: Backdrop

    /// The photo without any object but those that take the place of its parts, where real things stand before some.
    private var photo = Raster()
    /// The map of that; nil where nothing takes the place of anything.
    private var photoMap: InstanceMap?
    /// Where the last scene's objects were painted.
    private var touched: [PixelRect] = []
    /// Whether the image as a whole has been changed by effects.
    private var isChanged = true

    init(_ backdrop: Backdrop) {
        self.backdrop = backdrop
    }

    var frame: PixelRect { PixelRect(width: image.width, height: image.height) }

    /// Makes the image the photo again, and the map empty.
    ///
    /// - Parameter camera: what a panorama is seen by.
    /// - Throws: as `Backdrop.load`.
    mutating func start(_ photo: LabelledPhoto<ScenePhoto>, seenBy camera: Camera) throws {
        // Where objects lie on each other in heaps, to go over all of the image at once is less work.
        let frame = PixelRect(width: map.width, height: map.height)
        let isCrowded = touched.reduce(0) { $0 + $1.area } > frame.area
        try backdrop.load(
            photo, seenBy: camera, into: &image, touched: isChanged || isCrowded ? nil : touched)
        isChanged = false
        if map.width == image.width, map.height == image.height {
            map.reset(in: isCrowded ? [frame] : touched)
        } else {
            map = InstanceMap(width: image.width, height: image.height)
        }
        touched.removeAll(keepingCapacity: true)
    }

    /// Keeps the image and the map as they are now: they are what `restore` puts back.
    mutating func keepPhoto(withMap: Bool) {
        photo.copy(image)
        photoMap = withMap ? map : nil
    }

    /// Puts a real thing back over what stands behind it.
    mutating func restore(_ front: RealFront) {
        front.restore(photo, photoMap, onto: &image, &map)
    }

    /// Pastes a flat object; returns what it may have changed.
    mutating func paste(_ placed: PlacedSprite, id: UInt16, under shade: Shade? = nil) -> PixelRect {
        let beneath = placed.blend.changesPixels ? image.part(workspace.bounds(of: placed, within: frame)) : nil
        let pasted = workspace.paste(
            placed.sprite, placed.imageFromObject, placed.look, under: shade, id: id, onto: &image, &map)
        touched.append(pasted.touched)
        if let (rect, beneath) = beneath, !pasted.touched.isEmpty {
            let alpha = workspace.alpha(of: placed, within: rect)
            placed.blend.finish(LaidObject(rect: rect, beneath: beneath, alpha: alpha), in: &image)
            touched[touched.count - 1] = rect
            return rect
        }
        return pasted.touched
    }

    /// Marks a solid object on the map.
    mutating func mark(_ coverage: Coverage, id: UInt16) {
        coverage.mark(id, on: &map)
        touched.append(coverage.rect)
    }

    /// Lays a solid object over the image.
    mutating func lay(_ layer: InstanceLayer, id: UInt16) {
        layer.lay(over: &image)
        mark(layer.coverage, id: id)
    }

    /// Lets shadows fall on what is there.
    mutating func darken(by shade: Shade) {
        shade.apply(to: &image)
        touched.append(shade.rect)
    }

    /// Gives the finished image and its map away, so that nobody else holds them.
    ///
    /// - Parameter isChangedNext: whether the image as a whole is changed then.
    mutating func give(isChangedNext: Bool) -> (Raster, InstanceMap) {
        isChanged = isChangedNext
        let given = (image, map)
        (image, map) = (Raster(), InstanceMap(width: 0, height: 0))
        return given
    }

    /// Takes back what was given away: the next image is made in it.
    mutating func take(back image: Raster, _ map: InstanceMap) {
        (self.image, self.map) = (image, map)
    }
}

extension Raster {
    /// The pixels of a rectangle that lies within it.
    fileprivate func part(_ rect: PixelRect) -> (rect: PixelRect, pixels: Raster) {
        var part = Raster(width: rect.width, height: rect.height)
        for y in 0..<rect.height {
            let from = ((rect.minY + y) * width + rect.minX) * 4
            part.bytes.replaceSubrange(
                y * rect.width * 4..<(y + 1) * rect.width * 4, with: bytes[from..<from + rect.width * 4])
        }
        return (rect, part)
    }
}
