import Geometry
import Pictures
import Rendering

/// A grey photo, onto which objects and their shadow are laid.
struct Photo: Sendable {
    static let grey: UInt8 = 160

    let width: Int
    let height: Int
    /// By rows, three bytes a pixel.
    private(set) var rgb: [UInt8]

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
        rgb = Array(repeating: Self.grey, count: 3 * width * height)
    }

    mutating func lay(_ layers: RenderedLayers) {
        for y in layers.rect.minY..<layers.rect.maxY {
            for x in layers.rect.minX..<layers.rect.maxX {
                let shadow = layers.shadow[(y - layers.rect.minY) * layers.rect.width + x - layers.rect.minX]
                for channel in 0..<3 where shadow[channel] != 1 {
                    let at = 3 * (y * width + x) + channel
                    let light = SRGB.linearOfByte[Int(rgb[at])] * shadow[channel]
                    rgb[at] = UInt8(SRGB.encoded(light) * 255 + 0.5)
                }
            }
        }
        for layer in layers.instances {
            for y in layer.rect.minY..<layer.rect.maxY {
                for x in layer.rect.minX..<layer.rect.maxX {
                    let from = 4 * ((y - layer.rect.minY) * layer.rect.width + x - layer.rect.minX)
                    let open = 255 - Int(layer.colour.bytes[from + 3])
                    guard open < 255 else { continue }
                    for channel in 0..<3 {
                        let at = 3 * (y * width + x) + channel
                        rgb[at] = layer.colour.bytes[from + channel] + UInt8((Int(rgb[at]) * open + 127) / 255)
                    }
                }
            }
        }
    }
}
