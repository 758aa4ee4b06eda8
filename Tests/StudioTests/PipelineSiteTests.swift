import JSON
import Studios
import Testing

@testable import Studio

/// A pipeline beside its sheet.
@Suite struct PipelineSiteTests {
    private let folder: Studio
    private let site: PipelineSite

    init() throws {
        folder = try Studio()
        try folder.photos(2)
        try folder.cutout("disc.png", .disc)
        try folder.write(Self.text, to: "pipeline.yaml")
        site = PipelineSite(folder.path("pipeline.yaml"))
    }

    private static let text = """
        diorama: 1
        images: 2
        backgrounds: {photos: [photos]}
        objects: {disc: {from: {cutouts: disc.png}}}

        """

    private func get(_ name: String, _ query: [String: String] = [:]) async throws -> JSONTree {
        try JSONTree(await site.reply(to: Request(path: ["api", name], query: query)).bytes)
    }

    @Test func theTextComesOnceForEachStamp() async throws {
        let found = try await get("pipeline")
        #expect(found["text"]?.text == Self.text)
        let stamp = try #require(found["stamp"]?.text)
        #expect(try await get("pipeline", ["since": stamp])["text"] == nil)
        try folder.write(Self.text + "seed: 3\n", to: "pipeline.yaml")
        #expect(try await get("pipeline", ["since": stamp])["text"]?.text?.hasSuffix("seed: 3\n") == true)
    }

    @Test func theSheetIsDrawn() async throws {
        let made = try await get("sheet", ["stamp": "a", "images": "2"])
        #expect(made["sheet"]?.text?.hasPrefix("data:image/jpeg;base64,") == true && made["mistakes"] == nil)
    }

    @Test func mistakesHaveTheirPlaces() async throws {
        try folder.write(Self.text + "imags: 3\n", to: "pipeline.yaml")
        let made = try await get("sheet", ["stamp": "b"])
        let mistake = try #require(made["mistakes"]?.elements?.first)
        #expect(mistake["line"]?.integer == 5 && mistake["problem"]?.text?.contains("imags") == true)
        #expect(made["sheet"] == nil)
    }
}
