package import Cards
package import Pipelines

/// How far an object is brought to what the photo shows around it: shares, 0…1.
package struct SceneMatch: Codable, Sendable, Hashable {
    package var noise: Double
    package var sharpness: Double
    package var jpeg: Double
    package var colour: Double

    package init(noise: Double = 0, sharpness: Double = 0, jpeg: Double = 0, colour: Double = 0) {
        (self.noise, self.sharpness, self.jpeg, self.colour) = (noise, sharpness, jpeg, colour)
    }

    /// Draws the shares, each from a stream of its own; nil where the rule is none.
    package init?(_ rule: Pipeline.Matching, from streams: RandomStreams) {
        guard case .by(let match) = rule else { return nil }
        self.init(
            noise: streams.draw("noise", match.noise), sharpness: streams.draw("sharpness", match.sharpness),
            jpeg: streams.draw("jpeg", match.jpeg), colour: streams.draw("colour", match.colour))
    }
}
