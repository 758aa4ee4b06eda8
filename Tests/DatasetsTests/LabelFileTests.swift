import Foundation
import Testing

@testable import Datasets

@Suite struct LabelFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The bytes that this thread has read by now.
    private func bytesRead() throws -> Int {
        let text = try String(contentsOfFile: "/proc/thread-self/io", encoding: .utf8)
        return try #require(text.firstMatch(of: #/rchar: (\d+)/#).flatMap { Int($0.1) })
    }

    @Test func itsFirstLinesTellWhatItIs() throws {
        // As we write it ourselves, with keys in quotes.
        let dataset = try DrawnDataset(["A"])
        try dataset.convert(YOLOFormat())
        try folder.write(dataset.text("data.yaml"), to: "cones.yaml")
        #expect(LabelFile(folder.path + "/cones.yaml") == .yolo)
        try folder.write("train: a\nnames: [b]\n", to: "data.yml")
        try folder.write("{}", to: "coco.json")
        #expect(LabelFile(folder.path + "/data.yml") == .yolo)
        #expect(LabelFile(folder.path + "/coco.json") == .json)
    }

    /// Among 100,000 photos a description is looked for by its name.
    @Test func aPhotoIsNotReadForIt() throws {
        try folder.write(String(repeating: " ", count: 100_000), to: "photo.jpg")
        let before = try bytesRead()
        #expect(LabelFile(folder.path + "/photo.jpg") == nil)
        #expect(try bytesRead() - before < 20_000)
    }
}
