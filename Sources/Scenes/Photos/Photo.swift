package import Cards
package import Pictures

/// A photo or panorama that images can be made of: its place, its size, and the facts about it. It holds no pixels.
package struct Photo: Hashable, Sendable {
    /// As the process can open it.
    package let path: String
    /// The size in pixels, after EXIF orientation; for a panorama that of its views.
    package let width: Int
    package let height: Int
    /// EXIF's orientation, which has been applied: 1…8, and 1 where the file gives none.
    package let orientation: Int
    /// The chroma subsampling of a JPEG, where it is one that we can write as well.
    package let subsampling: ChromaSubsampling?
    /// How far from a pixel the file's coding may carry a trace of it, in pixels.
    package let traceReach: Int
    /// The facts about a photo; those of a panorama are drawn with each view.
    package private(set) var facts: PhotoFacts
    /// EXIF's values that should tell where the sun stands and tell nothing; none where that is known otherwise.
    package var oddities: [ExifOddity] = []
    /// The facts about a panorama; nil for a photo.
    package let panorama: PanoramaFacts?
    /// The index of its source among the pipeline's backgrounds.
    package let source: Int
    package let credits: Credits
    package let tags: [String]
    /// The photo's identity, its file name and size in bytes. It is the same on any machine and from any folder, so
    /// that a split by background never depends on where a run was started. A copy in another folder counts as the same
    /// photo.
    package let identity: String
    /// The labels, where a dataset labels the photo.
    package let labels: PhotoLabelReference?
    /// The split of its dataset that the photo belongs to, such as train.
    package let split: String?
    /// Whether the photo is taken over as it is, with its labels, and nothing is set into it.
    package let isCarried: Bool

    /// The same photo, of which other facts are known.
    package func stating(_ facts: PhotoFacts) -> Photo {
        var photo = self
        photo.facts = facts
        return photo
    }

    package var frame: PhotoFrame { PhotoFrame(width: width, height: height, orientation: orientation) }
}
