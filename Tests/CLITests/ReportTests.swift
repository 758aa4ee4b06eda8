import Diorama
import Foundation
import Studios
import Testing

/// `--format json`: what programs read of a check, a run and a conversion.
@Suite struct ReportTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.cutout("cutouts/disc.png", .disc)
    }

    private static let pipeline = """
        diorama: 1
        seed: 2
        images: 6
        backgrounds: {photos: [photos]}
        objects:
          disc: {from: {cutouts: cutouts/disc.png}}
        scene: {count: 2}

        """

    private func tool(_ arguments: String...) throws -> Tool.Outcome {
        try Tool.Running(arguments, in: studio.path).wait()
    }

    /// Compares the whole of standard output with a document, as programs read both.
    private func expect(
        _ outcome: Tool.Outcome, status: Int32, _ command: String, ok: Bool, _ rest: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let head = #"{"diorama": "\#(Version.current)", "command": "\#(command)", "ok": \#(ok), "#
        let wanted = try JSONSerialization.jsonObject(with: Data((head + rest + "}").utf8)) as? NSDictionary
        let found = try? JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? NSDictionary
        #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
        #expect(wanted != nil && found == wanted, "\(outcome.output)", sourceLocation: sourceLocation)
    }

    // MARK: - Checking

    @Test func mistakesOfAPipelineAreFindings() throws {
        try studio.photos(1)
        try studio.write(
            Self.pipeline.replacing("from: {", with: "form: {").replacing(
                "count: 2", with: "count: {integers: [5, 2]}"),
            to: "pipeline.yaml")
        for arguments in [["check", "pipeline.yaml"], ["run", "pipeline.yaml", "--out", "out"]] {
            let outcome = try Tool.Running(arguments + ["--format", "json"], in: studio.path).wait()
            try expect(
                outcome, status: 2, arguments[0], ok: false,
                """
                "findings": [
                  {"severity": "error", "code": "pipeline.missing-key", "file": "pipeline.yaml", "line": 6, "column": 9,
                   "problem": "this object needs “from”: Where its pictures come from."},
                  {"severity": "error", "code": "pipeline.unknown-key", "file": "pipeline.yaml", "line": 6, "column": 10,
                   "problem": "unknown key “form” in this object", "remedy": "did you mean “from”?"},
                  {"severity": "error", "code": "pipeline.reversed-range", "file": "pipeline.yaml", "line": 7, "column": 27,
                   "problem": "the range [5, 2] is reversed: the smaller number comes first"}
                ], "summary": {}
                """)
            let text = try Tool.Running(arguments, in: studio.path).wait()
            #expect(text.output.isEmpty && text.errors == outcome.errors && text.errors.contains("^"))
        }
        #expect(!studio.exists("out"))
    }

    @Test func aSoundPipelineIsCounted() throws {
        try studio.photos(2)
        try studio.write([], to: "photos/empty.png")
        try studio.write(Self.pipeline, to: "pipeline.yaml")
        try expect(
            tool("check", "pipeline.yaml", "--format", "json"), status: 0, "check", ok: true,
            """
            "findings": [
              {"severity": "warning", "code": "pipeline.object-size", "problem":
               "“disc” has neither “size” nor “height”: its longer side is then 0.2 of the picture's shorter side"},
              {"severity": "warning", "code": "picture.empty", "file": "photos/empty.png",
               "problem": "is empty (zero bytes)", "remedy": "replace it with an undamaged copy"}
            ], "summary": {
              "pipeline": "pipeline.yaml", "images": 6, "photos": 2, "photos_as_they_are": 0, "objects": 1,
              "models_opened": 0, "flat_objects_opened": 1,
              "sample": {"scenes": 6, "images_empty": 0, "asked": 12, "placed": 12, "left_out": {}}, "grounds": []
            }
            """)
    }

    /// Boxes outside the picture, of which one is kept, and a category that is not there.
    private func writeDataset() throws {
        try studio.photo("set/images/a.jpg", width: 96, height: 64)
        let boxes = [200, 300, 400].enumerated().map { number, x in
            #"{"id": \#(number + 1), "image_id": 1, "category_id": 1, "bbox": [\#(x), 5, 10, 10], "area": 100}"#
        }
        try studio.write(
            """
            {"images": [{"id": 1, "file_name": "a.jpg", "width": 96, "height": 64}],
             "categories": [{"id": 1, "name": "cone"}],
             "annotations": [\(boxes.joined(separator: ", ")),
              {"id": 8, "image_id": 1, "category_id": 7, "bbox": [1, 2, 30, 40], "area": 1200},
              {"id": 9, "image_id": 1, "category_id": 1, "bbox": [1, 2, 30, 40], "area": 1200, "iscrowd": 1}]}
            """, to: "set/annotations/instances.json")
    }

    @Test func findingsInADatasetAreCounted() throws {
        try writeDataset()
        try expect(
            tool("check", "set", "--each", "1", "--format", "json"), status: 1, "check", ok: false,
            """
            "findings": [
              {"severity": "error", "code": "dataset.box-outside", "file": "annotations/instances.json",
               "subject": "annotation 3", "problem": "the box [400, 5, 10, 10] lies outside the image of 96 × 64 pixels"},
              {"severity": "error", "code": "dataset.box-outside", "count": 2, "problem":
               "more like “annotations/instances.json: annotation 3: the box [400, 5, 10, 10] lies outside the image of 96 × 64 pixels”"},
              {"severity": "error", "code": "dataset.unknown-reference", "file": "annotations/instances.json",
               "subject": "annotation 8", "problem": "there is no category 7"}
            ], "summary": {
              "dataset": "set", "images": 1, "annotations": 5, "errors": 4, "warnings": 0,
              "formats": [{"name": "coco", "images": 1, "annotations": 5}]
            }
            """)
    }

    @Test func aFolderWithoutLabelsIsAFinding() throws {
        try studio.photo("empty/a.jpg")
        let outcome = try tool("check", "empty", "--format", "json")
        let read = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
        let findings = try #require(read?["findings"] as? [[String: Any]])
        #expect(outcome.status == 1 && findings.count == 1 && findings[0]["code"] as? String == "dataset.malformed")
        #expect(findings[0]["file"] as? String == "empty" && outcome.errors.hasPrefix("error: cannot check empty: "))
    }

    // MARK: - Running

    /// Half of the photos have no road, one is no picture, and one of two cut-outs is cut off.
    private func writeShortPipeline() throws {
        for name in ["a", "b"] { try studio.photo("photos/\(name).jpg") }
        try studio.write([], to: "photos/empty.png")
        try studio.write("regions: {road: [[0, 0], [1, 0], [1, 1], [0, 1]]}\n", to: "photos/b.scene.yaml")
        let disc = try Data(contentsOf: URL(fileURLWithPath: studio.path("cutouts/disc.png")))
        try studio.write(Array(disc.prefix(60)), to: "cutouts/cut.png")
        try studio.write(
            """
            diorama: 1
            seed: 2
            images: 6
            backgrounds: {photos: [photos]}
            objects:
              disc: {from: {cutouts: cutouts/disc.png}, size: 0.2}
              cut: {from: {cutouts: cutouts/cut.png}, size: 0.2}
              rare: {from: {cutouts: cutouts/disc.png}, size: 0.2, weight: 0.0001}
            scene: {count: 1, place: {region: {name: road}}}

            """, to: "pipeline.yaml")
    }

    /// What such a run finds, the shortfalls as `severity`.
    private static func shortFindings(_ severity: String) -> String {
        let remedy = #""remedy": "mend the object's file or its keys, or take the object out""#
        return """
            "findings": [
              {"severity": "\(severity)", "code": "run.too-many-empty", \(remedy), "problem":
               "2 of 6 images are empty (33 %): 1 is of a.jpg: the object cannot be read; 1 is of b.jpg: the object cannot be read"},
              {"severity": "\(severity)", "code": "run.absent-object", "subject": "cut", \(remedy),
               "problem": "“cut” was asked for 2 times and is in no image: the object cannot be read"},
              {"severity": "warning", "code": "run.empty-image", "file": "photos/a.jpg", \(remedy),
               "problem": "its image is empty: the object cannot be read"},
              {"severity": "warning", "code": "run.empty-image", "file": "photos/b.jpg", \(remedy),
               "problem": "its image is empty: the object cannot be read"},
              {"severity": "note", "code": "object.unreadable", "subject": "cut", "count": 2, \(remedy),
               "problem": "the object cannot be read"},
              {"severity": "note", "code": "run.passed-over", "file": "photos/a.jpg", "count": 2,
               "problem": "another photo took its place: the photo has no such region"},
              {"severity": "note", "code": "run.object-never-asked", "subject": "rare",
               "problem": "none of these images asked for it"},
              {"severity": "warning", "code": "object.unreadable", "file": "cutouts/cut.png", "count": 2,
               "problem": "damaged PNG: is cut off"},
              {"severity": "warning", "code": "picture.empty", "file": "photos/empty.png",
               "problem": "is empty (zero bytes)", "remedy": "replace it with an undamaged copy"}
            ]
            """
    }

    @Test func aRunNamesWhatIsNotInItAndWhy() throws {
        try writeShortPipeline()
        let summary = """
            , "complete": true, "falls_short": true, "images": 6, "images_made_now": 6,
            "images_empty": 2, "images_without_instances": 2, "instances": 4,
            "categories": [
              {"id": 1, "name": "disc", "instances": 4, "images": 4, "sizes": {"small": 4, "medium": 0, "large": 0},
               "visibility": {"below_25": 0, "25_to_50": 0, "50_to_75": 0, "75_to_99": 0, "whole": 4}},
              {"id": 2, "name": "cut", "instances": 0, "images": 0, "sizes": {"small": 0, "medium": 0, "large": 0}},
              {"id": 3, "name": "rare", "instances": 0, "images": 0, "sizes": {"small": 0, "medium": 0, "large": 0}}
            ],
            "objects": {"asked": 6, "placed": 4, "left_out": {"the object cannot be read": 2}}, "formats": []
            """
        let arguments = ["run", "pipeline.yaml", "--quiet", "--format", "json", "--out"]
        let outcome = try Tool.Running(arguments + ["out"], in: studio.path).wait()
        try expect(
            outcome, status: 1, "run", ok: false,
            Self.shortFindings("error") + #", "summary": {"dataset": "out""# + summary + "}")
        // The same once more, byte for byte, and where that is to be expected.
        let again = try Tool.Running(arguments + ["out", "--overwrite", "--jobs", "1"], in: studio.path).wait()
        #expect(again.output == outcome.output)
        let allowed = try Tool.Running(arguments + ["allowed", "--allow-empty"], in: studio.path).wait()
        try expect(
            allowed, status: 0, "run", ok: true,
            Self.shortFindings("warning") + #", "summary": {"dataset": "allowed""# + summary + "}")
    }

    @Test func whatEndsARunIsAFinding() throws {
        try writeShortPipeline()
        let strict = try tool("run", "pipeline.yaml", "--out", "out", "--strict", "--format", "json")
        try expect(
            strict, status: 1, "run", ok: false,
            """
            "findings": [
              {"severity": "error", "code": "picture.empty", "file": "photos/empty.png",
               "problem": "is empty (zero bytes)", "remedy": "replace it with an undamaged copy"}
            ], "summary": {}
            """)
        #expect(strict.errors.hasPrefix("error: photos/empty.png: is empty (zero bytes)"))
        try expect(
            tool("run", "pipeline.yaml", "--out", "out", "--only", "99", "--format", "json"), status: 2, "run",
            ok: false,
            """
            "findings": [
              {"severity": "error", "code": "run.usage", "problem": "--only 99: the pipeline has images 0 to 5"}
            ], "summary": {}
            """)
        try expect(
            tool("run", "nowhere.yaml", "--out", "out", "--format", "json"), status: 2, "run", ok: false,
            """
            "findings": [
              {"severity": "error", "code": "pipeline.unreadable", "file": "nowhere.yaml",
               "problem": "cannot read the file: there is no such file"}
            ], "summary": {}
            """)
    }

    // MARK: - Converting

    @Test func aConversionNamesWhatFormatsDoNotSay() throws {
        try writeDataset()
        try expect(
            tool("convert", "set", "--to", "yolo", "--format", "json"), status: 1, "convert", ok: false,
            """
            "findings": [
              {"severity": "error", "code": "format.empty", "subject": "yolo",
               "problem": "“yolo” holds none of 4 labels"},
              {"severity": "note", "code": "format.unsaid", "subject": "yolo", "problem": "crowd region left out"},
              {"severity": "note", "code": "format.unsaid", "subject": "yolo",
               "problem": "instance of a category that is not listed left out"},
              {"severity": "note", "code": "format.unsaid", "subject": "yolo", "count": 3,
               "problem": "instance without a box inside the image left out"}
            ], "summary": {
              "dataset": "set", "formats": [{"name": "yolo", "keys": "{task: detect}", "images": 1, "instances": 0}]
            }
            """)
    }

    @Test func anImportNamesWhatIsWrongWithItsSource() throws {
        try writeDataset()
        let lost = (1...3).map { id in
            """
            {"severity": "warning", "code": "dataset.box-outside", "file": "set/annotations/instances.json",
             "subject": "annotation \(id)", "problem": "the box lies outside the photo of 96 × 64 pixels; it is left out"}
            """
        }
        try expect(
            tool("convert", "out", "--from", "coco: set/annotations/instances.json", "--format", "json"), status: 0,
            "convert", ok: true,
            """
            "findings": [\(lost.joined(separator: ",")),
              {"severity": "warning", "code": "dataset.unknown-reference", "file": "set/annotations/instances.json",
               "subject": "annotation 8", "problem": "there is no category 7; it is left out"}
            ], "summary": {"dataset": "out", "images": 1, "instances": 1, "lost": 4, "formats": []}
            """)
    }

    @Test func pythonReadsAReport() throws {
        try writeDataset()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c",
            #"""
            "$0" check set --format json | python3 -c '
            import json, sys
            report = json.load(sys.stdin)
            print(list(report), [finding["code"] for finding in report["findings"]])'
            """#, Tool.path,
        ]
        process.currentDirectoryURL = URL(fileURLWithPath: studio.path)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(
            text == """
                ['diorama', 'command', 'ok', 'findings', 'summary'] ['dataset.box-outside', 'dataset.box-outside', \
                'dataset.box-outside', 'dataset.unknown-reference']

                """)
    }
}
