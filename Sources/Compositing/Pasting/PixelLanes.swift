import CLanes

/// The four channels of a pixel as numbers, and back, without conversions that look for numbers that are none.
enum PixelLanes {
    /// 2²³ + x has x in its low bits.
    private static let magic: Float = 8_388_608
    private static let magicBits: UInt32 = 0x4B00_0000

    /// Red, green, blue and alpha, 0…255.
    @inline(__always)
    static func real(_ pixel: UInt32) -> SIMD4<Float> {
        let bytes = SIMD4<UInt32>(truncatingIfNeeded: unsafeBitCast(pixel, to: SIMD4<UInt8>.self))
        return unsafeBitCast(bytes | magicBits, to: SIMD4<Float>.self) - magic
    }

    /// The pixel of values that are cut off to whole numbers from 0 through 255.
    @inline(__always)
    static func clamped(_ values: SIMD4<Float>) -> UInt32 {
        let bits = whole(SIMD8(lowHalf: values, highHalf: .zero)).lowHalf
        return unsafeBitCast(SIMD4<UInt8>(truncatingIfNeeded: bits), to: UInt32.self)
    }

    /// Red, green and blue of four pixels, 0…255.
    @inline(__always)
    static func planes(_ pixels: SIMD4<UInt32>) -> (red: SIMD4<Float>, green: SIMD4<Float>, blue: SIMD4<Float>) {
        @inline(__always)
        func real(_ bytes: SIMD4<UInt32>) -> SIMD4<Float> {
            unsafeBitCast(bytes | magicBits, to: SIMD4<Float>.self) - magic
        }
        return (real(pixels & 255), real(pixels &>> 8 & 255), real(pixels &>> 16 & 255))
    }

    /// Four pixels of values, rounded to nearest and no larger than `most`, which is at most 255; and of their alphas, which
    /// are taken from four others.
    @inline(__always)
    static func pixels(
        _ red: SIMD4<Float>, _ green: SIMD4<Float>, _ blue: SIMD4<Float>, most: SIMD4<Float>,
        alphaOf others: SIMD4<UInt32>
    ) -> SIMD4<UInt32> {
        @inline(__always)
        func whole(_ values: SIMD4<Float>) -> SIMD4<UInt32> {
            let value = most.replacing(with: values, where: values .< most)
            return unsafeBitCast(value + magic, to: SIMD4<UInt32>.self) & 255
        }
        return whole(red) | whole(green) &<< 8 | whole(blue) &<< 16 | others & 0xFF00_0000
    }

    /// Red, green and blue of eight pixels, 0…255.
    @inline(__always)
    static func planes(_ pixels: SIMD8<UInt32>) -> (red: SIMD8<Float>, green: SIMD8<Float>, blue: SIMD8<Float>) {
        (real(pixels), real(pixels &>> 8), real(pixels &>> 16))
    }

    /// The lowest byte of each of eight words.
    @inline(__always)
    static func real(_ words: SIMD8<UInt32>) -> SIMD8<Float> {
        unsafeBitCast(words & 255 | magicBits, to: SIMD8<Float>.self) - magic
    }

    /// Values cut off to whole numbers from 0 through 255.
    @inline(__always)
    static func whole(_ values: SIMD8<Float>) -> SIMD8<Int32> {
        clanes_whole(clanes_least(clanes_most(values, SIMD8.zero), SIMD8(repeating: 255)))
    }

    /// Eight pixels of values that are cut off to whole numbers from 0 through 255, with the alphas of eight others.
    @inline(__always)
    static func clamped(
        _ red: SIMD8<Float>, _ green: SIMD8<Float>, _ blue: SIMD8<Float>, alphaOf others: SIMD8<UInt32>
    ) -> SIMD8<UInt32> {
        let colours = whole(red) | whole(green) &<< 8 | whole(blue) &<< 16
        return unsafeBitCast(colours, to: SIMD8<UInt32>.self) | others & 0xFF00_0000
    }
}
