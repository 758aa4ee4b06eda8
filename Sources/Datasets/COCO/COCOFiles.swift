import Cards
import Foundation

/// The COCO files of a folder, under whatever names tools give them.
enum COCOFiles {
    struct Found: Hashable {
        /// Relative to the folder.
        let path: String
        /// train, val or test, as the file's name or folder says; nil where it says none of these.
        let split: String?
    }

    /// Folders of a dataset's parts, in small letters, with the split that each is.
    static let splits = [
        "train": "train", "training": "train", "val": "val", "valid": "val", "validation": "val", "dev": "val",
        "test": "test", "testing": "test",
    ]

    /// Files with boxes or masks of objects, in order: in `annotations/` by our own names alone, where there are any; else
    /// all in the folder, in `annotations/` and in the folders of its parts.
    static func instances(in folder: DatasetFolder) throws -> [Found] {
        let ours = try files(in: "annotations", of: folder).filter { $0.lastPart.hasPrefix("instances") }
        let files = try ours.isEmpty ? others(in: folder) : ours
        return files.map { Found(path: $0, split: split(of: $0)) }
    }

    /// The COCO files whose names belong to no format of ours.
    static func others(in folder: DatasetFolder) throws -> [String] {
        let parts = try folder.folders(in: "").filter { splits[$0.lowercased()] != nil }
        let places =
            ["", "annotations", "Annotations", "labels", "annotation"] + parts + parts.map { $0 + "/annotations" }
        var seen: Set<String> = []
        return try places.flatMap { try files(in: $0, of: folder) }.filter { file in
            let name = file.lastPart
            guard
                !["instances", "person_keypoints", "panoptic", "captions", "image_info", "stuff"].contains(where: {
                    folder.isAnnotationsFolder(of: file) && name.hasPrefix($0)
                })
            else { return false }
            return try seen.insert(folder.name(of: folder.path(file))).inserted && isCOCO(folder.path(file))
        }
    }

    private static func files(in place: String, of folder: DatasetFolder) throws -> [String] {
        try folder.names(in: place).filter { $0.lowercased().hasSuffix(".json") }
            .map { place.isEmpty ? $0 : "\(place)/\($0)" }.filter(folder.holdsFile)
    }

    static func split(of file: String) -> String? {
        let parts = file.lowercased().split(separator: "/")
        let words = (parts.last ?? "").split { !$0.isLetter }.map(String.init)
        let folder = parts.dropLast().last.map(String.init)
        return words.compactMap { splits[$0] }.first ?? folder.flatMap { splits[$0] }
    }

    /// How much of a file is looked at.
    private static let start = 256 << 10

    /// Whether a file looks like COCO's, judged by the keys at its top as far as its beginning shows them.
    private static func isCOCO(_ path: String) throws -> Bool {
        let bytes = try OpenFile(path, flags: O_RDONLY, action: "cannot read").read(count: start, at: 0)
        // UTF-16, whose letters have zero bytes, is refused with a reason where the file is read.
        let keys = JSONSections.listKeys(ofStart: ByteOrderMark(of: bytes) == nil ? bytes : bytes.filter { $0 != 0 })
        if keys.contains("images") && (keys.contains("annotations") || keys.contains("categories")) { return true }
        return bytes.count == start && !keys.isDisjoint(with: ["images", "annotations", "categories"])
            && ForeignJSON.name(keys: keys) == nil
    }
}

extension DatasetFolder {
    /// Whether a file lies in the folder in which our own names mean formats.
    fileprivate func isAnnotationsFolder(of file: String) -> Bool { file.hasPrefix("annotations/") }
}
