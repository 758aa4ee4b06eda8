import Foundation
import Scenes
import Studios
import Testing

@testable import Diorama

/// The pipeline's `match:`, from the file to the scenes and the pixels.
@Suite struct MatchRuleTests {
    let studio: Studio

    init() throws { studio = try .everyday() }

    /// The scene's objects without what they are matched by.
    private func places(_ folder: String) throws -> [[PlacedObject]] {
        try studio.scenes(folder).map { scene in
            scene.objects.map { object in
                var object = object
                object.match = nil
                return object
            }
        }
    }

    @Test func drawnSharesAreInTheScenesAndMoveNothingElse() throws {
        try studio.run(to: "none", changes: ["match=none"])
        try studio.run(to: "drawn", changes: ["match={noise: {uniform: [0.2, 0.8]}, colour: {choice: [0.1, 0.9]}}"])
        #expect(try studio.scenes("none").allSatisfy { $0.objects.allSatisfy { $0.match == nil } })
        let matches = try studio.scenes("drawn").flatMap { $0.objects.map(\.match) }
        #expect(matches.count > 10)
        for match in matches {
            let match = try #require(match)
            #expect((0.2...0.8).contains(match.noise) && [0.1, 0.9].contains(match.colour))
            #expect(match.sharpness == 1 && match.jpeg == 1)
        }
        #expect(Set(matches.compactMap { $0?.noise }).count == matches.count)
        #expect(try places("none") == places("drawn"))
        #expect(
            try studio.text("none/annotations/instances.json") == studio.text("drawn/annotations/instances.json"))
    }

    @Test func aShareOfNothingIsNoMatch() throws {
        try studio.run(to: "none", changes: ["match=none"])
        try studio.run(to: "zero", changes: ["match={noise: 0, sharpness: 0, jpeg: 0, colour: 0}"])
        let (none, zero) = (try studio.files("none"), try studio.files("zero"))
        for name in none.keys where name.hasPrefix("images/") { #expect(none[name] == zero[name], "\(name)") }
    }

    @Test func workersChangeNoByteOfMatchedImages() throws {
        try studio.run(to: "none", changes: ["match=none"])
        for (workers, folder) in [(1, "one"), (3, "three")] { try studio.run(to: folder) { $0.workers = workers } }
        let (one, three) = (try studio.files("one"), try studio.files("three"))
        #expect(one == three)
        let none = try studio.files("none")
        #expect(one.keys.contains { $0.hasPrefix("images/") && one[$0] != none[$0] })
    }

    @Test func oneStepIsLeftOutEverywhereAndNothingElse() throws {
        let changes = ["objects.disc.match={noise: 0.5, colour: 0.2}"]
        try studio.run(to: "whole", changes: changes)
        try studio.run(to: "without", changes: changes) { $0.without = ["match.noise"] }
        try studio.run(to: "bare", changes: changes) { $0.without = ["match"] }
        let (whole, without) = (try studio.scenes("whole"), try studio.scenes("without"))
        #expect(whole.contains { $0.objects.contains { $0.match?.noise == 0.5 && $0.match?.colour == 0.2 } })
        let silenced = whole.map { scene in
            var scene = scene
            for index in scene.objects.indices { scene.objects[index].match?.noise = 0 }
            return scene
        }
        #expect(silenced == without)
        #expect(try studio.scenes("bare").allSatisfy { $0.objects.allSatisfy { $0.match == SceneMatch() } })
        #expect(try places("bare") == places("whole"))
    }

    @Test(arguments: [
        ("match=some", "value"), ("match={noise: 2}", "0 to 1"), ("match={nose: 1}", "noise"), ("match=[1]", "none"),
    ]) func aWrongRuleIsNamed(change: String, word: String) throws {
        do {
            try studio.run(to: "wrong", changes: [change])
            Issue.record("\(change) is taken")
        } catch {
            #expect("\(error)".contains(word), "\(error)")
        }
    }
}
