internal import Foundation
import Pictures

/// A texture and its halvings down to one texel, so that a look-up on a surface far away reads few texels.
struct TextureChain {
    struct Level {
        var width: Int
        var height: Int
        /// The index of its first texel in `texels`.
        var start: Int
    }

    private(set) var levels: [Level] = []
    /// All levels, the finest first.
    private(set) var texels: [SIMD4<UInt8>] = []
    let encoding: Texture.Encoding
    let wrapU: Texture.Wrap
    let wrapV: Texture.Wrap
    let mapping: TextureMapping

    init(_ texture: Texture) {
        encoding = texture.encoding
        wrapU = texture.wrapU
        wrapV = texture.wrapV
        mapping = texture.mapping
        texels = texture.texels.withUnsafeBytes { Array($0.bindMemory(to: SIMD4<UInt8>.self)) }
        levels = [Level(width: texture.width, height: texture.height, start: 0)]
        while let last = levels.last, last.width > 1 || last.height > 1 { halve(last) }
    }

    /// Means of 2 × 2 texels, colours in linear light and weighted by alpha. An odd last row or column is left out.
    private mutating func halve(_ level: Level) {
        let half = Level(width: max(1, level.width / 2), height: max(1, level.height / 2), start: texels.count)
        texels.append(contentsOf: repeatElement(SIMD4(), count: half.width * half.height))
        let isColour = encoding == .colour
        let values = isColour ? SRGB.linearOfByte : (0..<256).map { Float($0) / 255 }
        values.withUnsafeBufferPointer { values in
            texels.withUnsafeMutableBufferPointer { texels in
                for y in 0..<half.height {
                    let upper = level.start + 2 * y * level.width
                    let lower = 2 * y + 1 < level.height ? upper + level.width : upper
                    let target = half.start + y * half.width
                    for x in 0..<half.width {
                        let (left, right) = (2 * x, min(2 * x + 1, level.width - 1))
                        texels[target + x] = Self.mean(
                            texels[upper + left], texels[upper + right], texels[lower + left], texels[lower + right],
                            values, isColour: isColour)
                    }
                }
            }
        }
        levels.append(half)
    }

    /// - Parameter values: that of each byte.
    @inline(__always) private static func mean(
        _ a: SIMD4<UInt8>, _ b: SIMD4<UInt8>, _ c: SIMD4<UInt8>, _ d: SIMD4<UInt8>,
        _ values: UnsafeBufferPointer<Float>, isColour: Bool
    ) -> SIMD4<UInt8> {
        var sum = SIMD3<Float>()
        var alphas: Float = 0
        @inline(__always) func add(_ texel: SIMD4<UInt8>) {
            // A trace of weight keeps the colour of fully transparent texels.
            let alpha = max(Float(texel.w) / 255, isColour ? 0x1p-16 : 1)
            sum += SIMD3(values[Int(texel.x)], values[Int(texel.y)], values[Int(texel.z)]) * alpha
            alphas += isColour ? alpha : 1
        }
        add(a)
        add(b)
        add(c)
        add(d)
        let mean = sum / alphas
        @inline(__always) func byte(_ value: Float) -> UInt8 {
            isColour ? SRGB.byte(ofLinear: value) : UInt8(min(1, value) * 255 + 0.5)
        }
        return SIMD4(byte(mean.x), byte(mean.y), byte(mean.z), UInt8(min(255, alphas / 4 * 255 + 0.5)))
    }
}

/// A chain as the tracer reads it, from memory that its model owns.
struct TextureView {
    private let texels: UnsafePointer<SIMD4<UInt8>>
    private let levels: UnsafePointer<TextureChain.Level>
    private let count: Int
    private let isColour: Bool
    private let wrapU: Texture.Wrap
    private let wrapV: Texture.Wrap
    private let mapping: TextureMapping
    private let isMapped: Bool

    init(_ chain: TextureChain, texels: UnsafePointer<SIMD4<UInt8>>, levels: UnsafePointer<TextureChain.Level>) {
        self.texels = texels
        self.levels = levels
        count = chain.levels.count
        isColour = chain.encoding == .colour
        wrapU = chain.wrapU
        wrapV = chain.wrapV
        mapping = chain.mapping
        isMapped = chain.mapping != .identity
    }

    /// The value at a surface's (u, v), v up, bilinear between texels: linear colour or numbers, and alpha, 0…1.
    ///
    /// - Parameters:
    ///   - width: the width of the visible patch, in the unit of the coordinates; the level with texels of about that
    ///     size is used.
    ///   - linear: the linear value of each byte of sRGB.
    @inline(__always) func value(
        at coordinates: SIMD2<Float>, width: Float, linear: UnsafePointer<Float>
    ) -> SIMD4<Float> {
        var (coordinates, width) = (coordinates, width)
        if isMapped {
            coordinates = mapping(coordinates)
            width *= mapping.spread
        }
        let finest = levels[0]
        let spread = width * Float(max(finest.width, finest.height))
        // The exponent of the number times √2 is its logarithm, rounded.
        let level = levels[
            spread > 1 ? min(count - 1, Int((min(spread, 0x1p24) * 1.414_213_5).bitPattern >> 23) - 127) : 0]
        // Kept near 0 before it becomes an index: files may hold any number.
        let u = Self.wrapped(coordinates.x, wrapU) * Float(level.width) - 0.5
        let v = (1 - Self.wrapped(coordinates.y, wrapV)) * Float(level.height) - 0.5
        let (left, top) = (floored(u), floored(v))
        let (fx, fy) = (u - left, v - top)
        let x0 = Self.index(Int(left), level.width, wrapU)
        let x1 = Self.index(Int(left) + 1, level.width, wrapU)
        let y0 = level.start + Self.index(Int(top), level.height, wrapV) * level.width
        let y1 = level.start + Self.index(Int(top) + 1, level.height, wrapV) * level.width
        let upper = decode(texels[y0 + x0], linear) * (1 - fx) + decode(texels[y0 + x1], linear) * fx
        let lower = decode(texels[y1 + x0], linear) * (1 - fx) + decode(texels[y1 + x1], linear) * fx
        return upper * (1 - fy) + lower * fy
    }

    @inline(__always) private func decode(_ texel: SIMD4<UInt8>, _ linear: UnsafePointer<Float>) -> SIMD4<Float> {
        guard isColour else { return SIMD4<Float>(truncatingIfNeeded: texel) / 255 }
        return SIMD4(linear[Int(texel.x)], linear[Int(texel.y)], linear[Int(texel.z)], Float(texel.w) / 255)
    }

    /// The coordinate in 0…1.
    @inline(__always) private static func wrapped(_ value: Float, _ wrap: Texture.Wrap) -> Float {
        switch wrap {
        case .repeat: return value - floored(value)
        case .clamp: return min(1, max(0, value))
        case .mirror:
            let half = value * 0.5
            let turn = 2 * (half - floored(half))
            return turn > 1 ? 2 - turn : turn
        }
    }

    /// The index of a texel just outside: the one on the other side where the texture repeats, otherwise the one at the
    /// edge.
    @inline(__always) private static func index(_ index: Int, _ count: Int, _ wrap: Texture.Wrap) -> Int {
        if index >= 0 && index < count { return index }
        if wrap == .repeat { return index < 0 ? count - 1 : 0 }
        return index < 0 ? 0 : count - 1
    }
}

/// The value rounded down. `rounded(.down)` is a call where a processor may lack the instruction.
@inline(__always) private func floored(_ value: Float) -> Float {
    // A number of 2²³ or more has no digits after the point.
    guard abs(value) < 0x1p23 else { return value }
    let cut = Float(Int32(value))
    return cut > value ? cut - 1 : cut
}

extension SIMD4<Float> {
    @inline(__always) fileprivate init(truncatingIfNeeded bytes: SIMD4<UInt8>) {
        self.init(Float(bytes.x), Float(bytes.y), Float(bytes.z), Float(bytes.w))
    }
}
