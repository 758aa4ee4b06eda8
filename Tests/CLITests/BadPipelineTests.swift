import Foundation
import Studios
import Testing

/// Mistakes in a pipeline file: told with their places before anything is written, all at once.
@Suite struct BadPipelineTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.photos(1)
        try studio.cutout("cutouts/disc.png", .disc)
    }

    private func expectMistakes(_ pipeline: String, _ words: String) throws {
        try studio.write(pipeline, to: "pipeline.yaml")
        let before = try studio.names("")
        for command in [["run", "--out", "out"], ["check"], ["preview", "--out", "sheet.png"]] {
            let outcome = try Tool.Running(
                [command[0], "pipeline.yaml"] + command.dropFirst(), in: studio.path
            ).wait()
            #expect(outcome.status == 2)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors == words + "\n")
        }
        #expect(try studio.names("") == before)
        #expect(!studio.exists("out"))
    }

    @Test func everyMistakeIsToldAtOnce() throws {
        try expectMistakes(
            """
            diorama: 1
            seed: 2
            images: many
            backgrounds: {photos: [photos], flip: {chanse: 0.5}}
            objects:
              disc:
                from: {cutouts: cutouts/disc.png}
                weight: -1
                size: {uniform: [0.5, 0.2]}
                pose: {yaw: {choice: [0, 10, 20], weights: [1, 2]}, roll: {choice: [0, 1], weights: [-1, 1]}}
            """,
            """
            pipeline.yaml:3:9: error: expected a whole number from 1 to 100000000 images, found the text “many”
              images: many
                      ^
            pipeline.yaml:4:40: error: unknown key “chanse” in flip; did you mean “chance”?
              backgrounds: {photos: [photos], flip: {chanse: 0.5}}
                                                     ^
            pipeline.yaml:8:13: error: -1 is out of range: expected a number from 0 to 1000000 relative to the other weights
                  weight: -1
                          ^
            pipeline.yaml:9:21: error: the range [0.5, 0.2] is reversed: the smaller number comes first
                  size: {uniform: [0.5, 0.2]}
                                  ^
            pipeline.yaml:10:48: error: 2 weights for 3 choices: give one weight to each choice
                  pose: {yaw: {choice: [0, 10, 20], weights: [1, 2]}, roll: {choice: [0, 1], weights: [-1, 1]}}
                                                             ^
            pipeline.yaml:10:90: error: a weight is a number from 0 to 1000000, found -1
                  pose: {yaw: {choice: [0, 10, 20], weights: [1, 2]}, roll: {choice: [0, 1], weights: [-1, 1]}}
                                                                                                       ^
            """)
    }

    @Test func anchorsThatExplodeAreRefusedAtOnce() throws {
        var text = "diorama: 1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<30 {
            let aliases = [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        try studio.write(text, to: "pipeline.yaml")
        let start = ContinuousClock.now
        let outcome = try Tool.run("check", "pipeline.yaml", in: studio)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("error: the file's anchors expand to more than 20"))
        #expect(.now - start < .seconds(30))
    }

    @Test func aCheckLeavesOutWhatARunWould() throws {
        try studio.write(
            """
            diorama: 1
            backgrounds: {photos: [photos]}
            effects: [{noise: {iso: 400}}]

            """, to: "pipeline.yaml")
        #expect(try Tool.run("check", "pipeline.yaml", "--without", "effects.noise", in: studio).status == 0)
        let nothing = try Tool.run("check", "pipeline.yaml", "--without", "effects.fog", in: studio)
        #expect(nothing.status == 2)
        #expect(nothing.errors.hasPrefix("--without effects.fog:1:1: error: unknown key to leave out “effects.fog”"))
    }

    @Test func anEmptyFileAndOneThatIsNoYAML() throws {
        try studio.write("", to: "pipeline.yaml")
        let empty = try Tool.run("check", "pipeline.yaml", in: studio)
        #expect(empty.status == 2)
        #expect(
            empty.errors == """
                pipeline.yaml:1:1: error: the pipeline needs “diorama”: The version of this file format, which is 1.
                pipeline.yaml:1:1: error: the pipeline needs “backgrounds”: The photos that objects are set into; a list of such \
                blocks mixes several sources by their weights.

                """)
        try studio.write("diorama: [1\n", to: "pipeline.yaml")
        let broken = try Tool.run("check", "pipeline.yaml", in: studio)
        #expect(broken.status == 2)
        #expect(broken.errors.contains("error: this is not valid YAML: "))
        try studio.write([0xFF, 0xFE, 0x00], to: "pipeline.yaml")
        let binary = try Tool.run("check", "pipeline.yaml", in: studio)
        #expect(binary.status == 2)
        #expect(binary.errors == "error: cannot read pipeline.yaml: it is not UTF-8 text\n")
        let folder = try Tool.run("run", "cutouts", "--out", "out", in: studio)
        #expect(folder.status == 2)
        #expect(folder.errors == "error: cannot read cutouts: it is a folder\n")
    }

    static let good = """
        diorama: 1
        images: 4
        backgrounds: {photos: [photos]}
        objects: {disc: {from: {cutouts: cutouts/disc.png}}}

        """

    @Test func whatIsSetOnTheCommandLineIsCheckedToo() throws {
        try studio.write(Self.good, to: "pipeline.yaml")
        for (change, words) in [
            ("images=none", "expected a whole number from 1 to 100000000 images, found the text “none”"),
            ("scene.cuont=3", "unknown key “cuont” in scene; did you mean “count”?"),
            ("images", "expected key.path=value, such as scene.count=3"),
        ] {
            let outcome = try Tool.run("run", "pipeline.yaml", "--out", "out", "--set", change, in: studio)
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains(words), "\(outcome.errors)")
        }
        #expect(!studio.exists("out"))
    }

    @Test func imagesThatTheRunDoesNotHave() throws {
        try studio.write(Self.good, to: "pipeline.yaml")
        let outcome = try Tool.run("run", "pipeline.yaml", "--out", "out", "--only", "2,4", in: studio)
        #expect(outcome.status == 2)
        #expect(outcome.errors == "error: --only 2,4: the pipeline has images 0 to 3\n")
        #expect(!studio.exists("out"))
    }

    @Test func aSplitByBackgroundNeedsEnoughPhotos() throws {
        try studio.write(Self.good + "output: {split: {train: 0.5, val: 0.5, by: background}}\n", to: "pipeline.yaml")
        let outcome = try Tool.run("run", "pipeline.yaml", "--out", "out", in: studio)
        #expect(outcome.status == 2)
        #expect(
            outcome.errors == """
                pipeline.yaml:5:17: error: a split by background needs a photo for each of its 2 parts, not 1 photo; \
                use “by: image”, or more photos
                  output: {split: {train: 0.5, val: 0.5, by: background}}
                                  ^

                """)
        #expect(!studio.exists("out"))
    }
}
