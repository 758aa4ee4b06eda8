import CLanes
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
                guard let base = bytes.baseAddress else { return }
                for top in stride(from: start(part.minY, history.originY, down), to: part.maxY, by: down) {
                    for left in stride(from: start(part.minX, history.originX, across), to: part.maxX, by: across) {
                        let unit = PixelRect(minX: left, minY: top, maxX: left + across, maxY: top + down)
                            .intersection(part)
                        guard isTouched(unit, layer, source) else { continue }
                        for y in 0..<down {
                            let row = min(max(top + y, 0), height - 1) * width
                            let line = planes + y * across
                            if left >= 0, left + across <= width {
                                let from = UnsafeRawPointer(base + (row + left) * 4)
                                for x in stride(from: 0, to: across, by: 8) {
                                    BlockCoder.split(
                                        from.loadUnaligned(fromByteOffset: 4 * x, as: SIMD8<UInt32>.self), line + x,
                                        count)
                                }
                            } else {
                                for x in stride(from: 0, to: across, by: 8) {
                                    var eight = SIMD8<UInt32>()
                                    for lane in 0..<8 {
                                        let at = row + min(max(left + x + lane, 0), width - 1)
                                        eight[lane] = UnsafeRawPointer(base).loadUnaligned(
                                            fromByteOffset: 4 * at, as: UInt32.self)
                                    }
                                    BlockCoder.split(eight, line + x, count)
                                }
                            }
                        }
                        code(planes, blocks)
                        for y in unit.minY..<unit.maxY {
                            let coded = UnsafePointer(planes + ((y - top) * across - left))
                            let alphas = source.baseAddress.unsafelyUnwrapped + layer.offset(x: 0, y: y)
                            let line = UnsafeMutableRawPointer(base + y * width * 4)
                            var x = unit.minX
                            while x &+ 8 <= unit.maxX {
                                BlockCoder.mixEight(
                                    coded + x, count, line + x * 4, UnsafeRawPointer(alphas + x * 4), share)
                                x += 8
                            }
                            while x < unit.maxX {
                                mix(coded + x, count, line + x * 4, share * Float(alphas[x * 4 + 3]) / 255)
                                x += 1
                            }
                        }
                    }
                }
            }
        }
    }

    /// Gives eight pixels of an image their share of the coded values, by their alphas in an object's layer.
    @inline(__always)
    private static func mixEight(
        _ coded: UnsafePointer<Float>, _ count: Int, _ image: UnsafeMutableRawPointer, _ layer: UnsafeRawPointer,
        _ share: Float
    ) {
        let alphas = layer.loadUnaligned(as: SIMD8<UInt32>.self) &>> 24
        guard alphas != .zero else { return }
        let weight = share * PixelLanes.real(alphas) / 255
        let pixels = image.loadUnaligned(as: SIMD8<UInt32>.self)
        @inline(__always)
        func plane(_ index: Int) -> SIMD8<Float> {
            UnsafeRawPointer(coded + index * count).loadUnaligned(as: SIMD8<Float>.self)
        }
        @inline(__always)
        func mixed(_ before: SIMD8<Float>, _ coded: SIMD8<Float>) -> SIMD8<Float> {
            // A decoder keeps what it makes within a byte.
            let coded = clanes_float(PixelLanes.whole(clanes_least(coded, SIMD8(repeating: 255)) + 0.5))
            return before + (coded - before) * weight + 0.5
        }
        let (luma, blue, red) = (plane(0) + 128, plane(1), plane(2))
        let before = PixelLanes.planes(pixels)
        image.storeBytes(
            of: PixelLanes.clamped(
                mixed(before.red, luma + 1.402 * red), mixed(before.green, luma - 0.344_136 * blue - 0.714_136 * red),
                mixed(before.blue, luma + 1.772 * blue), alphaOf: pixels), as: SIMD8<UInt32>.self)
    }

    /// The same for one pixel, by its weight.
    private func mix(
        _ coded: UnsafePointer<Float>, _ count: Int, _ image: UnsafeMutableRawPointer, _ weight: Float
    ) {
        guard weight > 0 else { return }
        let bytes = image.assumingMemoryBound(to: UInt8.self)
        let (luma, blue, red) = (coded[0] + 128, coded[count], coded[2 * count])
        mix(&bytes[0], luma + 1.402 * red, weight)
        mix(&bytes[1], luma - 0.344_136 * blue - 0.714_136 * red, weight)
        mix(&bytes[2], luma + 1.772 * blue, weight)
    }

    /// Eight pixels as Y, Cb and Cr about 0, in three planes of `count` samples.
    @inline(__always)
    private static func split(_ pixels: SIMD8<UInt32>, _ planes: UnsafeMutablePointer<Float>, _ count: Int) {
        // 2²³ + x has x in its low bits.
        func real(_ bytes: SIMD8<UInt32>) -> SIMD8<Float> {
            unsafeBitCast(bytes | 0x4B00_0000, to: SIMD8<Float>.self) - 8_388_608
        }
        let (red, green, blue) = (real(pixels & 255), real(pixels &>> 8 & 255), real(pixels &>> 16 & 255))
        func store(_ values: SIMD8<Float>, _ plane: Int) {
            UnsafeMutableRawPointer(planes + plane * count).storeBytes(of: values, as: SIMD8<Float>.self)
        }
        store(0.299 * red + 0.587 * green + 0.114 * blue - 128, 0)
        store(-0.168_736 * red - 0.331_264 * green + 0.5 * blue, 1)
        store(0.5 * red - 0.418_688 * green - 0.081_312 * blue, 2)
    }

    @inline(__always)
    private func mix(_ byte: inout UInt8, _ coded: Float, _ weight: Float) {
        let before = Float(byte)
        // A decoder keeps what it makes within a byte.
        let coded = Float(Int32(min(255, max(0, coded)) + 0.5))
        byte = UInt8(min(255, max(0, before + (coded - before) * weight + 0.5)))
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
        // Each is 1 or 2.
        let (wide, high) = (across / 8, down / 8)
        for row in 0..<8 {
            var sum = SIMD8<Float>.zero
            for y in 0..<high {
                let line = UnsafeRawPointer(plane + (row * high + y) * across)
                if wide == 1 {
                    sum += line.loadUnaligned(as: SIMD8<Float>.self)
                } else {
                    let pairs = line.loadUnaligned(as: SIMD16<Float>.self)
                    sum = sum + pairs.evenHalf + pairs.oddHalf
                }
            }
            blocks[row] = sum / Float(wide * high)
        }
        BlockTransform.quantise(blocks, steps, blocks + 8)
        for y in 0..<down {
            let (row, nextRow) = BlockCoder.neighbours(y, high)
            let (near, far) = (blocks[row], blocks[nextRow])
            let line = plane + y * across
            if wide == 1 {
                UnsafeMutableRawPointer(line).storeBytes(of: 0.75 * near + 0.25 * far, as: SIMD8<Float>.self)
            } else {
                UnsafeMutableRawPointer(line).storeBytes(
                    of: 0.75 * BlockCoder.doubled(near) + 0.25 * BlockCoder.doubled(far), as: SIMD16<Float>.self)
            }
        }
    }

    /// Two values for each sample, a quarter of the way to the neighbour on their side.
    @inline(__always)
    private static func doubled(_ samples: SIMD8<Float>) -> SIMD16<Float> {
        let before = SIMD8(
            samples[0], samples[0], samples[1], samples[2], samples[3], samples[4], samples[5], samples[6])
        let after = SIMD8(
            samples[1], samples[2], samples[3], samples[4], samples[5], samples[6], samples[7], samples[7])
        var result = SIMD16<Float>()
        result.evenHalf = 0.75 * samples + 0.25 * before
        result.oddHalf = 0.75 * samples + 0.25 * after
        return result
    }

    /// The sample that a pixel lies in, and the one on whose side it lies.
    @inline(__always)
    private static func neighbours(_ place: Int, _ size: Int) -> (Int, Int) {
        guard size == 2 else { return (place, place) }
        let own = place / 2
        return (own, min(7, max(0, place % 2 == 0 ? own - 1 : own + 1)))
    }
}
