import Foundation

/// Where the files of a KITTI dataset are, under the names that tools give its folders. The one way to find them, for
/// checks and for use.
struct KITTIFolder {
    let folder: DatasetFolder
    /// Relative to `folder`.
    let labels: String
    /// Relative to `folder`; nil where there is no folder of photos.
    let images: String?

    private static let labelNames = ["label_2", "labels", "label"]
    private static let imageNames = ["image_2", "images", "image"]

    /// Nil where there are no labels of KITTI's.
    ///
    /// - Parameters:
    ///   - root: what holds the folders.
    ///   - part: in it, with the folders themselves; empty for the root.
    ///   - labels: the folder of labels, as the process opens it, where the user names it; so `images`.
    init?(
        root: String, part: String = "", labels: String? = nil, images: String? = nil
    ) throws {
        let folder = DatasetFolder(root: root)
        self.folder = folder
        func named(_ names: [String], _ given: String?) -> String? {
            given.map { folder.name(of: $0) }
                ?? names.map { part.isEmpty ? $0 : "\(part)/\($0)" }.first(where: folder.holdsFolder)
        }
        guard let found = named(Self.labelNames, labels) else { return nil }
        // Only KITTI's own name is KITTI's alone.
        if labels == nil, found.lastPart != "label_2" {
            guard let first = try folder.files(below: found, endingIn: ["txt"]).first(where: { !folder.isBlank($0) }),
                Self.looksLikeLabels(folder.path(first))
            else { return nil }
        }
        self.labels = found
        self.images = named(Self.imageNames, images)
    }

    /// The parts of a folder that have labels: itself, else those up to two levels below it.
    static func parts(in root: String) throws -> [KITTIFolder] {
        let folder = DatasetFolder(root: root)
        let first = try folder.folders(in: "").filter { !labelNames.contains($0) && !imageNames.contains($0) }
        return try ([""] + first + first.flatMap(folder.folders(in:))).compactMap {
            try KITTIFolder(root: root, part: $0)
        }
    }

    /// What holds the two folders, relative to `folder`.
    var part: String { labels.parent }

    func photos() throws -> [String] {
        try images.map { try folder.files(below: $0, endingIn: Set(PictureNames.endings)) } ?? []
    }

    func labelFiles() throws -> [String] { try folder.files(below: labels, endingIn: ["txt"]) }

    /// The label file that a photo's name asks for, whether it is there or not.
    func labels(of photo: String) -> String {
        "\(labels)/\(photo.dropFirst((images ?? "").count + 1).description.stem).txt"
    }

    /// The photo of a label file; nil where there is none.
    func photo(of label: String) -> String? {
        images.flatMap { folder.picture("\($0)/\(stem(of: label))") }
    }

    func stem(of label: String) -> String { String(label.dropFirst(labels.count + 1)).stem }

    /// Whether a text file's first line has a word and fourteen or fifteen numbers, as KITTI's labels have.
    static func looksLikeLabels(_ path: String) -> Bool {
        guard let line = try? PhotoFilesDataset.lines(path).first?.text else { return false }
        let words = line.split(whereSeparator: \.isWhitespace)
        return (15...16).contains(words.count) && Double(words[0]) == nil
            && words.dropFirst().allSatisfy { Double($0) != nil }
    }
}

extension DatasetFolder {
    /// Whether a file has no text; one that cannot be read is not blank.
    fileprivate func isBlank(_ file: String) -> Bool {
        (try? PhotoFilesDataset.lines(path(file)).isEmpty) ?? false
    }
}
