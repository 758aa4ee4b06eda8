import Testing

@testable import JSON

@Suite struct JSONWriterTests {
    private func text(_ style: JSONWriter.Style = .compact, _ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter(style: style)
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func membersKeepTheOrderOfTheCalls() {
        let written = text { writer in
            writer.object { writer in
                writer.member("b", 1)
                writer.member("a", [1.5, -2])
                writer.member("none", ifPresent: nil as Int?)
                writer.key("empty")
                writer.array { _ in }
                writer.key("inner")
                writer.object { $0.member("yes", true) }
            }
        }
        #expect(written == #"{"b":1,"a":[1.5,-2],"empty":[],"inner":{"yes":true}}"#)
    }

    private static let doubles: [(Double, String)] = [
        (0.1, "0.1"), (0.1 + 0.2, "0.30000000000000004"), (12, "12"), (-3, "-3"), (-0.0, "-0.0"),
        (1e15, "1000000000000000"), (1e16, "1e+16"), (.leastNonzeroMagnitude, "5e-324"),
        (1.0 / 3, "0.3333333333333333"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
    ]

    @Test(arguments: doubles)
    func aDoubleHasTheFewestDigitsThatReadBack(number: Double, expected: String) throws {
        #expect(text { $0.value(number) } == expected)
        var reader = JSONReader(Array(expected.utf8))
        let back = try reader.double()
        #expect(back.bitPattern == number.bitPattern)
    }

    @Test func integersReachBothEnds() {
        #expect(text { [Int.min, 0, Int.max].encode(to: &$0) } == "[-9223372036854775808,0,9223372036854775807]")
    }

    @Test func stringsEscapeWhatJSONForbidsAndNothingElse() {
        #expect(
            text { $0.value("a\"b\\c/\n\r\t\u{01}é漢🚦\u{7F}") }
                == "\"a\\\"b\\\\c/\\n\\r\\t\\u0001é漢🚦\u{7F}\"")
    }

    @Test func theIndentedStyleHasALinePerMember() {
        let written = text(.indented) { writer in
            writer.object { writer in
                writer.member("a", 1)
                writer.key("b")
                writer.array { writer in
                    writer.value(1)
                    writer.object { _ in }
                }
            }
        }
        #expect(
            written == """
                {
                  "a": 1,
                  "b": [
                    1,
                    {}
                  ]
                }
                """)
    }

    @Test func aDrainedWriterGoesOnWhereItWas() {
        var writer = JSONWriter()
        writer.beginArray()
        writer.value(1)
        let first = writer.drain()
        writer.lineBreak()
        writer.raw("{}".utf8)
        writer.endArray()
        #expect(String(decoding: first + writer.drain(), as: UTF8.self) == "[1,\n{}]")
    }
}
