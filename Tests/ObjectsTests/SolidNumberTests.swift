import Cards
import Foundation
import Pipelines
import Studios
import Testing

@testable import Objects

/// Numbers, texts and copies that no solid can be made of are refused before a run, at once.
@Suite struct SolidNumberTests {
    let folder: Folder
    let library = ObjectLibrary()
    init() throws { folder = try Folder() }

    private func problems(
        _ parts: String, material: String = "{colour: red}", parameters: String = "", set: String = ""
    )
        throws -> [String]
    {
        let file = try folder.write(
            "\(UUID().uuidString).yaml",
            """
            description: A thing.
            \(parameters.isEmpty ? "" : "parameters: {\(parameters)}")
            materials: {m: \(material)}
            parts: [\(parts)]
            """)
        return try library.problems(in: draft("solid: {file: \(file), set: {\(set)}}")).map {
            String($0.problem.message.dropFirst(file.count + 1))
        }
    }

    private let box = "{box: {size: [1, 1, 1], material: m}}"

    @Test(arguments: [
        ("{wood: {boards: 1e-18}}", "is out of range: expected a length from 0.0001 to 10000 metres"),
        ("{fade: {colour: black, from: 0, to: 1e-30}}", ""),
        ("{text: {text: A, size: [1000, 1]}}", "“size”, which is 1000, is out of range: expected at most 16 times"),
        ("{text: {text: \"\u{10FFFD}\"}}", "no installed font has the character (U+10FFFD)"),
        ("{text: {text: A, font: Xyzzyx}}", "no font family “Xyzzyx” is installed"),
    ])
    func aPatternThatCannotBePaintedIsRefused(_ pattern: String, _ reason: String) throws {
        let found = try problems(box, material: "{colour: red, patterns: [\(pattern)]}")
        if reason.isEmpty { #expect(found == []) } else { #expect(found.first?.contains(reason) == true, "\(found)") }
    }

    @Test(arguments: [
        "{grid: {count: [1e9, 1, 1], step: [1, 1, 1], parts: [BOX]}}",
        "{grid: {count: [10000, 10000, 10000], step: [1, 1, 1], parts: [BOX]}}",
        "{curve: {points: [[0, 0, 0], [1, 0, 0]], count: 1e9, parts: [BOX]}}",
        "{sphere: {radius: 1, segments: 1e9, material: m}}",
        "{box: {size: [1e300, 1, 1], material: m}}",
        "{box: {size: [\"\(Array(repeating: "1", count: 2000).joined(separator: "+"))\", 1, 1], material: m}}",
    ])
    func numbersThatExplodeAreRefused(_ part: String) throws {
        #expect(try problems(part.replacing("BOX", with: box)).count == 1)
    }

    @Test func copiesOfNothingAreNotCounted() throws {
        let nothing = "{box: {size: [1, 1, 1], material: m, when: 0}}"
        #expect(
            try problems(
                box + ", {grid: {count: [10000, 10000, 10000], step: [1, 1, 1], parts: [\(nothing)]}}") == [])
    }

    @Test func theSettingsOfAPipelineAreTried() throws {
        let wood = "{colour: red, patterns: [{wood: {boards: width}}]}"
        let width = "width: {number: 0.1, range: [0, 1]}"
        #expect(try problems(box, material: wood, parameters: width, set: "width: {uniform: [0.1, 0.5]}") == [])
        let found = try problems(box, material: wood, parameters: width, set: "width: {choice: [0.2, 1e-9]}")
        #expect(found.count == 1)
        #expect(found.first?.contains("(with width: ") == true, "\(found)")
        let text = "{colour: red, patterns: [{text: {text: \"{label}\"}}]}"
        let label = "label: {text: A}"
        #expect(try problems(box, material: text, parameters: label, set: "label: {choice: [B, C]}") == [])
        #expect(
            try problems(box, material: text, parameters: label, set: "label: {choice: [B, \"\u{10FFFD}\"]}").count == 1
        )
    }

    @Test func aSphereOfThreeSegmentsCanBeSeen() throws {
        #expect(try problems("{sphere: {radius: 1, segments: 3, material: m}}") == [])
    }
}
