/// A JSON value as a tree, for small texts in which any part may be unexpected.
package enum JSONTree: Sendable {
    case object([(name: String, value: JSONTree)])
    case array([JSONTree])
    case string(String)
    /// NaN and the infinities in Python's spelling are numbers too.
    case number(Double)
    case boolean(Bool)
    case null

    package init(from reader: inout JSONReader) throws {
        switch try reader.kind() {
        case .object:
            var members: [(name: String, value: JSONTree)] = []
            try reader.object { reader, name in members.append((name, try JSONTree(from: &reader))) }
            self = .object(members)
        case .array:
            var elements: [JSONTree] = []
            try reader.array { reader in elements.append(try JSONTree(from: &reader)) }
            self = .array(elements)
        case .string: self = .string(try reader.string())
        case .number: self = .number(try reader.double())
        case .boolean: self = .boolean(try reader.boolean())
        case .null:
            try reader.skip()
            self = .null
        }
    }

    package init(_ bytes: [UInt8]) throws {
        var reader = JSONReader(bytes)
        self = try JSONTree(from: &reader)
    }

    /// A member of an object; nil where this is not an object, or has no member of that name.
    package subscript(name: String) -> JSONTree? { members?.first { $0.name == name }?.value }

    package var members: [(name: String, value: JSONTree)]? {
        if case .object(let members) = self { members } else { nil }
    }
    package var elements: [JSONTree]? { if case .array(let elements) = self { elements } else { nil } }
    package var text: String? { if case .string(let text) = self { text } else { nil } }
    /// A finite number.
    package var number: Double? { if case .number(let number) = self, number.isFinite { number } else { nil } }
    package var integer: Int? { number.flatMap { Int(exactly: $0) } }

    /// A list of finite numbers, with `count` of them where that is given.
    package func numbers(_ count: Int? = nil) -> [Double]? {
        guard let elements, count == nil || elements.count == count else { return nil }
        let numbers = elements.compactMap(\.number)
        return numbers.count == elements.count ? numbers : nil
    }
}

extension JSONTree: JSONEncodable {
    /// Writes the value as strict JSON; NaN and the infinities become null.
    package func encode(to writer: inout JSONWriter) {
        switch self {
        case .object(let members):
            writer.object { writer in
                for member in members {
                    writer.key(member.name)
                    member.value.encode(to: &writer)
                }
            }
        case .array(let elements): elements.encode(to: &writer)
        case .string(let text): writer.value(text)
        case .number(let number) where number.isFinite: writer.value(number)
        case .number, .null: writer.raw("null".utf8)
        case .boolean(let truth): writer.value(truth)
        }
    }
}

extension [JSONMember] {
    /// The value of a member that is carried along; nil where there is no such member.
    package subscript(name: String) -> JSONTree? {
        first { $0.name == name }.flatMap { try? JSONTree($0.json) }
    }

    /// The text of a member that is carried along; nil where there is no such member, or its value is not text.
    package func text(_ name: String) -> String? { self[name]?.text }
}
