import Foundation
import Testing

@testable import Datasets
@testable import JSON

/// A large JSON object is cut into the same entries that a reader of the whole text finds.
@Suite struct JSONSectionsTests {
    private func entries(_ text: String) throws -> [String] {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "a.json")
        let file = try OpenFile(folder.path + "/a.json", flags: O_RDONLY, action: "cannot read")
        var found: [String] = []
        try JSONSections.scan(file, lists: ["list"]) { entry, offset, bytes in
            let name =
                switch entry {
                case .member(let name): "member \(name)"
                case .element(let name): "element \(name)"
                }
            #expect(Array(text.utf8)[offset..<offset + bytes.count].elementsEqual(bytes))
            found.append("\(name): \(String(decoding: bytes, as: UTF8.self))")
        }
        return found
    }

    /// Brackets, commas and quotes inside strings, at every distance from the start of sixteen bytes.
    @Test(arguments: 0..<40) func bracketsInStringsAreNoBrackets(length: Int) throws {
        let filling = String(repeating: "x", count: length)
        let values = [
            #"{"a": "\#(filling)]}\",{[", "b": [1, 2, {"c": "\\"}]}"#, #""\#(filling)\\\"]""#,
            "[\(filling.map { _ in "0.25" }.joined(separator: ", "))]", "\(length)", #"{"\#(filling)]": [[], {}]}"#,
        ]
        let text =
            #"{"first\#(filling)": \#(values[0]), "list": [\#(values.joined(separator: ","))], "last": \#(values[4])}"#
        #expect(
            try entries(text) == ["member first\(filling): \(values[0])"] + values.map { "element list: \($0)" }
                + ["member last: \(values[4])"])
    }
}
