import Cards
import Foundation
import Pipelines
import Testing

@testable import Datasets
@testable import Diorama

/// One suite over every part that a pipeline can name, so that tomorrow's part is tested the day it is added.
@Suite struct PartListTests {
    /// A part, with the list that it is of.
    struct Listed: CustomTestStringConvertible, Sendable {
        let catalogue: Catalogue
        let entry: Catalogue.Entry

        var testDescription: String { "\(catalogue.kind) \(entry.name)" }

        /// Reads what a pipeline may hold, without any mistake.
        func read(_ written: Value) throws -> PartDraft {
            var reading = Reading(folder: "folder")
            let position = Position(source: Source(name: "p.yaml", text: ""), line: 1, column: 1)
            let draft = Form<PartDraft>.part(catalogue).decode(Node(written, at: position), &reading)
            #expect(reading.diagnostics.map(\.problem.message) == [])
            return try #require(draft)
        }

        /// Its first key and those that it needs, each with the simplest value that its schema allows.
        var example: [Value.Entry] {
            guard case .map(let properties)? = entry.keySchema[key: "properties"] else { return [] }
            return zip(entry.keys, properties).enumerated().filter { $0.offset == 0 || $0.element.0.isRequired }.map {
                Value.Entry(key: $0.element.0.name, value: Self.example(of: $0.element.1.value))
            }
        }

        static func example(of schema: Value) -> Value {
            if case .list(let words)? = schema[key: "enum"], let first = words.first { return first }
            if case .list(let choices)? = schema[key: "anyOf"], let first = choices.first { return example(of: first) }
            if case .list(let examples)? = schema[key: "examples"], let first = examples.first { return first }
            switch schema[key: "type"] {
            case "string": return "./x"
            case "boolean": return true
            case "array": return .list(schema[key: "items"].map { [example(of: $0)] } ?? [])
            case "object": return .map([Value.Entry]())
            default: return schema[key: "minimum"] ?? 1
            }
        }
    }

    static let lists: [Catalogue] = {
        let parts = Pipeline.Parts.all
        return [parts.sources, parts.placers, parts.blends, parts.effects, parts.formats, parts.datasets]
    }()

    static let parts = lists.flatMap { list in list.entries.map { Listed(catalogue: list, entry: $0) } }

    @Test(arguments: lists.map(\.kind)) func aListHasPartsOfDifferentNames(kind: String) throws {
        let list = try #require(Self.lists.first { $0.kind == kind })
        #expect(!list.names.isEmpty)
        #expect(Set(list.names).count == list.names.count)
    }

    @Test(arguments: parts) func aPartAndItsKeysAreDescribed(part: Listed) {
        #expect(part.entry.summary.hasSuffix("."))
        for key in part.entry.keys {
            #expect(key.summary.hasSuffix("."), "\(key.name)")
            #expect(!key.expectation.isEmpty, "\(key.name)")
        }
        #expect(Set(part.entry.keys.map(\.name)).count == part.entry.keys.count)
    }

    @Test(arguments: parts) func aPartIsListed(part: Listed) throws {
        let name = "\(part.entry.name): \(part.entry.summary)"
        let texts = Listing.allCases.flatMap { $0.description.split(separator: "\n\n") }
        let text = try #require(texts.first { $0 == name || $0.hasPrefix(name + "\n") })
        for key in part.entry.keys {
            let isThere = text.split(separator: "\n").contains {
                $0.hasPrefix("  \(key.name) ") && $0.hasSuffix("  \(key.summary)")
            }
            #expect(isThere, "\(key.name)")
        }
    }

    /// As a scene keeps it: drawn, written as JSON, read, and made.
    @Test(arguments: parts) func aPartComesBackFromItsScene(part: Listed) throws {
        var written: [Value] = [.map([Value.Entry(key: part.entry.name, value: .map(part.example))])]
        if part.entry.shorthandSchema != nil, let first = part.example.first {
            written.append(.map([Value.Entry(key: part.entry.name, value: first.value)]))
        }
        var made: [DrawnPart] = []
        for value in written {
            let draft = try part.read(value)
            let drawn = try #require(draft.draw(from: RandomStreams(seed: 3, image: 4)))
            #expect(draft.draw(from: RandomStreams(seed: 3, image: 4)) == drawn)
            let stored = try JSONDecoder().decode(DrawnPart.self, from: JSONEncoder().encode(drawn))
            let again = Self.written(try part.catalogue.make(stored))
            #expect(again == drawn)
            made.append(again)
        }
        // The shorthand is the first key alone.
        if part.entry.keys.filter(\.isRequired).count < 2 { #expect(Set(made).count == 1) }
    }

    @Test(arguments: parts.filter { !$0.entry.keys.contains(where: \.isRequired) })
    func aPartWithoutRequiredKeysIsReadByItsNameAlone(part: Listed) throws {
        let drawn = try #require(try part.read(.text(part.entry.name)).draw(from: RandomStreams(seed: 3, image: 4)))
        #expect(drawn.name == part.entry.name)
        guard case .map(let values) = drawn.values else {
            Issue.record("a drawn part has a map of values")
            return
        }
        #expect(values.map(\.key) == part.entry.keys.map(\.name))
    }

    private static func written(_ part: any Part) -> DrawnPart {
        func written<P: Part>(_ part: P) -> DrawnPart { DrawnPart(name: P.card.name, values: P.card.encode(part)) }
        return written(part)
    }

    @Test func everyAuditIsOfAFormatThatCanBeNamed() throws {
        let names = FormatAudits.all.map { $0.name }
        #expect(Set(names).count == names.count && !names.isEmpty)
        #expect(Set(names).subtracting(AnnotationFormats.catalogue.names + DatasetSources.catalogue.names) == [])
        let empty = FileManager.default.temporaryDirectory.appendingPathComponent("empty-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: empty) }
        for audit in FormatAudits.all { #expect(try audit.init(root: empty) == nil, "\(audit)") }
    }
}

extension Catalogue.Entry {
    /// Those of the part itself, without those of blocks that it holds.
    fileprivate var keys: [CardDescription.Key] { description.keys.filter { !$0.path.contains(".") } }
}

extension CardDescription.Key {
    fileprivate var name: String { path }
}
