internal import Foundation

/// The transfer curve of sRGB: IEC 61966-2-1.
package enum SRGB {
    /// The linear value of an encoded one; below 0 counts as 0.
    package static func linear(_ value: Float) -> Float {
        let value = max(0, value)
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }

    /// The same in double precision.
    package static func linear(_ value: Double) -> Double {
        let value = max(0, value)
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }

    /// The encoded value of a linear one, 0…1; values outside are cut off.
    package static func encoded(_ value: Float) -> Float {
        let value = min(1, max(0, value))
        return value <= 0.003_130_8 ? value * 12.92 : 1.055 * pow(value, 1 / 2.4) - 0.055
    }

    /// The same in double precision.
    package static func encoded(_ value: Double) -> Double {
        let value = min(1, max(0, value))
        return value <= 0.003_130_8 ? value * 12.92 : 1.055 * pow(value, 1 / 2.4) - 0.055
    }

    /// The linear value of each of the 256 bytes.
    package static let linearOfByte: [Float] = (0..<256).map { linear(Float($0) / 255) }
}
