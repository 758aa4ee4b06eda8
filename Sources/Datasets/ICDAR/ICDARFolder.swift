import Foundation

/// The files of an ICDAR 2015 dataset: `gt_NAME.txt`, and the pictures of these names.
///
/// The labels lie in the folder itself, in `icdar/` of it or in a folder of a part, such as train; the pictures in the
/// same folder, in `images/` beside the labels or one folder up, or in the images of the dataset.
struct ICDARFolder {
    let folder: DatasetFolder
    /// The folders with labels.
    let parts: [String]
    /// The folder of pictures, where the user names it.
    private let images: String?

    /// Nil where there are no labels.
    ///
    /// - Parameters:
    ///   - root: the dataset's folder.
    ///   - labels: the folder of labels, as the process opens it, where the user names it; `images` likewise.
    init?(root: String, labels: String? = nil, images: String? = nil) throws {
        let folder = DatasetFolder(root: root)
        self.folder = folder
        self.images = images.map { folder.name(of: $0) }
        var parts: [String] = []
        for base in labels.map({ [folder.name(of: $0)] }) ?? ["", "icdar"]
        where base.isEmpty || folder.holdsFolder(base) {
            for part in try [base] + folder.folders(in: base)
            where try !parts.contains(part) && !Self.labels(in: part, of: folder).isEmpty {
                parts.append(part)
            }
        }
        self.parts = parts
        if parts.isEmpty { return nil }
    }

    /// The label files of a part, relative to the root.
    func labels(in part: String) throws -> [String] { try Self.labels(in: part, of: folder) }

    private static func labels(in part: String, of folder: DatasetFolder) throws -> [String] {
        try folder.names(in: part).filter { $0.hasPrefix("gt_") && $0.hasSuffix(".txt") }
            .map { part.isEmpty ? $0 : "\(part)/\($0)" }
    }

    /// The picture of a label file, relative to the root; nil where there is none.
    func picture(of label: String) -> String? {
        let stem = label.lastPart.dropFirst("gt_".count).dropLast(".txt".count)
        let part = label.count == label.lastPart.count ? "" : String(label.dropLast(label.lastPart.count + 1))
        let (above, own) = (part.enclosing, part.lastPart)
        let folders =
            images.map { ["\($0)/\(own)", $0] } ?? [
                part, "\(part)/images", "\(above)/images/\(own)", "\(above)/images", "images/\(own)", "images",
            ]
        for place in folders {
            // A path from the root keeps its slash.
            let start = place.hasPrefix("/") && (images != nil || part.hasPrefix("/")) ? "/" : ""
            let place = start + place.split(separator: "/").joined(separator: "/")
            if let found = folder.picture(place.isEmpty ? "\(stem)" : "\(place)/\(stem)") { return found }
        }
        return nil
    }
}

extension String {
    /// The folder of a relative path; empty for a bare name.
    fileprivate var enclosing: String { lastIndex(of: "/").map { String(self[..<$0]) } ?? "" }
}
