import Findings
import Foundation
import Geometry
import JSON
import Pictures
import Testing

@testable import Datasets

/// What a dataset says is written on objects is checked, and kept.
@Suite struct TranscriptionTests {
    private static func findings(_ members: [(String, String)]) throws -> [String] {
        let drawn = try DrawnDataset(["AABB\nAABB\n..CC\n..CC"])
        try drawn.edit { document in
            document.annotations[0].extra = members.map { JSONMember(name: $0.0, json: $0.1.json()) }
        }
        return try DatasetAudit.audit(dataset: drawn.folder.path).findings
            .filter { $0.severity == .error && $0.subject == "annotation 1" }.map(\.words)
    }

    @Test func whatIsSoundIsAccepted() throws {
        #expect(
            try Self.findings([("text", "Ré 12\nб"), ("language", "zh-Hant"), ("script", "Latn"), ("direction", "rtl")])
                == [])
    }

    @Test(arguments: [
        ("text", " \n", "its text is empty"), ("text", "e\u{301}", "NFC"), ("text", "a\u{7}", "control character"),
        ("direction", "down", "neither ltr nor rtl"), ("script", "latin", "ISO 15924"),
        ("language", "Deutsch!", "BCP 47"),
    ])
    func whatCannotBeIsNamed(_ member: String, _ value: String, _ words: String) throws {
        var members = [("text", "A")].filter { $0.0 != member }
        members.append((member, value))
        let found = try Self.findings(members)
        #expect(found.count == 1)
        #expect(found.first?.contains(words) == true, "\(found)")
    }

    @Test func aScriptWithoutATextIsNamed() throws {
        #expect(try Self.findings([("script", "Latn")]).first?.contains("no text") == true)
    }

    @Test func theTableHasTheText() throws {
        let drawn = try DrawnDataset(["AA..\nAA.."])
        try drawn.edit { document in
            document.annotations[0].extra = [
                JSONMember(name: "text", json: "שלום, \"x\"".json()), JSONMember(name: "script", json: "Hebr".json()),
                JSONMember(name: "direction", json: "rtl".json()),
            ]
        }
        _ = try Conversion.write([CSVFormat()], in: drawn.folder.path)
        let table = try drawn.text("annotations/instances.csv")
        #expect(table.contains(",text,language,script,direction\n"))
        #expect(table.contains(",\"שלום, \"\"x\"\"\",,Hebr,rtl\n"))
    }

    @Test func datumaroKeepsTheText() throws {
        let drawn = try DrawnDataset(["AA..\nAA.."])
        try drawn.edit { $0.annotations[0].extra = [JSONMember(name: "text", json: "שלום".json())] }
        _ = try Conversion.write([DatumaroFormat()], in: drawn.folder.path)
        var source = DatumaroSource()
        source.folder = drawn.folder.path + "/datumaro"
        let dataset = try source.open()
        let labels = try dataset.labels(ofPhoto: 0, in: PhotoFrame(width: 4, height: 2))
        #expect(labels.annotations[0].extra.text("text") == "שלום")
    }

    @Test func linesThatAreNotOfTheTextOrTheObjectAreNamed() throws {
        func found(_ text: String, _ word: String, at x: Double) throws -> [String] {
            let drawn = try DrawnDataset(["AABB\nAABB\n..CC\n..CC"])
            try drawn.edit { document in
                let quad = [Point(x, 0), Point(x + 2, 0), Point(x + 2, 2), Point(x, 2)]
                document.annotations[0].extra = [JSONMember(name: "text", json: "AB CD".json())]
                document.annotations[0].textLines = [
                    COCO.TextPart(
                        text, quad, visibility: 1, parts: [COCO.TextPart(word, quad, visibility: 1)])
                ]
            }
            return try DatasetAudit.audit(dataset: drawn.folder.path).findings
                .filter { $0.severity == .error && $0.subject == "annotation 1" }.map(\.words)
        }
        #expect(try found("AB CD", "CD", at: 0) == [])
        #expect(try found("AB CE", "CE", at: 0).first?.contains("none of its text") == true)
        #expect(try found("AB CD", "CE", at: 0).first?.contains("none of its line") == true)
        #expect(try found("AB CD", "CD", at: 40).first?.contains("outside of the object") == true)
    }
}
