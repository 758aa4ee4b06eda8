package import Pictures

extension Raster {
    /// Lays a picture over this one with its corner at (x, y); both have straight alpha. Parts outside are cut off.
    ///
    /// “Over” of Porter and Duff, "Compositing digital images", SIGGRAPH 1984, doi:10.1145/800031.808606.
    package mutating func lay(_ top: Raster, atX x: Int, y: Int) {
        let columns = max(0, -x)..<max(0, -x, min(top.width, width - x))
        let rows = max(0, -y)..<max(0, -y, min(top.height, height - y))
        for row in rows {
            for column in columns {
                let from = (row * top.width + column) * 4
                let to = ((row + y) * width + column + x) * 4
                let cover = Int(top.bytes[from + 3])
                guard cover > 0 else { continue }
                // The product is in units of 1 / (255 · 255).
                let own = cover * 255
                let rest = Int(bytes[to + 3]) * (255 - cover)
                let sum = own + rest
                for band in 0..<3 {
                    let mixed = Int(top.bytes[from + band]) * own + Int(bytes[to + band]) * rest
                    bytes[to + band] = UInt8((mixed + sum / 2) / sum)
                }
                bytes[to + 3] = UInt8((sum + 127) / 255)
            }
        }
    }
}
