/// A Huffman code, ready to be read: the next twelve bits give the symbol, or several at once.
///
/// `@unchecked Sendable`: the tables are written only before `init` returns.
final class HuffmanLookup: @unchecked Sendable {
    static let bits = 12
    /// In an entry of `several`: the number of bits.
    static let length: UInt16 = 31
    /// The block ends here.
    static let stop: UInt16 = 1 << 5
    /// Where the number of coefficients begins that the symbols stand for.
    static let advance: UInt16 = 6
    /// The entry is of more than one symbol.
    static let combined: UInt16 = 1 << 13

    let code: HuffmanCode
    /// By the next twelve bits: the length of the code, shifted left by 8, and the symbol; 0 for a longer code.
    let single: UnsafeMutablePointer<UInt16>
    /// By the next twelve bits: how far as many symbols of AC values go as fit in these bits with their values, and at
    /// least one of any length; 0 for a longer code.
    let several: UnsafeMutablePointer<UInt16>
    /// By the length of the code: the first sixteen bits from which a code is longer, and what leads from a code to the
    /// place of its symbol.
    private let longer: UnsafeMutablePointer<(limit: Int, place: Int)>
    private let symbols: UnsafeMutablePointer<UInt8>

    init(_ code: HuffmanCode) {
        self.code = code
        let count = 1 << HuffmanLookup.bits
        single = .allocate(capacity: count)
        single.initialize(repeating: 0, count: count)
        several = .allocate(capacity: count)
        several.initialize(repeating: 0, count: count)
        longer = .allocate(capacity: 17)
        longer.initialize(repeating: (0, 0), count: 17)
        symbols = .allocate(capacity: 257)
        symbols.initialize(repeating: 0, count: 257)
        for (place, symbol) in code.symbols.enumerated() { symbols[place] = symbol }

        var (first, place) = (0, 0)
        for length in 1...16 {
            let count = Int(code.counts[length - 1])
            for number in 0..<count where length <= HuffmanLookup.bits {
                let spare = HuffmanLookup.bits - length
                let entry = UInt16(length) << 8 | UInt16(symbols[place + number])
                for rest in 0..<(1 << spare) { single[(first + number) << spare | rest] = entry }
            }
            longer[length] = ((first + count) << (16 - length), place - first)
            (first, place) = ((first + count) << 1, place + count)
        }
        for bits in 0..<count { several[bits] = entry(of: bits) }
    }

    deinit {
        single.deallocate()
        several.deallocate()
        longer.deallocate()
        symbols.deallocate()
    }

    /// As many symbols of AC values as twelve bits hold.
    private func entry(of bits: Int) -> UInt16 {
        var (used, advance, count) = (0, 0, 0)
        while used < HuffmanLookup.bits {
            let rest = bits << used & (1 << HuffmanLookup.bits - 1)
            let symbol = Int(single[rest])
            let (length, run, size) = (symbol >> 8, symbol >> 4 & 15, symbol & 15)
            guard length > 0, count == 0 || used + length + size <= HuffmanLookup.bits else { break }
            let isEnd = symbol & 255 == 0
            used += length + size
            count += 1
            if !isEnd { advance += run + 1 }
            if isEnd || advance > 63 {
                return UInt16(used) | UInt16(advance) << HuffmanLookup.advance | (isEnd ? HuffmanLookup.stop : 0)
                    | (count > 1 ? HuffmanLookup.combined : 0)
            }
        }
        guard count > 0 else { return 0 }
        return UInt16(used) | UInt16(advance) << HuffmanLookup.advance | (count > 1 ? HuffmanLookup.combined : 0)
    }

    /// The symbol of a code that is longer than twelve bits.
    ///
    /// - Parameter bits: the next sixteen.
    /// - Returns: its length, shifted left by 8, and the symbol; 0 where the bits are no code.
    func long(_ bits: Int) -> Int {
        for length in (HuffmanLookup.bits + 1)...16 where bits < longer[length].limit {
            return length << 8 | Int(symbols[longer[length].place + (bits >> (16 - length))])
        }
        return 0
    }
}
