internal import Foundation
import Pictures

/// The curve from scene-linear light to the image.
package enum ToneCurve: Sendable {
    /// Unchanged, up to white: for objects in a photo, whose own curve is not known.
    case straight
    /// Unchanged up to a knee, then ever closer to white, as film and cameras do: for panoramas and the objects in
    /// them.
    case shoulder

    private static let knee: Float = 0.7
    /// Light of this value and more is white on the shoulder too.
    static let white: Float = 4

    /// The value that is shown, linear, 0…1.
    func shown(_ light: Float) -> Float {
        switch self {
        case .straight: return min(1, max(0, light))
        case .shoulder:
            guard light > Self.knee else { return max(0, light) }
            return Self.knee + (1 - Self.knee) * (1 - exp((Self.knee - light) / (1 - Self.knee)))
        }
    }

    /// The bytes of sRGB for light of 0…`white` on the shoulder, in even steps of its square root: fine where the eye
    /// is sensitive.
    static let byteOfRoot: [UInt8] = (0...4095).map {
        let root = Float($0) / 4095
        return UInt8(SRGB.encoded(ToneCurve.shoulder.shown(root * root * white)) * 255 + 0.5)
    }

    /// The factor on light before its root is taken, so that the root is an index of `byteOfRoot`.
    static let perRoot: Float = 4095 * 4095 / white
}
