import Geometry
import Masks
import Objects
import Pictures

extension PasteWorkspace {
    /// Makes `layer` the pixels of a flat object in a rectangle that may reach outside the frame: premultiplied, as
    /// `paste` would lay them.
    func draw(_ placed: PlacedSprite, under shade: Shade?, within rect: PixelRect, into layer: inout Raster) {
        layer.resize(width: rect.width, height: rect.height)
        layer.bytes.withUnsafeMutableBytes { bytes in
            bytes.initializeMemory(as: UInt8.self, repeating: 0)
            guard let base = bytes.baseAddress, let plan = PastePlan(placed.sprite, placed.imageFromObject) else {
                return
            }
            let buffers = rowBuffers(for: rect.width)
            withTexels(placed.sprite, plan, placed.imageFromObject, placed.look, pixels: rect.area) { source, gain in
                for y in rect.minY..<rect.maxY {
                    let span = plan.span(ofRow: y, from: rect.minX, to: rect.maxX)
                    if span.isEmpty { continue }
                    buffers.draw(source, plan, row: y, span, gain, under: shade)
                    let offset = (y - rect.minY) * rect.width + span.lowerBound - rect.minX
                    (base + 4 * offset).copyMemory(from: buffers.pixels, byteCount: 4 * span.count)
                }
            }
        }
    }

    /// The coverage of an object whose blend spreads it, inside a rectangle that may reach outside the frame.
    func spreadCoverage(of placed: PlacedSprite, within rect: PixelRect) -> Mask {
        let part = bounds(of: placed, within: rect)
        let outer = part.inset(by: -placed.blend.reach)
        blending.shares = part.isEmpty ? [] : alpha(of: placed, within: outer)
        placed.blend.spread(&blending.shares, width: outer.width, with: blending)
        return Mask(shares: blending.shares, of: outer, within: part)
    }
}

extension Mask {
    /// The pixels of `rect` that are covered by at least one half.
    ///
    /// - Parameters:
    ///   - shares: 0…255, by rows of `outer`.
    ///   - outer: holds `rect`.
    init(shares: [UInt8], of outer: PixelRect, within rect: PixelRect) {
        self.init(rect: rect)
        var index = 0
        for y in rect.minY..<max(rect.minY, rect.maxY) {
            let row = (y - outer.minY) * outer.width - outer.minX
            for x in rect.minX..<rect.maxX {
                bits[index] = shares[row + x] >> 7
                index += 1
            }
        }
    }

    /// Writes an id wherever the mask is set; what is beyond the map is left out.
    func mark(_ id: UInt16, on map: inout InstanceMap) {
        let part = rect.intersection(PixelRect(width: map.width, height: map.height))
        for y in part.minY..<max(part.minY, part.maxY) {
            let row = (y - rect.minY) * rect.width - rect.minX
            for x in part.minX..<part.maxX where bits[row + x] != 0 { map.ids[y * map.width + x] = id }
        }
    }
}

extension InstanceMap {
    /// Writes an id wherever a layer covers a pixel by at least one half.
    ///
    /// - Parameters:
    ///   - layer: premultiplied pixels, by rows of `outer`.
    ///   - outer: holds `rect`.
    ///   - rect: inside the map.
    mutating func mark(_ id: UInt16, whereCovered layer: Raster, of outer: PixelRect, within rect: PixelRect) {
        guard !rect.isEmpty else { return }
        let width = width
        layer.bytes.withUnsafeBytes { pixels in
            ids.withUnsafeMutableBufferPointer { ids in
                guard let pixels = pixels.baseAddress, let ids = ids.baseAddress else { return }
                for y in rect.minY..<rect.maxY {
                    let from = ((y - outer.minY) * outer.width + rect.minX - outer.minX) * 4
                    PasteRows.mark(pixels + from, rect.width, id, ids + y * width + rect.minX)
                }
            }
        }
    }
}
