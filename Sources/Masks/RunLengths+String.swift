/// COCO's compressed string, as pycocotools writes it into `segmentation.counts`.
///
/// From the fourth count on, each is stored as its difference from the one two before. A number is cut into groups of
/// five bits, lowest first, until only the sign is left; each group is one character, 48 + the group, + 32 when more
/// follow. (The format is defined by `rleToString` in cocodataset/cocoapi `common/maskApi.c`.)
extension RunLengths {
    package var compressed: String {
        var characters: [UInt8] = []
        characters.reserveCapacity(counts.count * 2)
        for (i, count) in counts.enumerated() {
            var rest = Int(count) - (i > 2 ? Int(counts[i - 2]) : 0)
            while true {
                let group = UInt8(rest & 31)
                rest >>= 5
                // The fifth bit of the last group is the sign: the number ends once the rest only repeats it.
                guard rest == (group & 16 == 0 ? 0 : -1) else {
                    characters.append(48 + 32 + group)
                    continue
                }
                characters.append(48 + group)
                break
            }
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// Why a string is not the run lengths of a mask of the given size.
    package enum DecodingError: Error, Hashable, CustomStringConvertible {
        /// The size is negative, or above 2³² − 1 pixels.
        case size(width: Int, height: Int)
        /// A character that the format does not use, and its offset in bytes.
        case character(offset: Int)
        /// The string ends in the middle of a number.
        case truncated
        /// The count at this index is negative or above 2³² − 1.
        case count(index: Int)
        /// The counts do not add up to the number of pixels.
        case total(expected: Int, found: Int)

        package var description: String {
            switch self {
            case .size(let width, let height): "a mask of \(width) × \(height) pixels can't be run-length encoded"
            case .character(let offset): "character \(offset + 1) of the run lengths isn't one that they can contain"
            case .truncated: "the run lengths end in the middle of a number"
            case .count(let index): "run length \(index + 1) is negative or too large"
            case .total(let expected, let found):
                "the run lengths cover \(found) pixels, but the image has \(expected)"
            }
        }
    }

    /// Reads any string that pycocotools reads, and refuses strings on which it would read or write out of bounds. Runs
    /// of length 0 in the middle, which pycocotools tolerates, are joined away.
    package init(compressed: String, width: Int, height: Int) throws(DecodingError) {
        let counts = try Self.numbers(compressed)
        try self.init(counts: counts, width: width, height: height)
    }

    /// Reads the uncompressed list of counts that COCO's crowd annotations have; as strict as
    /// `init(compressed:width:height:)`.
    package init(counts: [UInt32], width: Int, height: Int) throws(DecodingError) {
        let (size, overflow) = width.multipliedReportingOverflow(by: height)
        guard width >= 0, height >= 0, !overflow, size <= Int(UInt32.max) else {
            throw .size(width: width, height: height)
        }
        var runs: [Range<Int>] = []
        var position = 0
        for (i, count) in counts.enumerated() {
            if i % 2 == 1, count > 0 { runs.append(position..<position + Int(count)) }
            position += Int(count)
        }
        guard position == size else { throw .total(expected: size, found: position) }
        self.init(width: width, height: height, runs: runs)
    }

    private static func numbers(_ text: String) throws(DecodingError) -> [UInt32] {
        var counts: [UInt32] = []
        var (value, shift) = (0, 0)
        for (offset, character) in text.utf8.enumerated() {
            guard (48..<112).contains(character) else { throw .character(offset: offset) }
            // Seven groups hold 35 bits: more than the difference of two counts ever needs.
            guard shift < 35 else { throw .count(index: counts.count) }
            let bits = Int(character) - 48
            value |= (bits & 31) << shift
            shift += 5
            guard bits & 32 == 0 else { continue }
            if bits & 16 != 0 { value |= -1 << shift }
            if counts.count > 2 { value += Int(counts[counts.count - 2]) }
            guard let count = UInt32(exactly: value) else { throw .count(index: counts.count) }
            counts.append(count)
            (value, shift) = (0, 0)
        }
        guard shift == 0 else { throw .truncated }
        return counts
    }
}
