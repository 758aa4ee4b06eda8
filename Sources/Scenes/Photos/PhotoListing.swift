import Cards
import Findings
import Foundation
import Geometry
import Glibc
package import Pictures
import Pipelines

/// A photo or panorama as it was found: listed by the pipeline or by a catalogue, not yet opened.
struct PhotoListing: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case photo, panorama

        /// The extensions of the files that folders and globs stand for.
        var extensions: [String] {
            switch self {
            case .photo: FilePattern.pictureExtensions
            case .panorama: ["exr", "hdr"]
            }
        }
    }

    /// The facts that a catalogue or a sidecar gives.
    struct Known: Sendable {
        var facts = PhotoFacts()
        var panorama = PanoramaFacts()
        var credits = Credits()
        var tags: [String] = []
        var package: String?
    }

    /// The path as the process can open it.
    let path: String
    var kind = Kind.photo
    /// The index of its source among the pipeline's backgrounds.
    var source = 0
    /// The catalogue's entry, where one lists the photo.
    var entry: Known?
    var sidecar: Known?
    /// The dataset's entry, where one lists the photo.
    var labelled: ListedPhoto?
    /// Another split for which datasets list the photo too.
    var givenUp: String?
    /// Other labels of the photo, which do not count.
    var lost: PhotoLabelReference?

    var tags: [String] { (sidecar?.tags ?? []) + (entry?.tags ?? []) }

    // MARK: - Finding

    /// Every photo of a list of files, folders, globs and catalogues, in order, then those of datasets, then the
    /// panoramas of a list; one that is listed twice comes twice.
    ///
    /// - Parameter facts: for each dataset, catalogues that know its photos.
    static func expand(
        _ paths: [Positioned<String>], _ labelled: [ListedPhoto], facts: [[Positioned<String>]],
        panoramas: [Positioned<String>]
    ) throws(PhotoLibraryError) -> [PhotoListing] {
        var diagnostics: [Diagnostic] = []
        var listings = list(paths, .photo, &diagnostics)
        let known = facts.map { paths in
            Dictionary(
                list(paths, .photo, &diagnostics).map { (FileIdentity($0.path), $0.entry) },
                uniquingKeysWith: { first, _ in first })
        }
        listings += labelled.map { photo in
            let catalogued = known.isEmpty || known[photo.dataset].isEmpty ? nil : known[photo.dataset]
            return PhotoListing(
                path: photo.path, entry: catalogued?[FileIdentity(photo.path)] ?? nil, labelled: photo)
        }
        listings += list(panoramas, .panorama, &diagnostics)
        // Facts are read even where the list has mistakes, so that all are told at once.
        for kind in Kind.allCases {
            let own = listings.indices.filter { listings[$0].kind == kind }
            let files = Set(own.map { ExactText(PhotoSidecar.path(beside: listings[$0].path)) }).map(\.text).sorted {
                $0.utf8.lexicographicallyPrecedes($1.utf8)
            }
            var sidecars: [ExactText: Known] = [:]
            for (file, result) in zip(files, files.concurrentMap({ Known.find($0, of: kind) })) {
                switch result {
                case .success(let sidecar): sidecars[ExactText(file)] = sidecar
                case .failure(let invalid): diagnostics += invalid.diagnostics
                }
            }
            for index in own {
                listings[index].sidecar = sidecars[ExactText(PhotoSidecar.path(beside: listings[index].path))]
            }
        }
        guard diagnostics.isEmpty else { throw .invalid(diagnostics) }
        return listings
    }

    /// The same of one list, with the mistakes in it; files of facts beside photos are not read.
    static func list(
        _ paths: [Positioned<String>], _ kind: Kind, _ diagnostics: inout [Diagnostic]
    ) -> [PhotoListing] {
        var listings: [PhotoListing] = []
        for listed in paths {
            let path = listed.value
            do throws(FilePatternError) {
                guard isCatalogue(path) else {
                    listings += try FilePattern(path).files(extensions: kind.extensions).map {
                        PhotoListing(path: $0, kind: kind)
                    }
                    continue
                }
                let catalogues = try FilePattern(path).files(extensions: catalogueExtensions)
                // A glob for catalogues meets files of facts as well.
                for file in catalogues where file == path || !file.hasSuffix(PhotoSidecar.suffix) {
                    do throws(InvalidFile) {
                        let entries = try PhotoCatalogue.read(path: file).listings(of: kind)
                        if entries.isEmpty, file == path {
                            diagnostics.append(listed.diagnostic(.rule(none(of: kind))))
                        }
                        listings += entries
                    } catch {
                        diagnostics += error.diagnostics
                    }
                }
            } catch {
                diagnostics.append(listed.diagnostic(.rule("\(error)")))
            }
        }
        return listings
    }

    private static func none(of kind: Kind) -> String {
        let other = kind == .photo ? Kind.panorama : .photo
        return "this catalogue lists \(other)s and no \(kind)s: name it under “\(other)s”"
    }

    private static let catalogueExtensions = ["yaml", "yml"]

    private static func isCatalogue(_ path: String) -> Bool {
        catalogueExtensions.contains { path.lowercased().hasSuffix("." + $0) }
    }

    /// For each file the listing that counts, among those of datasets and those with one of the tags (all, where no tag
    /// is asked for).
    ///
    /// - Parameter asked: the tags that each source asks for.
    static func choose(
        _ listings: [PhotoListing], tags asked: [[Positioned<String>]]
    ) throws(PhotoLibraryError) -> [PhotoListing] {
        var unknown: [Diagnostic] = []
        for (source, tags) in asked.enumerated() {
            let known = Set(listings.filter { $0.source == source }.flatMap(\.tags))
            unknown += tags.filter { !known.contains($0.value) }.map {
                $0.diagnostic(.unknownName($0.value, kind: "tag", known: known.sorted()))
            }
        }
        guard unknown.isEmpty else { throw .invalid(unknown) }

        var chosen: [PhotoListing] = []
        var places: [Kind: [FileIdentity: Int]] = [:]
        for listing in listings
        where asked[listing.source].isEmpty || listing.labelled != nil
            || asked[listing.source].contains(where: { listing.tags.contains($0.value) })
        {
            let identity = FileIdentity(listing.path)
            guard let place = places[listing.kind]?[identity] else {
                places[listing.kind, default: [:]][identity] = chosen.count
                chosen.append(listing)
                continue
            }
            if chosen[place].entry == nil, listing.entry != nil { chosen[place].entry = listing.entry }
            if let labelled = listing.labelled { chosen[place].take(labelled) }
            if chosen[place].sidecar == nil { chosen[place].sidecar = listing.sidecar }
        }
        return chosen
    }

    /// Adds the facts that another listing of the same file has: labels where there are none. If both have a split, the
    /// one that is further from training stays, so that no photo is on two sides.
    private mutating func take(_ other: ListedPhoto) {
        guard let own = labelled else {
            labelled = other
            return
        }
        guard let mine = own.split, let theirs = other.split, mine != theirs else {
            if own.labels != other.labels { lost = other.labels }
            return
        }
        let isKept = OwnSplits.isKept(theirs, before: mine)
        if isKept { labelled = other }
        givenUp = isKept ? mine : theirs
    }

    // MARK: - Probing

    /// Reads the header.
    ///
    /// - Parameter viewSize: the size of the images that panoramas make, in pixels.
    func probe(maxPixels: Int, viewSize: (width: Int, height: Int)) -> Result<Photo, Finding> {
        do throws(PictureError) {
            if kind == .panorama {
                _ = try PanoramaFile(path, maxPixels: maxPixels)
                let facts = (sidecar?.panorama ?? PanoramaFacts()).filled(from: entry?.panorama ?? PanoramaFacts())
                return .success(photo(PhotoFile.Info(width: viewSize.width, height: viewSize.height), panorama: facts))
            }
            let info = try PhotoFile.probe(path, maxPixels: maxPixels)
            if let size = labelled?.size, info.frame.fit(width: size.width, height: size.height) == .none {
                return .failure(
                    Finding(
                        .warning, .otherSize, file: path, info.frame.misfit(width: size.width, height: size.height),
                        remedy: "put the photo there that was labelled"))
            }
            // Nothing takes the place of one that is to be there, so that it is known from the start whether it can be.
            if labelled?.isCarried ?? false {
                var raster = Raster()
                try PhotoFile.decode(path, PhotoFile.Options(maxPixels: maxPixels), into: &raster)
            }
            let stated = (sidecar?.facts ?? PhotoFacts()).filled(from: entry?.facts ?? PhotoFacts())
            var photo = photo(info, facts: stated.filled(from: PhotoFacts(exif: info, besides: stated)))
            if stated.sun == nil { photo.oddities = info.oddities }
            return .success(photo)
        } catch {
            var skip = Finding(photo: path, error)
            if kind == .photo, error.code == .wrongFormat, (try? PanoramaFile(path)) != nil {
                skip.remedy = "name it under “panoramas”"
            }
            if error.code == .missing, let package = entry?.package {
                skip.problem = "is not installed"
                skip.remedy = "apt install \(package)"
            }
            return .failure(skip)
        }
    }

    private func photo(
        _ info: PhotoFile.Info, facts: PhotoFacts = PhotoFacts(), panorama: PanoramaFacts? = nil
    ) -> Photo {
        let name = path.split(separator: "/").last ?? ""
        return Photo(
            path: path, width: info.width, height: info.height, orientation: info.orientation,
            subsampling: info.subsampling, traceReach: info.traceReach, facts: facts,
            panorama: panorama, source: source,
            credits: (sidecar?.credits ?? Credits()).filled(from: entry?.credits ?? Credits())
                .filled(from: labelled?.credits ?? Credits()),
            tags: tags, identity: "\(name):\(FileStatus(path)?.bytes ?? 0)", labels: labelled?.labels,
            split: labelled?.split, isCarried: labelled?.isCarried ?? false)
    }
}

extension PhotoCatalogue {
    fileprivate func listings(of kind: PhotoListing.Kind) -> [PhotoListing] {
        switch kind {
        case .photo:
            photos.map {
                PhotoListing(
                    path: $0.file, kind: kind,
                    entry: PhotoListing.Known(
                        facts: $0.facts, credits: $0.credits, tags: $0.tags, package: $0.package))
            }
        case .panorama:
            panoramas.map {
                PhotoListing(
                    path: $0.file, kind: kind,
                    entry: PhotoListing.Known(
                        panorama: $0.facts, credits: $0.credits, tags: $0.tags, package: $0.package))
            }
        }
    }
}

extension PhotoListing.Known {
    /// The sidecar that lies at a path, if one does.
    fileprivate static func find(_ path: String, of kind: PhotoListing.Kind) -> Result<Self?, InvalidFile> {
        guard FileStatus(path) != nil else { return .success(nil) }
        return Result { () throws(InvalidFile) in
            switch kind {
            case .photo:
                let sidecar = try PhotoSidecar.read(path: path)
                return Self(facts: sidecar.facts, credits: sidecar.credits, tags: sidecar.tags)
            case .panorama:
                let sidecar = try PanoramaSidecar.read(path: path)
                return Self(panorama: sidecar.facts, credits: sidecar.credits, tags: sidecar.tags)
            }
        }
    }
}

extension PhotoFacts {
    /// The facts that EXIF gives: the field of view, by the lens's equivalent in millimetres on 35 mm film, where a lens
    /// may have it; and the direction of the sun, by time, place and the direction of the camera.
    ///
    /// - Parameter stated: what is known of the photo otherwise. The lens's length is that of the photo before it was
    ///   cropped, and tells nothing of one that was.
    package init(exif info: PhotoFile.Info, besides stated: PhotoFacts = PhotoFacts()) {
        self.init()
        if stated.principal == nil, let millimetres = info.focalLength35mm, (1...2000).contains(millimetres) {
            let focal = Camera.focalPixels(
                equivalent35Millimetres: millimetres, width: info.width, height: info.height)
            fieldOfView = .arcTangent(Double(info.width) / 2, focal) * 2
        }
        if let shot = info.shot { sun = Sun(over: shot) }
    }
}

/// The identity of a file: links to one file are that file. The identity of a missing file is its path.
private enum FileIdentity: Hashable {
    case file(device: UInt64, number: UInt64)
    case missing(String)

    init(_ path: String) {
        if let status = FileStatus(path) {
            self = .file(device: status.device, number: status.number)
        } else {
            self = .missing(path)
        }
    }
}

/// The file system's facts about a file, links followed.
private struct FileStatus {
    let device: UInt64
    let number: UInt64
    let bytes: Int

    /// Nil where there is no such file.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        number = UInt64(status.st_ino)
        bytes = Int(status.st_size)
    }
}
