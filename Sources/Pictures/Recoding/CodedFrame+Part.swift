extension CodedFrame {
    /// The header of a file that holds a part of the picture, without restart markers.
    func header(width: Int, height: Int) -> [UInt8] {
        var made: [UInt8] = Array(header[..<2])
        var place = 2
        while place < header.count {
            let end = place + 2 + Int(header[place + 2]) << 8 + Int(header[place + 3])
            var segment = header[place..<end]
            switch header[place + 1] {
            case 0xDD: segment = []
            case 0xC0, 0xC1:
                for (offset, value) in [height >> 8, height & 255, width >> 8, width & 255].enumerated() {
                    segment[place + 5 + offset] = UInt8(value)
                }
            default: break
            }
            made += segment
            place = end
        }
        return made
    }
}
