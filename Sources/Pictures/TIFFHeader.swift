/// The facts about samples in the first directory of a TIFF that libvips does not pass on.
///
/// Format: "TIFF Revision 6.0", Adobe 1992, sections 2 and 8, and “ExtraSamples” of section 18; BigTIFF, with wider
/// numbers, follows https://www.awaresystems.be/imaging/tiff/bigtiff.html.
struct TIFFHeader {
    /// The meaning of a sample beyond the colours of a pixel.
    enum ExtraSample: Equatable {
        /// The meaning is not stated: near infrared, a selection, anything.
        case unspecified
        /// Alpha that the colours are already multiplied by.
        case associatedAlpha
        case alpha
    }

    /// The number of the tag PhotometricInterpretation: 2 is RGB, 6 YCbCr.
    private(set) var photometric: Int?
    /// The number of the tag Compression: 6 and 7 are JPEG.
    private(set) var compression: Int?
    /// One entry for each sample beyond the colours; nil where the tag is missing.
    private(set) var extraSamples: [ExtraSample]?

    private enum Tag {
        static let compression = 259
        static let photometric = 262
        static let extraSamples = 338
    }

    /// - Parameter read: returns this many bytes from a place of the file, nil where the file ends before.
    ///
    /// Nil where the directory is cut off or of no known form: libtiff then reports the fault.
    init?(_ read: (_ place: Int, _ count: Int) -> [UInt8]?) {
        guard let start = read(0, 8) else { return nil }
        let isLittle = start[0] == 0x49
        let isBig = start[isLittle ? 2 : 3] == 43
        /// Nil for a number that no place or count in a file can have.
        func number(_ bytes: some Sequence<UInt8>) -> Int? {
            let bytes = Array(bytes)
            let value = (isLittle ? bytes.reversed() : bytes).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return Int(exactly: value)
        }
        func number(at place: Int, bytes count: Int) -> Int? {
            read(place, count).flatMap { number($0) }
        }
        let (countSize, entrySize, valueSize) = isBig ? (8, 20, 8) : (2, 12, 4)
        guard let directory = number(at: isBig ? 8 : 4, bytes: isBig ? 8 : 4),
            let count = number(at: directory, bytes: countSize), count <= 4096,
            let entries = read(directory + countSize, count * entrySize)
        else { return nil }
        for entry in 0..<count {
            let bytes = entries[entry * entrySize..<(entry + 1) * entrySize]
            let tag = number(bytes.prefix(2))
            let value = bytes.suffix(valueSize)
            // All three hold numbers of two bytes.
            guard let tag, [Tag.compression, Tag.photometric, Tag.extraSamples].contains(tag),
                number(bytes.dropFirst(2).prefix(2)) == 3,
                let values = number(bytes.dropFirst(4).dropLast(valueSize)), values <= 4096
            else { continue }
            let stored = values * 2 <= valueSize ? Array(value) : number(value).flatMap { read($0, values * 2) }
            guard let stored else { return nil }
            let numbers = (0..<values).compactMap { number(stored[$0 * 2..<$0 * 2 + 2]) }
            switch tag {
            case Tag.compression: compression = numbers.first
            case Tag.photometric: photometric = numbers.first
            default: extraSamples = numbers.map { $0 == 1 ? .associatedAlpha : $0 == 2 ? .alpha : .unspecified }
            }
        }
    }

    /// Reads a whole file.
    init?(_ file: FileBytes) {
        self.init { place, count in
            guard place >= 0, count >= 0, place <= file.count, count <= file.count - place else { return nil }
            return Array(file.buffer[place..<place + count])
        }
    }

    /// Reads a file, and no more of it than needed.
    init?(path: String) {
        self.init { place, count in
            guard let part = try? FileBytes(path: path, from: place, limit: count), part.count == count else {
                return nil
            }
            return Array(part.buffer)
        }
    }
}
