/// JSON text, read left to right without building a tree.
///
/// The caller asks for the value that should come next, and gets an error with line and column where another one comes.
/// `skip()` moves past a value of any kind and returns its place, so that a member without a field can be kept byte for
/// byte. Besides the standard (RFC 8259), `NaN`, `Infinity` and `-Infinity` are read as numbers, since Python writes
/// them.
package struct JSONReader: Sendable {
    package enum Kind: String, Sendable {
        case object = "an object"
        case array = "an array"
        case string = "a string"
        case number = "a number"
        case boolean = "a boolean"
        case null = "null"
    }

    /// Deeper nesting than this is an error, so that hostile text cannot exhaust the stack.
    package static let maximumDepth = 256

    package let bytes: [UInt8]
    /// The offset of the next byte to read.
    package private(set) var position: Int
    private let end: Int
    private var depth = 0
    /// The number of values read so far that are not strict JSON: NaN, the infinities, and strings with half of a
    /// surrogate pair.
    package private(set) var looseValues = 0

    package init(_ bytes: [UInt8]) {
        self.init(bytes, in: 0..<bytes.count)
    }

    /// Makes a reader of a part of `bytes`; places in errors still count from the start of the whole.
    package init(_ bytes: [UInt8], in range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    // MARK: Containers

    /// Calls `member` once per member, in the order of the text; it must consume the value.
    package mutating func object(_ member: (inout JSONReader, String) throws -> Void) throws {
        try expect(.object)
        try enter()
        if next() == UInt8(ascii: "}") {
            leave()
            return
        }
        while true {
            skipSpace()
            guard position < end, bytes[position] == UInt8(ascii: "\"") else { throw error("expected a key in quotes") }
            let name = try string()
            guard next() == UInt8(ascii: ":") else { throw error("expected a colon after the key \"\(name)\"") }
            position += 1
            try member(&self, name)
            switch next() {
            case UInt8(ascii: ","):
                position += 1
                if next() == UInt8(ascii: "}") { throw error(Self.strayComma) }
            case UInt8(ascii: "}"):
                leave()
                return
            default: throw error("expected a comma or the end of the object")
            }
        }
    }

    /// Calls `element` once per element; it must consume the value.
    package mutating func array(_ element: (inout JSONReader) throws -> Void) throws {
        try expect(.array)
        try enter()
        if next() == UInt8(ascii: "]") {
            leave()
            return
        }
        while true {
            try element(&self)
            switch next() {
            case UInt8(ascii: ","):
                position += 1
                if next() == UInt8(ascii: "]") { throw error(Self.strayComma) }
            case UInt8(ascii: "]"):
                leave()
                return
            default: throw error("expected a comma or the end of the array")
            }
        }
    }

    /// The message for a comma that other readers refuse, too.
    package static let strayComma = "a comma stands before the end, which JSON does not allow"

    private mutating func enter() throws {
        position += 1
        depth += 1
        guard depth <= Self.maximumDepth else { throw error("nested deeper than \(Self.maximumDepth) levels") }
    }

    private mutating func leave() {
        position += 1
        depth -= 1
    }

    // MARK: Values

    /// The kind of the next value, by its first byte.
    package mutating func kind() throws -> Kind {
        guard let byte = next() else { throw error("the text ends here: it is cut short") }
        switch byte {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "N"), UInt8(ascii: "I"):
            return .number
        default: throw error("expected a value")
        }
    }

    private mutating func expect(_ expected: Kind) throws {
        let found = try kind()
        guard found == expected else { throw error("expected \(expected.rawValue), found \(found.rawValue)") }
    }

    package mutating func boolean() throws -> Bool {
        try expect(.boolean)
        if bytes[position] == UInt8(ascii: "t") {
            try word("true")
            return true
        }
        try word("false")
        return false
    }

    package mutating func string() throws -> String {
        try expect(.string)
        let start = position
        let (content, isEscaped) = try stringContent()
        if isEscaped, hasHalfPair(content) { looseValues += 1 }
        if !isEscaped {
            guard let text = String(validating: bytes[content], as: UTF8.self) else {
                position = start
                throw error("the string is not UTF-8")
            }
            return text
        }
        return try unescaped(content)
    }

    /// A whole number; `3.0` and `3e2` are whole, `3.5` is an error.
    package mutating func integer() throws -> Int {
        try expect(.number)
        let start = position
        // The plain case keeps all 64 bits.
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        var magnitude: UInt64 = 0
        var overflows = false
        let firstDigit = position
        while position < end, case let digit = bytes[position] &- UInt8(ascii: "0"), digit < 10 {
            let (tens, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(UInt64(digit))
            magnitude = sum
            overflows = overflows || overflow || carry
            position += 1
        }
        let isPlain = position > firstDigit && (position == end || !isNumberByte(bytes[position]))
        if isPlain, !overflows, !(bytes[firstDigit] == UInt8(ascii: "0") && position - firstDigit > 1),
            magnitude <= UInt64(Int.max)
        {
            return isNegative ? -Int(magnitude) : Int(magnitude)
        }
        position = start
        let number = try double()
        guard let whole = Int(exactly: number) else {
            position = start
            throw error("expected a whole number that fits 64 bits")
        }
        return whole
    }

    /// A number, correctly rounded; NaN and the infinities in Python's spelling.
    package mutating func double() throws -> Double {
        try expect(.number)
        let start = position
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        guard position < end else { throw error("the text ends here: it is cut short") }
        if bytes[position] == UInt8(ascii: "N") {
            try word("NaN")
            looseValues += 1
            return .nan
        }
        if bytes[position] == UInt8(ascii: "I") {
            try word("Infinity")
            looseValues += 1
            return isNegative ? -.infinity : .infinity
        }
        // Digits up to 2⁵³ and a power of ten up to 10²² are exact doubles, and so one division rounds correctly:
        // Clinger, "How to read floating point numbers accurately" (1990), https://doi.org/10.1145/93542.93557
        var mantissa: UInt64 = 0
        var digits = 0
        var decimals = 0
        let firstDigit = position
        while position < end, case let digit = bytes[position] &- UInt8(ascii: "0"), digit < 10 {
            mantissa = mantissa &* 10 &+ UInt64(digit)
            digits += 1
            position += 1
        }
        guard digits > 0, !(digits > 1 && bytes[firstDigit] == UInt8(ascii: "0")) else {
            position = start
            throw error("this is not a number")
        }
        if position < end, bytes[position] == UInt8(ascii: ".") {
            position += 1
            while position < end, case let digit = bytes[position] &- UInt8(ascii: "0"), digit < 10 {
                mantissa = mantissa &* 10 &+ UInt64(digit)
                decimals += 1
                position += 1
            }
            guard decimals > 0 else {
                position = start
                throw error("this is not a number")
            }
        }
        let hasExponent = position < end && bytes[position] | 0x20 == UInt8(ascii: "e")
        if !hasExponent, digits + decimals <= 19, mantissa <= 1 << 53, decimals <= 22 {
            guard position == end || !isNumberByte(bytes[position]) else {
                position = start
                throw error("this is not a number")
            }
            let value = Double(mantissa) / Self.powersOfTen[decimals]
            return isNegative ? -value : value
        }
        while position < end, isNumberByte(bytes[position]) { position += 1 }
        guard let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)) else {
            position = start
            throw error("this is not a number")
        }
        return value
    }

    /// Skips a value of any kind and returns the range of its bytes.
    @discardableResult
    package mutating func skip() throws -> Range<Int> {
        switch try kind() {
        case .object:
            let start = position
            try object { reader, _ in try reader.skip() }
            return start..<position
        case .array:
            let start = position
            try array { reader in try reader.skip() }
            return start..<position
        case .string:
            let start = position
            let (content, isEscaped) = try stringContent()
            if isEscaped {
                _ = try unescaped(content)
                if hasHalfPair(content) { looseValues += 1 }
            }
            return start..<position
        case .number:
            let start = position
            _ = try double()
            return start..<position
        case .boolean:
            let start = position
            _ = try boolean()
            return start..<position
        case .null:
            let start = position
            try word("null")
            return start..<position
        }
    }

    /// Reads the next value by `read`. Where `read` refuses the value, skips it and returns nil.
    ///
    /// Throws only where the text is not JSON.
    package mutating func attempt<Value>(_ read: (inout JSONReader) throws -> Value) throws -> Value? {
        let (start, outer) = (position, depth)
        do {
            return try read(&self)
        } catch {
            (position, depth) = (start, outer)
            try skip()
            return nil
        }
    }

    /// A number that is neither NaN nor infinite.
    package mutating func finite() throws -> Double {
        let start = position
        let number = try double()
        guard number.isFinite else {
            position = start
            throw error("expected a finite number")
        }
        return number
    }

    /// The text of the next value of any kind, as strict JSON: `null` replaces NaN and the infinities, and U+FFFD half
    /// of a surrogate pair. `looseValues` counts these.
    package mutating func raw() throws -> [UInt8] {
        let before = looseValues
        let range = try skip()
        if looseValues == before { return Array(bytes[range]) }
        var reader = JSONReader(bytes, in: range)
        var writer = JSONWriter()
        try JSONTree(from: &reader).encode(to: &writer)
        return writer.bytes
    }

    /// Whether only white space is left.
    package mutating func isAtEnd() -> Bool {
        next() == nil
    }

    /// An error at the next byte.
    package func error(_ problem: String) -> JSONError {
        var line = 1
        var lineStart = 0
        for index in 0..<min(position, bytes.count) where bytes[index] == UInt8(ascii: "\n") {
            line += 1
            lineStart = index + 1
        }
        return JSONError(line: line, column: position - lineStart + 1, problem: problem)
    }

    // MARK: Pieces

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    private mutating func skipSpace() {
        while position < end {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func next() -> UInt8? {
        skipSpace()
        return position < end ? bytes[position] : nil
    }

    private func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"):
            return true
        default:
            return false
        }
    }

    private mutating func word(_ word: String) throws {
        let last = position + word.utf8.count
        guard last <= end, bytes[position..<last].elementsEqual(word.utf8) else { throw error("expected \(word)") }
        position = last
    }

    /// The bytes between the quotes, and whether there is a backslash among them; the reader is then behind the string.
    private mutating func stringContent() throws -> (Range<Int>, isEscaped: Bool) {
        let opening = position
        position += 1
        let start = position
        var isEscaped = false
        while position < end {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                return (start..<position, isEscaped)
            case UInt8(ascii: "\\"):
                isEscaped = true
                position += 2
            case 0..<0x20:
                throw error("a control character in a string must be escaped")
            default:
                position += 1
            }
        }
        position = opening
        throw error("the string does not end: the text is cut short")
    }

    private func unescaped(_ content: Range<Int>) throws -> String {
        var reader = self
        var text: [UInt8] = []
        reader.position = content.lowerBound
        while reader.position < content.upperBound {
            let byte = bytes[reader.position]
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                reader.position += 1
                continue
            }
            let escape = bytes[reader.position + 1]
            switch escape {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escape)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"):
                let scalar = try reader.unicodeEscape(before: content.upperBound)
                text.append(contentsOf: String(Character(scalar)).utf8)
                continue
            default:
                throw reader.error("\\\(Character(UnicodeScalar(escape))) is no escape of JSON")
            }
            reader.position += 2
        }
        guard let string = String(validating: text, as: UTF8.self) else { throw error("the string is not UTF-8") }
        return string
    }

    /// Whether a string's content holds half of a surrogate pair.
    private func hasHalfPair(_ content: Range<Int>) -> Bool {
        var place = content.lowerBound
        /// The code unit of an escape at a place; nil where there is none.
        func unit(at place: Int) -> UInt16? {
            guard place + 6 <= content.upperBound, bytes[place] == UInt8(ascii: "\\"),
                bytes[place + 1] == UInt8(ascii: "u")
            else { return nil }
            return UInt16(String(decoding: bytes[place + 2..<place + 6], as: UTF8.self), radix: 16)
        }
        while place < content.upperBound {
            guard bytes[place] == UInt8(ascii: "\\") else {
                place += 1
                continue
            }
            guard let first = unit(at: place), (0xD800..<0xE000).contains(first) else {
                place += 2
                continue
            }
            guard first < 0xDC00, let second = unit(at: place + 6), (0xDC00..<0xE000).contains(second) else {
                return true
            }
            place += 12
        }
        return false
    }

    /// The scalar of `\uXXXX`, or of a pair of them; half a pair becomes U+FFFD.
    private mutating func unicodeEscape(before limit: Int) throws -> UnicodeScalar {
        let first = try codeUnit(before: limit)
        if let scalar = UnicodeScalar(first) { return scalar }
        guard first < 0xDC00, position + 1 < limit, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        let start = position
        let second = try codeUnit(before: limit)
        guard (0xDC00..<0xE000).contains(second) else {
            position = start
            return "\u{FFFD}"
        }
        let scalar = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        return UnicodeScalar(scalar) ?? "\u{FFFD}"
    }

    private mutating func codeUnit(before limit: Int) throws -> UInt16 {
        guard position + 6 <= limit, bytes[position + 2..<position + 6].allSatisfy(Self.isHexadecimal),
            let unit = UInt16(String(decoding: bytes[position + 2..<position + 6], as: UTF8.self), radix: 16)
        else { throw error("expected four hexadecimal digits after \\u") }
        position += 6
        return unit
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte | 0x20 {
        case UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
    }
}
