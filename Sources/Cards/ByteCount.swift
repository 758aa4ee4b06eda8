/// A size of files, as a person writes it: `1 GB`, `500 MB`.
package struct ByteCount: Hashable, Sendable {
    package let bytes: Int

    package init(_ bytes: Int) { self.bytes = bytes }

    /// The units, those of a thousand and those of 1,024, the smallest first.
    private static let units: [(name: String, bytes: Int)] = [
        ("B", 1), ("kB", 1000), ("KiB", 1 << 10), ("MB", 1_000_000), ("MiB", 1 << 20), ("GB", 1_000_000_000),
        ("GiB", 1 << 30), ("TB", 1_000_000_000_000), ("TiB", 1 << 40),
    ]

    /// Reads a number with a unit, in any case: `1.5 gb`. Nil for anything else, and for what is no whole byte.
    package init?(_ text: String) {
        let digits = text.prefix { $0.isNumber || $0 == "." }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        guard let number = Double(digits), number > 0,
            let size = Self.units.first(where: { $0.name.lowercased() == unit.lowercased() })?.bytes,
            let bytes = Int(exactly: (number * Double(size)).rounded()), bytes > 0
        else { return nil }
        self.bytes = bytes
    }

    /// The size in the largest unit that divides it.
    package var text: String {
        let unit = Self.units.last { bytes.isMultiple(of: $0.bytes) } ?? Self.units[0]
        return "\(bytes / unit.bytes) \(unit.name)"
    }
}

extension Form where V == ByteCount {
    /// A size of files.
    package static func bytes(atLeast least: Int) -> Form {
        let expectation = "a size of \(ByteCount(least).text) or more, such as 500 MB or 1 GB"
        return Form(
            expectation: expectation, schema: .map(["type": "string", "examples": ["1 GB", "500 MB"]]),
            decode: { node, reading in
                guard let text = node.scalar, let size = ByteCount(text) else {
                    reading.report(.wrongType(expected: expectation, found: node.description), at: node.position)
                    return nil
                }
                guard size.bytes >= least else {
                    reading.report(.outOfRange(node.description, expected: expectation), at: node.position)
                    return nil
                }
                return size
            },
            encode: { .text($0.text) })
    }
}
