import Drawings
import Findings
import Foundation
import Pictures
import Pipelines
import Studios
import Testing

@testable import Cards
@testable import Objects

/// Lettering of words from files, of drawn numbers, and in fonts that have glyphs for it.
@Suite struct CorpusTests {
    private let folder: Folder
    private let library = ObjectLibrary()

    init() throws { folder = try Folder() }

    private func write(_ text: String, to name: String, _ encoding: String.Encoding = .utf8) throws -> String {
        let path = folder.path + "/" + name
        try #require(text.data(using: encoding)).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// The texts of a number of objects.
    private func texts(_ text: String, count: Int = 40, seed: UInt64 = 3) throws -> [(text: String, font: String)] {
        let draft = try draft("text: \(text)")
        return try (0..<count).map { number in
            let streams = RandomStreams(seed: seed, image: number)
            let part = try library.choose(#require(draft.draw(from: streams)), from: streams)
            let values = part.values
            guard case .text(let text)? = values[key: "text"], case .text(let font)? = values[key: "font"] else {
                return ("", "")
            }
            return (text, font)
        }
    }

    private func problems(_ text: String) throws -> [String] {
        try library.problems(in: draft("text: \(text)")).map(\.problem.message)
    }

    @Test func wordsComeFromTheFileLineByLine() throws {
        let file = try write("Alpha\n\n  Beta \nGamma delta\nAlpha\n", to: "words.txt")
        let found = try texts("{words: {file: \(file)}}")
        #expect(Set(found.map(\.text)) == ["Alpha", "Beta", "Gamma delta"])
        let lines = try texts("{words: {file: \(file), per_line: 2, lines: 3}}", count: 5)
        for (text, _) in lines { #expect(text.split(separator: "\n").count == 3) }
        let draft = try draft("text: {words: {file: \(file), longest: 6}}")
        let notes = library.leftOut(of: draft, for: ObjectUse())
        #expect(notes.count == 1)
        #expect(notes.first?.contains("1 line left out, since empty; the first is line 2") == true, "\(notes)")
        #expect(notes.first?.contains("longer than 6 characters (“longest”); the first is line 4") == true)
    }

    @Test func theSameImageHasTheSameWords() throws {
        let file = try write((0..<500).map { "word\($0)" }.joined(separator: "\n"), to: "words.txt")
        let one = try texts("{words: {file: \(file)}, balance: 0.1}").map(\.text)
        let other = try texts("{words: {file: \(file)}, balance: 0.1}").map(\.text)
        #expect(one == other)
        #expect(Set(one).count > 20)
    }

    @Test func caseAndCharactersAreKept() throws {
        let file = try write("straße\nOne\ntwo-three\n", to: "words.txt")
        #expect(Set(try texts("{words: {file: \(file)}, case: upper}").map(\.text)) == ["STRASSE", "ONE", "TWO-THREE"])
        #expect(
            Set(try texts("{words: {file: \(file)}, case: title, charset: OneTwaß}").map(\.text)) == ["One"])
    }

    @Test func rareCharactersReachTheirShare() throws {
        let words = (0..<300).map { "common\($0 % 7)\(["a", "e", "o"][$0 % 3])\($0)" } + ["quiz", "jazz", "Ωmega"]
        let file = try write(words.joined(separator: "\n"), to: "words.txt")
        func share(_ character: Character, _ balance: Double) throws -> Double {
            let found = try texts("{words: {file: \(file)}, balance: \(balance)}", count: 3000).map(\.text)
            return Double(found.count { $0.contains(character) }) / 3000
        }
        #expect(try share("Ω", 0) < 0.02)
        // Three deviations of a share of 0.05 in 3000 draws are 0.012.
        for character in ["Ω", "q", "j"] as [Character] { #expect(abs(try share(character, 0.05) - 0.05) < 0.015) }
    }

    @Test func anEncodingIsReadWhereItIsNamedAndRefusedWhereNot() throws {
        let file = try write("Grüße\ncafé\n", to: "latin.txt", .isoLatin1)
        #expect(Set(try texts("{words: {file: \(file), encoding: ISO-8859-1}}").map(\.text)) == ["Grüße", "café"])
        let found = try problems("{words: {file: \(file)}}")
        #expect(found.count == 1)
        #expect(found.first?.contains("latin.txt") == true)
        #expect(found.first?.contains("is not UTF-8") == true && found.first?.contains("encoding") == true, "\(found)")
        #expect(try problems("{words: {file: \(file), encoding: no-such}}").first?.contains("not known") == true)
    }

    @Test func numbersFollowTheirPattern() throws {
        for (text, _) in try texts(##"{numbers: {pattern: 'A\#-##?'}}"##) {
            #expect(text.wholeMatch(of: /A#-[0-9][0-9][A-Z]/) != nil, "\(text)")
        }
        let mixed = try texts("{text: EXIT, numbers: {pattern: \"###\"}, weights: {text: 1, numbers: 3}}", count: 400)
        #expect((60...140).contains(mixed.count { $0.text == "EXIT" }))
    }

    /// A character that no font has: the last of the private ones.
    private let odd = "\u{10FFFD}"

    @Test func wordsThatAFontCannotShowAreLeftOutAndNamed() throws {
        let file = try write("plain\nwi\(odd)rd\nतारा\n", to: "words.txt")
        #expect(Set(try texts("{words: {file: \(file)}}").map(\.text)) == ["plain"])
        let notes = library.leftOut(of: try draft("text: {words: {file: \(file)}}"), for: ObjectUse())
        #expect(notes.first?.contains("2 words left out") == true, "\(notes)")
        let none = try write("\(odd)\n", to: "none.txt")
        #expect(try problems("{words: {file: \(none)}}").first?.contains("none of the words") == true)
        #expect(try problems("{numbers: {pattern: '#\(odd)'}}").first?.contains("U+10FFFD") == true)
        #expect(try problems("{font: DejaVu Sans}").first?.contains("nothing to write") == true)
    }

    @Test func fontsAreChosenByFamilyTagAndFolder() throws {
        let bold = try texts("{text: A, fonts: {family: \"DejaVu *\", tag: [bold, upright]}}").map(\.font)
        #expect(Set(bold).count > 1)
        #expect(bold.allSatisfy { $0.hasPrefix("DejaVu") && $0.contains("Bold") && !$0.contains("Oblique") })
        let mono = try texts("{text: A, fonts: {tag: mono, family: DejaVu*}}").map(\.font)
        #expect(mono.allSatisfy { $0.contains("Mono") })
        #expect(
            try problems("{text: A, fonts: {family: Xyzzyx}}").first?.contains("no font is as “fonts” says") == true)
        let broken = folder.path + "/fonts"
        try FileManager.default.createDirectory(atPath: broken, withIntermediateDirectories: true)
        try Data("no font".utf8).write(to: URL(fileURLWithPath: broken + "/bad.ttf"))
        let found = try problems("{text: A, fonts: {folder: \(broken)}}")
        #expect(found.contains { $0.contains("bad.ttf") && $0.contains("no font that can be read") }, "\(found)")
    }
}
