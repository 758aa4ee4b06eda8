import Cards
import Foundation
import Pipelines
import Studios
import Testing

@testable import Diorama

/// Other formats, asked for in a pipeline or afterwards.
@Suite struct ConvertTests {
    static let formats = "coco, {yolo: {task: segment}}, voc, kitti, createml, csv"
    let studio: Studio

    init() throws {
        studio = try .everyday()
    }

    /// The files of a dataset that do not tell how the pipeline read.
    private func files(_ folder: String) throws -> [String: Data] {
        try studio.files(folder).filter { !["pipeline.yaml", "run.json"].contains($0.key) }
    }

    @Test func aPipelineAndConvertGiveTheSameBytes() throws {
        let changes = ["images=3", "output.split={train: 0.7, val: 0.3}"]
        let summary = try studio.run(to: "run", changes: changes + ["output.annotations=[\(Self.formats)]"])
        try studio.run(to: "converted", changes: changes)
        let told = try ConvertJob(
            dataset: studio.path("converted"), to: "csv, createml, kitti: , voc, yolo: segment"
        ).run().description
        let run = try files("run")
        #expect(try files("converted") == run)
        #expect(run.keys.contains("data.yaml"))
        #expect(run.keys.contains("annotations/instances_train.csv"))
        #expect(told.hasPrefix("csv: "))
        for name in ["yolo", "voc", "kitti", "createml", "csv"] {
            #expect(summary.description.contains("\n  \(name): "), "\(summary)")
        }
    }

    @Test func aContainerIsTheFormatOfItsName() throws {
        let changes = ["images=3", "output.masks.instances=png", "output.container=webdataset", "output.shard=2 MB"]
        try studio.run(to: "run", changes: changes)
        try studio.run(to: "converted", changes: Array(changes.prefix(2)))
        _ = try ConvertJob(dataset: studio.path("converted"), to: "webdataset: {shard: 2 MB}").run()
        let run = try files("run")
        #expect(try files("converted") == run)
        #expect(run.keys.contains("webdataset/data-000000.tar"))
        #expect(run.keys.contains { $0.hasPrefix("images/000000.") })
        #expect(try DatasetReport(studio.path("run")).findings.isEmpty)
    }

    @Test func aContainerThatIsNamedAsAFormatTooIsAMistake() throws {
        let changes = ["output.annotations=[coco, webdataset]", "output.container=webdataset"]
        let error = #expect(throws: InvalidFile.self) { try Plan(path: studio.path("pipeline.yaml"), changes: changes) }
        #expect(
            error?.diagnostics.map(\.problem.message) == [
                "“webdataset” is named twice, and both would be the same files"
            ])
    }

    @Test func aRunThatWasCutOffBeforeItsFormatsIsResumed() throws {
        let changes = ["images=2", "output.annotations=[yolo, csv]"]
        try studio.run(to: "whole", changes: changes)
        try studio.run(to: "cut", changes: changes)
        for name in ["formats.json", "data.yaml", "labels", "annotations/instances.csv"] {
            try FileManager.default.removeItem(atPath: studio.path("cut/" + name))
        }
        let summary = try studio.run(to: "cut", changes: changes) { $0.resumes = true }
        #expect(
            summary.description.contains("2 images in \(studio.path("cut")): only other formats were left to write"))
        #expect(try studio.files("cut") == studio.files("whole"))
        let again = try studio.run(to: "cut", changes: changes) { $0.resumes = true }
        #expect(again.description == "Nothing was left to do: 2 images in \(studio.path("cut")).")
    }

    @Test(arguments: [
        ("yollo", "--to:1:2: error: unknown annotation format “yollo”; did you mean “yolo”?\n  [yollo]\n   ^"),
        ("yolo: {task: boxes}", "unknown value “boxes”; known here: detect, segment, obb"),
        ("yolo, yolo: obb", "“yolo” is named twice, and both would be the same files"),
        ("coco", "--to coco: coco is what every dataset has already"),
        ("", "a list of 1 or more, each one annotation format"),
    ])
    func mistakesInTheListAreNamed(formats: String, words: String) throws {
        let error = #expect(throws: (any Error).self) { try ConvertJob(dataset: "nowhere", to: formats) }
        #expect(error.map { "\($0)" }?.contains(words) == true, "\(String(describing: error))")
        #expect(error.map(Mistake.isUsers) == true)
    }

    @Test func aDatasetThatIsNotThereIsNamed() throws {
        let error = #expect(throws: (any Error).self) { try ConvertJob(dataset: "nowhere", to: "yolo").run() }
        #expect(error.map { "\($0)" } == "cannot read nowhere: No such file or directory")
    }
}
