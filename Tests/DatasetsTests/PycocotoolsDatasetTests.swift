import Foundation
import Geometry
import Testing

@testable import Datasets
@testable import JSON

/// The real pycocotools and Pillow read what the writer writes, through `Tests/Conformance/coco.py`. Runs when the
/// environment variable `DIORAMA_PYTHON` names a Python that has them.
@Suite struct PycocotoolsDatasetTests {
    static let python = ProcessInfo.processInfo.environment["DIORAMA_PYTHON"]

    private func check(_ roots: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.python))
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../Conformance/coco.py").standardizedFileURL
        process.arguments = [script.path] + roots
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    @Test(.enabled(if: python != nil, "DIORAMA_PYTHON names no Python with pycocotools"))
    func pycocotoolsAgreesWithEveryLabel() throws {
        let (lengths, polygons) = (try TemporaryFolder(), try TemporaryFolder())
        try SyntheticDataset(splits: [], style: .runLengths, images: 30).write(to: lengths.path)
        try SyntheticDataset(splits: ["train", "val"], style: .polygons, images: 30).write(to: polygons.path)
        let (status, output) = try check([lengths.path, polygons.path])
        #expect(status == 0, "\(output)")
        #expect(output.contains("3 files, 60 images"), "\(output)")
        #expect(output.contains(" polygons"), "\(output)")
    }

    @Test(.enabled(if: python != nil, "DIORAMA_PYTHON names no Python with pycocotools"))
    func aWrongLabelIsNamed() throws {
        let folder = try TemporaryFolder()
        try SyntheticDataset(splits: [], style: .runLengths, images: 12).write(to: folder.path)
        let path = folder.path + "/annotations/instances.json"
        var document = try COCO.decode(Array(folder.text("annotations/instances.json").utf8)).document
        document.annotations[0].area? += 1
        document.annotations[1].box?.width += 1
        try AtomicFile.write(document.json(), to: path)
        let (status, output) = try check([folder.path])
        #expect(status == 1)
        #expect(output.contains("annotation 1: area is"), "\(output)")
        #expect(output.contains("annotation 2: bbox is"), "\(output)")
    }
}
