import Findings

/// Pictures of single words with the list of their texts: `crops/labels.txt`, with a split `labels_train.txt` and so on; and
/// the same in `crops_seen/`.
struct TextCropsAudit: FormatAudit {
    static let name = "text_crops"

    private let folder: DatasetFolder
    private let lists: [(folder: String, file: String)]

    init?(root: String) throws {
        folder = DatasetFolder(root: root)
        var lists: [(folder: String, file: String)] = []
        for part in ["crops", "crops_seen"] where folder.holdsFolder(part) {
            lists += try folder.names(in: part)
                .filter { $0 == "labels.txt" || ($0.hasPrefix("labels_") && $0.hasSuffix(".txt")) }
                .map { (part, "\(part)/\($0)") }
        }
        self.lists = lists
        if lists.isEmpty { return nil }
    }

    var sources: [any DatasetSource] { [] }

    func run(into audit: inout Audit, _ pictures: inout PictureChecks) throws {
        for (part, file) in lists {
            guard let text = try folder.text(of: file, into: &audit) else { continue }
            var known: Set<String> = []
            for line in TextList(text) {
                guard let fields = line.fields else {
                    audit.add([
                        Finding(.error, .malformed, file: file, line: line.number, "it is not a path, a tab and a text")
                    ])
                    continue
                }
                if !known.insert(fields.path).inserted {
                    audit.add([
                        Finding(
                            .error, .repeatedImage, file: file, line: line.number, "\(fields.path) is listed twice")
                    ])
                }
                let picture = "\(part)/\(fields.path)"
                _ = pictures.size(of: folder.path(picture), named: picture, into: &audit)
                audit.count(images: 1, annotations: 1)
            }
        }
    }
}
