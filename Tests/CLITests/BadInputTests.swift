import Foundation
import Pictures
import Studios
import Testing

/// Files that are not what they should be, met by the tool: what it says, how it ends, and what it leaves behind.
@Suite struct BadInputTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
        try studio.cutout("cutouts/disc.png", .disc)
        try studio.write(Self.pipeline, to: "pipeline.yaml")
    }

    static let pipeline = """
        diorama: 1
        seed: 2
        images: 6
        backgrounds: {photos: [photos]}
        objects:
          disc: {from: {cutouts: cutouts/disc.png}}
        scene: {count: 2}

        """

    private func run(_ arguments: String...) throws -> Tool.Outcome {
        try Tool.Running(["run", "pipeline.yaml", "--out", "out", "--quiet"] + arguments, in: studio.path).wait()
    }

    /// That the pipeline is refused with these words and that nothing has been written.
    private func expectRefusal(_ pipeline: String, status: Int32 = 2, _ words: String) throws {
        try studio.write(pipeline, to: "pipeline.yaml")
        for command in [["run", "pipeline.yaml", "--out", "out"], ["check", "pipeline.yaml"]] {
            let outcome = try Tool.Running(command, in: studio.path).wait()
            #expect(outcome.status == status)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors == words + "\n")
        }
        #expect(!studio.exists("out"))
    }

    // MARK: - Photos

    @Test func aMissingFolderOfPhotos() throws {
        try expectRefusal(
            Self.pipeline,
            """
            pipeline.yaml:4:24: error: photos: there is no such file or folder
              backgrounds: {photos: [photos]}
                                     ^
            """)
    }

    @Test func anEmptyFolderOfPhotos() throws {
        try FileManager.default.createDirectory(
            atPath: studio.path("photos"), withIntermediateDirectories: true)
        try expectRefusal(
            Self.pipeline,
            """
            pipeline.yaml:4:24: error: photos: the folder is empty: it should hold files ending in .jpeg, .jpg, .png, \
            .tif, .tiff, .webp
              backgrounds: {photos: [photos]}
                                     ^
            """)
    }

    @Test func severalThatAreMissingAreAllNamed() throws {
        try studio.photo("photos/a.jpg")
        try expectRefusal(
            Self.pipeline.replacing("[photos]", with: "[photos, none.jpg, 'more/*.png']"),
            """
            pipeline.yaml:4:32: error: none.jpg: there is no such file or folder
              backgrounds: {photos: [photos, none.jpg, 'more/*.png']}
                                             ^
            pipeline.yaml:4:42: error: more/*.png: the pattern matches nothing
              backgrounds: {photos: [photos, none.jpg, 'more/*.png']}
                                                       ^
            """)
    }

    /// A truncated JPEG, a text, an empty file and a header of 60,000 × 60,000 pixels.
    private func writeBadPhotos() throws {
        let good = try PhotoFile.encode(.scenery(width: 96, height: 64, seed: 9), as: .jpeg())
        try studio.write(Array(good.prefix(good.count / 2)), to: "photos/cut.jpg")
        try studio.write("These are words.\n", to: "photos/words.jpg")
        try studio.write([], to: "photos/empty.png")
        var huge = good
        let frame = try #require(huge.indices.first { huge[$0] == 0xFF && huge[$0 + 1] == 0xC0 })
        huge.replaceSubrange((frame + 5)..<(frame + 9), with: [0xEA, 0x60, 0xEA, 0x60])
        try studio.write(huge, to: "photos/huge.jpg")
    }

    private struct Statistics: Decodable {
        struct Skip: Decodable, Equatable {
            var file: String
            var reason: String
            var times: Int
        }

        var images: Int
        var skipped: [Skip]
    }

    private func statistics() throws -> Statistics {
        try JSONDecoder().decode(Statistics.self, from: Data(studio.text("out/stats.json").utf8))
    }

    @Test func theRunGoesOnWithoutBadPhotosAndSaysSo() throws {
        try studio.photos(2)
        try writeBadPhotos()
        let outcome = try run()
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)

        // Every image is there, on one of the two good photos; shuffled, six images meet the truncated one twice.
        #expect(try studio.names("out/images").count == 6)
        let file = try WrittenDataset(studio.path("out")).file
        #expect(Set(file.images.map(\.source)) == ["photos/0.jpg", "photos/1.jpg"])
        let skipped = try statistics().skipped
        #expect(
            skipped == [
                .init(
                    file: "photos/cut.jpg",
                    reason: "damaged JPEG: Premature end of JPEG file; replace it with an undamaged copy", times: 2),
                .init(
                    file: "photos/empty.png", reason: "is empty (zero bytes); replace it with an undamaged copy",
                    times: 1),
                .init(
                    file: "photos/huge.jpg",
                    reason:
                        "has 60000 × 60000 pixels, more than the limit of 200000000 (raise it with --max-pixels)",
                    times: 1),
                .init(
                    file: "photos/words.jpg", reason: "is text, not a JPEG, PNG, WebP or TIFF picture", times: 1),
            ])
        let summary = outcome.output.split(separator: "\n").map(String.init)
        #expect(summary.first?.hasPrefix("6 images with ") == true)
        #expect(
            summary.suffix(4) == [
                "  skipped photos/cut.jpg (2 times): damaged JPEG: Premature end of JPEG file; replace it with an undamaged copy",
                "  skipped photos/empty.png: is empty (zero bytes); replace it with an undamaged copy",
                "  skipped photos/huge.jpg: has 60000 × 60000 pixels, more than the limit of 200000000 (raise it with --max-pixels)",
                "  skipped photos/words.jpg: is text, not a JPEG, PNG, WebP or TIFF picture",
            ])
        #expect(try Tool.run("check", "out", in: studio).status == 0)
    }

    @Test func badPhotosAreToldWhileTheRunGoesOn() throws {
        try studio.photos(1)
        try writeBadPhotos()
        let outcome = try Tool.run("run", "pipeline.yaml", "--out", "out", in: studio)
        #expect(outcome.status == 0)
        for name in ["cut.jpg", "empty.png", "huge.jpg", "words.jpg"] {
            #expect(outcome.errors.components(separatedBy: "skipped photos/\(name): ").count == 2, "\(name)")
        }
    }

    /// Photos that cannot be used change nothing on images that do not meet them, for any number of workers.
    @Test func badPhotosLeaveTheBytesTheSame() throws {
        try studio.photos(2)
        try writeBadPhotos()
        #expect(try run("--jobs", "1").status == 0)
        let first = try studio.files("out")
        #expect(try run("--jobs", "2", "--overwrite").status == 0)
        #expect(try studio.files("out") == first)
    }

    @Test func aStrictRunStopsAtTheFirstBadPhoto() throws {
        try studio.photos(2)
        try studio.write("These are words.\n", to: "photos/words.jpg")
        let outcome = try run("--strict")
        #expect(outcome.status == 1)
        #expect(
            outcome.errors
                == "error: photos/words.jpg: is text, not a JPEG, PNG, WebP or TIFF picture (the run is strict, so it ends here)\n"
        )
        #expect(!studio.exists("out"))
    }

    @Test func aStrictRunStopsAtATruncatedPhotoOnceItIsDecoded() throws {
        try studio.photos(1)
        let good = try PhotoFile.encode(.scenery(width: 96, height: 64, seed: 9), as: .jpeg())
        try studio.write(Array(good.prefix(good.count / 2)), to: "photos/cut.jpg")
        let outcome = try run("--strict", "--jobs", "1")
        #expect(outcome.status == 1)
        #expect(
            outcome.errors.hasPrefix(
                "error: photos/cut.jpg: damaged JPEG: Premature end of JPEG file (the run is strict, so it ends here)\n"
            ))
        #expect(
            outcome.errors.hasSuffix(
                " are finished in out. Solve that, and give the same command with --resume to go on.\n"))
    }

    @Test func onlyBadPhotos() throws {
        try studio.write("These are words.\n", to: "photos/words.jpg")
        try studio.write([], to: "photos/empty.png")
        try expectRefusal(
            Self.pipeline, status: 1,
            """
            error: photos: none of 2 can be used:
              photos/empty.png: is empty (zero bytes); replace it with an undamaged copy
              photos/words.jpg: is text, not a JPEG, PNG, WebP or TIFF picture
            """)
    }

    @Test func onlyPhotosThatCannotBeDecoded() throws {
        let good = try PhotoFile.encode(.scenery(width: 96, height: 64, seed: 9), as: .jpeg())
        try studio.write(Array(good.prefix(good.count / 2)), to: "photos/cut.jpg")
        let outcome = try run("--jobs", "1")
        #expect(outcome.status == 1)
        #expect(
            outcome.errors == """
                error: image 0: none of the photos can be decoded:
                  photos/cut.jpg: damaged JPEG: Premature end of JPEG file; replace it with an undamaged copy
                0 of 6 images are finished in out. Solve that, and give the same command with --resume to go on.

                """)
    }

    @Test func theLimitOfPixelsIsTheUsers() throws {
        try studio.photo("photos/small.jpg", width: 100, height: 20)
        try studio.photo("photos/large.jpg", width: 101, height: 20)
        #expect(try run("--max-pixels", "2000").status == 0)
        #expect(
            try statistics().skipped == [
                .init(
                    file: "photos/large.jpg",
                    reason: "has 101 × 20 pixels, more than the limit of 2000 (raise it with --max-pixels)", times: 1)
            ])
    }

    // MARK: - Objects

    @Test func anObjectWhoseFileIsMissing() throws {
        try studio.photos(1)
        try expectRefusal(
            Self.pipeline.replacing("cutouts/disc.png", with: "cutouts/dics.png"),
            """
            pipeline.yaml:6:17: error: “disc”: cutouts/dics.png: there is no such file or folder
                disc: {from: {cutouts: cutouts/dics.png}}
                              ^
            """)
    }

    @Test func anObjectThatIsWhollyTransparent() throws {
        try studio.photos(1)
        try studio.cutout("cutouts/nothing.png", .nothing)
        try studio.write(
            Self.pipeline.replacing("cutouts/disc.png}", with: "[cutouts/disc.png, cutouts/nothing.png]}")
                .replacing("images: 6", with: "images: 12"), to: "pipeline.yaml")
        // About half of the objects are missing, so that the dataset falls short.
        #expect(try run("--allow-empty").status == 0)
        let outcome = try run("--overwrite")
        #expect(outcome.status == 1, "\(outcome.errors)")
        let text = outcome.output
        #expect(text.contains("  left out "))
        #expect(text.contains("of 24 objects: the object cannot be read"))
        let skips = try statistics().skipped
        #expect(skips.map(\.file) == ["cutouts/nothing.png"], "\(skips)")
        #expect(text.contains("cutouts/nothing.png"))

        let strict = try run("--strict", "--overwrite")
        #expect(strict.status == 1)
        #expect(strict.errors.contains("cutouts/nothing.png"))
        #expect(strict.errors.contains("(the run is strict, so it ends here)\n"))
    }

    @Test func aPictureWithoutAlphaIsNoCutout() throws {
        try studio.photos(1)
        try studio.photo("cutouts/disc.png")
        let outcome = try run()
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("“disc” was asked for 12 times and is in no image: the object cannot be read"))
        #expect(
            outcome.output.contains(
                "has no alpha, so that nothing says where the object is: give a picture with alpha, or “masks”"),
            "\(outcome.output)")
    }
}
