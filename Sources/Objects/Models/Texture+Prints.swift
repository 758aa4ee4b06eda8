import Geometry
import Rendering
import Solids

extension Texture {
    /// How often it is shown where texture coordinates leave 0…1.
    var repeats: TexturePatch.Repeats {
        switch (wrapU, wrapV) {
        case (.repeat, .repeat): .always
        case (.clamp, .clamp): .never
        default: .otherwise
        }
    }

    /// The same picture with so many times as many texels along each side, filled in evenly.
    func enlarged(_ times: Int) -> Texture {
        var large = self
        (large.width, large.height) = (width * times, height * times)
        large.texels = [UInt8](repeating: 0, count: large.width * large.height * 4)
        func taps(_ count: Int, _ wrap: Wrap) -> [(from: Int, to: Int, share: Float)] {
            (0..<count * times).map { index in
                let place = (Float(index) + 0.5) / Float(times) - 0.5
                let low = place.rounded(.down)
                func texel(_ index: Int) -> Int {
                    wrap == .repeat ? (index + count) % count : min(count - 1, max(0, index))
                }
                return (texel(Int(low)), texel(Int(low) + 1), place - low)
            }
        }
        let (columns, rows) = (taps(width, wrapU), taps(height, wrapV))
        texels.withUnsafeBufferPointer { from in
            large.texels.withUnsafeMutableBufferPointer { to in
                var at = 0
                for row in rows {
                    for column in columns {
                        for band in 0..<4 {
                            func value(_ row: Int) -> Float {
                                let left = Float(from[(row * width + column.from) * 4 + band])
                                let right = Float(from[(row * width + column.to) * 4 + band])
                                return left + (right - left) * column.share
                            }
                            let (above, below) = (value(row.from), value(row.to))
                            to[at] = UInt8((above + (below - above) * row.share).rounded())
                            at += 1
                        }
                    }
                }
            }
        }
        return large
    }

    /// Lays a picture of the object plane over it. Each texel takes the mean of the picture over its square.
    mutating func lay(_ picture: SpriteLevel, _ setting: PrintSetting) {
        let steps = 4
        let box = setting.box
        let columns = Int((box.minX * Double(width)).rounded(.down))..<Int((box.maxX * Double(width)).rounded(.up))
        let rows = Int((box.minY * Double(height)).rounded(.down))..<Int((box.maxY * Double(height)).rounded(.up))
        for row in rows.clamped(to: 0..<height) {
            for column in columns.clamped(to: 0..<width) {
                var sum = SIMD4<Float>.zero
                for step in 0..<steps * steps {
                    let place = Point(
                        (Double(column) + (Double(step % steps) + 0.5) / Double(steps)) / Double(width),
                        (Double(row) + (Double(step / steps) + 0.5) / Double(steps)) / Double(height))
                    guard box.contains(place) else { continue }
                    sum += picture.colour(at: setting.point(place))
                }
                sum /= Float(steps * steps)
                let at = (row * width + column) * 4
                for band in 0..<3 {
                    texels[at + band] = UInt8(
                        min(255, (Float(texels[at + band]) * (1 - sum.w / 255) + sum[band]).rounded()))
                }
            }
        }
    }
}

extension SpriteLevel {
    /// Its colour at a point of the object plane, premultiplied, 0…255: red, green, blue and alpha.
    fileprivate func colour(at point: Point) -> SIMD4<Float> {
        let (x, y) = (point.x * Double(height) - 0.5, point.y * Double(height) - 0.5)
        let (left, top) = (
            min(Double(width - 1), max(-1, x.rounded(.down))), min(Double(height - 1), max(-1, y.rounded(.down)))
        )
        let (right, down) = (Float(x - left), Float(y - top))
        let at = (Int(top) + 1) * stride + Int(left) + 1
        func texel(_ at: Int) -> SIMD4<Float> {
            let texel = texels[at]
            return SIMD4(
                Float(texel & 255), Float(texel &>> 8 & 255), Float(texel &>> 16 & 255), Float(texel &>> 24))
        }
        let above = texel(at) + (texel(at + 1) - texel(at)) * right
        let below = texel(at + stride) + (texel(at + stride + 1) - texel(at + stride)) * right
        return above + (below - above) * down
    }
}
