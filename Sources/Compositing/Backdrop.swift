import Findings
import Foundation
import Geometry
import Pictures
import Rendering
import Scenes

/// One worker's photo, or view of a panorama. It puts the photo under the next image with as little work as possible.
///
/// Decoding a photo costs more than all that is pasted on it. So a photo that further images will show is kept as it
/// was; for the next of them only the pixels that the last one changed are put back.
struct Backdrop {
    private let cache: PhotoCache
    private let panoramas: PanoramaCache
    private let maxPixels: Int
    /// Whether the same worker is likely to meet a photo again at once.
    private let repeats: Bool
    /// The photo that the image was made of last, untouched; nil when nothing of it was kept.
    private var last: (photo: ScenePhoto, camera: Camera, raster: Raster)?
    /// The pixels of the file that was decoded last, and of which photo they are, where another view may need them.
    private var source = PhotoSource()
    private var sourcePhoto: WipedPhoto?
    /// Whether the cache holds the storage of `source` as well, so that writing to it would copy it first.
    private var isShared = false
    /// What was measured last in a photo of which each image shows another window.
    private var lastTraits: (photo: ScenePhoto, traits: PhotoTraits)?
    /// What decodes parts of photos; nil where images are needed whole.
    private let parts: BlockDecoder?
    /// The panorama that was looked into last.
    private var open: (file: String, panorama: Panorama)?

    /// - Parameter decodesParts: whether photos may be decoded in part.
    init(
        cache: PhotoCache, panoramas: PanoramaCache, repeats: Bool, maxPixels: Int, decodesParts: Bool = false
    ) {
        parts = decodesParts && !repeats ? BlockDecoder() : nil
        self.cache = cache
        self.panoramas = panoramas
        self.repeats = repeats
        self.maxPixels = maxPixels
    }

    /// Makes `image` the scene's photo again, without what the scene wipes from it.
    ///
    /// - Parameters:
    ///   - camera: the camera that looks into a panorama.
    ///   - image: as the last call left it, changed within `touched` since; anything at the first call.
    ///   - touched: nil when any pixel may have changed.
    /// - Throws: as `PhotoFile.decode`, or as `PanoramaCache.panorama`; `UnknownWipedLabel`.
    mutating func load(
        _ labelled: LabelledPhoto<ScenePhoto>, seenBy camera: Camera, into image: inout Raster, touched: [PixelRect]?
    ) throws {
        let photo = labelled.photo
        if let last, last.photo.shows(photo), photo.panorama == nil || last.camera == camera {
            if let touched {
                for rect in touched { image.copy(last.raster, within: rect) }
            } else {
                image.copy(last.raster)
            }
            return
        }
        last = nil
        if let (panorama, turn, exposure) = try look(into: photo, seenBy: camera) {
            panorama.draw(seenBy: camera, turn, exposure: exposure, into: &image)
            // Each image looks elsewhere, but most need their background twice: to label objects and to light them.
            var copy = Raster()
            copy.copy(image)
            last = (photo, camera, copy)
            return
        }
        if let known = cache.raster(photo) {
            image.copy(known)
            last = (photo, camera, known)
            return
        }
        try decode(labelled, into: &image)
        let isKept = !photo.view.isWindow && cache.hasRoom(bytes: image.bytes.count)
        guard repeats || isKept else { return }
        var copy = Raster()
        copy.copy(image)
        last = (photo, camera, copy)
        if isKept { cache.keep(copy, of: photo) }
    }

    /// The coding of a photo that can be decoded in part, and needs to be no more.
    ///
    /// - Returns: nil where the photo must be decoded whole.
    func coding(of photo: ScenePhoto) -> PhotoFile.Coding? {
        guard parts != nil, photo.panorama == nil, photo.wiped.isEmpty, photo.view.isIdentity,
            let coding = PhotoFile.coding(photo.file, withUnits: true), let units = coding.units,
            units.has(photo.view.width, photo.view.height)
        else { return nil }
        return coding
    }

    /// Decodes parts of a photo.
    ///
    /// - Returns: false where the photo must be decoded whole.
    /// - Throws: as `PhotoFile.decode`.
    func decode(
        _ rects: [PixelRect], of coding: PhotoFile.Coding, into image: inout Raster
    ) throws(PictureError) -> Bool {
        guard let parts, let units = coding.units else { return false }
        for rect in rects where !rect.isEmpty {
            guard try parts.decode(PhotoFile.Crop(rect), of: units, into: &image) else { return false }
        }
        return true
    }

    /// What objects are brought to in a photo; measured in `image`, which must be the photo, unless it is known already.
    mutating func traits(of photo: ScenePhoto, _ image: Raster) -> PhotoTraits {
        // Each image looks elsewhere into a panorama.
        guard photo.panorama == nil else { return PhotoTraits(of: image, photo) }
        guard !photo.view.isWindow else {
            if let lastTraits, lastTraits.photo.shows(photo) { return lastTraits.traits }
            let traits = PhotoTraits(of: image, photo)
            lastTraits = (photo, traits)
            return traits
        }
        if let known = cache.traits(photo) { return known }
        let traits = PhotoTraits(of: image, photo)
        cache.keep(traits, of: photo)
        return traits
    }

    /// The light of a photo, guessed from `image`, which must be the photo, unless it is known already.
    func light(of photo: ScenePhoto, _ image: Raster, seenBy camera: Camera) -> PhotoLight {
        // Each image shows another part of what is seen through a window.
        guard photo.panorama == nil, !photo.view.isWindow else { return PhotoLight(image, seenBy: camera) }
        if let known = cache.light(photo), known.camera == camera { return known }
        let light = PhotoLight(image, seenBy: camera)
        cache.keep(light, of: photo)
        return light
    }

    private mutating func decode(_ labelled: LabelledPhoto<ScenePhoto>, into image: inout Raster) throws {
        let photo = labelled.photo
        let options = photo.view.decoding(maxPixels: maxPixels)
        guard photo.view.isWindow || !photo.wiped.isEmpty else {
            dropSource()
            try PhotoFile.decode(photo.file, options, by: &source, into: &image)
            return
        }
        // Another image may show another window of the same pixels.
        let whole = WipedPhoto(photo)
        if sourcePhoto != whole || !source.serves(options) {
            dropSource()
            if let known = cache.source(whole, for: options) {
                (source, isShared) = (known, true)
            } else {
                try read(labelled, options)
                isShared = photo.view.isWindow && cache.keep(source, of: whole, for: options)
            }
            sourcePhoto = whole
        }
        try source.show(options, of: photo.file, into: &image)
    }

    /// Leaves a storage that may be written to.
    private mutating func dropSource() {
        sourcePhoto = nil
        if isShared { (source, isShared) = (PhotoSource(), false) }
    }

    /// Reads a photo into `source`, without what is wiped from it.
    private mutating func read(_ labelled: LabelledPhoto<ScenePhoto>, _ options: PhotoFile.Options) throws {
        let photo = labelled.photo
        guard !photo.wiped.isEmpty else {
            try source.read(photo.file, for: options)
            return
        }
        let wipe = try PhotoWipe(labelled)
        var whole = Raster()
        try PhotoFile.decode(photo.file, PhotoFile.Options(maxPixels: maxPixels), into: &whole)
        // The file may have changed since it was probed.
        guard whole.width == photo.view.photoWidth, whole.height == photo.view.photoHeight else {
            throw PictureError(
                .outOfRange, "wipe", file: photo.file,
                "is no longer of \(photo.view.photoWidth) × \(photo.view.photoHeight) pixels")
        }
        wipe.apply(to: &whole)
        source = PhotoSource(whole)
    }

    /// The panorama of a file.
    ///
    /// - Throws: as `PanoramaCache.panorama`.
    mutating func panorama(_ file: String) throws(PictureError) -> Panorama {
        if let open, open.file == file { return open.panorama }
        let panorama = try panoramas.panorama(file, maxPixels: maxPixels)
        open = (file, panorama)
        return panorama
    }

    /// The panorama of a scene, its orientation there, and the factor of its light; nil for a photo.
    ///
    /// - Throws: as `PanoramaCache.panorama`.
    mutating func look(
        into photo: ScenePhoto, seenBy camera: Camera
    ) throws(PictureError) -> (panorama: Panorama, turn: PanoramaTurn, exposure: Double)? {
        guard let view = photo.panorama, let turn = photo.turn else { return nil }
        let panorama = try panorama(photo.file)
        return (panorama, turn, panorama.exposure(seenBy: camera, turn) * exp2(view.exposureStops))
    }
}

extension ScenePhoto {
    fileprivate func shows(_ other: ScenePhoto) -> Bool {
        ShownPhoto(self) == ShownPhoto(other) && panorama == other.panorama
    }
}

extension Raster {
    /// Takes the pixels of a rectangle from a raster of the same size.
    fileprivate mutating func copy(_ other: Raster, within rect: PixelRect) {
        copy(other, left: rect.minX, top: rect.minY, width: rect.width, height: rect.height)
    }
}
