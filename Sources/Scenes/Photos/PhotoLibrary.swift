package import Cards
package import Findings
import Pictures
package import Pipelines

/// The photos and panoramas of a run: found and probed once at its start, then the same for every image.
///
/// Only headers are read. The contents of the library depend on the pipeline and on the files that are there, never on
/// the number of threads that probed them.
package struct PhotoLibrary: Sendable {
    /// The photos that objects are set into, at least one; in the order of the pipeline's list, folders and globs by
    /// name. No file stands twice here and among the `carried`.
    package let photos: [Photo]
    /// The photos that are taken over as they are, in the same order.
    package private(set) var carried: [Photo]
    /// The splits of all these photos.
    package private(set) var splits: OwnSplits
    /// The photos that were asked for and cannot be used, in the same order.
    package let skipped: [Finding]
    /// Notes about the photos that are used, a line each.
    package let notes: [String]
    package let mix: PhotoMix

    /// The library of a single source.
    package init(
        _ backgrounds: Pipeline.Backgrounds, labelled: [ListedPhoto] = [], seed: UInt64,
        maxPixels: Int = PhotoFile.defaultMaxPixels
    ) throws(PhotoLibraryError) {
        try self.init([backgrounds], labelled: labelled, seed: seed, maxPixels: maxPixels)
    }

    /// Finds and probes the photos and panoramas that a pipeline names.
    ///
    /// A file beside a photo (`NAME.scene.yaml`) wins over a catalogue, a catalogue over EXIF. If a photo is listed
    /// more than once, its first place counts, and the first catalogue that knows it.
    ///
    /// - Parameters:
    ///   - sources: with paths that the process can open. A photo of several belongs to the first of these.
    ///   - labelled: the photos that datasets list, after those of `backgrounds`; of one that stands in both lists the
    ///     facts and the labels come together.
    ///   - maxPixels: photos with more are skipped.
    /// - Throws: when the list or a file of facts has a mistake, with all of them; when no photo is left.
    package init(
        _ sources: [Pipeline.Backgrounds], labelled: [ListedPhoto] = [], seed: UInt64,
        maxPixels: Int = PhotoFile.defaultMaxPixels
    ) throws(PhotoLibraryError) {
        let listings = try PhotoListing.expand(sources, labelled)
        let chosen = try PhotoListing.choose(listings, tags: sources.map(\.tags))
        var (photos, skipped): ([Photo], [Finding]) = ([], [])
        let views = sources.map { $0.panoramas ?? Pipeline.Panoramas() }
        for result in chosen.concurrentMap({
            $0.probe(maxPixels: maxPixels, viewSize: (views[$0.source].width, views[$0.source].height))
        }) {
            switch result {
            case .success(let photo): photos.append(photo)
            case .failure(let skip): skipped.append(skip)
            }
        }
        let copies = photos.copiesOnOtherSides
        photos.removeAll { photo in copies.contains { $0.file == photo.path } }
        skipped += copies
        guard photos.contains(where: { !$0.isCarried }) else {
            throw photos.isEmpty ? .noneLeft(skipped) : .allCarried(photos.count, skipped)
        }
        splits = OwnSplits(photos.map(\.split))
        carried = photos.filter(\.isCarried)
        self.photos = photos.filter { !$0.isCarried }
        guard let mix = PhotoMix(of: self.photos, from: sources, seed: seed) else { throw .noneLeft(skipped) }
        self.mix = mix
        self.skipped = skipped + PhotoListing.passedOver(sources.flatMap(\.photos), chosen)
        notes =
            PhotoListing.labelsBeside(photos) + PhotoListing.givenUp(chosen) + PhotoListing.listedAgain(chosen)
            + splits.notes(photos.count)
    }

    /// Leaves out the carried photos whose labels cannot be read.
    package mutating func leaveOutCarried(_ labels: Set<PhotoLabelReference>) {
        guard !labels.isEmpty else { return }
        carried.removeAll { $0.labels.map(labels.contains) ?? false }
        splits = OwnSplits(all.map(\.split))
    }

    /// The photos that objects are set into, and after them the carried ones.
    package var all: [Photo] { photos + carried }

    /// The photo of an image, or, for an attempt above 0, another in its place, each once; nil when all have been
    /// tried. See `PhotoMix`.
    package func photo(forImage image: Int, attempt: Int = 0) -> Photo? {
        mix.photo(forImage: image, attempt: attempt).map { photos[$0] }
    }
}

/// The reasons why a run has no photos.
package enum PhotoLibraryError: Error, Sendable {
    /// Mistakes in the pipeline's list and tags, in catalogues and in files of facts.
    case invalid([Diagnostic])
    /// Every photo had to be skipped.
    case noneLeft([Finding])
    /// So many photos can be used, and all of them are to be taken over as they are.
    case allCarried(Int, [Finding])
}

extension PhotoLibraryError: ReportableError {
    package var findings: [Finding] {
        switch self {
        case .invalid(let diagnostics): return InvalidFile(diagnostics).findings
        case .noneLeft(let skipped), .allCarried(_, let skipped):
            return [Finding(.error, .noPhoto, headline)] + skipped
        }
    }
}

extension PhotoLibraryError: CustomStringConvertible {
    /// The problem, without the photos.
    private var headline: String {
        switch self {
        case .invalid: "the list of photos has mistakes"
        case .noneLeft([]): "photos: the list names files of facts (\(PhotoSidecar.suffix)), but no photo"
        case .noneLeft(let skipped): "photos: none\(skipped.count > 1 ? " of \(skipped.count)" : "") can be used"
        case .allCarried(let count, _):
            "photos: none of \(count) gets objects: “splits” lists none of the splits that they are in"
        }
    }

    /// How many skipped photos a message names.
    private static let named = 20

    package var description: String {
        switch self {
        case .invalid(let diagnostics):
            return InvalidFile(diagnostics).description
        case .noneLeft(let skipped) where skipped.isEmpty: return headline
        case .noneLeft(let skipped), .allCarried(_, let skipped):
            var isCarried = false
            if case .allCarried = self { isCarried = true }
            var lines = [headline + (skipped.isEmpty ? "" : isCarried ? "; these cannot be used:" : ":")]
            lines += skipped.prefix(PhotoLibraryError.named).map { "  \($0.words)" }
            let rest = skipped.count - PhotoLibraryError.named
            if rest > 0 { lines.append("  … and \(rest) more") }
            return lines.joined(separator: "\n")
        }
    }
}
