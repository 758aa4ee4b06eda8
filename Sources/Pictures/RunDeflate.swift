/// A zlib stream made from runs: for pictures that are mostly long stretches of one value.
///
/// A known run needs no search for matches, and its checksum has a closed form, so the cost is per run and not per
/// byte. Formats: P. Deutsch, "DEFLATE Compressed Data Format Specification version 1.3", RFC 1951 (1996), with the
/// fixed codes of section 3.2.6 in a single block; P. Deutsch and J.-L. Gailly, "ZLIB Compressed Data Format
/// Specification version 3.3", RFC 1950 (1996).
struct RunDeflate {
    private var bytes: [UInt8]
    /// The bits that do not fill a byte yet, the first the lowest.
    private var bits: UInt64 = 1 | 1 << 1  // the last block, with fixed codes
    private var bitCount: UInt64 = 3
    /// The two sums of Adler's checksum.
    private var low: UInt64 = 1
    private var high: UInt64 = 0

    /// Takes over `bytes`, which are then empty, and writes behind their content; `finish` returns them.
    init(takingOver bytes: inout [UInt8]) {
        self.bytes = []
        swap(&self.bytes, &bytes)
        // The header: Deflate with a window of 32 KB, made by the fastest method.
        self.bytes.append(contentsOf: [0x78, 0x01])
    }

    /// Appends a byte `count` times.
    mutating func append(_ byte: UInt8, count: Int) {
        guard count > 0 else { return }
        literal(byte)
        copy(count - 1, isPair: false) { $0.literal(byte) }
        sum(first: UInt64(byte), second: UInt64(byte), pairs: count / 2)
        if !count.isMultiple(of: 2) { sum(byte) }
    }

    /// Appends two bytes one after the other, `count` times.
    mutating func append(_ first: UInt8, _ second: UInt8, count: Int) {
        guard count > 0 else { return }
        literal(first)
        literal(second)
        copy(2 * (count - 1), isPair: true) {
            $0.literal(first)
            $0.literal(second)
        }
        sum(first: UInt64(first), second: UInt64(second), pairs: count)
    }

    /// Ends the stream and returns all bytes.
    consuming func finish() -> [UInt8] {
        write(0, 7)  // end of block
        if bitCount > 0 { write(0, 8 - bitCount % 8) }
        for shift in [8, 0] { bytes.append(UInt8(high >> shift & 0xFF)) }
        for shift in [8, 0] { bytes.append(UInt8(low >> shift & 0xFF)) }
        return bytes
    }

    // MARK: - Checksum

    private static let modulus: UInt64 = 65521

    private mutating func sum(_ byte: UInt8) {
        low = (low + UInt64(byte)) % Self.modulus
        high = (high + low) % Self.modulus
    }

    /// n pairs (p, q): the low sum grows by n (p + q), the high one by 2 n low + n (n − 1) (p + q) + n (2 p + q).
    private mutating func sum(first: UInt64, second: UInt64, pairs: Int) {
        var left = UInt64(pairs)
        while left > 0 {
            // The limit keeps n² (p + q) within 64 bits.
            let n = min(left, 1 << 24)
            high = (high + 2 * n * low + n * (n - 1) * (first + second) + n * (2 * first + second)) % Self.modulus
            low = (low + n * (first + second)) % Self.modulus
            left -= n
        }
    }

    // MARK: - Codes

    /// Repeats the last byte, or the last two, until `count` bytes are written; `rest` writes them once where they are
    /// too few for a copy.
    private mutating func copy(_ count: Int, isPair: Bool, rest: (inout RunDeflate) -> Void) {
        var left = count
        while left >= 3 {
            // Pairs are copied whole, so that the rest begins with a first byte.
            let length = isPair ? min(left & ~1, 258) : min(left, 258)
            let symbol = Self.symbols[length]
            write(symbol.code, symbol.count)
            // The distance code, 0 for one byte back and 1 for two, has five bits, the highest first.
            write(isPair ? 0b10000 : 0, 5)
            left -= length
        }
        while left > 0 {
            rest(&self)
            left -= isPair ? 2 : 1
        }
    }

    private mutating func literal(_ byte: UInt8) {
        if byte < 144 {
            write(Self.reversed(0x30 + UInt64(byte), 8), 8)
        } else {
            write(Self.reversed(0x190 + UInt64(byte) - 144, 9), 9)
        }
    }

    private mutating func write(_ code: UInt64, _ count: UInt64) {
        bits |= code << bitCount
        bitCount += count
        while bitCount >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: bits))
            bits >>= 8
            bitCount -= 8
        }
    }

    /// For each length of a copy from 3 to 258, its code with the extra bits behind.
    private static let symbols: [(code: UInt64, count: UInt64)] = {
        var symbols: [(code: UInt64, count: UInt64)] = [(0, 0), (0, 0), (0, 0)]
        for step in 0..<28 {
            // Eight lengths without extra bits, then four symbols for each number of them.
            let extra = step < 8 ? 0 : step / 4 - 1
            let symbol = 257 + step
            let (code, count): (UInt64, UInt64) =
                symbol < 280
                ? (reversed(UInt64(symbol - 256), 7), 7) : (reversed(0xC0 + UInt64(symbol - 280), 8), 8)
            for value in 0..<(1 << extra) {
                symbols.append((code | UInt64(value) << count, count + UInt64(extra)))
            }
        }
        // The longest length has a symbol of its own, which replaces the last value of the symbol before.
        symbols[258] = (reversed(0xC0 + 5, 8), 8)
        return symbols
    }()

    /// The bits in reverse: codes are written with their highest bit first, numbers with their lowest.
    private static func reversed(_ code: UInt64, _ count: Int) -> UInt64 {
        var code = code
        var result: UInt64 = 0
        for _ in 0..<count {
            result = result << 1 | code & 1
            code >>= 1
        }
        return result
    }
}
