/// JSON text, written left to right into bytes.
///
/// The order of keys is the order of the calls, numbers do not depend on a locale, and a double is written with the
/// fewest digits that read back to the same double: the same calls always make the same bytes. Bytes can be taken out
/// at any time (`drain()`), so that a document may be larger than memory.
package struct JSONWriter: Sendable {
    /// The white space between values.
    package enum Style: Sendable {
        /// No white space at all.
        case compact
        /// A line for each member or element, two spaces for each level.
        case indented
    }

    /// The bytes written since the last `drain()`.
    package private(set) var bytes: [UInt8] = []
    private let style: Style
    private var depth = 0
    private var needsComma = false
    private var isAfterKey = false

    package init(style: Style = .compact) {
        self.style = style
    }

    /// Takes out the bytes written so far; the next bytes continue them.
    package mutating func drain() -> [UInt8] {
        let taken = bytes
        bytes.removeAll(keepingCapacity: true)
        return taken
    }

    // MARK: Containers

    package mutating func object(_ members: (inout JSONWriter) throws -> Void) rethrows {
        begin(UInt8(ascii: "{"))
        try members(&self)
        end(UInt8(ascii: "}"))
    }

    package mutating func array(_ elements: (inout JSONWriter) throws -> Void) rethrows {
        begin(UInt8(ascii: "["))
        try elements(&self)
        end(UInt8(ascii: "]"))
    }

    /// Opens an object whose members are written in several calls; `endObject()` closes it.
    package mutating func beginObject() { begin(UInt8(ascii: "{")) }
    package mutating func endObject() { end(UInt8(ascii: "}")) }
    /// Opens an array whose elements are written in several calls; `endArray()` closes it.
    package mutating func beginArray() { begin(UInt8(ascii: "[")) }
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        depth += 1
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        depth -= 1
        if needsComma { indent() }
        bytes.append(bracket)
        needsComma = true
    }

    // MARK: Members and values

    /// The name of the member whose value is written next.
    package mutating func key(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        if style == .indented { bytes.append(UInt8(ascii: " ")) }
        isAfterKey = true
    }

    package mutating func member(_ name: String, _ value: some JSONEncodable) {
        key(name)
        value.encode(to: &self)
    }

    /// A member that is an object, its own members in the order of their names.
    package mutating func member(_ name: String, byName values: [String: some JSONEncodable]) {
        key(name)
        object { writer in
            for (name, value) in values.sorted(by: { $0.key < $1.key }) { writer.member(name, value) }
        }
    }

    /// Writes a member, or nothing where the value is nil: an absent member, never `null`.
    package mutating func member(_ name: String, ifPresent value: (some JSONEncodable)?) {
        if let value { member(name, value) }
    }

    package mutating func value(_ string: String) {
        separate()
        quote(string)
        needsComma = true
    }

    package mutating func value(_ number: Int) {
        separate()
        append(decimal: number)
        needsComma = true
    }

    package mutating func value(_ number: UInt64) {
        separate()
        bytes.append(contentsOf: String(number).utf8)
        needsComma = true
    }

    /// Writes the fewest digits that read back to the same double; a whole number below 2⁵³ has no point.
    ///
    /// JSON has no infinity and no NaN: passing one is the caller's mistake.
    package mutating func value(_ number: Double) {
        precondition(number.isFinite, "JSON cannot say \(number)")
        separate()
        if number == number.rounded(.towardZero), abs(number) < 9_007_199_254_740_992,
            !(number == 0 && number.sign == .minus)
        {
            append(decimal: Int(number))
        } else {
            bytes.append(contentsOf: number.description.utf8)
        }
        needsComma = true
    }

    package mutating func value(_ truth: Bool) {
        raw((truth ? "true" : "false").utf8)
    }

    /// Writes text that is JSON already, as the next value.
    package mutating func raw(_ json: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    /// Writes more bytes of the value that `raw` has begun.
    package mutating func continueRaw(_ json: some Sequence<UInt8>) {
        bytes.append(contentsOf: json)
    }

    /// Breaks the line before the next element or member, or after the last value of the text; a comma stays before the
    /// break. The indented style breaks lines by itself.
    package mutating func lineBreak() {
        guard style == .compact else { return }
        if needsComma, depth > 0 {
            bytes.append(UInt8(ascii: ","))
            needsComma = false
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    // MARK: Pieces

    private mutating func separate() {
        if isAfterKey {
            isAfterKey = false
            return
        }
        if needsComma {
            bytes.append(UInt8(ascii: ","))
            needsComma = false
        }
        if depth > 0 { indent() }
    }

    private mutating func indent() {
        guard style == .indented else { return }
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<depth { bytes.append(contentsOf: [UInt8(ascii: " "), UInt8(ascii: " ")]) }
    }

    private mutating func append(decimal number: Int) {
        var magnitude = number.magnitude
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        repeat {
            let (quotient, digit) = magnitude.quotientAndRemainder(dividingBy: 10)
            bytes.append(UInt8(ascii: "0") + UInt8(digit))
            magnitude = quotient
        } while magnitude > 0
        bytes[start...].reverse()
    }

    private mutating func quote(_ string: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                bytes.append(contentsOf: escape(of: byte))
            default:
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func escape(of control: UInt8) -> [UInt8] {
        switch control {
        case 0x0A: return Array("\\n".utf8)
        case 0x0D: return Array("\\r".utf8)
        case 0x09: return Array("\\t".utf8)
        default:
            let digits = Array("0123456789abcdef".utf8)
            return Array("\\u00".utf8) + [digits[Int(control >> 4)], digits[Int(control & 15)]]
        }
    }
}
