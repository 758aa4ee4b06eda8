import Compositing
import Geometry
import Pictures
import Scenes

/// Encodes one worker's images: as JPEG with as little work as possible where another image of the same view is encoded
/// already, or where the photo's own coding is kept.
///
/// Coding a JPEG costs as much as all that is pasted on a cached photo. Of a view that several images show, only the
/// blocks are coded anew in which this image or the one before shows an object. The bytes are those of the whole coding.
///
/// Where the photo's coding is kept, and the image shows the photo as it is, the blocks are those of the photo's file.
final class ViewEncoder {
    private let views: CodedViews?
    private let recoder = BlockRecoder()
    /// The view that was encoded last, for images that follow each other on one photo where there is no room for all.
    private var last: (key: ShownPhoto, view: CodedViews.View)?

    /// Where more of the blocks are coded anew, to code all is faster.
    private static let largestShare = 0.5

    private let keepsCoding: Bool

    /// - Parameters:
    ///   - views: shared by all workers; nil where no view is likely to be shown again.
    ///   - keepsCoding: whether an image that shows a JPEG photo at its own size is coded as the photo is.
    init(_ views: CodedViews?, keepsCoding: Bool = false) {
        (self.views, self.keepsCoding) = (views, keepsCoding)
    }

    /// Replaces the content of `bytes` by the composite's image as the bytes of a file.
    ///
    /// - Throws: as `PhotoFile.encode`.
    func encode(
        _ composite: Composite, as encoding: PhotoFile.Encoding, into bytes: inout [UInt8]
    ) throws(PictureError) {
        let photo = composite.scene.photo
        // Each image looks elsewhere into a panorama, and at another window of a photo.
        guard case .jpeg(_, _, optimized: false) = encoding, photo.panorama == nil, !photo.view.isWindow else {
            return try PhotoFile.encode(composite.image, as: encoding, into: &bytes)
        }
        let key = ShownPhoto(photo)
        guard let touched = composite.touched, let known = known(key, composite) else {
            try encodeWhole(composite, as: encoding, into: &bytes)
            if let touched = composite.touched { keep(bytes, touched, of: key) }
            return
        }
        let isRecoded = try recoder.encode(
            composite.image, over: known.coded, touched: (known.touched + touched).map(PhotoFile.Crop.init),
            upTo: known.isPhoto ? 1 : ViewEncoder.largestShare, into: &bytes)
        if !isRecoded { try encodeWhole(composite, as: encoding, into: &bytes) }
        // The less another image has covered, the less is coded anew.
        if touched.reduce(0, { $0 + $1.area }) < known.touchedArea / 2 { keep(bytes, touched, of: key) }
    }

    /// The file whose blocks an image takes over.
    private func known(_ key: ShownPhoto, _ composite: Composite) -> CodedViews.View? {
        let photo = composite.scene.photo
        if let units = composite.coding?.units { return CodedViews.View(coded: units, touched: [], isPhoto: true) }
        if let known = last?.key == key ? last?.view : views?.view(key) { return known }
        guard keepsCoding, photo.view.isIdentity, photo.wiped.isEmpty,
            let units = PhotoFile.coding(photo.file, withUnits: true)?.units,
            units.has(photo.view.width, photo.view.height)
        else { return nil }
        let view = CodedViews.View(coded: units, touched: [], isPhoto: true)
        last = (key, view)
        views?.keep(view, of: key)
        return view
    }

    private func encodeWhole(
        _ composite: Composite, as encoding: PhotoFile.Encoding, into bytes: inout [UInt8]
    ) throws(PictureError) {
        let photo = composite.scene.photo
        let composite = try whole(composite)
        if keepsCoding, photo.view.keepsSize, let coding = PhotoFile.coding(photo.file, withUnits: false) {
            try PhotoFile.encode(composite.image, as: coding, into: &bytes)
        } else {
            try PhotoFile.encode(composite.image, as: encoding, into: &bytes)
        }
    }

    /// The composite with all of its pixels.
    func whole(_ composite: Composite) throws(PictureError) -> Composite {
        guard composite.coding != nil, let touched = composite.touched else { return composite }
        var whole = composite
        whole.coding = nil
        try PhotoFile.decode(composite.scene.photo.file, into: &whole.image)
        for rect in touched where !rect.isEmpty {
            whole.image.copy(composite.image, left: rect.minX, top: rect.minY, width: rect.width, height: rect.height)
        }
        return whole
    }

    private func keep(_ bytes: [UInt8], _ touched: [PixelRect], of key: ShownPhoto) {
        guard let views, let coded = CodedJPEG.reading(bytes) else { return }
        let view = CodedViews.View(coded: coded, touched: touched)
        last = (key, view)
        views.keep(view, of: key)
    }
}
