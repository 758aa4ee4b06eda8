import Cards
import Findings
import Foundation
import Testing

@testable import Datasets
@testable import JSON

/// Text is read as it declares, or refused with its place.
@Suite struct EncodedTextTests {
    private static func xml(_ encoding: String?, _ name: [UInt8]) -> [UInt8] {
        Array((encoding.map { "<?xml version=\"1.0\" encoding=\"\($0)\"?>\r\n" } ?? "").utf8)
            + Array("<annotation><object><name>".utf8) + name + Array("</name></object></annotation>".utf8)
    }

    @Test(
        arguments: [
            ("GBK", [0xBD, 0xBB, 0xCD, 0xA8], "交通"), ("gb2312", [0xBD, 0xBB, 0xCD, 0xA8], "交通"),
            ("Shift_JIS", [0x8C, 0xF0, 0x92, 0xCA], "交通"), ("ISO-8859-1", [0x63, 0xE9], "cé"),
            ("windows-1252", [0x80, 0xE9], "€é"), ("Big5", [0xA5, 0xE6], "交"), ("EUC-KR", [0xB1, 0xB3], "교"),
            ("UTF-8", [0x63, 0xC3, 0xA9], "cé"), ("utf-16", [0x63, 0xC3, 0xA9], "cé"),
        ] as [(String, [UInt8], String)]) func theDeclaredEncodingIsHonoured(
            encoding: String, bytes: [UInt8], name: String
        )
    {
        let document = VOCDocument(Self.xml(encoding, bytes))
        #expect(document.error == nil)
        #expect(document.objects.map(\.name) == [name])
        #expect(document.objects.first?.line == 2)
        let declaration = Array("<?xml version=\"1.0\" encoding=\"\(encoding)\"?>\r\n".utf8)
        let shapes = CVATDocument(
            declaration + Array("<annotations><image name=\"a\"><box label=\"".utf8) + bytes
                + Array("\"/></image></annotations>".utf8))
        #expect(shapes.error == nil && shapes.labels.map(\.name) == [name])
    }

    @Test(arguments: ["UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-8"]) func byteOrderMarksAreKnown(encoding: String) throws
    {
        let kinds: [String: (String.Encoding, [UInt8])] = [
            "UTF-16LE": (.utf16LittleEndian, [0xFF, 0xFE]), "UTF-16BE": (.utf16BigEndian, [0xFE, 0xFF]),
            "UTF-32LE": (.utf32LittleEndian, [0xFF, 0xFE, 0, 0]), "UTF-8": (.utf8, [0xEF, 0xBB, 0xBF]),
        ]
        let (kind, mark) = try #require(kinds[encoding])
        let text = try #require(String(decoding: Self.xml("utf-16", Array("cé".utf8)), as: UTF8.self).data(using: kind))
        #expect(VOCDocument(mark + Array(text)).objects.map(\.name) == ["cé"])
        let line = try #require("0 0.5 0.5 1 1\n".data(using: kind))
        #expect(try EncodedText.decode(mark + Array(line)) == "0 0.5 0.5 1 1\n")
    }

    @Test func whatIsNotItsEncodingIsRefusedWithItsPlace() throws {
        let undeclared = try #require(VOCDocument(Self.xml(nil, [0x63, 0xE9])).error)
        #expect(undeclared.line == 1)
        #expect(
            undeclared.problem
                == "byte 27 (0xE9) is not UTF-8; it declares no encoding, so it has to be UTF-8: declare the encoding that it has, or save it as UTF-8"
        )
        let lying = try #require(VOCDocument(Self.xml("GBK", Array("交通".utf8) + [0xFF])).error)
        #expect(lying.problem.contains("is not GBK, which the file declares"))
        let unknown = try #require(VOCDocument(Self.xml("klingon", [])).error)
        #expect(unknown.problem.contains("it declares the encoding klingon, which is not known here"))
        let error = #expect(throws: TextError.self) { try EncodedText.decode(Array("0 1\n0 ".utf8) + [0xFF]) }
        #expect(error?.line == 2 && error?.problem.contains("byte 6 (0xFF) is not UTF-8") == true)
    }

    @Test func namespacesAndDoctypesAreRead() {
        let text = """
            <?xml version='1.0'?>
            <!DOCTYPE annotation>
            <v:annotation xmlns:v="urn:voc"><v:object><v:name>dog</v:name></v:object></v:annotation>
            """
        let document = VOCDocument(Array(text.utf8))
        #expect(document.error == nil && document.objects.map(\.name) == ["dog"])
    }

    // MARK: - JSON

    private func index(_ bytes: [UInt8]) throws -> COCOIndex {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a.json"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return try COCOIndex(path)
    }

    @Test func jsonHasToBeUTF8() throws {
        let text = "{\"images\": [],\n \"categories\": [{\"id\": 1, \"name\": \"c"
        let latin = Array(text.utf8) + [0xE9] + Array(#""}]}"#.utf8)
        let error = #expect(throws: DatasetError.self) { try index(latin) }
        #expect(
            error?.reason
                == "line 2: byte \(text.utf8.count) (0xE9) is not UTF-8, which JSON has to be; save the file as UTF-8")
        let whole = text + "\"}]}"
        #expect(try index([0xEF, 0xBB, 0xBF] + Array(whole.utf8)).header.categories.map(\.name) == ["c"])
        for (encoding, mark) in [(String.Encoding.utf16LittleEndian, [0xFF, 0xFE]), (.utf16BigEndian, [])] {
            let bytes = mark.map { UInt8($0) } + Array(try #require(whole.data(using: encoding)))
            let error = #expect(throws: DatasetError.self) { try index(bytes) }
            #expect(error?.reason.contains("JSON has to be UTF-8") == true)
        }
    }

    @Test func whatIsWrittenIsStrictJSON() throws {
        let text =
            #"{"images": [{"id": 1, "file_name": "a", "width": 1, "height": 1, "x": {"n": [NaN, -Infinity, 1.50]}, "s": "a\ud800b", "t": "\ud83d\ude00"}], "y": NaN}"#
        let (document, oddities) = try COCO.decode(Array(text.utf8))
        let json = document.json()
        #expect(try JSONSerialization.jsonObject(with: Data(json)) is [String: Any])
        let written = String(decoding: json, as: UTF8.self)
        #expect(
            written.contains(#""x":{"n":[null,null,1.5]}"#) && written.contains("a\u{FFFD}b")
                && written.contains(#""y":null"#))
        // What is strict already stays byte for byte.
        #expect(written.contains(#""t":"\ud83d\ude00""#))
        #expect(oddities.compactMap(\.subject).sorted() == ["image 1", "image 1", "the file"])
        for wrong in [#""\x""#, #""\u12g4""#, #""\u-000""#] {
            #expect(throws: JSONError.self) { try COCO.decode(Array("{\"y\": \(wrong)}".utf8)) }
        }
    }

    @Test func numbersForNamesAndWordsForIdsAreRead() throws {
        let index = try index(
            Array(
                #"{"images": [{"id": "a", "file_name": "a", "width": 9, "height": 9}, {"id": "7", "file_name": "b", "width": 9, "height": 9}], "categories": [{"id": "car", "name": 3}, {"id": 4, "name": "x"}], "annotations": [{"id": 5, "image_id": "a", "category_id": "car"}, {"id": 5, "image_id": 7, "category_id": "4"}, {"image_id": "a", "category_id": 4}]}"#
                    .utf8))
        #expect(index.header.categories.map(\.id) == [5, 4] && index.header.categories.map(\.name) == ["3", "x"])
        let (first, second) = (try index.read(0), try index.read(1))
        #expect([first.image?.id, second.image?.id] == [8, 7])
        #expect(first.annotations.map(\.id) == [5, 7] && first.annotations.map(\.categoryID) == [5, 4])
        #expect(second.annotations.map(\.id) == [6] && second.annotations.map(\.imageID) == [7])
        #expect(first.image?.extra.text("original_id") == "a")
        #expect(index.orphanIDs.isEmpty)
    }

    @Test func namesThatLookAlikeAreReported() {
        let names = CategoryNames([
            COCO.Category(id: 1, name: "stop sign"), COCO.Category(id: 2, name: "Stop  sign"),
            COCO.Category(id: 3, name: " "), COCO.Category(id: 4, name: "stop"),
        ])
        #expect(names.categories.map(\.name) == ["stop sign", "Stop  sign", "category 3", "stop"])
        #expect(names.problems.count == 2)
    }

    @Test func namesWithControlCharactersAreReported() {
        let names = CategoryNames([COCO.Category(id: 1, name: "a\tb"), COCO.Category(id: 2, name: "é")])
        #expect(
            names.problems.map(\.words) == [
                "category 1: its name “a\u{FFFD}b” has the control character U+0009, which not every format can hold: it is "
                    + "written as \u{FFFD} there"
            ])
    }
}
