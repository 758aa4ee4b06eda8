/// The directories of a TIFF block, as EXIF has them. Every read stays within the block.
struct TIFFBlock {
    private let bytes: ArraySlice<UInt8>
    private let isLittle: Bool

    /// Nil for bytes that begin with no byte order of TIFF's; `Exif` and two zeros may stand before it.
    init?(_ whole: [UInt8]) {
        let lead: [UInt8] = [0x45, 0x78, 0x69, 0x66, 0, 0]
        bytes = whole.starts(with: lead) ? whole[lead.count...] : whole[...]
        guard bytes.count >= 8 else { return nil }
        isLittle = bytes.starts(with: [0x49, 0x49])
        guard isLittle || bytes.starts(with: [0x4D, 0x4D]), number(at: 2, bytes: 2) == 42 else { return nil }
    }

    /// The place of the first directory.
    var first: Int? { number(at: 4, bytes: 4) }

    /// The whole number of a tag that holds one SHORT or LONG, in the directory at a place.
    func whole(_ tag: Int, in directory: Int) -> Int? {
        guard let entry = entry(tag, in: directory), entry.count == 1,
            let width = [3: 2, 4: 4][entry.type]
        else { return nil }
        return number(at: entry.value, bytes: width)
    }

    /// The text of a tag, without the zeros and blanks at its end.
    func text(_ tag: Int, in directory: Int) -> String? {
        guard let entry = entry(tag, in: directory), entry.type == 2, entry.count <= 64,
            let place = entry.count > 4 ? number(at: entry.value, bytes: 4) : entry.value,
            let part = part(at: place, bytes: entry.count)
        else { return nil }
        var text = part[...]
        while let last = text.last, last == 0 || last == 0x20 { text.removeLast() }
        return text.allSatisfy { $0 < 0x80 } ? String(decoding: text, as: UTF8.self) : nil
    }

    /// The numbers of a tag that holds `count` RATIONALs.
    func rationals(_ tag: Int, _ count: Int, in directory: Int) -> [Double]? {
        guard let parts = fractions(tag, count, in: directory), parts.allSatisfy({ $0.1 > 0 }) else { return nil }
        return parts.map { Double($0.0) / Double($0.1) }
    }

    /// The same as numerators and denominators, which may be 0.
    func fractions(_ tag: Int, _ count: Int, in directory: Int) -> [(Int, Int)]? {
        guard let entry = entry(tag, in: directory), entry.type == 5, entry.count == count,
            let place = number(at: entry.value, bytes: 4)
        else { return nil }
        var values: [(Int, Int)] = []
        for index in 0..<count {
            guard let above = number(at: place + index * 8, bytes: 4),
                let below = number(at: place + index * 8 + 4, bytes: 4)
            else { return nil }
            values.append((above, below))
        }
        return values
    }

    private func entry(_ tag: Int, in directory: Int) -> (type: Int, count: Int, value: Int)? {
        guard let count = number(at: directory, bytes: 2) else { return nil }
        for index in 0..<count {
            let place = directory + 2 + index * 12
            guard let name = number(at: place, bytes: 2) else { return nil }
            guard name == tag else { continue }
            guard let type = number(at: place + 2, bytes: 2), let count = number(at: place + 4, bytes: 4) else {
                return nil
            }
            return (type, count, place + 8)
        }
        return nil
    }

    private func number(at offset: Int, bytes count: Int) -> Int? {
        guard let digits = part(at: offset, bytes: count) else { return nil }
        return (isLittle ? Array(digits.reversed()) : Array(digits)).reduce(0) { $0 << 8 | Int($1) }
    }

    private func part(at offset: Int, bytes count: Int) -> ArraySlice<UInt8>? {
        guard offset >= 0, offset <= bytes.count - count else { return nil }
        return bytes[(bytes.startIndex + offset)..<(bytes.startIndex + offset + count)]
    }
}
