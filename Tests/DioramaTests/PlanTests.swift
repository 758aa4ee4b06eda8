import Cards
import Foundation
import Pictures
import Pipelines
import Testing

@testable import Diorama

/// What only a look at the photos can tell of a pipeline.
@Suite struct PlanTests {
    /// The mistakes in a pipeline over two photos, of which one has a region named `verge`.
    private func mistakes(_ rest: String) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("plan-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, shade) in [("a.png", UInt8(20)), ("b.png", 90)] {
            var picture = Raster(width: 40, height: 30)
            for index in picture.bytes.indices { picture.bytes[index] = index % 4 == 3 ? 255 : shade }
            try Data(PhotoFile.encode(picture, as: .png(level: 1))).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
        try "regions: {verge: [[0, 0], [1, 0], [1, 1]]}\n".write(
            toFile: folder + "/a.scene.yaml", atomically: true, encoding: .utf8)
        let path = folder + "/p.yaml"
        try ("diorama: 1\nbackgrounds: {photos: [a.png, b.png]}\n" + rest).write(
            toFile: path, atomically: true, encoding: .utf8)
        do {
            _ = try Plan(path: path)
            return []
        } catch let error as InvalidFile {
            return error.diagnostics.map {
                "\($0.position.line):\($0.position.column) " + $0.problem.message.replacing(folder + "/", with: "")
            }
        }
    }

    private let object = "objects:\n  x: {from: {text: a}, height: 1, place: "

    @Test func aRegionThatNoPhotoHasIsAMistake() throws {
        #expect(
            try mistakes(object + "{region: {name: vrege}}}") == [
                "4:43 unknown region “vrege”; did you mean “verge”?"
            ])
        #expect(
            try mistakes(object + "{ground: {within: {choice: [verge, kerb]}}}}") == [
                "4:43 unknown region “kerb”; known here: verge"
            ])
    }

    @Test func aRegionThatSomePhotoHasIsNone() throws {
        #expect(try mistakes(object + "{region: verge}}") == [])
        #expect(try mistakes(object + "{ground: {distance: 5}}}") == [])
    }

    /// It would be known only when all images are made, and the run could not go on with another pipeline.
    @Test func aFormatThatCannotHoldTheCategoriesIsAMistake() throws {
        let objects = "objects:\n  a b: {from: {text: a}}\n  a_b: {from: {text: b}}\noutput: {annotations: "
        #expect(try mistakes(objects + "[coco, voc, {yolo: {task: segment}}]}") == [])
        #expect(
            try mistakes(objects + "[{yolo: {task: pose}}, kitti, kitti3d]}") == [
                "6:25 no category has keypoints, which yolo's task pose is for",
                "6:46 the categories “a b” and “a_b” would both be KITTI's type a_b",
                "6:53 the categories “a b” and “a_b” would both be KITTI's type a_b",
            ])
    }

    @Test func keysThatWouldDoNothingAreMistakes() throws {
        #expect(
            try mistakes("objects:\n  x: {from: {text: a}, height: 1, size: 0.2, place: ground}") == [
                "4:3 “x” is placed on the ground, where its distance and its “height” in metres make its size in the "
                    + "picture: leave out “size”"
            ])
        #expect(
            try mistakes("objects:\n  x: {from: {text: a}, height: 1, size: 0.2, place: {choice: [ground, anywhere]}}")
                == [])
        #expect(
            try mistakes("objects:\n  x: {from: {text: a}, pose: {free: true, yaw: 20}}") == [
                "4:30 “free” turns it any way, in place of “yaw”, “pitch” and “roll”: leave these out"
            ])
    }

    @Test func whateverStandsOnTheGroundNeedsItsHeight() throws {
        let need = "“x” is placed on the ground, which needs its “height” in metres"
        for place in ["{avoid: {labels: [a], distance: 8}}", "{choice: [anywhere, ground]}", "{ground: {}}"] {
            let found = try mistakes("objects:\n  x: {from: {text: a}, place: \(place)}")
            #expect(found.contains("4:3 " + need), "\(place): \(found)")
        }
        let floats = try mistakes("objects:\n  x: {from: {text: a}, place: {avoid: {labels: [a]}}}")
        #expect(!floats.contains("4:3 " + need))
    }

    @Test func sharesSayWhatTheyAreSharesOf() throws {
        #expect(
            try mistakes("objects:\n  x: {from: {text: a}, size: 512}") == [
                "4:30 512 is out of range: expected a number from 0.001 to 4, a share of the picture's shorter side, not "
                    + "pixels or per cent"
            ])
    }

    @Test func whatIsShippedIsFoundByItsName() throws {
        #expect(try mistakes("objects:\n  x: {from: {solid: forklift}, size: 0.2}") == [])
        #expect(try mistakes("objects:\n  x: {from: {drawing: {file: {choice: [stop-sign, no-entry]}}}}") == [])
        let found = try mistakes("objects:\n  x: {from: {drawing: stop-sing}}")
        #expect(found.count == 1)
        #expect(
            found[0].hasPrefix("4:23 there is no drawing “stop-sing”: looked for stop-sing, stop-sing.svg"), "\(found)")
        #expect(found[0].hasSuffix("did you mean “stop-sign”?"))
    }

    @Test func aWorkedPipelineIsFoundByItsName() throws {
        let path = try Pipeline.path(of: "quickstart")
        #expect(path.hasSuffix("/pipelines/quickstart.yaml"))
        #expect(try Pipeline.path(of: path) == path)
        #expect(try Pipeline.path(of: "gone/p.yaml") == "gone/p.yaml")
        let misspelt = try #require(throws: InvalidFile.self) { try Pipeline.path(of: "quikstart") }
        #expect("\(misspelt)".contains("did you mean “quickstart”?"))
        let unknown = try #require(throws: InvalidFile.self) { try Pipeline.path(of: "zebra") }
        #expect("\(unknown)".contains("there are ablation, "))
    }

    @Test func aSplitByBackgroundNeedsAPhotoForEachPart() throws {
        let split = "output: {split: {train: 0.6, val: 0.2, test: 0.2"
        #expect(
            try mistakes(split + "}}") == [
                "3:17 a split by background needs a photo for each of its 3 parts, not 2 photos; use “by: image”, "
                    + "or more photos"
            ])
        #expect(try mistakes(split + ", by: image}}") == [])
        #expect(try mistakes("output: {split: {train: 0.6, val: 0.4}}") == [])
    }

    @Test func missingFilesOfAllKindsAreToldTogether() throws {
        let found = try mistakes(
            "objects:\n  x: {from: {drawing: gone.svg}}\n  y: {from: {cutouts: none/*.png}}\n")
        #expect(found.map { $0.prefix(4) } == ["4:14", "5:14"])
    }
}
