package import Cards
package import Pictures

/// A photo or panorama that images can be made of: where it lies, how large it is, what is known of it. No pixels.
package struct Photo: Hashable, Sendable {
    /// As the process can open it.
    package let path: String
    /// In pixels, after EXIF orientation; of a panorama the size of its views.
    package let width: Int
    package let height: Int
    /// EXIF's, which has been applied: 1…8, and 1 where nothing is said.
    package let orientation: Int
    /// How a JPEG's chroma is sampled, where that is something we can write as well.
    package let subsampling: ChromaSubsampling?
    /// How far from a pixel the file's coding may carry a trace of it, in pixels.
    package let traceReach: Int
    /// Of a photo; a panorama's are drawn with each view.
    package let facts: PhotoFacts
    /// Of a panorama; nil for a photo.
    package let panorama: PanoramaFacts?
    package let credits: Credits
    package let tags: [String]
    /// The same for the same photo on any machine and from any folder, so that a split by background never depends on
    /// where a run was started: its file name and size in bytes. A copy in another folder counts as the same.
    package let identity: String
    /// Where a dataset labels it.
    package let labels: PhotoLabelReference?
    /// The part of its dataset that it belongs to, such as train.
    package let split: String?
    /// Whether it is taken over as it is, with its labels, and nothing is set into it.
    package let isCarried: Bool

    package var frame: PhotoFrame { PhotoFrame(width: width, height: height, orientation: orientation) }
}
