import Drawings
import Foundation
import Pictures
import Pipelines
import Testing

@testable import Cards
@testable import Objects

/// What is written on objects is known as plain text, whatever draws it.
@Suite struct WritingTests {
    private let library = ObjectLibrary()

    private func writing(_ source: String, _ values: KeyValuePairs<String, Value>) throws -> Writing? {
        try library.writing(on: chosen(library, source, values))
    }

    @Test func letteringIsTranscribedWithoutItsMarkup() throws {
        let writing = try #require(
            try writing("text", ["text": .text("<b>Cafe\u{301}</b> &amp; <i>Bar</i>\n  bis 22 h "), "language": "de"]))
        #expect(writing.text == "Caf\u{E9} & Bar\nbis 22 h")
        #expect(writing.text.unicodeScalars.contains("\u{E9}"))
        #expect(writing.language == "de")
        #expect(writing.script == "Latn")
        #expect(writing.direction == .ltr)
        #expect(try self.writing("text", ["text": "A&B <c>", "markup": false])?.text == "A&B <c>")
    }

    @Test(arguments: [
        ("Ωμέγα 3", "Grek", "ltr"), ("Москва", "Cyrl", "ltr"), ("12 שלום", "Hebr", "rtl"), ("مرحبا", "Arab", "rtl"),
        ("नमस्ते", "Deva", "ltr"), ("東京タワー", "Jpan", "ltr"), ("서울 北", "Kore", "ltr"), ("中文", "Hani", "ltr"),
    ])
    func scriptAndDirectionFollowFromTheLetters(_ text: String, _ script: String, _ direction: String) throws {
        let writing = try #require(Writing([text]))
        #expect(writing.script == script)
        #expect(writing.direction.rawValue == direction)
    }

    @Test func digitsAloneHaveNoScriptAndMixedLettersNone() throws {
        #expect(Writing(["4711"])?.script == nil)
        #expect(Writing(["Aя"])?.script == nil)
        #expect(Writing(["", " \n "]) == nil)
    }

    private func drawing(_ content: String) throws -> Writing? {
        let path = FileManager.default.temporaryDirectory.appending(path: "writing-\(UUID().uuidString).svg").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(
            """
            <!DOCTYPE svg [<!ENTITY name "Ann + Bob">]>
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" xml:lang="en" font-family="DejaVu Sans">
            <rect width="100" height="100" fill="white"/>\(content)</svg>
            """.utf8
        ).write(to: URL(fileURLWithPath: path))
        return try writing("drawing", ["file": .text(path)])
    }

    @Test func aDrawingSaysItsTextsInOrder() throws {
        let writing = try #require(
            try drawing(
                """
                <text x="1" y="20">one <tspan font-weight="bold">two</tspan> three<tspan x="1" dy="20">four</tspan></text>
                <text x="1" y="80">&name;</text><text display="none">hidden</text><text visibility="hidden">too</text>
                """))
        #expect(writing.text == "one two three\nfour\nAnn + Bob")
        #expect(writing.language == "en")
    }

    @Test func aTextWithoutColourIsNotRead() throws {
        let writing = try #require(
            try drawing(
                """
                <text x="1" y="20" fill="none">a</text><text x="1" y="30" fill="#f00" fill-opacity="0">b</text>
                <g fill="transparent"><text x="1" y="40">c</text><text x="1" y="50" fill="red">seen</text></g>
                <text x="1" y="60" fill="none" stroke="black">drawn</text>
                <text x="1" y="70" fill="none"><tspan fill="blue">too</tspan></text>
                """))
        #expect(writing.text == "seen\ndrawn\ntoo")
    }

    @Test func theShadowOfATextIsNoTextOfItsOwn() throws {
        let writing = try #require(
            try drawing(
                """
                <g font-size="20"><text x="11" y="31" fill="white">AB 12</text><text x="10" y="30">AB 12</text></g>
                <text x="10" y="80">AB 12</text>
                """))
        #expect(writing.text == "AB 12\nAB 12")
    }

    @Test func theNumberPlateIsReadOnce() throws {
        let root = try #require(ShippedFiles.root)
        let plate = try writing(
            "drawing", ["file": .text("\(root)/objects/number-plate.svg"), "set": .map(["text": "DIO 815"])])
        #expect(plate?.text.split(separator: "\n").filter { $0 == "DIO 815" }.count == 1)
    }

    @Test func aSolidSaysTheTextsOfThePartsThatItHas() throws {
        let root = try #require(ShippedFiles.root)
        let bottle = try writing(
            "solid", ["file": .text("\(root)/objects/bottle.yaml"), "set": .map(["text": "PEAR"])])
        #expect(bottle?.text == "PEAR\n0.5 litre")
        let van = try writing("solid", ["file": .text("\(root)/objects/van.yaml")])
        #expect(van?.text == "DIO 815")
    }
}
