import Cards
import Foundation
import Pipelines
import Scenes
import Studios
import Testing

@testable import Diorama

/// What a run says of objects that it left out.
@Suite struct ReasonTests {
    /// Posts 1 m wide and high on the ground of photos seen from 1.5 m, 60° wide, the horizon in the middle.
    private func studio(ground: String = "[[0, 0.5], [1, 0.5], [1, 1], [0, 1]]") throws -> Studio {
        let studio = try Studio()
        try studio.photo("photos/a.png")
        try studio.write("horizon: 0.5\nground: \(ground)\n", to: "photos/a.scene.yaml")
        try studio.cutout("cutouts/post.png", .box, width: 40, height: 40)
        try studio.write(DepthTests.pipeline, to: "pipeline.yaml")
        return studio
    }

    private func said(_ studio: Studio, _ changes: String..., to folder: String = "out") throws -> [String] {
        let summary = try studio.run(to: folder, changes: ["images=3", "scene.count=1"] + changes)
        return summary.description.split(separator: "\n").map(String.init).filter { $0.hasPrefix("  left out") }
    }

    @Test func whatIsTooLargeOrCutOffSaysHowLargeItIsAndHowFarAway() throws {
        #expect(
            try said(studio(), "objects.post.height=900", "scene.place={ground: {distance: 8}}") == [
                "  left out 3 of 3 objects: more of it would lie outside the image than “truncated” allows "
                    + "(such as post in image 0: 900 m high, 8 m away)"
            ])
    }

    @Test func whatIsTooSmallToBeLabelledSaysSo() throws {
        let lines = try said(studio(), "objects.post.height=0.001", "scene.place={ground: {distance: 8}}")
        #expect(
            lines == [
                "  left out 3 of 3 objects: too little of it would be seen to be labelled "
                    + "(such as post in image 0: 0.001 m high, 8 m away)"
            ])
    }

    @Test func aDistanceBeyondThePhotosGroundSaysSo() throws {
        // The ground begins at row 0.75, where it is about 7.8 m away.
        let studio = try studio(ground: "[[0, 0.75], [1, 0.75], [1, 1], [0, 1]]")
        #expect(
            try said(studio, "scene.place={ground: {distance: 90}}") == [
                "  left out 3 of 3 objects: at its distance the photo shows no ground to stand on "
                    + "(such as post in image 0: it shows ground from 3.9 m to 9 m away)"
            ])
    }

    @Test func aPhotoWithoutAHorizonSaysWhatIsMissing() throws {
        let studio = try studio()
        try studio.write("fov: 60\n", to: "photos/a.scene.yaml")
        #expect(
            try said(studio, "scene.camera={height: 1.5}") == [
                "  left out 3 of 3 objects: the photo has no ground: neither its facts nor “scene.camera” give a horizon "
                    + "or a pitch (such as post in image 0)"
            ])
    }

    @Test func aHorizonBelowThePictureIsNamed() throws {
        let studio = try studio()
        try studio.write("fov: 60\n", to: "photos/a.scene.yaml")
        let error = #expect(throws: InvalidFile.self) { try said(studio, "scene.camera.horizon=1.5") }
        #expect(
            error?.description.contains(
                "nothing can stand on the ground: “scene.camera.horizon” is 1.5, below the picture") == true)
        // A camera that looks up has no ground in its picture, and things may float there.
        #expect(
            try said(studio, "scene.camera.horizon=1.5", "scene.place=anywhere", "objects.post.size=0.2").isEmpty)
        #expect(
            try said(studio, "scene.camera.horizon={uniform: [0.99, 3]}", "seed=5", to: "some").contains {
                $0.contains("the image shows no ground: its horizon lies below it")
            })
    }

    @Test func aGroundAboveTheHorizonIsAMistakeInItsFile() throws {
        let studio = try studio()
        try studio.write("horizon: 1.2\nground: [[0, 0.5], [1, 0.5], [1, 1]]\n", to: "photos/a.scene.yaml")
        let error = #expect(throws: InvalidFile.self) { try said(studio) }
        #expect(error?.description.contains("photos/a.scene.yaml") == true)
        #expect(error?.description.contains("the “ground” lies wholly above the horizon at 1.2") == true)
    }

    @Test(arguments: [(1100.0, "1100"), (0.0123, "0.0123"), (8.249, "8.25"), (90, "90"), (123_456, "123000")])
    func sizesAreSaidInThreeDigits(metres: Double, text: String) {
        #expect(MissingObject.size(heightMetres: metres, distanceMetres: nil) == "\(text) m high")
    }
}
