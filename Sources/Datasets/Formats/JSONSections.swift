import JSON

/// Finds the members of a large JSON object, and the elements of some of its lists, without holding it in memory.
enum JSONSections {
    enum Entry {
        /// The value of a member of the object, by its key.
        case member(String)
        /// An element of a list that was asked for, by the list's key.
        case element(String)
    }

    /// Calls `body` with each entry's offset and bytes, in the order of the file.
    ///
    /// The scan looks at brackets, quotes, commas and colons only: the caller reads an entry's own text, which is
    /// UTF-8. A member of `lists` whose value is no list comes as a member.
    ///
    /// - Throws: `DatasetError` when the file holds no object, ends before the object does, or is not UTF-8.
    static func scan(
        _ file: OpenFile, lists: Set<String>, _ body: (Entry, Int, [UInt8]) throws -> Void
    ) throws {
        func malformed(_ reason: String) -> DatasetError {
            DatasetError(code: .malformed, action: "cannot read", path: file.path, reason: reason)
        }
        try JSONFile.checkStart(of: file)
        var scanner = Scanner(lists: lists)
        // A UTF-8 byte order mark is skipped.
        let mark = try file.read(count: 3, at: 0) == [0xEF, 0xBB, 0xBF] ? 3 : 0
        // `kept` is the text from `start` on: the bytes read so far of an entry that has not ended.
        var (start, kept): (Int, [UInt8]) = (mark, [])
        while true {
            let part = try file.read(count: 1 << 20, at: start + kept.count)
            if part.isEmpty { break }
            var position = start + kept.count
            kept += part
            let before = position
            var index = 0
            while true {
                index = scanner.nextOfWeight(in: part, from: index)
                guard index < part.count else { break }
                position = before + index
                if let (entry, range) = scanner.take(part[index], at: position) {
                    let bytes = Array(kept[range.lowerBound - start..<range.upperBound - start])
                    try JSONFile.check(bytes, at: range.lowerBound, of: file)
                    try body(entry, range.lowerBound, bytes)
                }
                index += 1
            }
            position = before + part.count
            guard !scanner.isWrong else { throw malformed("it is not a JSON object\(ForeignJSON.hint(kept))") }
            if let place = scanner.strayComma {
                throw malformed("line \(try file.line(at: place)): \(JSONReader.strayComma)")
            }
            let next = scanner.entryStart ?? position
            kept.removeFirst(next - start)
            start = next
        }
        guard scanner.isDone else { throw malformed("the JSON is cut short: its object does not end") }
    }

    /// The keys of an object whose values are lists, as far as the first bytes of its text show them.
    static func listKeys(ofStart bytes: [UInt8]) -> Set<String> {
        var scanner = Scanner(lists: [])
        for (position, byte) in bytes.enumerated() { _ = scanner.take(byte, at: position) }
        return scanner.listKeys
    }

    private struct Scanner {
        let lists: Set<String>
        /// The keys of the lists that have begun.
        private(set) var listKeys: Set<String> = []
        /// The start of the entry that has begun.
        private(set) var entryStart: Int?
        private(set) var isDone = false
        /// Whether the text is something other than one object.
        private(set) var isWrong = false
        /// The place where the object, or one of the lists, ends after a comma.
        private(set) var strayComma: Int?
        /// Whether nothing has come after the last comma of the object, or of such a list.
        private var isAfterComma = false
        /// The number of open brackets; an entry ends at the depth of its object or list.
        private var depth = 0
        private var entryDepth = 0
        private var isInString = false
        private var isEscaped = false
        private var expectsKey = true
        private var key: [UInt8] = []
        /// The list whose elements are being read.
        private var list: String?

        init(lists: Set<String>) {
            self.lists = lists
        }

        /// Takes the next byte; returns an entry that ends with this byte or before it.
        mutating func take(_ byte: UInt8, at position: Int) -> (Entry, Range<Int>)? {
            if isInString {
                takeInString(byte)
                return nil
            }
            switch byte {
            case UInt8(ascii: "\""):
                begin(at: position)
                isInString = true
                isAfterComma = false
                if depth == 1, expectsKey { key.removeAll(keepingCapacity: true) }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open(byte, at: position)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                return close(at: position)
            case UInt8(ascii: ","):
                let ended = depth == entryDepth ? end(at: position) : nil
                if depth == 1 { expectsKey = true }
                if depth == 1 || depth == 2 && list != nil { isAfterComma = true }
                return ended
            case UInt8(ascii: ":"):
                if depth == 1 { expectsKey = false }
            case 0x20, 0x0A, 0x0D, 0x09:
                break
            default:
                if depth == 0 { isWrong = true }
                begin(at: position)
                isAfterComma = false
            }
            return nil
        }

        /// The index of the next byte that `take` has to see; the end where there is none.
        ///
        /// Inside an entry only quotes and brackets matter, and inside a string its end: most of a file is neither, and
        /// is passed over sixteen bytes at a time.
        func nextOfWeight(in bytes: [UInt8], from start: Int) -> Int {
            let isInEntry = !isInString && entryStart != nil && depth > entryDepth
            let isInValue = isInString && !isEscaped && !(depth == 1 && expectsKey)
            guard isInEntry || isInValue else { return start }
            return bytes.withUnsafeBytes { bytes in
                var index = start
                let quote = SIMD16<UInt8>(repeating: UInt8(ascii: "\""))
                let escape = SIMD16<UInt8>(repeating: UInt8(ascii: "\\"))
                // With this bit `[` is `{` and `]` is `}`.
                let bit = SIMD16<UInt8>(repeating: 0x20)
                let (opening, closing) = (
                    SIMD16<UInt8>(repeating: UInt8(ascii: "{")), SIMD16<UInt8>(repeating: UInt8(ascii: "}"))
                )
                while index + 16 <= bytes.count {
                    let block = bytes.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
                    let marks =
                        isInEntry
                        ? (block .== quote) .| (block | bit .== opening) .| (block | bit .== closing)
                        : (block .== quote) .| (block .== escape)
                    if any(marks) { break }
                    index += 16
                }
                while index < bytes.count {
                    let byte = bytes[index]
                    let isOfWeight =
                        byte == UInt8(ascii: "\"")
                        || (isInEntry ? byte | 0x20 == 0x7B || byte | 0x20 == 0x7D : byte == UInt8(ascii: "\\"))
                    if isOfWeight { break }
                    index += 1
                }
                return index
            }
        }

        private mutating func takeInString(_ byte: UInt8) {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
                return
            }
            if depth == 1, expectsKey { key.append(byte) }
        }

        private mutating func open(_ bracket: UInt8, at position: Int) {
            if depth == 0, isDone || bracket != UInt8(ascii: "{") { isWrong = true }
            isAfterComma = false
            if depth == 1, !expectsKey, bracket == UInt8(ascii: "[") {
                let name = String(decoding: key, as: UTF8.self)
                listKeys.insert(name)
                list = lists.contains(name) ? name : nil
            }
            if list == nil || depth > 1 { begin(at: position) }
            depth += 1
        }

        private mutating func close(at position: Int) -> (Entry, Range<Int>)? {
            // A number or word at the end of its list or object ends before the bracket.
            let ended = depth == entryDepth ? end(at: position) : nil
            if isAfterComma, strayComma == nil { strayComma = position }
            depth -= 1
            if depth == 0 { isDone = true }
            if depth < 0 { isWrong = true }
            if depth == 1, list != nil {
                list = nil
                return ended
            }
            return ended ?? (depth == entryDepth ? end(at: position + 1) : nil)
        }

        private mutating func begin(at position: Int) {
            guard entryStart == nil, depth == 1 && !expectsKey || depth == 2 && list != nil else { return }
            entryStart = position
            entryDepth = depth
        }

        private mutating func end(at position: Int) -> (Entry, Range<Int>)? {
            guard let start = entryStart else { return nil }
            entryStart = nil
            return (list.map(Entry.element) ?? .member(String(decoding: key, as: UTF8.self)), start..<position)
        }
    }
}
