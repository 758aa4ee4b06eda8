internal import Foundation

/// How scene-linear light is shown: as it is up to a knee, then ever closer to white, as film and cameras do it.
enum ToneCurve {
    private static let knee: Float = 0.7
    /// Light from here on is white.
    static let white: Float = 4

    /// Linear, 0…1.
    static func shown(_ light: Float) -> Float {
        guard light > knee else { return max(0, light) }
        return knee + (1 - knee) * (1 - exp((knee - light) / (1 - knee)))
    }

    /// The bytes of sRGB for light of 0…`white`, by its square root, in even steps: fine where the eye is.
    static let byteOfRoot: [UInt8] = (0...4095).map {
        let root = Float($0) / 4095
        return UInt8(SRGB.encoded(shown(root * root * white)) * 255 + 0.5)
    }

    /// What light is multiplied by before its root is taken, so that the root is a place in `byteOfRoot`.
    static let perRoot: Float = 4095 * 4095 / white
}
