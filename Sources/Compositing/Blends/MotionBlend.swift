package import Cards
import Geometry
package import Pictures

/// An object that moves while the camera exposes: it and its coverage are spread along a straight line.
///
/// In linear light, as the effect `motion_blur` does it for the whole image. The photo stays sharp. The line's middle is
/// where the object was.
package struct MotionBlend: Blend {
    package var length = 10.0
    package var angle = 0.0

    package init() {}

    package static let card = Card<MotionBlend>(
        "motion", "An object that moves while the camera exposes: it and its edge are blurred along a line.",
        .field(
            "length", \.length, .number(in: 0...200, .pixels),
            "The line that a point becomes, at most as long as the object along it; 0 changes nothing."),
        .field(
            "angle", \.angle, .number(in: -180...180, .degrees),
            "The line's direction: 0 is level, 90 upright, 45 rises to the right.")
    )

    package static func needs(of values: DraftValues) -> [Need] {
        values.greatest("length").map { [.side(pixels: $0, isLonger: true, key: "length")] } ?? []
    }

    private var spread: Spread { Spread(LineBlur(length: length, angle: .degrees(angle))) }

    package var changesPixels: Bool { length > 0 }
    package var reach: Int { changesPixels ? spread.reach : 0 }
    package var spreadsCoverage: Bool { changesPixels }

    package func fitted(to object: BlendedSize) -> MotionBlend {
        let angle = Angle.degrees(angle)
        let along = min(
            Double(object.width) / max(1e-9, abs(angle.cosine)), Double(object.height) / max(1e-9, abs(angle.sine)))
        var fitted = self
        fitted.length = min(length, along)
        return fitted
    }

    package func spread(_ shares: inout [UInt8], width: Int, with memory: BlendMemory) {
        spread.apply(to: &shares, width: width, with: memory)
    }

    package func finish(_ laid: LaidObject, in image: inout Raster, with memory: BlendMemory) {
        let (rect, outer) = (laid.rect, laid.layerRect)
        let values = memory.values.reserve(2 * outer.area, of: SIMD4<Float>.self)
        let linear = LinearLight.ofByte
        laid.layer.bytes.withUnsafeBufferPointer { layer in
            linear.withUnsafeBufferPointer { linear in
                for pixel in 0..<outer.area {
                    let alpha = Int(layer[4 * pixel + 3])
                    var light = SIMD4<Float>.zero
                    if alpha > 0 {
                        for channel in 0..<3 {
                            let colour = min(255, (Int(layer[4 * pixel + channel]) * 255 + alpha / 2) / alpha)
                            light[channel] = Float(linear[colour])
                        }
                        light.w = LinearLight.white
                        light *= Float(alpha) / 255
                    }
                    values[pixel] = light
                }
            }
        }
        let moved = spread.apply(values, values + outer.area, width: outer.width, height: outer.height)
        let imageWidth = image.width
        linear.withUnsafeBufferPointer { linear in
            LinearLight.byte.withUnsafeBufferPointer { encoded in
                image.bytes.withUnsafeMutableBufferPointer { bytes in
                    for y in rect.minY..<rect.maxY {
                        let row = (y - outer.minY) * outer.width - outer.minX
                        for x in rect.minX..<rect.maxX {
                            let light = moved[row + x]
                            guard light.w > 0 else { continue }
                            let rest = max(0, 1 - light.w / LinearLight.white)
                            let to = 4 * (y * imageWidth + x)
                            for channel in 0..<3 {
                                let sum = light[channel] + rest * Float(linear[Int(bytes[to + channel])])
                                bytes[to + channel] = encoded[LinearLight.index(sum)]
                            }
                        }
                    }
                }
            }
        }
    }
}
