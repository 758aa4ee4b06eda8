internal import Glibc

/// A JPEG in memory whose units can be taken over one by one, as they are coded: it is known at which bit each begins.
///
/// `@unchecked Sendable`: written only before `init` returns, only read after.
package final class CodedJPEG: @unchecked Sendable {
    let frame: CodedFrame
    /// The entropy-coded bytes, without stuffed ones and markers.
    let bits: UnsafeMutableRawPointer
    private let byteCount: Int
    /// The bit at which each unit begins, and that behind the last.
    private let starts: UnsafeMutablePointer<UInt32>
    /// The bit behind the last unit of each restart interval.
    private let ends: UnsafeMutablePointer<UInt32>
    /// The DC values before each unit, from which its own are told, and those behind the last.
    let before: UnsafeMutablePointer<SIMD4<Int32>>
    let dc: [HuffmanLookup]
    let ac: [HuffmanLookup]

    /// Zeros behind the bytes: more than the bits of any unit, so that a reader need look for the end only between units.
    private static let margin = 4096

    /// Whether the picture is of that size in pixels.
    package func has(_ width: Int, _ height: Int) -> Bool { frame.width == width && frame.height == height }

    /// About how much memory it takes, in bytes.
    package var memory: Int { byteCount + frame.unitCount * 20 + CodedJPEG.margin }

    /// Looks for the units of a file.
    ///
    /// - Returns: nil for a kind of JPEG whose units cannot be told apart like this (progressive, arithmetic, grey, CMYK,
    ///   12 bits, several scans), and for one that is damaged.
    package static func reading(_ file: [UInt8]) -> CodedJPEG? { file.withUnsafeBytes(CodedJPEG.init) }

    init?(_ file: UnsafeRawBufferPointer) {
        guard let frame = CodedFrame(file) else { return nil }
        let size = file.count - frame.start
        let count = frame.unitCount
        let interval = frame.restartInterval > 0 ? frame.restartInterval : count
        let intervals = (count + interval - 1) / interval
        // A unit takes six bits at least; a damaged header may ask for many more than there are.
        guard size < 1 << 28, count <= size * 8 else { return nil }
        self.frame = frame
        bits = .allocate(byteCount: size + CodedJPEG.margin, alignment: 16)
        starts = .allocate(capacity: count + 1)
        starts.initialize(repeating: 0, count: count + 1)
        ends = .allocate(capacity: intervals)
        ends.initialize(repeating: 0, count: intervals)
        before = .allocate(capacity: count + 1)
        before.initialize(repeating: .zero, count: count + 1)
        dc = CodedJPEG.lookups(frame.dc)
        ac = CodedJPEG.lookups(frame.ac)
        guard let segments = CodedJPEG.takeBytes(of: file, from: frame.start, intervals: intervals, into: bits) else {
            byteCount = 0
            return nil
        }
        byteCount = segments[intervals]
        memset(bits + byteCount, 0, CodedJPEG.margin)
        guard findUnits(segments, interval: interval) else { return nil }
    }

    deinit {
        bits.deallocate()
        starts.deallocate()
        ends.deallocate()
        before.deallocate()
    }

    /// The bits of some units that follow each other within a restart interval.
    func range(of units: Range<Int>) -> Range<Int> {
        let interval = frame.restartInterval > 0 ? frame.restartInterval : frame.unitCount
        let isLast = units.upperBound.isMultiple(of: interval) || units.upperBound == frame.unitCount
        return Int(
            starts[units.lowerBound])..<Int(isLast ? ends[(units.upperBound - 1) / interval] : starts[units.upperBound])
    }

    /// The DC values behind some units, which follow each other within a restart interval.
    func before(unitAfter units: Range<Int>) -> SIMD4<Int32> { before[units.upperBound] }

    /// Lookups of codes, each made once.
    private static func lookups(_ codes: [HuffmanCode]) -> [HuffmanLookup] {
        var made: [HuffmanLookup] = standard
        return codes.map { code in
            if let known = made.first(where: { $0.code == code }) { return known }
            let lookup = HuffmanLookup(code)
            made.append(lookup)
            return lookup
        }
    }

    private static let standard = (HuffmanCode.standard.dc + HuffmanCode.standard.ac).map(HuffmanLookup.init)

    /// Copies the entropy-coded bytes of the only scan, without stuffed ones and markers.
    ///
    /// - Returns: where each restart interval begins, and the number of bytes; nil where the markers are not those of a
    ///   whole file.
    private static func takeBytes(
        of file: UnsafeRawBufferPointer, from start: Int, intervals: Int, into bytes: UnsafeMutableRawPointer
    ) -> [Int]? {
        guard let base = file.baseAddress else { return nil }
        var segments = [0]
        segments.reserveCapacity(intervals + 1)
        var (place, count) = (start, 0)
        while place < file.count, let found = memchr(base + place, 0xFF, file.count - place) {
            let marker = UnsafeRawPointer(found) - base
            memcpy(bytes + count, base + place, marker - place)
            count += marker - place
            place = marker + 1
            while place < file.count, file[place] == 0xFF { place += 1 }
            guard place < file.count else { return nil }
            switch file[place] {
            case 0x00:
                // Filling before a stuffed byte is not allowed.
                guard place == marker + 1 else { return nil }
                bytes.storeBytes(of: 0xFF, toByteOffset: count, as: UInt8.self)
                count += 1
            case 0xD0...0xD7:
                guard segments.count < intervals, Int(file[place] & 7) == (segments.count - 1) & 7 else { return nil }
                segments.append(count)
            case 0xD9:
                guard segments.count == intervals else { return nil }
                return segments + [count]
            default:
                return nil
            }
            place += 1
        }
        return nil
    }

    /// - Parameter segments: where each restart interval begins, and the number of bytes.
    /// - Returns: false where the bits are not those of the units.
    private func findUnits(_ segments: [Int], interval: Int) -> Bool {
        let luma = frame.across * frame.down
        let (dcLuma, acLuma) = (dc[0], ac[0])
        let (dcBlue, acBlue) = (dc[1], ac[1])
        let (dcRed, acRed) = (dc[2], ac[2])
        let count = frame.unitCount
        for segment in 0..<(segments.count - 1) {
            var reader = BitReader(bits, at: segments[segment] * 8)
            let end = segments[segment + 1] * 8
            var values = SIMD4<Int32>.zero
            for unit in (segment * interval)..<min(count, (segment + 1) * interval) {
                starts[unit] = UInt32(truncatingIfNeeded: reader.position)
                before[unit] = values
                var isWhole = true
                for _ in 0..<luma {
                    isWhole = reader.skipBlock(dcLuma, acLuma, &values.x) && isWhole
                }
                isWhole = reader.skipBlock(dcBlue, acBlue, &values.y) && isWhole
                isWhole = reader.skipBlock(dcRed, acRed, &values.z) && isWhole
                guard isWhole, reader.position <= end, CodedJPEG.isValue(values) else { return false }
            }
            // Less than a byte is left.
            guard end - reader.position < 8 else { return false }
            ends[segment] = UInt32(truncatingIfNeeded: reader.position)
            if segment == segments.count - 2 {
                starts[count] = UInt32(truncatingIfNeeded: reader.position)
                before[count] = values
            }
        }
        return true
    }

    /// Whether DC values lie within what 8-bit samples give.
    private static func isValue(_ values: SIMD4<Int32>) -> Bool {
        all(values .>= SIMD4(repeating: -2048)) && all(values .<= SIMD4(repeating: 2047))
    }
}

extension BitReader {
    /// Goes over a block.
    ///
    /// - Parameter value: the DC value of the component's block before; it becomes that of this one.
    /// - Returns: whether the block is there.
    @inline(__always)
    fileprivate mutating func skipBlock(_ dc: HuffmanLookup, _ ac: HuffmanLookup, _ value: inout Int32) -> Bool {
        refill()
        let difference = difference(dc)
        guard difference != .max else { return false }
        value &+= Int32(truncatingIfNeeded: difference)
        return skipValues(ac)
    }
}
