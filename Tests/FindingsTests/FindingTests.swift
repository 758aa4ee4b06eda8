import Findings
import JSON
import Testing

@Suite struct FindingTests {
    private static let code = Finding.Code("test.any")

    @Test func aPersonReadsThePlaceTheProblemAndTheRemedy() {
        let findings = [
            Finding(.error, Self.code, file: "a.yaml", line: 3, column: 9, "the key is unknown", remedy: "name it “b”"),
            Finding(.warning, Self.code, file: "labels/1.txt", line: 2, "the box has no area"),
            Finding(.warning, Self.code, file: "a.xml", line: 2, subject: "1.png", "it has no label"),
            Finding(.note, Self.code, subject: "cone", "it is in no image", count: 7),
            Finding(.note, Self.code, "nothing else is known"),
        ]
        #expect(
            findings.map(\.description) == [
                "error: a.yaml:3:9: the key is unknown; name it “b”",
                "warning: labels/1.txt:2: the box has no area",
                "warning: a.xml:2: 1.png: it has no label",
                "note: cone: it is in no image",
                "note: nothing else is known",
            ])
    }

    @Test func aProgramReadsMembersOfTheirOwnAndNoneThatSayNothing() {
        let whole = Finding(
            .error, Self.code, file: "a.yaml", line: 3, column: 9, subject: "image 1", "it is “gone”",
            remedy: "bring it back", count: 2, weight: 5)
        #expect(
            String(decoding: whole.json(), as: UTF8.self)
                == #"{"severity":"error","code":"test.any","file":"a.yaml","line":3,"column":9,"subject":"image 1","#
                + #""problem":"it is “gone”","remedy":"bring it back","count":2}"#)
        #expect(
            String(decoding: Finding(.note, Self.code, "all is well").json(), as: UTF8.self)
                == #"{"severity":"note","code":"test.any","problem":"all is well"}"#)
    }

    @Test func codesAreNamesAsProgramsHaveThem() {
        #expect(Finding.Code(room: "picture", "wrongFormat").rawValue == "picture.wrong-format")
        #expect(Finding.Code(room: "object", "noGroundSeen").rawValue == "object.no-ground-seen")
    }

    @Test(arguments: [1, 2, 20]) func theCountsOfAListMakeUpAllThatWasAdded(each: Int) {
        var list = FindingList(each: each)
        for number in 0..<30 {
            list.add(Finding(.error, Self.code, file: "\(number).txt", "the box \(number) has no area"))
            list.add(Finding(.note, Self.code, file: "a.json", subject: "annotation \(number)", "it is rounded"))
            if number.isMultiple(of: 3) { list.add(Finding(.warning, Self.code, file: "\(number).txt", "it is empty")) }
        }
        func total(_ severity: Finding.Severity) -> Int {
            list.counted.reduce(0) { $0 + ($1.severity == severity ? $1.count : 0) }
        }
        #expect(total(.error) == 30 && total(.warning) == 10 && total(.note) == 30)
        #expect(list.counted.count { $0.severity == .error } == min(each, 30) + 1)
        #expect(list.counted.count { $0.severity == .note } == 1)
    }
}
