/// Walks over an XML document: its prolog, the entities that its DOCTYPE declares, and the pieces of its tags.
///
/// It finds places and checks nothing: text that is not well formed ends the scan, and the parser of the renderer
/// reports it.
struct XMLScanner {
    private let bytes: [UInt8]
    /// The index of the next byte.
    var at = 0

    var isAtEnd: Bool { at >= bytes.count }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Moves past declarations, comments and the DOCTYPE to just behind the `<` of the first element; returns the place
    /// of that `<`, or nil where there is no element.
    ///
    /// - Parameter entity: called for each general entity with a text of its own: its name, and the place of that text,
    ///   quotes included.
    mutating func skipProlog(entity: (String, Range<Int>) -> Void) -> Int? {
        while let open = find("<") {
            at = open
            if skipMarkup() { continue }
            if starts("<!DOCTYPE") {
                skipDoctype(entity)
            } else {
                at += 1
                return at < bytes.count ? open : nil
            }
        }
        return nil
    }

    /// The name that begins here.
    mutating func name() -> String {
        let start = at
        while at < bytes.count, !isSpace(bytes[at]), !"=/><\"'[]%&;".utf8.contains(bytes[at]) { at += 1 }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    /// The next attribute of a tag: its name, and the place of its value, quotes included.
    mutating func attribute() -> (name: String, literal: Range<Int>)? {
        skipSpace()
        let name = name()
        skipSpace()
        guard !name.isEmpty, starts("=") else { return nil }
        at += 1
        skipSpace()
        guard let literal = literal() else { return nil }
        return (name, literal)
    }

    // MARK: - Pieces

    mutating func skipDoctype(_ entity: (String, Range<Int>) -> Void) {
        at += "<!DOCTYPE".utf8.count
        // Moves to the internal subset, past a public or system identifier.
        while at < bytes.count, bytes[at] != UInt8(ascii: "["), bytes[at] != UInt8(ascii: ">") {
            if literal() == nil { at += 1 }
        }
        guard at < bytes.count else { return }
        let hasSubset = bytes[at] == UInt8(ascii: "[")
        at += 1
        guard hasSubset else { return }
        while true {
            skipSpace()
            guard at < bytes.count, bytes[at] != UInt8(ascii: "]") else { break }
            if skipMarkup() { continue }
            if starts("<!ENTITY") {
                at += "<!ENTITY".utf8.count
                skipSpace()
                let name = name()
                skipSpace()
                // After `%` (a parameter entity) or a word such as SYSTEM (an external one) there is no literal text
                // here.
                if !name.isEmpty, let literal = literal() { entity(name, literal) }
            }
            while at < bytes.count, bytes[at] != UInt8(ascii: ">"), bytes[at] != UInt8(ascii: "]") {
                if literal() == nil { at += 1 }
            }
            if at < bytes.count, bytes[at] == UInt8(ascii: ">") { at += 1 }
        }
        at = find(">").map { $0 + 1 } ?? bytes.count
    }

    /// Moves past a comment or a processing instruction, if one begins here.
    mutating func skipMarkup() -> Bool {
        if starts("<!--") {
            at += 4
            at = find("-->").map { $0 + 3 } ?? bytes.count
            return true
        }
        if starts("<?") {
            at = find("?>").map { $0 + 2 } ?? bytes.count
            return true
        }
        return false
    }

    /// Moves past a quoted text, if one begins here, and returns its place, quotes included.
    private mutating func literal() -> Range<Int>? {
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'"),
            let end = bytes[(at + 1)...].firstIndex(of: bytes[at])
        else { return nil }
        defer { at = end + 1 }
        return at..<end + 1
    }

    mutating func skipSpace() {
        while at < bytes.count, isSpace(bytes[at]) { at += 1 }
    }

    private func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

    func starts(_ text: StaticString) -> Bool {
        bytes[at...].starts(with: text.withUTF8Buffer { Array($0) })
    }

    func find(_ text: String) -> Int? {
        let text = Array(text.utf8)
        var index = at
        while let found = bytes[index...].firstIndex(of: text[0]) {
            if bytes[found...].starts(with: text) { return found }
            index = found + 1
        }
        return nil
    }
}
