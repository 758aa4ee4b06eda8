import Geometry
import Pictures

/// Codes pasted pixels as the photo's JPEG file coded its own, block by block together with the real pixels around.
///
/// A block that holds pasted and real pixels is coded whole, as a camera would have, and only the pasted pixels take the
/// result.
struct BlockCoder {
    private let history: BlockHistory
    /// Samples that a coded unit has, across and down: a block, or those that share blocks of chroma.
    private let across: Int
    private let down: Int
    private let luma: [SIMD8<Float>]
    private let chroma: [SIMD8<Float>]?

    init(_ history: BlockHistory) {
        self.history = history
        let side = history.quantisation.chromaSide
        (across, down) = history.quantisation.chroma == nil ? (8, 8) : (8 * side.across, 8 * side.down)
        func rows(_ table: [UInt16]) -> [SIMD8<Float>] {
            (0..<8).map { row in
                var steps = SIMD8<Float>()
                for column in 0..<8 { steps[column] = max(1, Float(table[row * 8 + column])) }
                return steps
            }
        }
        luma = rows(history.quantisation.luma)
        chroma = history.quantisation.chroma.map(rows)
    }

    /// Codes an object's pixels.
    ///
    /// - Parameters:
    ///   - layer: the object, whose alpha counts.
    ///   - share: of the way to the coded values, 0…1.
    func apply(to image: inout Raster, in layer: ObjectLayer, share: Float, _ scratch: Scratch) {
        let part = layer.rect.intersection(PixelRect(width: image.width, height: image.height))
        guard !part.isEmpty else { return }
        func start(_ place: Int, _ origin: Int, _ size: Int) -> Int {
            let offset = (place - origin) % size
            return place - (offset < 0 ? offset + size : offset)
        }
        let (width, height) = (image.width, image.height)
        let count = across * down
        // Y, Cb and Cr of a unit, then two blocks.
        let memory = scratch.reserve(count * 3 * 4 + 2 * 256)
        let planes = memory.bindMemory(to: Float.self, capacity: count * 3)
        let blocks = (memory + count * 12).bindMemory(to: SIMD8<Float>.self, capacity: 16)
        layer.colour.bytes.withUnsafeBufferPointer { source in
            image.bytes.withUnsafeMutableBufferPointer { bytes in
                for top in stride(from: start(part.minY, history.originY, down), to: part.maxY, by: down) {
                    for left in stride(from: start(part.minX, history.originX, across), to: part.maxX, by: across) {
                        let unit = PixelRect(minX: left, minY: top, maxX: left + across, maxY: top + down)
                            .intersection(part)
                        guard isTouched(unit, layer, source) else { continue }
                        for y in 0..<down {
                            let row = min(max(top + y, 0), height - 1) * width
                            for x in 0..<across {
                                let at = (row + min(max(left + x, 0), width - 1)) * 4
                                let (red, green, blue) = (
                                    Float(bytes[at]), Float(bytes[at + 1]), Float(bytes[at + 2])
                                )
                                let index = y * across + x
                                planes[index] = 0.299 * red + 0.587 * green + 0.114 * blue - 128
                                planes[count + index] = -0.168_736 * red - 0.331_264 * green + 0.5 * blue
                                planes[2 * count + index] = 0.5 * red - 0.418_688 * green - 0.081_312 * blue
                            }
                        }
                        code(planes, blocks)
                        for y in unit.minY..<unit.maxY {
                            for x in unit.minX..<unit.maxX {
                                let alpha = source[layer.offset(x: x, y: y) + 3]
                                guard alpha > 0 else { continue }
                                let weight = share * Float(alpha) / 255
                                let index = (y - top) * across + x - left
                                let (luma, blue, red) = (
                                    planes[index] + 128, planes[count + index], planes[2 * count + index]
                                )
                                let at = (y * width + x) * 4
                                mix(&bytes[at], luma + 1.402 * red, weight)
                                mix(&bytes[at + 1], luma - 0.344_136 * blue - 0.714_136 * red, weight)
                                mix(&bytes[at + 2], luma + 1.772 * blue, weight)
                            }
                        }
                    }
                }
            }
        }
    }

    @inline(__always)
    private func mix(_ byte: inout UInt8, _ coded: Float, _ weight: Float) {
        let before = Float(byte)
        byte = UInt8(min(255, max(0, before + (coded.rounded() - before) * weight + 0.5)))
    }

    private func isTouched(_ unit: PixelRect, _ layer: ObjectLayer, _ source: UnsafeBufferPointer<UInt8>) -> Bool {
        for y in unit.minY..<unit.maxY {
            var at = layer.offset(x: unit.minX, y: y) + 3
            for _ in unit.minX..<unit.maxX {
                if source[at] > 0 { return true }
                at += 4
            }
        }
        return false
    }

    /// Codes the planes of a unit.
    private func code(_ planes: UnsafeMutablePointer<Float>, _ blocks: BlockTransform.Block) {
        let count = across * down
        for y in stride(from: 0, to: down, by: 8) {
            for x in stride(from: 0, to: across, by: 8) {
                for row in 0..<8 {
                    blocks[row] = UnsafeRawPointer(planes + (y + row) * across + x)
                        .loadUnaligned(as: SIMD8<Float>.self)
                }
                luma.withUnsafeBufferPointer { steps in
                    guard let steps = steps.baseAddress else { return }
                    BlockTransform.quantise(blocks, steps, blocks + 8)
                }
                for row in 0..<8 {
                    UnsafeMutableRawPointer(planes + (y + row) * across + x)
                        .storeBytes(of: blocks[row], as: SIMD8<Float>.self)
                }
            }
        }
        guard let chroma else {
            (planes + count).update(repeating: 0, count: 2 * count)
            return
        }
        chroma.withUnsafeBufferPointer { steps in
            guard let steps = steps.baseAddress else { return }
            for plane in 1...2 { codeChroma(planes + plane * count, steps, blocks) }
        }
    }

    /// Codes a plane of chroma: each sample is the mean of the pixels that share it, and is blended with its neighbours
    /// in the decoder, as libjpeg does.
    private func codeChroma(
        _ plane: UnsafeMutablePointer<Float>, _ steps: UnsafePointer<SIMD8<Float>>, _ blocks: BlockTransform.Block
    ) {
        let (wide, high) = (across / 8, down / 8)
        for row in 0..<8 {
            for column in 0..<8 {
                var sum: Float = 0
                for y in 0..<high {
                    for x in 0..<wide { sum += plane[(row * high + y) * across + column * wide + x] }
                }
                blocks[row][column] = sum / Float(wide * high)
            }
        }
        BlockTransform.quantise(blocks, steps, blocks + 8)
        for y in 0..<down {
            let (row, nextRow) = BlockCoder.neighbours(y, high)
            for x in 0..<across {
                let (column, nextColumn) = BlockCoder.neighbours(x, wide)
                let near = 0.75 * blocks[row][column] + 0.25 * blocks[row][nextColumn]
                let far = 0.75 * blocks[nextRow][column] + 0.25 * blocks[nextRow][nextColumn]
                plane[y * across + x] = 0.75 * near + 0.25 * far
            }
        }
    }

    /// The sample that a pixel lies in, and the one on whose side it lies.
    @inline(__always)
    private static func neighbours(_ place: Int, _ size: Int) -> (Int, Int) {
        guard size == 2 else { return (place, place) }
        let own = place / 2
        return (own, min(7, max(0, place % 2 == 0 ? own - 1 : own + 1)))
    }
}
