import Foundation
import JSON
import Studios
import Testing

@testable import Diorama

/// Two datasets side by side, of ours and of other tools.
@Suite struct CompareTests {
    /// A YOLO dataset of small boxes in the lower half of its photos.
    private func real(in studio: Studio, photos: Int) throws {
        try studio.write("names: [disc, wedge]\ntrain: images\n", to: "real/data.yaml")
        for number in 0..<photos {
            try studio.photo("real/images/\(number).png", seed: number + 1)
            try studio.write("0 0.5 0.8 0.1 0.1\n", to: "real/labels/\(number).txt")
        }
    }

    @Test func aDatasetOfOursIsComparedWithOneOfAnotherTool() throws {
        let studio = try Studio.everyday()
        try real(in: studio, photos: 60)
        try studio.run(to: "out", changes: ["images=60", "scene.count=3"])
        let report = try CompareJob(real: studio.path("real"), synthetic: studio.path("out")).run()
        #expect(report.isSound && report.findings.isEmpty)
        let found = Dictionary(uniqueKeysWithValues: report.differences.map { ($0.key, $0) })
        #expect(found["size"]?.sentence.hasPrefix("synthetic boxes are") == true, "\(report)")
        #expect(found["row"]?.sentence.hasPrefix("synthetic boxes lie higher") == true, "\(report)")
        #expect(found["count"]?.isDifferent == true)
        #expect(report.description.contains("only the synthetic dataset has: “wedge”"))
        #expect(report.description.contains("a diagnosis and no promise"))
        let document = try JSONTree(Array(report.json.utf8))
        #expect(document["summary"]?["differences"]?.elements?.count == report.differences.count)
        #expect(document["summary"]?["real"]?["labels"]?.integer == 60)
    }

    @Test func missingPhotosAreNamedAndTheRestIsCompared() throws {
        let studio = try Studio.everyday()
        try studio.run(to: "out")
        try FileManager.default.removeItem(atPath: studio.path("out/images/000003.png"))
        let report = try CompareJob(real: studio.path("out"), synthetic: studio.path("out")).run()
        #expect(report.isSound)
        #expect(report.findings.count == 2)
        #expect(report.findings.allSatisfy { $0.file?.hasSuffix("000003.png") == true })
        #expect(report.description.contains("in 10 images"))
    }

    @Test func whatIsNoDatasetIsNamed() throws {
        let studio = try Studio.everyday()
        try real(in: studio, photos: 1)
        for (path, words) in [("gone", "No such file"), ("photos", "its kind cannot be told")] {
            let error = #expect(throws: (any Error).self) {
                try CompareJob(real: studio.path("real"), synthetic: studio.path(path)).run()
            }
            #expect(error.map { "\($0)".contains(words) && "\($0)".contains(studio.path(path)) } == true, "\(path)")
        }
        #expect(throws: (any Error).self) {
            try CompareJob(real: "voc: {folde: a}", synthetic: studio.path("real")).run()
        }
    }
}
