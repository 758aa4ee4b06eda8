import Findings
import Geometry
import JSON

/// PaddleOCR's lists for detection and recognition, as diorama writes them: `det.txt` and `rec.txt`, with a split
/// `det_train.txt` and so on, in the folder itself or in `paddleocr/`.
struct PaddleOCRAudit: FormatAudit {
    static let name = "paddleocr"

    private let folder: DatasetFolder
    private let part: String
    private let lists: [String]

    init?(root: String) throws {
        folder = DatasetFolder(root: root)
        for part in ["", "paddleocr"] where part.isEmpty || folder.holdsFolder(part) {
            let lists = try folder.names(in: part).filter { name in
                name.hasSuffix(".txt") && ["det", "rec"].contains { name == "\($0).txt" || name.hasPrefix("\($0)_") }
            }
            guard !lists.isEmpty else { continue }
            (self.part, self.lists) = (part.isEmpty ? "" : part + "/", lists)
            return
        }
        return nil
    }

    var sources: [any DatasetSource] { [] }

    func run(into audit: inout Audit, _ pictures: inout PictureChecks) throws {
        for name in lists {
            let file = part + name
            guard let text = try folder.text(of: file, into: &audit) else { continue }
            for line in TextList(text) {
                guard let fields = line.fields else {
                    audit.add([
                        Finding(
                            .error, .malformed, file: file, line: line.number, "it is not a path, a tab and a label")
                    ])
                    continue
                }
                let size = pictures.size(of: folder.path(part + fields.path), named: part + fields.path, into: &audit)
                guard name.hasPrefix("det") else {
                    audit.count(images: 1, annotations: 1)
                    continue
                }
                for problem in Self.problems(of: fields.text, in: size) {
                    audit.add([Finding(.error, .badValue, file: file, line: line.number, problem)])
                }
                audit.count(images: 1, annotations: (try? JSONTree(Array(fields.text.utf8)))?.elements?.count ?? 0)
            }
        }
    }

    private static func problems(of label: String, in size: (width: Int, height: Int)?) -> [String] {
        guard let words = (try? JSONTree(Array(label.utf8)))?.elements else { return ["the label is no list in JSON"] }
        return words.enumerated().compactMap { number, word in
            guard let text = word["transcription"]?.text else { return "word \(number + 1) has no transcription" }
            let points = (word["points"]?.elements ?? []).compactMap { $0.numbers(2) }.map { Point($0[0], $0[1]) }
            guard points.count >= 4 else { return "“\(text)” has not four points or more" }
            if Polygon(points).signedArea < 0 { return "the points of “\(text)” do not go clockwise" }
            guard let size, let bounds = Polygon(points).bounds else { return nil }
            let frame = Rect(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
            return bounds.intersection(frame) == nil ? "“\(text)” lies outside of the picture" : nil
        }
    }
}
