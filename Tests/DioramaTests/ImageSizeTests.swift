import Studios
import Testing

@testable import Diorama

/// Photos of which no image can be made, though they can be read.
@Suite struct ImageSizeTests {
    private func studio(format: String) throws -> Studio {
        let studio = try Studio()
        try studio.photo("photos/a.png")
        try studio.photo("photos/long.png", width: 20_000, height: 2)
        try studio.write(
            """
            diorama: 1
            images: 4
            backgrounds: {photos: [photos], order: sequential}
            output: {images: {format: \(format)}}
            """, to: "pipeline.yaml")
        return studio
    }

    @Test func aPhotoThatIsTooLongForTheImageFilesGivesWayToAnother() throws {
        let studio = try studio(format: "webp")
        let summary = try studio.run(to: "out")
        #expect(try studio.dataset("out").file.images.map(\.width) == [96, 96, 96, 96])
        #expect(
            summary.description.contains(
                "long.png (2 times): would make an image of 20000 × 2 pixels, and webp holds at most 16383 along a side; "
                    + "resize it, or write another format"))
        // The same photo does as PNG.
        try studio.run(to: "png", changes: ["output.images.format=png"])
        #expect(try studio.dataset("png").file.images.map(\.width) == [96, 20_000, 96, 20_000])
    }

    @Test func aPhotoThatWouldBeEnlargedBeyondTheLimitGivesWayToAnother() throws {
        let studio = try studio(format: "png")
        let summary = try studio.run(
            to: "out", changes: ["images=2", "backgrounds.resize={height: 200, enlarge: true}"]
        ) { $0.maxPixels = 100_000 }
        #expect(try studio.dataset("out").file.images.map(\.width) == [300, 300])
        #expect(
            summary.description.contains("would make an image of 2000000 × 200 pixels, more than the limit of 100000"))
    }

    @Test func aStrictRunEndsAtSuchAPhoto() throws {
        let studio = try studio(format: "webp")
        #expect(throws: JobError.self) { try studio.run(to: "out") { $0.isStrict = true } }
    }
}
