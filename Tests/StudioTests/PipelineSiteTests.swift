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
        site = PipelineSite(folder.path("pipeline.yaml"), isShipped: false)
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

    private func post(_ body: String, to site: PipelineSite? = nil) async throws -> (status: Int, tree: JSONTree) {
        let reply = await (site ?? self.site).reply(
            to: Request(method: "POST", path: ["api", "pipeline"], body: Array(body.utf8)))
        return (reply.status, try JSONTree(reply.bytes))
    }

    /// Every way to write a constant, between comments, odd blanks and letters that take several bytes.
    private static let varied = """
        diorama: 1   # Größe → 🦆
        seed:   7
        backgrounds: {photos: [photos], resize: {longest: 96}, flip: {chance: 0.50}}
        objects:
          disc:
            from: {cutouts: disc.png}
            name ünused: 1
            size: {uniform: [ 0.1,0.4 ]}   # a share
            pose: {yaw: {normal: [0, 4], clip: [-10, 10]}, flip: {choice: [true, false]}}
            weight: &w 2
          sign: {from: {drawing: {file: sign.svg, set: {limit: 30, dirt: {uniform: [0, 0.8]}, word: stop}}}}
          other: {from: {cutouts: disc.png}, weight: *w, height: "0.5", size: {choice: [.2, {uniform: [0.3, 0.4]}], weights: [1, 2]}}
        blend: alpha
        effects:
          - noise: {chance: 0.5}
        """

    private func constants() async throws -> [(keys: String, tree: JSONTree)] {
        try await (get("pipeline")["constants"]?.elements ?? []).map { ($0["keys"]?.text ?? "", $0) }
    }

    @Test func everyConstantHasItsPlaceAndTheLimitsOfItsKey() async throws {
        try folder.write(Self.varied, to: "pipeline.yaml")
        let all = try await constants()
        func one(_ keys: String) throws -> JSONTree { try #require(all.first { $0.keys == keys }?.tree) }
        #expect(all.first?.keys == "seed", "the version of the format is no choice")
        #expect(try one("seed")["kind"]?.text == "whole" && one("seed")["least"]?.number == 0)
        let chance = try one("backgrounds.flip.chance")
        #expect(chance["text"]?.text == "0.50" && chance["least"]?.number == 0 && chance["most"]?.number == 1)
        #expect(chance["line"]?.integer == 3 && chance["column"]?.integer == 71)
        let low = try one("objects.disc.size.uniform.0")
        #expect(low["text"]?.text == "0.1" && low["most"]?.number != nil, "a rule has the limits of its key")
        #expect(
            try one("objects.disc.pose.yaw.clip.1")["most"]?.number
                == one("objects.disc.pose.yaw.normal.0")["most"]?.number)
        #expect(try one("objects.disc.pose.yaw.normal.1")["least"]?.number == 0, "a spread is no angle")
        let set = "objects.sign.from.drawing.set"
        #expect(try one(set + ".limit")["text"]?.text == "30" && one(set + ".dirt.uniform.1")["text"]?.text == "0.8")
        #expect(!all.contains { $0.keys == set + ".word" })
        #expect(try one("objects.other.size.choice.0")["text"]?.text == ".2")
        #expect(try one("objects.other.size.choice.1.uniform.1")["text"]?.text == "0.4")
        #expect(try one("blend")["words"]?.elements?.contains { $0.text == "feather" } == true)
        #expect(try one("effects.0.noise.chance")["most"]?.number == 1)
        #expect(!all.contains { $0.keys.hasSuffix("weight") }, "a value with an anchor is left to editors")
        #expect(!all.contains { $0.keys == "objects.other.height" }, "a text in quotes is no number")
        #expect(!all.contains { $0.keys.contains("photos") || $0.keys.contains("cutouts") })
    }

    @Test func anEditChangesItsScalarAndNoOtherByte() async throws {
        try folder.write(Self.varied, to: "pipeline.yaml")
        var stamp = try #require(await get("pipeline")["stamp"]?.text)
        let first = stamp
        let count = try await constants().count
        #expect(count > 12)
        for place in 0..<count {
            let before = try folder.text("pipeline.yaml")
            let constant = try await constants()[place].tree
            let old = try #require(constant["text"]?.text)
            let new: String =
                switch constant["kind"]?.text {
                case "flag": old == "true" ? "false" : "true"
                case "word": "feather"
                default: String(constant["most"]?.number ?? 12)
                }
            let done = try await post(#"{"stamp": "\#(stamp)", "constant": \#(place), "text": "\#(new)"}"#)
            #expect(done.status == 200, "\(constant["keys"]?.text ?? "")")
            let after = try folder.text("pipeline.yaml")
            let same = zip(before.utf8, after.utf8).prefix { $0 == $1 }.count
            let rest = zip(before.utf8.reversed(), after.utf8.reversed()).prefix { $0 == $1 }.count
            #expect(after != before && before.utf8.count - old.utf8.count == after.utf8.count - new.utf8.count)
            #expect(same + rest + old.utf8.count >= before.utf8.count, "only the scalar is another")
            stamp = try #require(done.tree["stamp"]?.text)
            // And back: the file is the one from before, to the last byte.
            let undone = try await post(#"{"stamp": "\#(stamp)", "constant": \#(place), "text": "\#(old)"}"#)
            stamp = try #require(undone.tree["stamp"]?.text)
            #expect(try folder.text("pipeline.yaml") == Self.varied && stamp == first)
        }
    }

    @Test(arguments: [#""1.5""#, #""-0.1""#, #""x""#, #""0.5, b: 1""#, #""0.5 # no""#, #""""#, "0.5"])
    func whatAKeyDoesNotTakeIsNotWritten(value: String) async throws {
        try folder.write(Self.varied, to: "pipeline.yaml")
        let stamp = try #require(await get("pipeline")["stamp"]?.text)
        let place = try #require(await constants().firstIndex { $0.keys == "backgrounds.flip.chance" })
        #expect(try await post(#"{"stamp": "\#(stamp)", "constant": \#(place), "text": \#(value)}"#).status == 400)
        #expect(try folder.text("pipeline.yaml") == Self.varied)
    }

    @Test func aFileThatWasChangedMeanwhileIsNotWritten() async throws {
        try folder.write(Self.varied, to: "pipeline.yaml")
        let stamp = try #require(await get("pipeline")["stamp"]?.text)
        try folder.write("# A line from an editor.\n" + Self.varied, to: "pipeline.yaml")
        let outcome = try await post(#"{"stamp": "\#(stamp)", "constant": 0, "text": "8"}"#)
        #expect(outcome.status == 409 && outcome.tree["error"]?.text?.contains("changed meanwhile") == true)
        #expect(try folder.text("pipeline.yaml").hasPrefix("# A line from an editor.\n"))
    }

    @Test func aFileThatCameWithTheProgramIsNotWritten() async throws {
        let site = PipelineSite(folder.path("pipeline.yaml"), isShipped: true)
        let stamp = try #require(await get("pipeline")["stamp"]?.text)
        let outcome = try await post(#"{"stamp": "\#(stamp)", "constant": 0, "text": "8"}"#, to: site)
        #expect(outcome.status == 409 && outcome.tree["error"]?.text?.contains("comes with the program") == true)
        #expect(try folder.text("pipeline.yaml") == Self.text)
    }

    @Test func lineEndsOfWindowsStay() async throws {
        let text = Self.varied.replacing("\n", with: "\r\n")
        try folder.write(text, to: "pipeline.yaml")
        let stamp = try #require(await get("pipeline")["stamp"]?.text)
        let place = try #require(await constants().firstIndex { $0.keys == "effects.0.noise.chance" })
        #expect(try await post(#"{"stamp": "\#(stamp)", "constant": \#(place), "text": "0.75"}"#).status == 200)
        #expect(
            try folder.text("pipeline.yaml") == text.replacing("noise: {chance: 0.5}", with: "noise: {chance: 0.75}"))
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
