import Geometry
import Masks
import Pictures
import Rendering

extension InstanceLayer {
    /// Lays the instance over an image.
    func lay(over image: inout Raster) { ObjectLayer(rect: rect, colour: colour).lay(over: &image) }

    /// Makes `layer` the instance's pixels in another rectangle. Beyond the frame, where nothing is rendered, the outermost
    /// pixels of the frame go on.
    func draw(within frame: PixelRect, on outer: PixelRect, into layer: inout Raster) {
        layer.resize(width: outer.width, height: outer.height)
        let (own, rect) = (colour.bytes, rect)
        layer.bytes.withUnsafeMutableBufferPointer { bytes in
            var to = 0
            for y in outer.minY..<outer.maxY {
                let v = min(max(y, frame.minY), frame.maxY - 1)
                for x in outer.minX..<outer.maxX {
                    let u = min(max(x, frame.minX), frame.maxX - 1)
                    let from = rect.contains(x: u, y: v) ? 4 * ((v - rect.minY) * rect.width + u - rect.minX) : nil
                    for channel in 0..<4 { bytes[to + channel] = from.map { own[$0 + channel] } ?? 0 }
                    to += 4
                }
            }
        }
    }
}

extension RenderedObject {
    /// The pixels of a coverage, of the object or of a part of it, that its blend covers by at least one half.
    ///
    /// - Parameter frame: what is rendered. Beyond it, its outermost pixels go on.
    func mask(of coverage: Coverage, within frame: PixelRect, _ memory: BlendMemory) -> Mask {
        guard blend.spreadsCoverage, !coverage.rect.isEmpty else { return coverage.mask }
        let (own, shares) = (coverage.rect, coverage.shares)
        let rect = own.inset(by: -blend.reach).intersection(frame)
        let outer = rect.inset(by: -blend.reach)
        memory.shares.removeAll(keepingCapacity: true)
        memory.shares.reserveCapacity(outer.area)
        for y in outer.minY..<outer.maxY {
            let v = min(max(y, frame.minY), frame.maxY - 1)
            for x in outer.minX..<outer.maxX {
                let u = min(max(x, frame.minX), frame.maxX - 1)
                let share = own.contains(x: u, y: v) ? shares[(v - own.minY) * own.width + u - own.minX] : 0
                memory.shares.append(UInt8(min(255, share * 255 + 0.5)))
            }
        }
        blend.spread(&memory.shares, width: outer.width, with: memory)
        return Mask(shares: memory.shares, of: outer, within: rect)
    }
}

extension Coverage {
    /// The pixels that are covered by at least one half.
    var mask: Mask { Mask(rect: rect, bits: shares.map { $0 >= 0.5 ? 1 : 0 }) }
}
