import Testing

@testable import JSON

@Suite struct JSONReaderTests {
    private func reader(_ text: String) -> JSONReader { JSONReader(Array(text.utf8)) }

    private func problem(_ text: String, _ read: (inout JSONReader) throws -> Void) -> String {
        var reader = reader(text)
        do {
            try read(&reader)
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    @Test func anObjectIsReadInTheOrderOfTheText() throws {
        var reader = reader(" { \"b\" : [ 1 , 2.5e1 ] , \"a\" : \"x\" , \"c\" : null } ")
        var seen: [String] = []
        try reader.object { reader, name in
            switch name {
            case "b":
                try reader.array { reader in seen.append("\(try reader.double())") }
            case "a": seen.append(try reader.string())
            default: seen.append(String(decoding: try reader.raw(), as: UTF8.self))
            }
        }
        #expect(seen == ["1.0", "25.0", "x", "null"])
        let isAtEnd = reader.isAtEnd()
        #expect(isAtEnd)
    }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("9223372036854775807", Int.max), ("-12", -12), ("3.0", 3), ("3e2", 300),
    ])
    func wholeNumbersAreRead(text: String, expected: Int) throws {
        var reader = reader(text)
        #expect(try reader.integer() == expected)
    }

    @Test(arguments: ["3.5", "9223372036854775808", "01", "-", "1.", ".5", "1e", "+1", "--1", "1-2", "NaN", "\"1\""])
    func whatIsNoWholeNumberIsRefused(text: String) {
        var reader = reader(text)
        #expect(throws: JSONError.self) { try reader.integer() }
    }

    @Test func doublesAreRoundedCorrectly() throws {
        // The hard cases: more than 2⁵³, many digits, halves between two doubles, subnormals.
        for text in [
            "9007199254740993", "0.1", "123456789.123456789", "2.2250738585072011e-308", "4.9e-324",
            "0.500000000000000166533453693773481063544750213623046875", "1e23", "-17.25", "179769313486231570000e289",
        ] {
            var reader = reader(text)
            #expect(try reader.double() == Double(text))
        }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let number = Double(bitPattern: generator.next())
            guard number.isFinite else { continue }
            var reader = reader("\(number)")
            #expect(try reader.double().bitPattern == number.bitPattern)
        }
    }

    @Test func pythonsNaNIsReadButIsNotFinite() throws {
        var (nan, infinite, refused) = (reader("NaN"), reader("-Infinity"), reader("NaN"))
        #expect(try nan.double().isNaN)
        #expect(try infinite.double() == -.infinity)
        #expect(throws: JSONError.self) { try refused.finite() }
    }

    @Test func escapesAreResolved() throws {
        var reader = reader(#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\udea6\ud83dx""#)
        #expect(try reader.string() == "a\"\\/\u{08}\u{0C}\n\r\té🚦\u{FFFD}x")
    }

    @Test func errorsSayLineColumnAndWhatWasExpected() {
        let object: (inout JSONReader) throws -> Void = { try $0.skip() }
        #expect(problem("{\"a\": 1,\n \"b\" 2}", object) == "2:6: expected a colon after the key \"b\"")
        #expect(problem("[1 2]", object) == "1:4: expected a comma or the end of the array")
        #expect(problem("{1: 2}", object) == "1:2: expected a key in quotes")
        #expect(problem("[1, 2", object) == "1:6: expected a comma or the end of the array")
        #expect(problem("[\"ab", object) == "1:2: the string does not end: the text is cut short")
        #expect(problem("", object) == "1:1: the text ends here: it is cut short")
        #expect(problem("[1,]", object) == "1:4: a comma stands before the end, which JSON does not allow")
        #expect(problem("\"a\nb\"", object) == "1:3: a control character in a string must be escaped")
        #expect(problem("7") { _ = try $0.string() } == "1:1: expected a string, found a number")
        #expect(problem(#""\u+123""#) { _ = try $0.string() } == "1:2: expected four hexadecimal digits after \\u")
        #expect(problem("nul", object) == "1:1: expected null")
    }

    @Test func bytesThatAreNotUTF8AreRefused() {
        var reader = JSONReader([0x22, 0xFF, 0x22])
        #expect(throws: JSONError.self) { try reader.string() }
    }

    @Test func deepNestingIsRefusedInsteadOfCrashing() {
        let deep = String(repeating: "[", count: 1_000_000)
        #expect(problem(deep) { try $0.skip() } == "1:258: nested deeper than 256 levels")
    }

    @Test func anAttemptThatFailsPassesOverTheValue() throws {
        var reader = reader("[[1, {\"a\": 2}], 7]")
        var seen: [Int?] = []
        try reader.array { reader in seen.append(try reader.attempt { try $0.integer() }) }
        #expect(seen == [nil, 7])
    }
}
