import Cards
import Foundation

/// The files of a KITTI dataset, under the names that tools give its folders. Audits and sources both use it to find
/// them.
struct KITTIFolder {
    let folder: DatasetFolder
    /// The folder of labels, relative to `folder`.
    let labels: String
    /// The folder of photos, relative to `folder`; nil where there is none.
    let images: String?

    private static let labelNames = ["label_2", "labels", "label"]
    private static let imageNames = ["image_2", "images", "image"]

    /// Nil where there are no labels of KITTI's.
    ///
    /// - Parameters:
    ///   - root: the folder that holds the folders of the dataset.
    ///   - part: a folder in `root` with the folders of labels and photos; empty for `root` itself.
    ///   - labels: the folder of labels, as the process opens it, where the user names it; `images` likewise.
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
        // Only the name `label_2` belongs to KITTI alone.
        if labels == nil, found.lastPart != "label_2" {
            guard Self.hasLabels(try folder.files(below: found, endingIn: ["txt"]).map(folder.path)) else { return nil }
        }
        self.labels = found
        self.images = named(Self.imageNames, images)
    }

    /// The parts of a folder that have labels: the folder itself, otherwise those up to two levels below it.
    static func parts(in root: String) throws -> [KITTIFolder] {
        let folder = DatasetFolder(root: root)
        let first = try folder.folders(in: "").filter { !labelNames.contains($0) && !imageNames.contains($0) }
        return try ([""] + first + first.flatMap(folder.folders(in:))).compactMap {
            try KITTIFolder(root: root, part: $0)
        }
    }

    /// The folder that holds the two folders, relative to `folder`.
    var part: String { labels.parent }

    func photos() throws -> [String] {
        try images.map { try folder.files(below: $0, endingIn: Set(PictureNames.endings)) } ?? []
    }

    func labelFiles() throws -> [String] { try folder.files(below: labels, endingIn: ["txt"]) }

    /// The path of a photo's label file, whether the file exists or not.
    func labels(of photo: String) -> String {
        let name = "\(labels)/\(photo.dropFirst((images ?? "").count + 1).description.stem).txt"
        return PictureNames.existing(folder.path(name)).map(folder.name(of:)) ?? name
    }

    /// The photo of a label file; nil where there is none.
    func photo(of label: String) -> String? {
        images.flatMap { folder.picture("\($0)/\(stem(of: label))") }
    }

    func stem(of label: String) -> String { String(label.dropFirst(labels.count + 1)).stem }

    /// Whether text files hold KITTI's labels, by the first of them that is not blank.
    static func hasLabels(_ paths: [String]) -> Bool {
        paths.lazy.compactMap(firstLine).first.map(looksLikeLabels) ?? false
    }

    /// Whether a line has a class and fourteen or fifteen numbers, as KITTI's labels have.
    ///
    /// A class may be a number. YOLO's outlines and keypoints can have as many numbers, but theirs are shares of the
    /// photo, and KITTI's boxes are in pixels.
    private static func looksLikeLabels(_ line: String) -> Bool {
        let words = line.split(whereSeparator: \.isWhitespace)
        let numbers = words.dropFirst().compactMap { Double($0) }
        guard (15...16).contains(words.count), numbers.count == words.count - 1 else { return false }
        return Double(words[0]) == nil || max(numbers[5], numbers[6]) > 2
    }

    /// The first line that is not blank; nil where there is none. A class in an unknown encoding hides no line: the code
    /// that reads the labels reports it.
    private static func firstLine(_ path: String) -> String? {
        guard let bytes = try? OpenFile.bytes(of: path, action: "cannot read") else { return nil }
        let text = (try? EncodedText.decode(bytes)) ?? String(decoding: bytes, as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) }.map(String.init)
    }
}
