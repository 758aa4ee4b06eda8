import Cards
import Datasets
public import Findings
import Foundation
import JSON
import Sheets

/// Writes the report of a dataset, of ours or of another tool, as one HTML file.
public struct ReportJob: Sendable {
    private let dataset: String
    private let output: String?
    private let overwrites: Bool

    /// - Parameters:
    ///   - dataset: a folder, a file of labels, or `kind: path` as in a pipeline.
    ///   - output: the report's file; by default `report.html`, in the folder of a dataset of ours, and in the current
    ///     folder for others.
    ///   - overwrites: whether a file that is no report of ours is replaced.
    public init(_ dataset: String, to output: String? = nil, overwrites: Bool = false) {
        (self.dataset, self.output, self.overwrites) = (dataset, output, overwrites)
    }

    /// - Throws: `JobError.usage` where another file is in the way; `DatasetError` where the dataset cannot be read.
    public func run() throws -> WrittenReport {
        let root = Self.isOurs(dataset) ? dataset : nil
        let path = output ?? root.map { DatasetLayout(root: $0).path(DatasetLayout.report) } ?? DatasetLayout.report
        guard overwrites || Self.isFree(path) else {
            throw JobError.usage(
                "\(path): there is a file of this name, and it is no report of diorama; give --out another name, or "
                    + "--overwrite to replace it")
        }
        let name = root == nil ? dataset.split(separator: "/").last.map(String.init) ?? dataset : nil
        let made = try DatasetReportPage(try NamedDataset.open(dataset, from: "DATASET"), root: root, name: name)
        guard made.images > 0 else {
            throw DatasetError(
                code: .malformed, action: "cannot report on", path: dataset,
                reason: (["none of its photos can be used"] + made.problems.findings.prefix(3).map(\.description))
                    .joined(separator: "\n  "))
        }
        let bytes = made.page.bytes
        try AtomicFile.write(bytes, to: path)
        return WrittenReport(
            path: path, images: made.images, labels: made.labels, bytes: bytes.count, problems: made.problems)
    }

    /// Writes the report into the folder of a dataset whose other files are written. A file of the same name that is no
    /// report of ours stays.
    static func writeOwn(in root: String) throws {
        let path = DatasetLayout(root: root).path(DatasetLayout.report)
        guard isFree(path) else { return }
        try AtomicFile.write(try DatasetReportPage.ours(root).page.bytes, to: path, durably: true)
    }

    /// Whether a folder holds a dataset that a run has made.
    private static func isOurs(_ path: String) -> Bool {
        let layout = DatasetLayout(root: path)
        return [DatasetLayout.run, DatasetLayout.statistics].allSatisfy {
            FileManager.default.fileExists(atPath: layout.path($0))
        }
    }

    /// Whether there is no file, or a report of ours.
    private static func isFree(_ path: String) -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return true }
        let mark = Data(ReportPage.mark.utf8)
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        return (try? file.read(upToCount: mark.count)) == mark
    }
}

/// The report of `diorama report` about the page that it has written.
public struct WrittenReport: CommandReport {
    /// The page's file.
    public let path: String
    /// The number of images that the dataset lists and that can be used.
    public let images: Int
    /// The number of their labels.
    public let labels: Int
    /// The size of the page.
    public let bytes: Int
    private let problems: FindingList

    init(path: String, images: Int, labels: Int, bytes: Int, problems: FindingList) {
        (self.path, self.images, self.labels, self.bytes, self.problems) = (path, images, labels, bytes, problems)
    }

    /// True: a report that is written shows the dataset as it is.
    public var isSound: Bool { true }

    /// The faults of the dataset.
    public var findings: [Finding] { problems.counted }

    /// The faults, then the file.
    public var description: String {
        let megabytes = (Double(bytes) / 1e5).rounded() / 10
        return
            (problems.lines
            + [
                "\(images.counting("image")) with \(labels.counting("label")): \(path) (\(megabytes.plainText) MB)"
            ]).joined(separator: "\n")
    }

    /// The faults and the file as a document.
    public var json: String {
        ReportDocument(command: "report", isSound: isSound, findings: findings) { writer in
            writer.member("report", path)
            writer.member("images", images)
            writer.member("labels", labels)
            writer.member("bytes", bytes)
        }.text
    }
}
