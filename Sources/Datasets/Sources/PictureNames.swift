import Foundation

/// The names that datasets use for their pictures.
enum PictureNames {
    /// The endings of picture names, in small letters. They include kinds that are not read, so that a labelled photo
    /// of such a kind is reported and not skipped.
    static let endings = [
        "jpg", "jpeg", "png", "webp", "tif", "tiff", "bmp", "gif", "jfif", "jpe", "mpo", "avif", "heic", "heif", "jp2",
        "tga", "dng", "pfm", "pnm", "ppm", "pgm",
    ]

    /// Whether a name ends as those of pictures do.
    static func isPicture(_ name: String) -> Bool {
        name.lastIndex(of: ".").map { endings.contains(name[name.index(after: $0)...].lowercased()) } ?? false
    }

    /// The ways in which a name may be written on this machine: unchanged; with slashes for Windows' backslashes; with
    /// its per cent signs decoded; with its accents composed or apart (NFC, NFD).
    static func spellings(of name: String) -> [String] {
        var names = [name]
        func add(_ spelling: String) {
            if !names.contains(where: { $0.utf8.elementsEqual(spelling.utf8) }) { names.append(spelling) }
        }
        if name.contains("\\") { add(name.replacingOccurrences(of: "\\", with: "/")) }
        for known in names where known.contains("%") {
            if let decoded = known.removingPercentEncoding { add(decoded) }
        }
        for known in names where known.utf8.contains(where: { $0 >= 0x80 }) {
            add(known.precomposedStringWithCanonicalMapping)
            add(known.decomposedStringWithCanonicalMapping)
        }
        return names
    }

    /// The file at a path, or the one whose name there has its accents composed or apart (NFC, NFD): files that were
    /// copied from a Mac may have them apart. Nil where there is none.
    static func existing(_ path: String) -> String? {
        if FileManager.default.fileExists(atPath: path) { return path }
        guard path.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
        let (folder, name) = (path.parent, path.lastPart)
        let start = folder.isEmpty && !path.hasPrefix("/") ? "" : folder + "/"
        return [
            start + name.precomposedStringWithCanonicalMapping, start + name.decomposedStringWithCanonicalMapping,
            path.precomposedStringWithCanonicalMapping, path.decomposedStringWithCanonicalMapping,
        ].first { FileManager.default.fileExists(atPath: $0) }
    }

    /// A name without its first folders where the searched folder ends with the same ones: `a.png` for `images/a.png`
    /// in `…/images`; nil where it begins otherwise.
    static func below(_ folder: String, _ name: String) -> String? {
        let parts = name.split(separator: "/").filter { $0 != "." }
        let ends = folder.split(separator: "/").filter { $0 != "." }
        for count in stride(from: min(parts.count - 1, ends.count), to: 0, by: -1)
        where parts.prefix(count).elementsEqual(ends.suffix(count)) {
            return parts.dropFirst(count).joined(separator: "/")
        }
        return nil
    }

    /// Whether a name is a place on another machine: an address, a drive's letter, a path from the root.
    static func isForeign(_ name: String) -> Bool {
        name.contains("://") || name.hasPrefix("/") || name.dropFirst().hasPrefix(":\\")
            || name.dropFirst().hasPrefix(":/")
    }

    /// The paths below a folder here that a name from another machine may mean: its last parts, the longest first.
    static func tails(of name: String) -> [String] {
        let path = name.range(of: "://").map { String(name[$0.upperBound...]) } ?? name
        let parts = path.split { $0 == "/" || $0 == "\\" }
        return (1..<max(parts.count, 1)).map { parts.dropFirst($0).joined(separator: "/") }
            + (parts.count == 1 ? [String(parts[0])] : [])
    }
}

/// The pictures of a COCO file. Checks, conversions, backgrounds and cut-outs all find them in this way.
///
/// Names start from the folder that the user gives, or from the first of the usual ones that holds a picture: the
/// file's own, `images/` in it and beside it, those with a folder of the split's name. The folder of the first picture
/// that is found is then the folder of all: a name alone could mean another photo elsewhere.
struct COCOPictures {
    private let folders: [String]
    private let home: DatasetHome
    private var folder: String?

    /// - Parameters:
    ///   - file: the COCO file, as the process opens it.
    ///   - images: the folder that the user names.
    ///   - masks: a folder that holds masks by the names of the photos, and no photo.
    ///   - home: the folders that may be looked into.
    init(of file: String, images: String? = nil, besides masks: String? = nil, _ home: DatasetHome) {
        folders = Self.folders(of: file, images: images).filter { $0 != masks }
        self.home = home
    }

    private static func folders(of file: String, images: String?) -> [String] {
        let own = file.enclosingFolder
        let stem = file.lastPart.stem
        let split = stem.split(separator: "_").last.map(String.init) ?? ""
        let above = own + "/.."
        return images.map { [$0] } ?? [
            own + "/images/" + split, own + "/" + split, own, own + "/images", above + "/images/" + split,
            above + "/images", above + "/" + split, above, own + "/JPEGImages", own + "/photos", above + "/photos",
            own + "/data", above + "/data",
        ]
    }

    /// The folders of a COCO file's dataset.
    static func ownFolders(of file: String, images: String? = nil) -> [String] {
        let own = file.enclosingFolder
        let above = own + "/.."
        if let images { return [images, DatasetHome.whole(images)] }
        // A file in a folder of labels belongs to the folder above; elsewhere only the usual folders there do.
        let isApart = ["annotations", "annotation", "labels", "label", "json", "ann"].contains(
            own.lastPart.lowercased())
        // A link that leads elsewhere is not the dataset's own.
        let around = DatasetHome([above], allowsOutside: false)
        let usual = folders(of: file, images: nil).filter {
            $0 != above && FileManager.default.fileExists(atPath: $0) && around.holds($0)
        }
        return usual + [isApart ? above : own, DatasetHome.whole(own)]
    }

    /// The path of a picture, as the process opens it; for a missing picture, the path where it would be.
    mutating func path(of name: String) -> String {
        if let folder {
            let path = "\(folder)/\(name)"
            if !name.hasPrefix("/"), FileManager.default.fileExists(atPath: path) { return path }
            return Self.find(name, in: folder) ?? (name.hasPrefix("/") ? name : path)
        }
        for place in folders where home.holds(place) {
            guard let path = Self.find(name, in: place) else { continue }
            if !path.hasPrefix("/") || path.hasPrefix(place) { folder = place }
            return path
        }
        if name.hasPrefix("/") { return name }
        let existing = folders.filter { FileManager.default.fileExists(atPath: $0) }
        return "\(existing.first { $0.contains("images") } ?? existing.first ?? ".")/\(name)"
    }

    /// Why a picture is not read; nil where it is.
    func problem(of path: String) -> String? { home.problem(of: path) }

    private static func find(_ name: String, in folder: String) -> String? {
        func existing(_ names: [String]) -> String? {
            for name in names {
                for spelling in PictureNames.spellings(of: name) {
                    let path = "\(folder)/\(spelling)"
                    if FileManager.default.fileExists(atPath: path) { return path }
                    if let below = PictureNames.below(folder, spelling) {
                        let path = "\(folder)/\(below)"
                        if FileManager.default.fileExists(atPath: path) { return path }
                    }
                }
            }
            return nil
        }
        guard PictureNames.isForeign(name) else { return existing([name]) }
        if name.hasPrefix("/"), FileManager.default.fileExists(atPath: name) { return name }
        return existing(PictureNames.tails(of: name))
    }
}
