import Findings
import Foundation
import Geometry

/// The table of instances: `annotations/instances.csv`, with a split `annotations/instances_train.csv` and so on.
///
/// Columns may be left out, moved and added, as people do with tables; only the columns that give image, category and
/// box must be there.
struct CSVAudit: FormatAudit {
    static let name = "csv"

    private let folder: DatasetFolder
    private let files: [String]

    private static let wanted = ["image", "category", "x", "y", "width", "height"]
    /// Empty where they are not known.
    private static let shares = ["visibility", "truncation"]

    init?(root: String) throws {
        folder = DatasetFolder(root: root)
        files = try folder.names(in: "annotations")
            .filter { $0 == "instances.csv" || ($0.hasPrefix("instances_") && $0.hasSuffix(".csv")) }
            .map { "annotations/\($0)" }
        if files.isEmpty { return nil }
    }

    var sources: [any DatasetSource] { [] }

    func run(into audit: inout Audit, _ pictures: inout PictureChecks) throws {
        for file in files {
            guard let text = try folder.text(of: file, into: &audit) else { continue }
            var table = CSVReader(text)
            guard let header = table.next() else {
                audit.add([
                    Finding(
                        .error, .malformed, file: file, "it is empty: the row with the names of the columns is missing")
                ])
                continue
            }
            var columns: [String: Int] = [:]
            for (index, name) in header.fields.enumerated() where columns[name] == nil { columns[name] = index }
            let missing = Self.wanted.filter { columns[$0] == nil }
            guard missing.isEmpty else {
                let words = "the first row names no column “\(missing.joined(separator: "”, “"))”"
                audit.add([Finding(.error, .malformed, file: file, line: 1, words)])
                continue
            }
            var images: Set<String> = []
            var (ids, names): (Set<String>, Set<String>) = ([], [])
            var rows = RepeatedLabels<[String]>()
            while let row = table.next() {
                guard row.fields.count == header.fields.count else {
                    let words = "the row has \(row.fields.count) fields, \(header.fields.count) columns are named"
                    audit.add([Finding(.error, .malformed, file: file, line: row.line, words)])
                    continue
                }
                if let place = columns["category"], !row.fields[place].isEmpty { names.insert(row.fields[place]) }
                let image = check(row.fields, columns, of: file, at: row.line, &ids, into: &audit, &pictures)
                if let first = rows.earlier(Self.label(row.fields, columns), at: row.line) {
                    audit.add([
                        Finding(
                            .warning, .repeatedLabel, file: file, line: row.line,
                            "it is the same label as line \(first)")
                    ])
                }
                audit.count(images: images.insert(image).inserted ? 1 : 0, annotations: 1)
            }
            audit.check(names: names, in: file)
            if table.isCut { audit.add([Finding(.error, .malformed, file: file, "it ends inside quotation marks")]) }
        }
    }

    /// The content of a row, without its ids.
    private static func label(_ fields: [String], _ columns: [String: Int]) -> [String] {
        let numbers = ["annotation_id", "instance_id"].compactMap { columns[$0] }
        return fields.indices.filter { !numbers.contains($0) }.map { fields[$0] }
    }

    /// - Parameter ids: the annotation ids of earlier rows.
    /// - Returns: the row's image.
    private func check(
        _ fields: [String], _ columns: [String: Int], of file: String, at line: Int, _ ids: inout Set<String>,
        into audit: inout Audit, _ pictures: inout PictureChecks
    ) -> String {
        func field(_ name: String) -> String? { columns[name].map { fields[$0] } }
        func number(_ name: String) -> Double? { field(name).flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil } }
        func report(_ code: Finding.Code, _ problem: String) {
            audit.add([Finding(.error, code, file: file, line: line, problem)])
        }

        let image = field("image") ?? ""
        if field("category")?.isEmpty != false { report(.missingValue, "it has no category") }
        if let id = field("annotation_id"), !id.isEmpty, !ids.insert(id).inserted {
            report(.repeatedID, "there is another annotation \(id)")
        }
        for name in Self.shares where field(name)?.isEmpty == false {
            guard let share = number(name), (0...1).contains(share) else {
                report(.badValue, "\(name) is “\(field(name) ?? "")”, not a share from 0 to 1")
                continue
            }
        }
        let size = image.isEmpty ? nil : pictures.size(of: folder.path(image), named: image, into: &audit)
        if image.isEmpty { report(.missingPicture, "it has no image") }
        let box = ["x", "y", "width", "height"].compactMap(number)
        guard box.count == 4 else {
            report(.badValue, "x, y, width and height are not four finite numbers")
            return image
        }
        if let size,
            let problem = BoxProblem(
                Rect(x: box[0], y: box[1], width: box[2], height: box[3]), width: size.width, height: size.height)
        {
            audit.add([
                Finding(problem.severity, problem.code, file: file, line: line, problem.words, weight: problem.weight)
            ])
        }
        return image
    }
}
