/// The part of a JPEG before its first scan.
///
/// The markers follow ITU-T T.81 (1992), annex B; Adobe's colour transform its technical note 5116 (1992); ICC profiles
/// in parts ICC.1:2022, annex B.4.
struct JPEGHeader: Equatable, Sendable {
    enum Colour: Sendable {
        case grey, colour, cmyk
    }

    enum Failure: Error {
        /// The bytes end before the first scan.
        case cutOff
        case damaged(String)
    }

    var width = 0
    var height = 0
    /// The number of bits of a sample.
    var precision = 0
    var colour = Colour.colour
    /// Nil for layouts that we do not write, and where there is no chroma.
    var subsampling: ChromaSubsampling?
    /// The distance in pixels to which the coding may carry a trace of a pixel: a block, times the sampling factor of
    /// the coarsest component, and one more where a decoder blends between its samples.
    var reach = 8
    var exif = Exif()
    /// The embedded ICC profile.
    var profile: [UInt8]?
    /// The quantisation table of each component, by rows of the block; empty where the header lacks one.
    var quantisation: [[UInt16]] = []

    init(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        var place = 2
        var parts: [(number: UInt8, bytes: ArraySlice<UInt8>)] = []
        var hasFrame = false
        var tables: [Int: [UInt16]] = [:]
        var tableOfComponent: [Int] = []

        func byte(_ offset: Int) throws(Failure) -> Int {
            guard offset < bytes.count else { throw .cutOff }
            return Int(bytes[offset])
        }
        func word(_ offset: Int) throws(Failure) -> Int {
            try byte(offset) << 8 | byte(offset + 1)
        }

        scan: while true {
            // Moves to the next marker, over fill bytes and stray ones.
            while try byte(place) != 0xFF { place += 1 }
            while try byte(place) == 0xFF { place += 1 }
            let marker = try byte(place)
            place += 1
            switch marker {
            case 0x00, 0x01, 0xD0...0xD8:
                continue
            case 0xD9:
                throw .damaged("ends before its first row")
            case 0xDA:
                break scan
            default:
                break
            }
            let length = try word(place)
            guard length >= 2 else { throw .damaged("has a marker of an impossible length") }
            let body = place + 2
            place += length
            guard place <= bytes.count else { throw .cutOff }

            switch marker {
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                guard !hasFrame, length >= 8 else { throw .damaged("has a broken frame header") }
                hasFrame = true
                precision = try byte(body)
                height = try word(body + 1)
                width = try word(body + 3)
                let count = try byte(body + 5)
                guard width > 0, height > 0 else { throw .damaged("has no size in its header") }
                guard length >= 8 + 3 * count else { throw .damaged("has a broken frame header") }
                var factors: [Int] = []
                for component in 0..<count {
                    factors.append(try byte(body + 7 + 3 * component))
                    tableOfComponent.append(try byte(body + 8 + 3 * component))
                }
                switch count {
                case 1: colour = .grey
                case 3: colour = .colour
                case 4: colour = .cmyk
                default: throw .damaged("has \(count) colour components")
                }
                let across = factors.map { max(1, $0 >> 4) }
                let down = factors.map { max(1, $0 & 15) }
                let coarsest =
                    zip(across, down).map { own in
                        max((across.max() ?? 1) / own.0, (down.max() ?? 1) / own.1)
                    }.max() ?? 1
                reach = coarsest > 1 ? 8 * coarsest + 1 : 8
                switch factors {
                case [0x22, 0x11, 0x11]: subsampling = .quarter
                case [0x21, 0x11, 0x11]: subsampling = .half
                case [0x11, 0x11, 0x11]: subsampling = .full
                default: break
                }
            case 0xDB:
                var at = body
                while at < place {
                    let kind = try byte(at)
                    let size = kind >> 4 == 0 ? 1 : 2
                    at += 1
                    guard at + 64 * size <= place else { throw .damaged("has a broken quantisation table") }
                    var table = [UInt16](repeating: 0, count: 64)
                    for index in 0..<64 {
                        let value = size == 1 ? try byte(at + index) : try word(at + 2 * index)
                        table[JPEGHeader.zigzag[index]] = UInt16(value)
                    }
                    tables[kind & 15] = table
                    at += 64 * size
                }
            case 0xE1:
                let block = bytes[body..<place]
                if block.starts(with: "Exif\0\0".utf8) { exif = Exif(Array(block)) }
            case 0xE2:
                let lead = "ICC_PROFILE\0".utf8
                let block = Array(bytes[body..<place])
                if block.starts(with: lead), block.count > lead.count + 2 {
                    parts.append((block[lead.count], block[(lead.count + 2)...]))
                }
            default:
                break
            }
        }
        guard hasFrame else { throw .damaged("has no frame header") }
        let used = tableOfComponent.compactMap { tables[$0] }
        if used.count == tableOfComponent.count { quantisation = used }
        if !parts.isEmpty {
            profile = parts.sorted { $0.number < $1.number }.flatMap(\.bytes)
        }
    }

    /// The place of each coefficient of a block, in the order in which files hold them (figure A.6).
    static let zigzag: [Int] = {
        var order: [Int] = []
        for diagonal in 0..<15 {
            let rows = max(0, diagonal - 7)...min(7, diagonal)
            order += (diagonal % 2 == 0 ? rows.reversed() : Array(rows)).map { $0 * 8 + diagonal - $0 }
        }
        return order
    }()
}
