import Cards
import Foundation
import Testing

@testable import Datasets
@testable import JSON

/// Other people's readers read what the formats write of masks that are hard to say, through the scripts in
/// `Tests/Conformance`. Runs when the environment variable `DIORAMA_PYTHON` names a Python that has them.
@Suite struct FormatReadersTests {
    static let python = ProcessInfo.processInfo.environment["DIORAMA_PYTHON"]

    /// A script for each way to write a format. Of polygons those that write them otherwise than run lengths.
    private static func formats(_ style: COCO.MaskStyle) -> [(command: String, format: any DerivedFormat)] {
        func yolo(_ task: YOLOFormat.Task) -> (String, any DerivedFormat) {
            var yolo = YOLOFormat()
            yolo.task = task
            return ("yolo.py", yolo)
        }
        var archives = WebDatasetFormat()
        archives.shard = ByteCount(60_000)
        let both: [(String, any DerivedFormat)] = [
            yolo(.segment), ("groups.py datumaro", DatumaroFormat()), ("groups.py cvat", CVATFormat()),
        ]
        guard style == .runLengths else { return both }
        return both + [
            yolo(.detect), yolo(.obb), yolo(.pose),
            ("voc.py", VOCFormat()),
            ("kitti.py", KITTIFormat()),
            ("kitti3d.py", KITTI3DFormat()),
            ("bop.py", BOPFormat()),
            ("keypoints.py", COCOKeypointsFormat()),
            ("panoptic.py", COCOPanopticFormat()),
            ("createml.py", CreateMLFormat()),
            ("table.py", CSVFormat()),
            ("tars.py", archives),
        ]
    }

    /// The synthetic labels, with cameras, poses and keypoints.
    private static func dataset(_ style: COCO.MaskStyle, in folder: TemporaryFolder) throws {
        try SyntheticDataset(splits: ["train", "val"], style: style, images: 30).write(to: folder.path)
        for split in ["train", "val"] {
            let name = "annotations/instances_\(split).json"
            var document = try COCO.decode(Array(folder.text(name).utf8)).document
            document.addSpace()
            try AtomicFile.write(document.json(), to: folder.path + "/" + name)
        }
    }

    @Test(
        .enabled(if: python != nil, "DIORAMA_PYTHON names no Python with the readers"),
        arguments: COCO.MaskStyle.allCases)
    func readersAgreeWithEveryLabel(style: COCO.MaskStyle) throws {
        let folder = try TemporaryFolder()
        try Self.dataset(style, in: folder)
        for (command, format) in Self.formats(style) {
            _ = try Conversion.write([format], in: folder.path)
            let (status, text) = try Self.read(folder.path, by: command)
            #expect(status == 0, "\(format): \(text.prefix(3000))")
        }
    }

    /// Runs one of the scripts with its words on a dataset.
    static func read(_ folder: String, by command: String) throws -> (status: Int32, text: String) {
        let words = command.split(separator: " ").map(String.init)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.python))
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../Conformance/\(words[0])").standardizedFileURL.path
        process.arguments = [path] + words.dropFirst() + [folder]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }
}
