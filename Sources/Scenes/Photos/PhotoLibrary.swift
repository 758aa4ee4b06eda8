package import Pipelines
import Vips

/// The photos and panoramas of a run: found and probed once at its start, then the same for every image.
///
/// Only headers are read. What the library holds depends on the pipeline and on the files that are there, never on how
/// many threads probed them.
package struct PhotoLibrary: Sendable {
    /// At least one; in the order of the pipeline's list, folders and globs by name. No file stands here twice.
    package let photos: [Photo]
    /// What was asked for and cannot be used, in the same order.
    package let skipped: [PhotoSkip]
    /// What is worth knowing of the photos that are used, a line each.
    package let notes: [String]
    package let order: PhotoOrder

    /// Finds and probes the photos and panoramas that a pipeline names.
    ///
    /// A file beside a photo (`NAME.scene.yaml`) wins over a catalogue, a catalogue over EXIF. Of a photo that is listed
    /// more than once the first place counts, and the first catalogue that knows it.
    ///
    /// - Parameters:
    ///   - backgrounds: with paths that the process can open.
    ///   - labelled: the photos that datasets list, after those of `backgrounds`; of one that stands in both lists the
    ///     facts and the labels come together.
    ///   - maxPixels: photos with more are skipped.
    /// - Throws: when the list or a file of facts has a mistake, with all of them; when no photo is left.
    package init(
        _ backgrounds: Pipeline.Backgrounds, labelled: [LabelledPhoto] = [], seed: UInt64,
        maxPixels: Int = PhotoFile.defaultMaxPixels
    ) throws(PhotoLibraryError) {
        let listings = try PhotoListing.expand(
            backgrounds.photos, labelled, facts: backgrounds.datasets.map(\.facts),
            panoramas: backgrounds.panoramas?.files ?? [])
        let chosen = try PhotoListing.choose(listings, tags: backgrounds.tags)
        var (photos, skipped): ([Photo], [PhotoSkip]) = ([], [])
        let views = backgrounds.panoramas ?? Pipeline.Panoramas()
        for result in chosen.concurrentMap({
            $0.probe(maxPixels: maxPixels, viewSize: (views.width, views.height))
        }) {
            switch result {
            case .success(let photo): photos.append(photo)
            case .failure(let skip): skipped.append(skip)
            }
        }
        guard !photos.isEmpty else { throw .noneLeft(skipped) }
        self.photos = photos
        self.skipped = skipped + PhotoListing.passedOver(backgrounds.photos, chosen)
        notes = PhotoListing.labelsBeside(photos)
        order = PhotoOrder(backgrounds.order, count: photos.count, repeats: backgrounds.repeats, seed: seed)
    }

    /// The photo of an image, or, for an attempt above 0, another in its place, each once; nil when all have been
    /// tried. See `PhotoOrder`.
    package func photo(forImage image: Int, attempt: Int = 0) -> Photo? {
        order.photo(forImage: image, attempt: attempt).map { photos[$0] }
    }
}

/// Why a run has no photos.
package enum PhotoLibraryError: Error, Sendable {
    /// Mistakes in the pipeline's list and tags, in catalogues and in files of facts.
    case invalid([Diagnostic])
    /// Every photo had to be skipped.
    case noneLeft([PhotoSkip])
}

extension PhotoLibraryError: CustomStringConvertible {
    /// How many skipped photos a message names.
    private static let named = 20

    package var description: String {
        switch self {
        case .invalid(let diagnostics):
            return InvalidFile(diagnostics).description
        case .noneLeft(let skipped) where skipped.isEmpty:
            return "photos: the list names files of facts (\(PhotoSidecar.suffix)), but no photo"
        case .noneLeft(let skipped):
            var lines = ["photos: none of \(skipped.count) can be used:"]
            lines += skipped.prefix(PhotoLibraryError.named).map { "  \($0)" }
            let rest = skipped.count - PhotoLibraryError.named
            if rest > 0 { lines.append("  … and \(rest) more") }
            return lines.joined(separator: "\n")
        }
    }
}
