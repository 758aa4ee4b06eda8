import Geometry
import Objects

/// The scratch memory of one worker's pastes.
///
/// Reused from image to image, so that a plain paste allocates nothing of size once the largest has been seen. Not for
/// use by two threads at the same time.
package final class PasteWorkspace {
    private let rows = Scratch()
    private let texels = Scratch()
    private let lines = Scratch()
    private let feathers = Scratch()
    private let wears = Scratch()
    /// The memory of the objects' blends.
    let blending = BlendMemory()
    /// Takes the sums of `PasteRows.fetch`, so that its reads have a use.
    private var fetched: UInt32 = 0

    package init() {}

    /// Row buffers for `count` pixels, rounded up to a multiple of eight.
    func rowBuffers(for count: Int) -> RowBuffers {
        let padded = (count + 7) & ~7
        let base = rows.reserve(padded * 12 + 8 * (4 + 2))
        return RowBuffers(
            indices: base.bindMemory(to: Int32.self, capacity: padded),
            fractions: (base + padded * 4).bindMemory(to: UInt32.self, capacity: padded),
            pixels: (base + padded * 8).bindMemory(to: UInt32.self, capacity: padded),
            tail: (base + padded * 12).bindMemory(to: UInt32.self, capacity: 8),
            tailIds: (base + padded * 12 + 32).bindMemory(to: UInt16.self, capacity: 8))
    }

    /// Hands the texels of the plan's level to `body`, changed as the look asks for, and the gain that is left to apply.
    ///
    /// Without wear, a feathered edge and a light they are the sprite's own. Without `colour` only their alpha need be
    /// right.
    func withTexels(
        _ sprite: Sprite, _ plan: PastePlan, _ imageFromObject: Homography, _ look: Look, colour: Bool = true,
        pixels: Int, _ body: (TexelSource, FixedGain) -> Void
    ) {
        let level = sprite.levels[plan.level]
        var shading: Shading?
        if colour, let slope = look.slope {
            shading = Shading(sprite, level: plan.level, slope: slope)
        } else if colour, let light = look.light {
            shading = Shading(sprite, level: plan.level, imageFromObject, light)
        }
        let coat = colour ? look.wear.flatMap { WearCoat($0, sprite, level: plan.level) } : nil
        var feather: Feather?
        if look.featherPixels > 0 {
            feather = Feather(sprite, level: plan.level, radius: look.featherPixels * plan.texelsPerPixel, feathers)
        }
        level.texels.withUnsafeBufferPointer { texels in
            guard let base = texels.baseAddress else { return }
            let gain = FixedGain(look.gain)
            var source = TexelSource(texels: base, width: level.width, height: level.height, stride: level.stride)
            if shading == nil && feather == nil && coat == nil {
                // Not worth it when most of the object is out of sight.
                if pixels * 4 >= texels.count { fetched &+= PasteRows.fetch(source) }
                body(source, gain)
            } else {
                source = changed(source, coat, shading, gain.isOne ? SIMD3(1, 1, 1) : look.gain, feather)
                body(source, shading == nil ? gain : .one)
            }
        }
    }

    /// A copy of the texels, worn, lit and feathered.
    private func changed(
        _ source: TexelSource, _ coat: WearCoat?, _ shading: Shading?, _ gain: SIMD3<Float>, _ feather: Feather?
    ) -> TexelSource {
        let (width, height, stride) = (source.width, source.height, source.stride)
        let count = stride * (height + SpriteLevel.border)
        let result = texels.reserve(count, of: UInt32.self)
        // The kernels round the width up to a multiple of four.
        let padded = (width + 3) & ~3
        let lineLength = max(shading?.lineLength ?? 0, feather?.lineLength ?? 0)
        let values = lines.reserve(2 * padded + lineLength, of: UInt32.self)
        let (line, shares) = (values, values + lineLength)
        let (floatLine, factors) = (
            UnsafeMutableRawPointer(line).assumingMemoryBound(to: Float.self),
            UnsafeMutableRawPointer(shares + padded).assumingMemoryBound(to: Float.self)
        )
        (shares + width).update(repeating: 0, count: padded - width)
        (factors + width).update(repeating: 0, count: padded - width)
        let wearLine = wears.reserve(coat == nil ? 0 : WearCoat.lineLength(width), of: UInt32.self)
        let taps = shading?.columnTaps(width) ?? []
        result.update(repeating: 0, count: stride)
        for y in 0..<height {
            let row = (y + 1) * stride
            result[row] = 0
            var own = source.texels + row + 1
            if let coat {
                coat.row(y, width, own, wearLine, result + row + 1)
                own = UnsafePointer(result + row + 1)
            }
            if let shading {
                shading.line(shading.rowTap(y), floatLine)
                PasteRows.interpolate(floatLine, taps, factors)
                PasteRows.relight(own, width, factors, gain, result + row + 1)
            } else if coat == nil {
                (result + row + 1).update(from: own, count: width)
            }
            if let feather {
                feather.row(y, width, line, shares)
                PasteRows.soften(result + row + 1, width, shares)
            }
            result[row + 1 + width] = 0
            result[row + 2 + width] = 0
        }
        (result + (height + 1) * stride).update(repeating: 0, count: 2 * stride)
        return TexelSource(texels: result, width: width, height: height, stride: stride)
    }
}
