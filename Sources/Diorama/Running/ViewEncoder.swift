import Compositing
import Geometry
import Pictures
import Scenes

/// Encodes one worker's images: as JPEG with as little work as possible where another image of the same view is encoded
/// already.
///
/// Coding a JPEG costs as much as all that is pasted on a cached photo. Of a view that several images show, only the
/// blocks are coded anew in which this image or the one before shows an object. The bytes are those of the whole coding.
final class ViewEncoder {
    private let views: CodedViews?
    private let recoder = BlockRecoder()
    /// The view that was encoded last, for images that follow each other on one photo where there is no room for all.
    private var last: (key: ShownPhoto, view: CodedViews.View)?

    /// Where more of the blocks are coded anew, to code all is faster.
    private static let largestShare = 0.5

    /// - Parameter views: shared by all workers; nil where no view is likely to be shown again.
    init(_ views: CodedViews?) {
        self.views = views
    }

    /// Replaces the content of `bytes` by the composite's image as the bytes of a file.
    ///
    /// - Throws: as `PhotoFile.encode`.
    func encode(
        _ composite: Composite, as encoding: PhotoFile.Encoding, into bytes: inout [UInt8]
    ) throws(PictureError) {
        guard let views, case .jpeg(_, _, optimized: false) = encoding, let touched = composite.touched,
            // Each image looks elsewhere into a panorama.
            composite.scene.photo.panorama == nil
        else { return try PhotoFile.encode(composite.image, as: encoding, into: &bytes) }
        let key = ShownPhoto(composite.scene.photo)
        let known = last?.key == key ? last?.view : views.view(key)
        var isRecoded = false
        if let known {
            isRecoded = try recoder.encode(
                composite.image, over: known.coded, touched: (known.touched + touched).map(PhotoFile.Crop.init),
                upTo: ViewEncoder.largestShare, into: &bytes)
        }
        if !isRecoded { try PhotoFile.encode(composite.image, as: encoding, into: &bytes) }
        // The less another image has covered, the less is coded anew.
        let area = touched.reduce(0) { $0 + $1.area }
        guard known.map({ area < $0.touchedArea / 2 }) ?? true, let coded = CodedJPEG.reading(bytes) else { return }
        let view = CodedViews.View(coded: coded, touched: touched)
        last = (key, view)
        views.keep(view, of: key)
    }
}

extension PhotoFile.Crop {
    fileprivate init(_ rect: PixelRect) {
        self.init(left: rect.minX, top: rect.minY, width: rect.width, height: rect.height)
    }
}
