/// A TIFF of one strip that states whatever a test wants it to.
struct TIFFFile {
    var width = 2
    var height = 1
    /// Bits of one sample.
    var bits = 8
    var samples = 3
    /// TIFF's number: 1 black is zero, 2 RGB, 5 CMYK, 6 YCbCr, 8 CIELab.
    var photometric = 2
    /// TIFF's numbers: 0 unspecified, 1 associated alpha, 2 alpha. No tag where nil.
    var extraSamples: [Int]?
    /// 1 whole numbers, 2 with a sign, 3 floats, 6 complex.
    var sampleFormat = 1
    /// With 64-bit places, as BigTIFF has them.
    var isBig = false
    var pixels: [UInt8]

    var bytes: [UInt8] {
        var file: [UInt8] = isBig ? [0x49, 0x49, 43, 0, 8, 0, 0, 0] : [0x49, 0x49, 42, 0]
        func number(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 255) } }
        let wide = isBig ? 8 : 4
        let start = file.count + wide
        // The pixels, the lists that do not fit an entry, the directory.
        var body = pixels + (pixels.count.isMultiple(of: 2) ? [] : [0])
        var entries: [(tag: Int, kind: Int, values: [Int])] = [
            (256, 4, [width]), (257, 4, [height]), (258, 3, Array(repeating: bits, count: samples)), (259, 3, [1]),
            (262, 3, [photometric]), (273, 4, [start]), (277, 3, [samples]), (278, 4, [height]),
            (279, 4, [pixels.count]), (339, 3, Array(repeating: sampleFormat, count: samples)),
        ]
        // Chroma as fine as the rest.
        if photometric == 6 { entries.append((530, 3, [1, 1])) }
        if let extraSamples { entries.append((338, 3, extraSamples)) }
        entries.sort { $0.tag < $1.tag }
        var directory = number(entries.count, isBig ? 8 : 2)
        for entry in entries {
            var value = entry.values.flatMap { number($0, entry.kind == 3 ? 2 : 4) }
            if value.count > wide {
                let place = start + body.count
                body += value
                value = number(place, wide)
            }
            directory += number(entry.tag, 2) + number(entry.kind, 2) + number(entry.values.count, wide)
            directory += value + Array(repeating: 0, count: wide - value.count)
        }
        file += number(start + body.count, wide)
        return file + body + directory + number(0, wide)
    }
}

extension TIFFFile {
    static func floats(_ values: [Float]) -> [UInt8] {
        values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } }
    }

    static func words(_ values: [UInt16]) -> [UInt8] {
        values.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    }
}
