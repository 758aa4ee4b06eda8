import Datasets
import Findings
import Foundation
import Pictures
import Studios
import Testing

@testable import Diorama

/// Pictures and labels of a dataset are those of its scenes.
@Suite struct VerifyTests {
    let studio: Studio

    init() throws {
        studio = try Studio.everyday()
        try studio.run(to: "out", changes: ["output.split={train: 0.7, val: 0.3}"])
    }

    private func verify(
        _ dataset: String = "out", pipeline: String? = "pipeline.yaml", sample: Int? = nil
    ) throws -> VerifyReport {
        var options = VerifyJob.Options(dataset: studio.path(dataset))
        options.pipeline = pipeline.map(studio.path)
        options.sample = sample
        return try VerifyJob(options).run()
    }

    private func codes(_ report: VerifyReport) -> Set<String> {
        Set(report.findings.filter { $0.severity == .error }.map(\.code.rawValue))
    }

    /// Changes a text in a file of the dataset.
    private func change(_ file: String, _ old: String, to new: String) throws {
        let text = try studio.text("out/\(file)")
        let range = try #require(text.firstRange(of: old))
        try studio.write(text.replacingCharacters(in: range, with: new), to: "out/\(file)")
    }

    @Test func aDatasetOfOursIsProved() throws {
        let report = try verify()
        #expect(report.isSound, "\(report.description)")
        #expect(report.compared == 10)
        #expect(
            report.description.hasSuffix(
                "10 images made again: pictures, scenes and labels are the same, byte for byte"))
        #expect(try verify(sample: 3).compared == 3)
    }

    @Test func withoutItsPipelineThatIsSaid() throws {
        let report = try verify(pipeline: nil)
        #expect(report.isSound && report.compared == 0)
        #expect(report.findings.contains { $0.code.rawValue == "verify.unproved" && $0.remedy != nil })
    }

    /// Keeps the first half of a file of the dataset.
    private func cut(_ file: String) throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: studio.path("out/\(file)")))
        try studio.write([UInt8](whole.prefix(whole.count / 2)), to: "out/\(file)")
    }

    @Test func aFileThatIsCutOffIsNamed() throws {
        try cut("annotations/instances_train.json")
        let compared = try #require(throws: DatasetError.self) {
            try CompareJob(real: studio.path("out"), synthetic: studio.path("out")).run()
        }
        #expect(
            compared.path == studio.path("out/annotations/instances_train.json")
                && compared.reason.contains("cut short"),
            "\(compared)")

        try cut("scenes.jsonl")
        let last = try #require(throws: DatasetError.self) {
            try StoredScene.json(dataset: studio.path("out"), image: "9")
        }
        #expect(last.path == studio.path("out/scenes.jsonl") && last.reason.hasPrefix("line "), "\(last)")

        try cut("run.json")
        let report = try verify(pipeline: nil)
        #expect(!report.isSound)
        #expect(report.findings.contains { $0.file == "run.json" && $0.problem.hasPrefix("is damaged, at ") })
        let progress = try #require(throws: DatasetError.self) { try DatasetProgress(of: studio.path("out")) }
        #expect(progress.reason == "its run.json is damaged, or not that of a run")
    }

    @Test func aPixelThatWasChangedIsFound() throws {
        let name = try #require(try studio.names("out").first { $0.hasPrefix("images/train/") })
        var raster = try studio.raster("out/\(name)")
        raster.bytes[4000] ^= 1
        try studio.write(PhotoFile.encode(raster, as: .png()), to: "out/\(name)")
        let report = try verify()
        #expect(codes(report) == ["verify.other-bytes"])
        #expect(report.findings.contains { $0.file == name })
        #expect(!report.isSound)
    }

    @Test func whatWasChangedIsFoundWithoutThePipeline() throws {
        let names = try studio.names("out").filter { $0.hasPrefix("images/") || $0.hasPrefix("masks/") }
        #expect(names.count == 20)
        for name in names + ["annotations/instances_val.json", "scenes.jsonl"] {
            let whole = try Data(contentsOf: URL(fileURLWithPath: studio.path("out/\(name)")))
            var bytes = [UInt8](whole)
            // The last byte of a JPEG or a PNG can be another without any reader's notice.
            bytes[bytes.count - 1] ^= 1
            try studio.write(bytes, to: "out/\(name)")
            let report = try verify(pipeline: nil)
            #expect(
                report.findings.contains { $0.code.rawValue == "verify.changed-file" && $0.file == name }, "\(name)")
            try studio.write([UInt8](whole), to: "out/\(name)")
        }
        #expect(try verify(pipeline: nil).isSound)
        try FileManager.default.removeItem(atPath: studio.path("out/\(names[0])"))
        #expect(codes(try verify(pipeline: nil)).contains("verify.missing-file"))
    }

    @Test func aMaskOfAnotherImageIsFound() throws {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: studio.path("out/masks/000001.png")))
        try studio.write([UInt8](bytes), to: "out/masks/000000.png")
        #expect(codes(try verify()).contains("verify.other-bytes"))
    }

    @Test func aLabelThatWasChangedIsFound() throws {
        // A category that exists: no audit sees that it is the wrong one.
        try change("annotations/instances_train.json", #""category_id":1"#, to: #""category_id":2"#)
        #expect(codes(try verify()) == ["verify.other-labels", "verify.changed-file"])
    }

    @Test func categoriesThatWereChangedAreFound() throws {
        func rename(_ split: String) throws {
            let file = "out/annotations/instances_\(split).json"
            let text = try studio.text(file)
            let name = try #require(text.firstMatch(of: /"id":1,"name":"([^"]*)"/)?.output.1)
            try studio.write(text.replacing("\"name\":\"\(name)\"", with: "\"name\":\"other\""), to: file)
        }
        try rename("train")
        // The category is another one in val.
        #expect(codes(try verify()) == ["dataset.repeated-id", "verify.other-labels", "verify.changed-file"])
        try rename("val")
        #expect(codes(try verify()) == ["verify.other-labels", "verify.changed-file"])
    }

    @Test func aSceneThatWasChangedIsFound() throws {
        try change("scenes.jsonl", #""asked":"#, to: #""asked":1"#)
        #expect(codes(try verify()) == ["verify.other-scene"])
        #expect(codes(try verify(pipeline: nil)) == ["verify.changed-file"])
    }

    @Test func anImageThatIsGoneIsFound() throws {
        try FileManager.default.removeItem(atPath: studio.path("out/masks/000004.png"))
        #expect(codes(try verify()).contains("verify.missing-file"))
    }

    @Test func anotherPipelineIsRefusedByName() throws {
        let text = try studio.text("pipeline.yaml")
        try studio.write(text.replacing("seed: 11", with: "seed: 12"), to: "pipeline.yaml")
        let report = try verify()
        #expect(codes(report) == ["verify.other-pipeline"])
        #expect(report.compared == 0)
        #expect(report.description.hasSuffix("no image was made again; 1 error found by it"))
    }

    @Test func aPictureThatBelongsToNoImageIsFound() throws {
        let name = try #require(try studio.names("out").first { $0.hasPrefix("images/train/") })
        let bytes = try Data(contentsOf: URL(fileURLWithPath: studio.path("out/\(name)")))
        let ending = name.split(separator: ".").last ?? ""
        try studio.write([UInt8](bytes), to: "out/images/val/old.\(ending)")
        try studio.write("mine", to: "out/images/val/notes.txt")
        let report = try verify(pipeline: nil)
        #expect(codes(report) == ["verify.foreign-file"])
        #expect(report.findings.contains { $0.file == "images/val/old.\(ending)" })
        // The audit is about what is listed.
        #expect(report.audit.errors == 0)
    }

    @Test func checksumsThatAreTornOrGoneAreNamed() throws {
        let text = try studio.text("out/checksums.jsonl")
        try studio.write(String(text.dropLast(40)), to: "out/checksums.jsonl")
        #expect(codes(try verify(pipeline: nil)) == ["verify.changed-file"])
        try FileManager.default.removeItem(atPath: studio.path("out/checksums.jsonl"))
        let report = try verify(sample: 1)
        #expect(report.isSound)
        #expect(report.findings.contains { $0.code.rawValue == "verify.unproved" && $0.file == "checksums.jsonl" })
    }

    @Test func copiesOfAnImageInTwoPartsAreFoundInAnyDataset() throws {
        let photos = try Studio()
        var entries: [String: [String]] = ["train": [], "val": []]
        for number in 0..<8 {
            let split = number < 5 ? "train" : "val"
            try photos.photo("images/\(split)/\(number).jpg", width: 192, height: 128, seed: number + 1)
            entries[split]?.append(#"{"id": \#(number), "file_name": "\#(number).jpg", "width": 192, "height": 128}"#)
        }
        // One of val is a mirrored copy of one of train, compressed again.
        var raster = try photos.raster("images/train/2.jpg")
        raster.flipHorizontally()
        try photos.write(PhotoFile.encode(raster, as: .jpeg(quality: 70)), to: "images/val/6.jpg")
        for (split, images) in entries {
            let first = split == "train" ? 0 : 5
            try photos.write(
                """
                {"images": [\(images.joined(separator: ", "))], "categories": [{"id": 1, "name": "cat"}],
                 "annotations": [{"id": \(first + 1), "image_id": \(first), "category_id": 1, "iscrowd": 0, "area": 200,
                 "bbox": [10, 10, 20, 10]}]}
                """, to: "annotations/instances_\(split).json")
        }
        let report = try VerifyJob(VerifyJob.Options(dataset: photos.path)).run()
        let leaks = report.findings.filter { $0.code.rawValue == "verify.split-leak" }
        #expect(leaks.map(\.words) == ["2.jpg: is of train and shows the same as 6.jpg of val; put both into one part"])
        #expect(!report.isSound)
    }
}
