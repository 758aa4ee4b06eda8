import Foundation

/// A picture of scene-linear light that a test draws, and its bytes as files of two formats, written without any code of
/// the library.
package struct LightPicture {
    package var width: Int
    package var height: Int
    /// Red, green and blue by rows.
    package var values: [SIMD3<Float>]

    package init(width: Int, height: Int, values: [SIMD3<Float>]) {
        self.width = width
        self.height = height
        self.values = values
    }

    /// Equirectangular, twice as wide as high, of what `light` gives for each direction: x right, y up, −z in the
    /// middle.
    package init(height: Int, _ light: (SIMD3<Double>) -> SIMD3<Float>) {
        self.init(
            width: 2 * height, height: height,
            values: (0..<2 * height * height).map { index in
                let polar = (Double(index / (2 * height)) + 0.5) / Double(height) * .pi
                let azimuth = ((Double(index % (2 * height)) + 0.5) / Double(2 * height) - 0.5) * 2 * .pi
                return light([sin(polar) * sin(azimuth), cos(polar), -sin(polar) * cos(azimuth)])
            })
    }

    /// OpenEXR: scan lines of 32-bit floats, not compressed (openexr.com, "OpenEXR File Layout").
    package var exr: [UInt8] {
        func number(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        func whole(_ value: Int) -> [UInt8] { number(UInt32(bitPattern: Int32(value))) }
        func real(_ value: Float) -> [UInt8] { number(value.bitPattern) }
        func text(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }
        func attribute(_ name: String, _ type: String, _ value: [UInt8]) -> [UInt8] {
            text(name) + text(type) + whole(value.count) + value
        }
        let box = whole(0) + whole(0) + whole(width - 1) + whole(height - 1)
        // 2 is a 32-bit float; no flag; sampled everywhere.
        var channels: [UInt8] = []
        for name in ["B", "G", "R"] { channels += text(name) + whole(2) + [0, 0, 0, 0] + whole(1) + whole(1) }
        channels.append(0)
        var file: [UInt8] = [0x76, 0x2F, 0x31, 0x01, 2, 0, 0, 0]
        file += attribute("channels", "chlist", channels) + attribute("compression", "compression", [0])
        file += attribute("dataWindow", "box2i", box) + attribute("displayWindow", "box2i", box)
        file += attribute("lineOrder", "lineOrder", [0]) + attribute("pixelAspectRatio", "float", real(1))
        file += attribute("screenWindowCenter", "v2f", real(0) + real(0))
        file += attribute("screenWindowWidth", "float", real(1)) + [0]
        let row = 3 * width * 4
        let first = file.count + 8 * height
        for y in 0..<height { file += whole(first + y * (8 + row)) + whole(0) }
        for y in 0..<height {
            file += whole(y) + whole(row)
            for channel in [2, 1, 0] {
                for x in 0..<width { file += real(values[y * width + x][channel]) }
            }
        }
        return file
    }

    /// Radiance HDR: eight bits a channel and an exponent, not run-length encoded (Ward, "Real pixels", Graphics Gems II,
    /// 1991).
    ///
    /// - Parameter order: from which corner it says to be stored.
    package func hdr(order: (String, String) = ("-Y", "+X")) -> [UInt8] {
        var file = Array("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n\(order.0) \(height) \(order.1) \(width)\n".utf8)
        for value in values {
            let brightest = value.max()
            guard brightest > 1e-32 else {
                file += [0, 0, 0, 0]
                continue
            }
            let exponent = Int(brightest.exponent) + 1
            let scaled = value * Float(sign: .plus, exponent: 8 - exponent, significand: 1)
            file += (0..<3).map { UInt8(min(255, max(0, scaled[$0]))) } + [UInt8(exponent + 128)]
        }
        return file
    }
}
