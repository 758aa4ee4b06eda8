/// An entropy-coded segment put together of units of other files, as they are coded there.
struct BlockSplice {
    let writer: BitWriter
    /// The codes of the three components.
    let dc: [HuffmanCode]
    let ac: [HuffmanCode]
    /// The same by symbol: of each component first those of DC values, then those of AC values, 256 each.
    private let codes: [UInt32]
    private var values = SIMD4<Int32>.zero

    /// - Parameters:
    ///   - dc: the codes of the three components' DC values.
    ///   - ac: those of their AC values.
    init(_ writer: BitWriter, dc: [HuffmanCode], ac: [HuffmanCode]) {
        (self.writer, self.dc, self.ac) = (writer, dc, ac)
        codes = zip(dc, ac).flatMap { $0.codes + $1.codes }
    }

    /// Appends units of a file that follow each other within a restart interval.
    ///
    /// A DC value is coded as the difference from the one before, so it is coded anew where another unit stands before
    /// than in the file. Where the codes are the same, all other bits stay.
    ///
    /// - Returns: false where the codes lack a symbol.
    mutating func append(_ source: CodedJPEG, _ units: Range<Int>) -> Bool {
        let lead = source.before[units.lowerBound] &- values
        let bits = source.range(of: units)
        values = source.before(unitAfter: units)
        var reader = BitReader(source.bits, at: bits.lowerBound)
        guard source.frame.dc == dc, source.frame.ac == ac else {
            return recode(source, units, from: &reader, lead)
        }
        guard lead != .zero else {
            writer.copy(source.bits, bits)
            return true
        }
        guard move(source, by: lead, &reader) else { return false }
        writer.copy(source.bits, reader.position..<bits.upperBound)
        return true
    }

    /// Ends a restart interval.
    mutating func finish(into file: inout [UInt8]) {
        writer.finishSegment(into: &file)
        values = .zero
    }

    /// Copies a unit whose first difference of each component is another.
    private func move(_ source: CodedJPEG, by lead: SIMD4<Int32>, _ reader: inout BitReader) -> Bool {
        let luma = source.frame.across * source.frame.down
        for block in 0..<(luma + 2) {
            let component = max(0, block - luma + 1)
            reader.refill()
            let start = reader.position
            let difference = reader.difference(source.dc[component])
            let isFirst = block == 0 || component > 0
            if isFirst, lead[component] != 0 {
                writer.reserve(32)
                let isCoded = codes.withUnsafeBufferPointer { codes in
                    codes.baseAddress.map { put(difference + Int(lead[component]), $0 + 512 * component) } ?? false
                }
                guard isCoded else { return false }
            } else {
                writer.copy(source.bits, start..<reader.position)
            }
            let values = reader.position
            guard reader.skipValues(source.ac[component]) else { return false }
            writer.copy(source.bits, values..<reader.position)
        }
        return true
    }

    /// Writes units in other codes.
    private func recode(
        _ source: CodedJPEG, _ units: Range<Int>, from reader: inout BitReader, _ lead: SIMD4<Int32>
    ) -> Bool {
        let luma = source.frame.across * source.frame.down
        let (lumaDC, lumaAC) = (source.dc[0], source.ac[0])
        let (blueDC, blueAC) = (source.dc[1], source.ac[1])
        let (redDC, redAC) = (source.dc[2], source.ac[2])
        return codes.withUnsafeBufferPointer { codes in
            guard let codes = codes.baseAddress else { return false }
            var lead = lead
            for _ in units {
                var isWhole = true
                for _ in 0..<luma {
                    isWhole = recodeBlock(lumaDC, lumaAC, codes, lead.x, &reader) && isWhole
                    lead.x = 0
                }
                isWhole = recodeBlock(blueDC, blueAC, codes + 512, lead.y, &reader) && isWhole
                isWhole = recodeBlock(redDC, redAC, codes + 1024, lead.z, &reader) && isWhole
                (lead.y, lead.z) = (0, 0)
                guard isWhole else { return false }
            }
            return true
        }
    }

    /// - Parameter codes: of DC values and of AC values, 256 each.
    @inline(__always)
    private func recodeBlock(
        _ dc: HuffmanLookup, _ ac: HuffmanLookup, _ codes: UnsafePointer<UInt32>, _ lead: Int32,
        _ reader: inout BitReader
    ) -> Bool {
        // More than the bits of a block.
        writer.reserve(64 * 32)
        reader.refill()
        let difference = reader.difference(dc)
        guard difference != .max, put(difference &+ Int(lead), codes) else { return false }
        var coefficient = 1
        while coefficient < 64 {
            reader.refill()
            let symbol = reader.symbol(ac)
            guard symbol >= 0 else { return false }
            let code = codes[256 &+ symbol]
            guard code > 0 else { return false }
            let size = symbol & 15
            let value = reader.take(size)
            writer.put(
                UInt64(code & 0xFFFF) &<< UInt64(truncatingIfNeeded: size) | UInt64(truncatingIfNeeded: value),
                Int(code &>> 16) &+ size)
            if symbol == 0 { return true }
            coefficient &+= symbol &>> 4 &+ 1
        }
        return coefficient == 64
    }

    /// Writes the difference of a DC value.
    ///
    /// - Parameter codes: of DC values, by size.
    @inline(__always)
    private func put(_ difference: Int, _ codes: UnsafePointer<UInt32>) -> Bool {
        let size = Int.bitWidth &- difference.magnitude.leadingZeroBitCount
        guard size <= 11, codes[size] > 0 else { return false }
        let bits = difference &+ (difference < 0 ? 1 &<< size &- 1 : 0)
        writer.put(
            UInt64(codes[size] & 0xFFFF) &<< UInt64(truncatingIfNeeded: size) | UInt64(truncatingIfNeeded: bits),
            Int(codes[size] &>> 16) &+ size)
        return true
    }
}
