extension CodedFrame {
    /// The header with the standard's Huffman codes instead of its own: the first two for luma, the others for chroma.
    var headerOfStandardCodes: [UInt8] {
        header { marker, segment in
            switch marker {
            case 0xC4:
                segment = []
            case 0xDA:
                for (component, tables) in [UInt8(0x00), 0x11, 0x11].enumerated() {
                    segment[6 + 2 * component] = tables
                }
                segment = CodedFrame.standardCodes + segment
            default: break
            }
        }
    }

    /// The header of a file that holds a part of the picture, without restart markers.
    func header(width: Int, height: Int) -> [UInt8] {
        header { marker, segment in
            switch marker {
            case 0xDD: segment = []
            case 0xC0, 0xC1:
                for (offset, value) in [height >> 8, height & 255, width >> 8, width & 255].enumerated() {
                    segment[5 + offset] = UInt8(value)
                }
            default: break
            }
        }
    }

    /// The header with other segments.
    ///
    /// - Parameter change: takes each segment's marker, and the segment from there on.
    private func header(_ change: (_ marker: UInt8, _ segment: inout [UInt8]) -> Void) -> [UInt8] {
        var made: [UInt8] = Array(header[..<2])
        var place = 2
        while place < header.count {
            let end = place + 2 + Int(header[place + 2]) << 8 + Int(header[place + 3])
            var segment = Array(header[place..<end])
            change(header[place + 1], &segment)
            made += segment
            place = end
        }
        return made
    }

    /// The segments of the standard's codes, of DC values and then of AC values.
    private static let standardCodes = [HuffmanCode.standard.dc, HuffmanCode.standard.ac].enumerated().flatMap {
        kind, codes in
        codes.enumerated().flatMap { number, code in
            let body = code.segment(kind: UInt8(kind), number: UInt8(number))
            return [0xFF, 0xC4, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 255)] + body
        }
    }
}
