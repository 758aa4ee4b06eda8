internal import Foundation
import Pictures

/// How scene-linear light is shown.
package enum ToneCurve: Sendable {
    /// As it is, up to white: what is laid into a photo, whose own curve is not known.
    case straight
    /// As it is up to a knee, then ever closer to white, as film and cameras do it: panoramas and what stands in them.
    case shoulder

    private static let knee: Float = 0.7
    /// Light from here on is white on the shoulder too.
    static let white: Float = 4

    /// Linear, 0…1.
    func shown(_ light: Float) -> Float {
        switch self {
        case .straight: return min(1, max(0, light))
        case .shoulder:
            guard light > Self.knee else { return max(0, light) }
            return Self.knee + (1 - Self.knee) * (1 - exp((Self.knee - light) / (1 - Self.knee)))
        }
    }

    /// The bytes of sRGB for light of 0…`white` on the shoulder, by its square root, in even steps: fine where the eye is.
    static let byteOfRoot: [UInt8] = (0...4095).map {
        let root = Float($0) / 4095
        return UInt8(SRGB.encoded(ToneCurve.shoulder.shown(root * root * white)) * 255 + 0.5)
    }

    /// What light is multiplied by before its root is taken, so that the root is a place in `byteOfRoot`.
    static let perRoot: Float = 4095 * 4095 / white
}
