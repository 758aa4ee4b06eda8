/// The lines of a list of pictures with texts: a path, a tab, a text.
struct TextList: Sequence {
    struct Line {
        /// From 1.
        let number: Int
        /// Nil for a line without a tab, a path or a text.
        let fields: (path: String, text: String)?
    }

    private let lines: [Line]

    init(_ text: String) {
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
            .filter { !$0.element.isEmpty }.map { number, line in
                let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
                let isSound = parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty
                return Line(number: number + 1, fields: isSound ? (String(parts[0]), String(parts[1])) : nil)
            }
    }

    func makeIterator() -> some IteratorProtocol<Line> { lines.makeIterator() }
}
