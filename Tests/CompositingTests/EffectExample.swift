import Cards
import Compositing

@testable import Pictures

/// Adds to the brightness of every pixel.
struct Brighten: Effect {
    var by = 20.0

    static let card = Card<Brighten>(
        "brighten", "Adds to the brightness of every pixel.",
        .field("by", \.by, .number(in: 0...255, .other("levels of sRGB")), "How much is added."))

    func apply(to composite: inout Composite, streams: RandomStreams) {
        for byte in composite.image.bytes.indices where byte % 4 < 3 {
            composite.image.bytes[byte] = UInt8(min(255, Double(composite.image.bytes[byte]) + by))
        }
    }
}
