import Cards

/// The text of a pipeline file with one constant changed: every other byte stays as it was.
enum ConstantEdit {
    struct Refused: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameters:
    ///   - place: the constant's place among all that the file has, from 0.
    ///   - value: the scalar that it becomes.
    /// - Throws: `Refused` for a constant that is not there, and for what its key does not take.
    static func text(_ text: String, named name: String, schema: Value, setting place: Int, to value: String) throws
        -> String
    {
        let before = try ConstantFinder(Source(name: name, text: text), schema: schema).constants
        guard before.indices.contains(place) else { throw Refused(description: "the file has no such constant") }
        let constant = before[place]
        guard constant.kind.takes(value) else {
            throw Refused(description: "“\(value)” is no value for \(constant.keys)\(constant.kind.words)")
        }
        let scalars = text.unicodeScalars
        var start = scalars.startIndex
        var line = 1
        while line < constant.line, let end = text[start...].firstIndex(where: \.isNewline) {
            start = text.index(after: end)
            line += 1
        }
        guard let begin = scalars.index(start, offsetBy: constant.column - 1, limitedBy: scalars.endIndex),
            let end = scalars.index(begin, offsetBy: constant.text.unicodeScalars.count, limitedBy: scalars.endIndex),
            String(scalars[begin..<end]) == constant.text
        else { throw Self.unwritable(constant) }
        let edited = String(scalars[..<begin]) + value + String(scalars[end...])
        // What was written is read again: this constant has changed, and nothing else.
        let source = Source(name: name, text: edited)
        let after = try ConstantFinder(source, schema: schema).constants
        let old = try Node(parsing: Source(name: name, text: text))
        guard after.count == before.count, after[place].text == value,
            try Node(parsing: source).differences(from: old) == (constant.text == value ? 0 : 1)
        else { throw Self.unwritable(constant) }
        return edited
    }

    private static func unwritable(_ constant: Constant) -> Refused {
        Refused(
            description: "\(constant.keys) is written in a way that it cannot be changed alone: change it in an editor")
    }
}

extension Constant.Kind {
    /// The rest of “is no value”.
    fileprivate var words: String {
        switch self {
        case .number(let range): ": a number\(range.ends)"
        case .whole(let range): ": a whole number\(range.ends)"
        case .flag: ": true or false"
        case .word(let words): ": one of \(words.joined(separator: ", "))"
        }
    }
}

extension ClosedRange<Double> {
    fileprivate var ends: String {
        let (low, high) = (lowerBound.isFinite, upperBound.isFinite)
        return (low ? " from \(lowerBound.plainText)" : "") + (high ? " up to \(upperBound.plainText)" : "")
    }
}

extension Node {
    /// How many scalars differ; more than any file has where the shapes do. Places do not count.
    fileprivate func differences(from other: Node) -> Int {
        switch (content, other.content) {
        case (.scalar(let a, let quoted), .scalar(let b, let other)): return a == b && quoted == other ? 0 : 1
        case (.sequence(let a), .sequence(let b)) where a.count == b.count:
            return zip(a, b).reduce(0) { $0 + $1.0.differences(from: $1.1) }
        case (.mapping(let a), .mapping(let b)) where a.map(\.key) == b.map(\.key):
            return zip(a, b).reduce(0) { $0 + $1.0.value.differences(from: $1.1.value) }
        default: return 1_000_000
        }
    }
}
