internal import Glibc

/// Writes bits, the highest of each byte first, and the entropy-coded segments of a JPEG made of them.
final class BitWriter {
    private var bytes: UnsafeMutableRawPointer
    private var capacity: Int
    /// The whole bytes that are written, and the bits behind them, from the highest on.
    private var count = 0
    private var rest: UInt64 = 0
    private var restCount = 0

    init() {
        capacity = 1 << 16
        bytes = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit { bytes.deallocate() }

    /// Makes room for some bits, so that `put` need not look for it.
    @inline(__always)
    func reserve(_ bits: Int) {
        let needed = count + (bits >> 3) + 32
        if needed > capacity { grow(needed) }
    }

    private func grow(_ needed: Int) {
        let larger = UnsafeMutableRawPointer.allocate(byteCount: max(needed, 2 * capacity), alignment: 16)
        larger.copyMemory(from: bytes, byteCount: count)
        bytes.deallocate()
        (bytes, capacity) = (larger, max(needed, 2 * capacity))
    }

    /// Appends the lowest `length` bits of a number whose others are 0: at most 32.
    @inline(__always)
    func put(_ bits: UInt64, _ length: Int) {
        rest |= bits &<< UInt64(truncatingIfNeeded: 64 &- restCount &- length)
        restCount &+= length
        bytes.storeBytes(of: rest.bigEndian, toByteOffset: count, as: UInt64.self)
        let whole = restCount &>> 3
        count &+= whole
        rest &<<= UInt64(truncatingIfNeeded: whole &* 8)
        restCount &-= whole &* 8
    }

    /// Appends bits of others. Behind them at least eight bytes can be read.
    func copy(_ source: UnsafeRawPointer, _ range: Range<Int>) {
        reserve(range.count)
        var reader = BitReader(source, at: range.lowerBound)
        var left = range.count
        // Up to a whole byte.
        let first = min(left, (8 - restCount) & 7)
        put(UInt64(reader.take(first)), first)
        left -= first
        var place = range.lowerBound + first
        if left >= 64, restCount == 0 {
            let phase = UInt64(place & 7)
            var from = source + (place >> 3)
            var to = bytes + count
            let words = left >> 6
            if phase == 0 {
                memcpy(to, from, words * 8)
            } else {
                for _ in 0..<words {
                    let high = UInt64(bigEndian: from.loadUnaligned(as: UInt64.self)) &<< phase
                    let low = UInt64(from.load(fromByteOffset: 8, as: UInt8.self)) &>> (8 &- phase)
                    to.storeBytes(of: (high | low).bigEndian, as: UInt64.self)
                    from += 8
                    to += 8
                }
            }
            count += words * 8
            rest = 0
            left -= words * 64
            place += words * 64
        }
        reader = BitReader(source, at: place)
        while left > 0 {
            reader.refill()
            let length = min(left, 16)
            put(UInt64(reader.take(length)), length)
            left -= length
        }
    }

    /// Fills the last byte with ones, appends all bytes to a file with a zero behind each 255, and begins anew.
    func finishSegment(into file: inout [UInt8]) {
        if restCount > 0 {
            reserve(8)
            put((1 << UInt64(8 - restCount)) - 1, 8 - restCount)
        }
        file.reserveCapacity(file.count + count + count / 128 + 64)
        var place = 0
        while place < count {
            let end = memchr(bytes + place, 0xFF, count - place).map {
                UnsafeRawPointer($0) - UnsafeRawPointer(bytes) + 1
            }
            let piece = UnsafeRawBufferPointer(start: bytes + place, count: (end ?? count) - place)
            file.append(contentsOf: piece)
            if end != nil { file.append(0) }
            place += piece.count
        }
        discard()
    }

    /// Begins anew.
    func discard() { (count, rest, restCount) = (0, 0, 0) }
}
