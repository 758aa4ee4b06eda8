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
    private let matcher = ObjectMatcher()

    /// The photo without any object but those that take the place of its parts, where real things stand before some.
    private var photo = Raster()
    /// The map of that; nil where nothing takes the place of anything.
    private var photoMap: InstanceMap?
    /// Where the last scene's objects were painted.
    private(set) var touched: [PixelRect] = []
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
        clearMap(isCrowded ? [frame] : touched)
    }

    /// Makes the image as large as a photo, without its pixels, and the map empty: `decode` makes those that are needed.
    mutating func startEmpty(_ photo: ScenePhoto) {
        image.resize(width: photo.view.width, height: photo.view.height)
        isChanged = true
        clearMap(touched)
    }

    /// Makes the map empty again, where objects have only been marked on it and the image is still the photo.
    mutating func clearMarks() { clearMap(touched) }

    private mutating func clearMap(_ rects: [PixelRect]) {
        map.reset(in: rects)
        if map.width != image.width || map.height != image.height {
            map.resize(width: image.width, height: image.height)
        }
        touched.removeAll(keepingCapacity: true)
    }

    /// Makes those pixels of the image the photo's that flat pieces will be painted on.
    ///
    /// - Returns: false where the whole photo is needed, or as well decoded: the image is then unspecified.
    /// - Throws: as `PhotoFile.decode`.
    mutating func decode(under pieces: [Piece], of coding: PhotoFile.Coding) throws(PictureError) -> Bool {
        var rects: [PixelRect] = []
        for piece in pieces {
            guard case .flat(let placed) = piece.content, piece.match == nil, !placed.blend.changesPixels else {
                return false
            }
            rects.append(workspace.bounds(of: placed, within: frame))
        }
        // Each part is decoded with a margin.
        guard rects.reduce(0, { $0 + $1.inset(by: -16).area }) * 2 < frame.area else { return false }
        return try backdrop.decode(rects, of: coding, into: &image)
    }

    /// Keeps the image and the map as they are now, with nothing but what takes the place of parts of the photo: they are
    /// what `restore` puts back, where there is something to put back.
    mutating func keepPhoto(for pieces: [Piece]) {
        guard pieces.contains(where: { if case .real = $0.content { true } else { false } }) else { return }
        photo.copy(image)
        photoMap = pieces.first?.replaces != nil ? map : nil
    }

    /// Puts a real thing back over what stands behind it.
    mutating func restore(_ front: RealFront) {
        front.restore(photo, photoMap, onto: &image, &map)
    }

    /// Puts the grass before an object back.
    mutating func restore(_ front: GrassFront) { front.restore(onto: &image, &map) }

    /// Measures the photo, so that objects can be brought to it. The image must be the photo.
    mutating func prepareMatching(_ scene: Scene) {
        matcher.start(
            backdrop.traits(of: scene.photo, image),
            scene.streams.scope("pixels"))
    }

    /// The blur that the photo has around a rectangle, and that what is drawn there has not; to be called after
    /// `prepareMatching`.
    func blurMissing(around rect: PixelRect, share: Double) -> Blur {
        matcher.blurMissing(around: rect, share: share)
    }

    /// Pastes a flat object; returns what it may have changed.
    ///
    /// - Parameter match: how far it is brought to the photo; nil for not at all.
    mutating func paste(
        _ placed: PlacedSprite, id: UInt16, under shade: Shade? = nil, match: SceneMatch? = nil
    ) -> PixelRect {
        guard !placed.blend.changesPixels, match == nil else {
            return blend(placed, id: id, under: shade, match: match)
        }
        let pasted = workspace.paste(
            placed.sprite, placed.imageFromObject, placed.look, under: shade, id: id, onto: &image, &map)
        touched.append(pasted.touched)
        return pasted.touched
    }

    /// Marks a flat object on the map as its blend covers it; returns what it may change.
    mutating func mark(_ placed: PlacedSprite, id: UInt16) -> PixelRect {
        workspace.coverage(of: placed, within: frame).mark(id, on: &map)
        let rect = workspace.bounds(of: placed, within: frame)
        touched.append(rect)
        return rect
    }

    /// Lays a flat object by a blend that changes its pixels, or matched to the photo.
    private mutating func blend(
        _ placed: PlacedSprite, id: UInt16, under shade: Shade?, match: SceneMatch?
    ) -> PixelRect {
        let rect = workspace.bounds(of: placed, within: frame)
        guard !rect.isEmpty else { return rect }
        let outer = rect.inset(by: -placed.blend.reach)
        let memory = workspace.blending
        workspace.draw(placed, under: shade, within: outer, into: &memory.layer)
        if placed.blend.spreadsCoverage {
            memory.takeShares()
            placed.blend.spread(&memory.shares, width: outer.width, with: memory)
            Mask(shares: memory.shares, of: outer, within: rect).mark(id, on: &map)
        } else {
            map.mark(id, whereCovered: memory.layer, of: outer, within: rect)
        }
        guard let match else {
            lay(by: placed.blend, rect, outer)
            touched.append(rect)
            return rect
        }
        touched.append(layMatched(match, placed.blend, outer, isPhotographed: placed.isPhotographed))
        return rect
    }

    /// Lays the layer that the blends' memory holds.
    private mutating func lay(by blend: any Blend, _ rect: PixelRect, _ outer: PixelRect) {
        // Taken out of the memory for as long as it is laid, so that nothing is copied.
        let memory = workspace.blending
        var layer = Raster()
        swap(&layer, &memory.layer)
        let laid = LaidObject(rect: rect, layerRect: outer, layer: layer)
        layer = Raster()
        blend.finish(laid, in: &image, with: memory)
        memory.layer = laid.layer
    }

    /// Lays the layer that the blends' memory holds, brought to the photo; returns what it may have changed.
    ///
    /// - Parameter outer: the layer's rectangle.
    private mutating func layMatched(
        _ match: SceneMatch, _ blend: any Blend, _ outer: PixelRect, isPhotographed: Bool
    ) -> PixelRect {
        let memory = workspace.blending
        var layer = ObjectLayer(rect: outer)
        swap(&layer.colour, &memory.layer)
        matcher.prepare(&layer, match, isPhotographed: isPhotographed, for: image)
        let rect = layer.rect.inset(by: blend.reach).intersection(frame)
        if blend.changesPixels, !rect.isEmpty {
            layer.crop(to: rect.inset(by: -blend.reach))
            swap(&layer.colour, &memory.layer)
            lay(by: blend, rect, layer.rect)
            swap(&layer.colour, &memory.layer)
        } else {
            layer.lay(over: &image)
        }
        if blend.spreadsCoverage {
            swap(&layer.colour, &memory.layer)
            memory.takeShares()
            swap(&layer.colour, &memory.layer)
            blend.spread(&memory.shares, width: layer.rect.width, with: memory)
            for pixel in memory.shares.indices { layer.colour.bytes[4 * pixel + 3] = memory.shares[pixel] }
        }
        matcher.finish(layer, match, isPhotographed: isPhotographed, in: &image)
        swap(&layer.colour, &memory.layer)
        return rect
    }

    /// Marks a solid object's visible part on the map; returns what it may cover.
    @discardableResult
    mutating func mark(_ object: RenderedObject, _ coverage: Coverage, id: UInt16) -> PixelRect {
        let mask = object.mask(of: coverage, within: frame, workspace.blending)
        mask.mark(id, on: &map)
        touched.append(mask.rect)
        return mask.rect
    }

    /// Lays a solid object over the image.
    ///
    /// - Parameter match: how far it is brought to the photo; nil for not at all.
    mutating func lay(_ object: RenderedObject, _ layer: InstanceLayer, id: UInt16, match: SceneMatch? = nil) {
        if object.blend.changesPixels || match != nil, !layer.rect.isEmpty {
            let reach = object.blend.reach
            let rect = layer.rect.inset(by: -reach).intersection(frame)
            let outer = rect.inset(by: -reach)
            layer.draw(within: frame, on: outer, into: &workspace.blending.layer)
            if let match {
                touched.append(layMatched(match, object.blend, outer, isPhotographed: false))
            } else {
                lay(by: object.blend, rect, outer)
                touched.append(rect)
            }
        } else {
            layer.lay(over: &image)
        }
        mark(object, layer.coverage, id: id)
    }

    /// Lets shadows fall on what is there.
    mutating func darken(by shade: Shade) {
        touched += shade.apply(to: &image)
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
