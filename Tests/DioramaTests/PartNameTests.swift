import Cards
import Foundation
import Objects
import Pipelines
import Scenes
import Testing

/// Nobody but a part itself knows it by its name; the others ask for what it needs.
@Suite struct PartNameTests {
    /// Words of other things that happen to be the names of parts: a file, and the word in it.
    private static let otherWords: Set<String> = [
        // The one category of words in pictures.
        "ICDARSource.swift: text",
        // A member of the studio's replies.
        "PipelineSite.swift: text",
        // A word that YAML 1.1 reads as true.
        "YAMLText.swift: on",
        // What is unknown, in a message.
        "Plan+Checks.swift: region",
        // What a photo's facts name, in a message.
        "Plan+Checks.swift: plane", "Plan+Sizes.swift: plane",
        // The region that a photo's facts call so.
        "PhotoFacts.swift: ground",
        // An element of SVG, patterns of solids, and a kind of their parameters.
        "SVGContent.swift: text", "DrawingPattern.swift: drawing", "TextPattern.swift: text", "SolidScope.swift: text",
        // A side of a part of a solid.
        "SolidPart.swift: face",
        // Keys of a print on a model, which is lettering with that source's own card.
        "MeshPrint.swift: region", "MeshPrint.swift: text", "MeshPrint.swift: Lettering",
        // A format and a kind of dataset.
        "COCOFormat.swift: coco", "COCOSource.swift: coco",
    ]

    private static var parts: [(type: String, name: String)] {
        func part<P: Part>(_ type: P.Type) -> (type: String, name: String) { ("\(type)", type.card.name) }
        return Placers.all.map { part($0) } + ObjectSources.all.map { part($0) }
    }

    /// The files of the library that can know of parts, with their code: without comments, without the keys of cards
    /// and without defaults, which are written as in a pipeline.
    private static func files() throws -> [(name: String, text: String)] {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources")
        let names = try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }
        return try names.sorted().compactMap { name in
            let text = try String(contentsOf: sources.appendingPathComponent(name), encoding: .utf8)
            guard text.contains("import Cards") || text.contains("import Pipelines") else { return nil }
            let code = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
                .joined(separator: "\n").replacing(/"\w+",\s*\\[.A-Z]/, with: "").replacing(/\.named\("\w+"/, with: "")
            return (String(name.split(separator: "/").last ?? ""), code)
        }
    }

    @Test func noFileNamesAPartButItsOwn() throws {
        let files = try Self.files()
        #expect(files.count > 100)
        var found: Set<String> = []
        var own: Set<String> = []
        for part in Self.parts {
            let type = try Regex(#"\b(as[?!]?|is) (any )?\#(part.type)\b|\b\#(part.type)\.card\b"#)
            for file in files {
                if file.text.contains("Card<\(part.type)>(") {
                    own.insert(part.name)
                    continue
                }
                if file.text.contains("\"\(part.name)\"") { found.insert("\(file.name): \(part.name)") }
                if file.text.contains(type) { found.insert("\(file.name): \(part.type)") }
            }
        }
        #expect(own == Set(Self.parts.map(\.name)))
        #expect(found.subtracting(Self.otherWords) == [], "state a `Need` and ask for it")
        #expect(Self.otherWords.subtracting(found) == [], "no longer there: take it out of the list")
    }
}
