package import Pictures

/// What a drawn cut-out looks like.
package enum Shape: CaseIterable, Sendable {
    /// Opaque to the edge.
    case box
    case disc
    /// A disc with a hole of half its size.
    case ring
    /// Its point at the top.
    case triangle
    /// Nowhere visible.
    case nothing

    /// Straight alpha, with soft edges of a pixel's share where the shape is round; a darker lower half, so that up and
    /// down can be told apart.
    package func raster(width: Int, height: Int, colour: [UInt8]) -> Raster {
        var raster = Raster(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                // Four samples by four a pixel.
                var covered = 0
                for sample in 0..<16 {
                    let u = (Double(x) + (Double(sample % 4) + 0.5) / 4) / Double(width) * 2 - 1
                    let v = (Double(y) + (Double(sample / 4) + 0.5) / 4) / Double(height) * 2 - 1
                    if covers(u, v) { covered += 1 }
                }
                let place = (y * width + x) * 4
                let isLower = 2 * y >= height
                for band in 0..<3 { raster.bytes[place + band] = isLower ? colour[band] / 2 : colour[band] }
                raster.bytes[place + 3] = UInt8(covered * 255 / 16)
            }
        }
        return raster
    }

    /// - Parameters: from −1 at the left and the top to 1.
    private func covers(_ u: Double, _ v: Double) -> Bool {
        switch self {
        case .box: true
        case .disc: u * u + v * v <= 1
        case .ring: (0.25...1).contains(u * u + v * v)
        case .triangle: abs(u) <= (v + 1) / 2
        case .nothing: false
        }
    }
}

extension Raster {
    /// A made-up landscape: a sky that pales towards a horizon, a textured ground, all tinted by `seed`.
    package static func scenery(width: Int, height: Int, seed: Int) -> Raster {
        var raster = Raster(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                var noise = UInt32(truncatingIfNeeded: (y / 2) &* 7919 &+ (x / 2) &* 104_729 &+ seed &* 15_485_863)
                noise = (noise ^ (noise >> 13)) &* 0x5BD1_E995
                noise ^= noise >> 15
                let depth = 2 * y - height
                let base = depth < 0 ? [120 + 90 * y / height, 150 + 90 * y / height, 210] : [90, 110, 60]
                let roughness = depth < 0 ? 5 : 40
                for band in 0..<3 {
                    let tint = (seed * 37 * (band + 1)) % 30
                    let value = base[band] + tint + Int(noise >> 8) % roughness
                    raster.bytes[(y * width + x) * 4 + band] = UInt8(min(255, value))
                }
                raster.bytes[(y * width + x) * 4 + 3] = 255
            }
        }
        return raster
    }

    /// Red, green and blue at a pixel.
    package func colour(_ x: Int, _ y: Int) -> [UInt8] {
        let place = (y * width + x) * 4
        return Array(bytes[place..<place + 3])
    }
}
