/// A plain value without a position: distributions draw it, scenes store it, and a JSON Schema is made of it.
///
/// Texts are equal if their bytes are, since many are names of files. Maps keep the order in which they were written, so that everything printed from them is the same every time.
package enum Value: Sendable, Hashable {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case list([Value])
    case map([Entry])

    package struct Entry: Sendable, Hashable {
        package var key: String
        package var value: Value

        package init(key: String, value: Value) {
            self.key = key
            self.value = value
        }
    }

    package static func map(_ entries: KeyValuePairs<String, Value>) -> Value {
        .map(entries.map { Entry(key: $0.key, value: $0.value) })
    }

    package subscript(key key: String) -> Value? {
        guard case .map(let entries) = self else { return nil }
        return entries.first { $0.key == key }?.value
    }
}

extension Value {
    package static func == (a: Value, b: Value) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.flag(let a), .flag(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.text(let a), .text(let b)): ExactText(a) == ExactText(b)
        case (.list(let a), .list(let b)): a == b
        case (.map(let a), .map(let b)): a == b
        default: false
        }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral
{
    package init(stringLiteral value: String) { self = .text(value) }
    package init(floatLiteral value: Double) { self = .number(value) }
    package init(integerLiteral value: Int) { self = .number(Double(value)) }
    package init(booleanLiteral value: Bool) { self = .flag(value) }
    package init(arrayLiteral elements: Value...) { self = .list(elements) }
}

extension Value: Codable {
    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .map(let entries):
            var container = encoder.container(keyedBy: Key.self)
            for entry in entries { try container.encode(entry.value, forKey: Key(stringValue: entry.key)) }
        case .list(let values):
            var container = encoder.unkeyedContainer()
            for value in values { try container.encode(value) }
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .flag(let flag):
            var container = encoder.singleValueContainer()
            try container.encode(flag)
        case .number(let number):
            var container = encoder.singleValueContainer()
            // Whole numbers are written without a fraction: 7, not 7.0.
            if let whole = Int(exactly: number) { try container.encode(whole) } else { try container.encode(number) }
        case .text(let text):
            var container = encoder.singleValueContainer()
            try container.encode(text)
        }
    }

    /// JSON objects come back with their keys in alphabetical order.
    package init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: Key.self) {
            self = .map(
                try container.allKeys.sorted { $0.stringValue < $1.stringValue }.map {
                    Entry(key: $0.stringValue, value: try container.decode(Value.self, forKey: $0))
                })
            return
        }
        if var container = try? decoder.unkeyedContainer() {
            var values: [Value] = []
            while !container.isAtEnd { values.append(try container.decode(Value.self)) }
            self = .list(values)
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else {
            self = .text(try container.decode(String.self))
        }
    }
}

extension Value {
    /// As one would write it in a pipeline file on one line: `{uniform: [0, 1]}`.
    package var flowText: String {
        switch self {
        case .null: "none"
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number): number.plainText
        case .text(let text): text.isEmpty ? "\"\"" : text
        case .list(let values): "[" + values.map(\.flowText).joined(separator: ", ") + "]"
        case .map(let entries):
            "{" + entries.map { "\($0.key): \($0.value.flowText)" }.joined(separator: ", ") + "}"
        }
    }

    /// JSON text, two spaces a level, maps in their own order. Independent of locale.
    package var jsonText: String {
        var text = ""
        writeJSON(to: &text, indent: 0)
        return text
    }

    private func writeJSON(to text: inout String, indent: Int) {
        let inner = String(repeating: "  ", count: indent + 1)
        let outer = String(repeating: "  ", count: indent)
        switch self {
        case .null: text += "null"
        case .flag(let flag): text += flag ? "true" : "false"
        case .number(let number): text += number.plainText
        case .text(let string): text += string.jsonQuoted
        case .list(let values) where values.allSatisfy(\.isScalar):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += ", " }
                value.writeJSON(to: &text, indent: indent)
            }
            text += "]"
        case .list(let values):
            text += "[\n"
            for (index, value) in values.enumerated() {
                text += inner
                value.writeJSON(to: &text, indent: indent + 1)
                text += index + 1 < values.count ? ",\n" : "\n"
            }
            text += outer + "]"
        case .map(let entries) where entries.isEmpty: text += "{}"
        case .map(let entries):
            text += "{\n"
            for (index, entry) in entries.enumerated() {
                text += inner + entry.key.jsonQuoted + ": "
                entry.value.writeJSON(to: &text, indent: indent + 1)
                text += index + 1 < entries.count ? ",\n" : "\n"
            }
            text += outer + "}"
        }
    }

    private var isScalar: Bool {
        switch self {
        case .list, .map: false
        default: true
        }
    }
}

extension Double {
    /// The shortest decimal that reads back as this number, without `.0` on whole ones.
    package var plainText: String {
        if let whole = Int(exactly: self) { return String(whole) }
        return description
    }
}

extension String {
    package var jsonQuoted: String {
        var quoted = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case "\r": quoted += "\\r"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
