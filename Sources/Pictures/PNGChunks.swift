internal import CDeflate

/// A PNG file as it is written, chunk by chunk.
///
/// "Portable Network Graphics (PNG) Specification (Third Edition)", W3C 2025, section 5.
struct PNGChunks {
    /// What the samples of a pixel are, by PNG's own numbers.
    enum ColourType: UInt8 {
        case grey = 0
        case rgb = 2
        case palette = 3
        case rgba = 6
    }

    private(set) var bytes: [UInt8]

    /// Begins a file in the storage of `bytes`, which are then empty; `finish` returns it.
    init(takingOver bytes: inout [UInt8], width: Int, height: Int, depth: UInt8, _ type: ColourType) {
        self.bytes = []
        swap(&self.bytes, &bytes)
        self.bytes.removeAll(keepingCapacity: true)
        self.bytes.append(contentsOf: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        append("IHDR") { body in
            Self.append(UInt32(width), to: &body)
            Self.append(UInt32(height), to: &body)
            // Then the only compression and filter methods that exist, and no interlacing.
            body.append(contentsOf: [depth, type.rawValue, 0, 0, 0])
        }
    }

    /// A chunk: its length, name, body, and the checksum of the last two.
    mutating func append(_ name: String, _ body: (inout [UInt8]) -> Void) {
        let start = bytes.count
        Self.append(UInt32(0), to: &bytes)
        bytes.append(contentsOf: name.utf8)
        body(&bytes)
        let length = UInt32(bytes.count - start - 8)
        for byte in 0..<4 { bytes[start + byte] = UInt8(truncatingIfNeeded: length >> (24 - 8 * byte)) }
        let sum = bytes[(start + 4)...].withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }
        Self.append(sum, to: &bytes)
    }

    /// Ends the file.
    consuming func finish() -> [UInt8] {
        append("IEND") { _ in }
        return bytes
    }

    private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
        for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(shift))) }
    }
}
