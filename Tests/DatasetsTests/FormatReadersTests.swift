import Foundation
import Testing

@testable import Datasets

/// Other people's readers read what the formats write of masks that are hard to say, through the scripts in
/// `Tests/Conformance`. Runs when the environment variable `DIORAMA_PYTHON` names a Python that has them.
@Suite struct FormatReadersTests {
    static let python = ProcessInfo.processInfo.environment["DIORAMA_PYTHON"]

    /// A script for each way to write a format.
    private static func formats() -> [(script: String, format: any DerivedFormat)] {
        let tasks = YOLOFormat.Task.allCases.map { task in
            var yolo = YOLOFormat()
            yolo.task = task
            return ("yolo.py", yolo as any DerivedFormat)
        }
        return tasks + [
            ("voc.py", VOCFormat()),
            ("kitti.py", KITTIFormat()),
            ("createml.py", CreateMLFormat()),
            ("table.py", CSVFormat()),
        ]
    }

    @Test(.enabled(if: python != nil, "DIORAMA_PYTHON names no Python with the readers"))
    func readersAgreeWithEveryLabel() throws {
        let folder = try TemporaryFolder()
        try SyntheticDataset(splits: ["train", "val"], style: .runLengths, images: 30).write(to: folder.path)
        for (script, format) in Self.formats() {
            _ = try Conversion.write([format], in: folder.path)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: try #require(Self.python))
            let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("../Conformance/\(script)").standardizedFileURL.path
            process.arguments = [path, folder.path]
            let output = Pipe()
            process.standardOutput = output
            process.standardError = output
            try process.run()
            let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "\(format): \(text.prefix(3000))")
        }
    }
}
