import Cards

/// The text of a YAML file, changed key by key: what is not changed stays as it was written, to the last blank.
///
/// It knows the keys of maps that stand one a line. A map in braces is changed as a whole. Whether the result says what it
/// was meant to say is for the caller to check, by reading it again.
struct YAMLText {
    private(set) var lines: [String]
    private let lineEnd: String
    private let name: String

    /// The longest line; a longer value goes on in further ones.
    private static let longestLine = 120

    init(_ text: String, name: String) {
        lineEnd = text.contains("\r\n") ? "\r\n" : "\n"
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        // What ends the last line begins none.
        if lines.last == "" { lines.removeLast() }
        self.name = name
    }

    var text: String { lines.map { $0 + lineEnd }.joined() }

    /// The document as it now stands.
    ///
    /// - Throws: `InvalidFile` for a text that is no YAML.
    func parsed() throws(InvalidFile) -> Node {
        do throws(Diagnostic) { return try Node(parsing: Source(name: name, text: text)) } catch {
            throw InvalidFile([error])
        }
    }

    /// A map of the document.
    struct Place {
        var keys: [(name: String, line: Int)]
        /// The line behind its last.
        var end: Int
        var indent: Int
    }

    /// A map whose keys stand one a line; nil for one in braces, and for what is no map.
    ///
    /// - Parameter end: the line behind the last that can belong to it, counted from 0.
    func place(of node: Node, end: Int) -> Place? {
        guard let pairs = node.pairs, let first = pairs.first, !isInBraces(node) else { return nil }
        let rows = pairs.map(\.keyPosition.line)
        guard zip(rows, rows.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
        return Place(
            keys: pairs.map { ($0.key, $0.keyPosition.line - 1) }, end: end, indent: first.keyPosition.column - 1)
    }

    private func isInBraces(_ node: Node) -> Bool {
        guard lines.indices.contains(node.position.line - 1) else { return false }
        return lines[node.position.line - 1].dropFirst(node.position.column - 1).first == "{"
    }

    /// The lines of a key and its value, without the comments and blank lines that follow.
    func extent(of key: Int, in place: Place) -> Range<Int> {
        let start = place.keys[key].line
        var end = key + 1 < place.keys.count ? place.keys[key + 1].line : place.end
        while end > start + 1, Self.isEmpty(lines[end - 1]) { end -= 1 }
        return start..<end
    }

    private static func isEmpty(_ line: String) -> Bool {
        let rest = line.drop { $0 == " " || $0 == "\t" }
        return rest.isEmpty || rest.first == "#"
    }

    /// Gives a key another value, and keeps the comments that stood with the old one.
    mutating func replace(_ key: Int, in place: Place, by value: Value) {
        let extent = extent(of: key, in: place)
        let comments = extent.compactMap { Self.comment(of: lines[$0]) }
        let indent = String(lines[extent.lowerBound].prefix(place.indent))
        var written = Self.written(place.keys[key].name, value, behind: indent, indent: place.indent)
        if let first = comments.first, written.count == 1, comments.count == 1 {
            // Where there is room, it stays in its column.
            let blanks = max(2, first.column - written[0].count)
            written[0] += String(repeating: " ", count: blanks) + first.text
        } else {
            // Behind several lines, or of several: they go before the key, or, behind the dash of a list, after it.
            let own = comments.map { String(repeating: " ", count: place.indent) + $0.text }
            written = indent.allSatisfy { $0 == " " } ? own + written : written + own
        }
        lines.replaceSubrange(extent, with: written)
    }

    /// Takes a key out. Comments beside it stay as lines of their own.
    mutating func remove(_ key: Int, in place: Place) {
        let extent = extent(of: key, in: place)
        let comments = extent.compactMap { Self.comment(of: lines[$0]) }
        lines.replaceSubrange(
            extent, with: comments.map { String(repeating: " ", count: place.indent) + $0.text })
    }

    /// Puts a new key behind the last of some others that is there, or before the first key of the map.
    mutating func insert(_ name: String, _ value: Value, behind others: [String], in place: Place) {
        let indent = String(repeating: " ", count: place.indent)
        let written = Self.written(name, value, behind: indent, indent: place.indent)
        let last = place.keys.lastIndex { others.contains($0.name) }
        let line = last.map { extent(of: $0, in: place).upperBound } ?? place.keys.first?.line ?? lines.count
        lines.insert(contentsOf: written, at: line)
    }

    /// Puts a new map with one key in, each in a line of its own.
    mutating func insert(block name: String, _ key: String, _ value: Value, behind others: [String], in place: Place) {
        let indent = String(repeating: " ", count: place.indent)
        let inner = indent + "  "
        let written =
            [indent + name.plainKey + ":"] + Self.written(key, value, behind: inner, indent: place.indent + 2)
        let last = place.keys.lastIndex { others.contains($0.name) }
        let line = last.map { extent(of: $0, in: place).upperBound } ?? place.keys.first?.line ?? lines.count
        lines.insert(contentsOf: written, at: line)
    }

    /// Puts keys at the end of the text, for a file without any.
    mutating func append(_ name: String, _ value: Value) {
        lines += Self.written(name, value, behind: "", indent: 0)
    }

    // MARK: - Writing

    /// A key with its value, as a person writes it: a map of maps or lists has a key a line, all else is in brackets.
    private static func written(_ name: String, _ value: Value, behind lead: String, indent: Int) -> [String] {
        if case .map(let entries) = value, entries.contains(where: { !$0.value.isPlain }) {
            let inner = String(repeating: " ", count: indent + 2)
            return [lead + name.plainKey + ":"]
                + entries.flatMap { written($0.key, $0.value, behind: inner, indent: indent + 2) }
        }
        return wrapped(lead + name.plainKey + ": ", value, indent: indent + 2)
    }

    /// A value in brackets, broken between the elements of a long list.
    private static func wrapped(_ lead: String, _ value: Value, indent: Int) -> [String] {
        guard case .list(let elements) = value, (lead + value.yaml).count > longestLine else {
            return [lead + value.yaml]
        }
        var lines: [String] = []
        var line = lead + "["
        for (index, element) in elements.enumerated() {
            let word = element.yaml + (index + 1 < elements.count ? "," : "]")
            let isFirst = line.hasSuffix("[") || line.allSatisfy { $0 == " " }
            if !isFirst, line.count + 1 + word.count > longestLine {
                lines.append(line)
                line = String(repeating: " ", count: indent) + word
            } else {
                line += (isFirst ? "" : " ") + word
            }
        }
        return lines + [line]
    }

    // MARK: - Comments

    /// The comment of a line, with the column that it begins in, from 0: a number sign that stands in no quotes, at the
    /// start or behind a blank.
    static func comment(of line: String) -> (text: String, column: Int)? {
        var quote: Character?
        var last: Character = " "
        for (column, character) in line.enumerated() {
            if let open = quote {
                if character == open, !(open == "\"" && last == "\\") { quote = nil }
            } else if character == "\"" || character == "'" {
                // An apostrophe within a word opens nothing.
                if " \t[{,:".contains(last) { quote = character }
            } else if character == "#", last == " " || last == "\t" {
                return (String(line.dropFirst(column)), column)
            }
            last = character
        }
        return nil
    }
}

extension Value {
    fileprivate var isPlain: Bool {
        switch self {
        case .list, .map: false
        default: true
        }
    }

    /// In brackets, as a person writes it.
    fileprivate var yaml: String {
        switch self {
        case .text(let text): text.jsonQuoted
        case .list(let values): "[" + values.map(\.yaml).joined(separator: ", ") + "]"
        case .map(let entries):
            "{" + entries.map { "\($0.key.plainKey): \($0.value.yaml)" }.joined(separator: ", ") + "}"
        default: flowText
        }
    }
}

extension String {
    /// The name as a key: in quotes where it is no plain word.
    fileprivate var plainKey: String {
        let isPlain =
            first?.isLetter ?? false
            && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) }
            && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(lowercased())
        return isPlain ? self : jsonQuoted
    }
}
