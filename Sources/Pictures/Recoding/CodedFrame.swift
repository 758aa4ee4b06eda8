/// The header of a JPEG whose blocks can be taken over one by one: of one sequential scan, Huffman-coded, with 8-bit
/// samples of luma and two chroma components.
struct CodedFrame: Hashable, Sendable {
    var width = 0
    var height = 0
    /// The number of luma blocks of a unit across and down, each 1 or 2. The unit (T.81 calls it MCU) has one block of
    /// each chroma.
    var across = 1
    var down = 1
    /// The quantisation table of each component, by rows of the block.
    var quantisation: [[UInt16]] = []
    /// The Huffman codes of each component.
    var dc: [HuffmanCode] = []
    var ac: [HuffmanCode] = []
    /// The number of units between restart markers; 0 for none.
    var restartInterval = 0
    /// The file up to its first entropy-coded byte, without what does not concern the pixels.
    var header: [UInt8] = []
    /// The first entropy-coded byte of the file.
    var start = 0

    var unitWidth: Int { 8 * across }
    var unitHeight: Int { 8 * down }
    var unitsAcross: Int { (width + unitWidth - 1) / unitWidth }
    var unitsDown: Int { (height + unitHeight - 1) / unitHeight }
    var unitCount: Int { unitsAcross * unitsDown }
    var blocksPerUnit: Int { across * down + 2 }

    /// Reads a header.
    ///
    /// - Returns: nil for every other kind of JPEG, and for a damaged one.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 4, bytes[0] == 0xFF, bytes[1] == 0xD8 else { return nil }
        header = [0xFF, 0xD8]
        var place = 2
        var tables: [Int: [UInt16]] = [:]
        var codes: [UInt8: HuffmanCode] = [:]
        var components: [(id: UInt8, table: Int)] = []
        var isJFIF = false
        var transform: UInt8?
        segments: while true {
            guard place + 4 <= bytes.count, bytes[place] == 0xFF else { return nil }
            let marker = bytes[place + 1]
            let end = place + 2 + Int(bytes[place + 2]) << 8 + Int(bytes[place + 3])
            guard end >= place + 4, end <= bytes.count else { return nil }
            let body = UnsafeRawBufferPointer(rebasing: bytes[(place + 4)..<end])
            switch marker {
            case 0xC0, 0xC1:
                guard components.isEmpty, body.count == 15, body[0] == 8, body[5] == 3 else { return nil }
                height = Int(body[1]) << 8 | Int(body[2])
                width = Int(body[3]) << 8 | Int(body[4])
                (across, down) = (Int(body[7] >> 4), Int(body[7] & 15))
                guard width > 0, height > 0, (1...2).contains(across), (1...2).contains(down), body[10] == 0x11,
                    body[13] == 0x11
                else { return nil }
                components = [6, 9, 12].map { (body[$0], Int(body[$0 + 2])) }
            case 0xDB:
                guard body.count.isMultiple(of: 65) else { return nil }
                for table in stride(from: 0, to: body.count, by: 65) {
                    // Of 16 bits they are not those of a baseline file.
                    guard body[table] < 4 else { return nil }
                    var values = [UInt16](repeating: 0, count: 64)
                    for index in 0..<64 { values[JPEGHeader.zigzag[index]] = UInt16(body[table + 1 + index]) }
                    guard !values.contains(0) else { return nil }
                    tables[Int(body[table])] = values
                }
            case 0xC4:
                var at = 0
                while at < body.count {
                    guard at + 17 <= body.count, body[at] & 15 < 4, body[at] >> 4 < 2 else { return nil }
                    let counts = Array(body[(at + 1)..<(at + 17)])
                    let next = at + 17 + counts.reduce(0) { $0 + Int($1) }
                    guard next <= body.count,
                        let code = HuffmanCode(counts: counts, symbols: Array(body[(at + 17)..<next])),
                        body[at] >> 4 == 0 ? code.isOfDC : code.isOfAC
                    else { return nil }
                    codes[body[at]] = code
                    at = next
                }
            case 0xDD:
                guard body.count == 2 else { return nil }
                restartInterval = Int(body[0]) << 8 | Int(body[1])
            case 0xE0:
                if body.starts(with: "JFIF\0".utf8) { isJFIF = true }
            case 0xEE:
                if body.count >= 12, body.starts(with: "Adobe".utf8) { transform = body[11] }
            case 0xDA:
                guard components.count == 3, body.count == 10, body[0] == 3, body[7] == 0, body[8] == 63, body[9] == 0
                else { return nil }
                for (index, component) in components.enumerated() {
                    let chosen = body[2 + 2 * index]
                    guard body[1 + 2 * index] == component.id, let table = tables[component.table],
                        let dc = codes[chosen >> 4], let ac = codes[0x10 | chosen & 15]
                    else { return nil }
                    quantisation.append(table)
                    self.dc.append(dc)
                    self.ac.append(ac)
                }
            case 0xE1...0xEF, 0xFE:
                break
            default:
                return nil
            }
            switch marker {
            case 0xE1...0xED, 0xEF, 0xFE: break
            default: header += bytes[place..<end]
            }
            place = end
            if marker == 0xDA { break segments }
        }
        // As libjpeg tells YCbCr from RGB.
        guard isJFIF || (transform.map { $0 == 1 } ?? (components.map(\.id) == [1, 2, 3])) else { return nil }
        start = place
    }
}
