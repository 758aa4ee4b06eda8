import Findings
import Foundation
import Pipelines

/// The files of a Pascal VOC dataset, under the names that tools give its folders. Audits and sources both use it to
/// find them.
struct VOCFolder {
    let folder: DatasetFolder
    /// The folder of XML files, relative to `folder`; empty where they lie beside the photos, or in folders such as
    /// `train`.
    let annotations: String
    /// Folders of photos, relative to `folder`, in the order in which they are looked at.
    private let images: [String]

    /// The names that tools give the folder of XML files, and those of photos.
    private static let annotationNames = [
        "Annotations", "annotations", "Annotation", "annotation", "annots", "xmls", "xml", "labels",
    ]
    private static let imageNames = ["JPEGImages", "images", "Images", "image", "imgs", "img", "photos", "IMAGES"]

    /// Nil where there is no XML file.
    ///
    /// - Parameters:
    ///   - root: the dataset's folder.
    ///   - annotations: the folder of its XML files, as the process opens it, where the user names it; `images`
    ///     likewise.
    init?(root: String, annotations: String? = nil, images: String? = nil) throws {
        let folder = DatasetFolder(root: root)
        self.folder = folder
        func hasXML(_ name: String) throws -> Bool { try !folder.files(below: name, endingIn: ["xml"]).isEmpty }
        let found = try annotations.map { folder.name(of: $0) } ?? Self.annotationNames.first(where: hasXML)
        if found == nil {
            // The files may lie beside the photos, but not deeper than in the folders of the parts.
            let parts = try [""] + folder.folders(in: "").filter { COCOFiles.splits[$0.lowercased()] != nil }
            let first = try parts.flatMap { part in
                try folder.names(in: part).filter { $0.lowercased().hasSuffix(".xml") }
                    .map { part.isEmpty ? $0 : "\(part)/\($0)" }
            }.first
            guard let first, try XMLElements.looksLike("annotation", folder.path(first)) else { return nil }
        }
        self.annotations = found ?? ""
        self.images = images.map { [folder.name(of: $0)] } ?? Self.imageNames.filter(folder.holdsFolder)
    }

    /// The XML files in order, relative to `folder`.
    func files() throws -> [String] {
        let all = try folder.files(below: annotations, endingIn: ["xml"])
        return annotations.isEmpty ? all.filter { $0.split(separator: "/").count <= 2 } : all
    }

    /// A file's name without its ending, relative to the folder of XML files.
    func stem(of file: String) -> String {
        let name = annotations.isEmpty ? file : String(file.dropFirst(annotations.count + 1))
        return name.stem
    }

    /// The parts that `ImageSets/Main/` lists, by the names of the XML files without their endings. A name in several
    /// lists gets the part that is not trained on.
    func lists() throws -> [String: String] {
        var parts: [String: String] = [:]
        for list in try folder.names(in: "ImageSets/Main").sorted() where list.lowercased().hasSuffix(".txt") {
            guard let part = COCOFiles.splits[list.stem.lowercased()] else { continue }
            for line in try PhotoFilesDataset.lines(folder.path("ImageSets/Main/\(list)")) {
                guard let stem = line.text.split(whereSeparator: \.isWhitespace).first.map(String.init) else {
                    continue
                }
                if let known = parts[stem], !OwnSplits.isKept(part, before: known) { continue }
                parts[stem] = part
            }
        }
        return parts
    }

    /// The part that a file's folder names, such as train.
    func split(of file: String) -> String? {
        let parts = stem(of: file).split(separator: "/").dropLast()
        return parts.first.flatMap { COCOFiles.splits[$0.lowercased()] }
    }

    /// The photo of an XML file: the one that it names, otherwise the one with its own name; in the folders of photos,
    /// otherwise beside it. Nil where there is none.
    func photo(of file: String, named name: String?) -> String? {
        let stem = stem(of: file)
        let below = stem.parent.isEmpty ? "" : stem.parent + "/"
        let places = images.flatMap { ["\($0)/\(below)", "\($0)/"] } + [file.parent.isEmpty ? "" : file.parent + "/"]
        for place in places {
            for spelling in name.map(PictureNames.spellings) ?? [] {
                let inner = PictureNames.below(String(place.dropLast()), spelling)
                for candidate in [spelling, inner].compactMap({ $0 }) where !candidate.hasPrefix("/") {
                    if folder.holdsFile(place + candidate) { return place + candidate }
                    if let other = folder.picture(place + candidate) { return other }
                }
            }
            if let own = folder.picture(place + stem.lastPart) { return own }
        }
        return nil
    }

    /// The photos that no XML file is for, where there are any.
    ///
    /// They are not used: in VOC, a photo without a thing has an XML file without `<object>`, and one without a file was
    /// not labelled.
    ///
    /// - Parameter labelled: the photos that have a file, as the process opens them.
    func photosWithoutXML(besides labelled: [String]) throws -> Finding? {
        let places = images.isEmpty ? Array(Set(try files().map(\.parent))).sorted() : images
        let photos = try places.flatMap { place in
            images.isEmpty
                ? try folder.names(in: place).filter(PictureNames.isPicture).map {
                    place.isEmpty ? $0 : "\(place)/\($0)"
                }
                : try folder.files(below: place, endingIn: Set(PictureNames.endings))
        }
        return UnlabelledPhotos.finding(
            photos.map(folder.path), besides: labelled, lacking: "XML file",
            remedy: "a photo that shows nothing of the categories needs an XML file without <object>")
    }

    /// The name of a photo that is missing.
    func missingPhoto(of file: String, named name: String?) -> String {
        let place = images.first ?? (annotations.isEmpty ? file.parent : "JPEGImages")
        return (place.isEmpty ? "" : place + "/") + (name ?? stem(of: file) + ".jpg")
    }

    /// An XML file, decoded as it declares.
    func document(_ file: String) throws -> VOCDocument { VOCDocument(try folder.bytes(of: file)) }
}
