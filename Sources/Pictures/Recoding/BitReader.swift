/// Reads bits of an entropy-coded segment, the highest of each byte first. Stuffed bytes have been taken out.
///
/// It reads up to eight bytes beyond the bit that it stands at, and looks at no end: what calls it must.
struct BitReader {
    private let bytes: UnsafeRawPointer
    /// The bits that come next, from the highest on, and how many of them are valid.
    private(set) var window: UInt64 = 0
    private var have = 0
    private var next: Int

    init(_ bytes: UnsafeRawPointer, at bit: Int) {
        self.bytes = bytes
        next = bit >> 3
        refill()
        skip(bit & 7)
    }

    /// The bit that it stands at.
    var position: Int { next << 3 - have }

    /// Makes the next 56 bits valid, or more.
    @inline(__always)
    mutating func refill() {
        window |=
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: next, as: UInt64.self))
            &>> UInt64(truncatingIfNeeded: have)
        next &+= (63 &- have) &>> 3
        have |= 56
    }

    @inline(__always)
    mutating func skip(_ count: Int) {
        window &<<= UInt64(truncatingIfNeeded: count)
        have &-= count
    }

    /// The next bits as a number, 0 to 16 of them.
    @inline(__always)
    mutating func take(_ count: Int) -> Int {
        let value = Int(truncatingIfNeeded: (window &>> 1) &>> UInt64(truncatingIfNeeded: 63 &- count))
        skip(count)
        return value
    }

    /// A symbol; it takes 16 bits at most.
    ///
    /// - Returns: −1 where the bits are no code.
    @inline(__always)
    mutating func symbol(_ lookup: HuffmanLookup) -> Int {
        var entry = Int(lookup.single[Int(truncatingIfNeeded: window &>> UInt64(64 - HuffmanLookup.bits))])
        if entry == 0 {
            entry = lookup.long(Int(truncatingIfNeeded: window &>> 48))
            if entry == 0 { return -1 }
        }
        skip(entry >> 8)
        return entry & 255
    }

    /// The difference of a DC value from the one before. It takes 27 bits at most.
    ///
    /// - Returns: `Int.max` where the bits are no code.
    @inline(__always)
    mutating func difference(_ lookup: HuffmanLookup) -> Int {
        let size = symbol(lookup)
        if size < 0 { return .max }
        let bits = take(size)
        return bits &- (bits < (1 &<< size) &>> 1 ? 1 &<< size &- 1 : 0)
    }

    /// Goes over the AC values of a block.
    ///
    /// - Returns: whether they are there.
    @inline(__always)
    mutating func skipValues(_ lookup: HuffmanLookup) -> Bool {
        let several = lookup.several
        var coefficient = 1
        while true {
            refill()
            var entry = several[Int(truncatingIfNeeded: window &>> UInt64(64 - HuffmanLookup.bits))]
            var after = coefficient &+ Int(entry &>> HuffmanLookup.advance & 127)
            if entry == 0 || after > 63 || entry & HuffmanLookup.stop != 0 {
                if entry & HuffmanLookup.stop != 0, after <= 63 {
                    skip(Int(entry & HuffmanLookup.length))
                    return true
                }
                if entry != 0, entry & HuffmanLookup.stop == 0, after == 64 {
                    skip(Int(entry & HuffmanLookup.length))
                    return true
                }
                // The block may end between the symbols of the entry.
                let symbol = symbol(lookup)
                if symbol <= 0 { return symbol == 0 }
                skip(symbol & 15)
                coefficient += symbol >> 4 + 1
                if coefficient > 63 { return coefficient == 64 }
                continue
            }
            skip(Int(entry & HuffmanLookup.length))
            coefficient = after
            // What is left of the 56 bits is enough for another: one entry takes 26 at most.
            entry = several[Int(truncatingIfNeeded: window &>> UInt64(64 - HuffmanLookup.bits))]
            after = coefficient &+ Int(entry &>> HuffmanLookup.advance & 127)
            if entry == 0 || after > 63 || entry & HuffmanLookup.stop != 0 { continue }
            skip(Int(entry & HuffmanLookup.length))
            coefficient = after
        }
    }
}
