package import Drawings

/// The surface of a photo at the place of an object, for objects that suit their colours to it.
package struct SeenSurface: Hashable, Sendable {
    /// Its mean colour, as the image shows it.
    package var colour: Colour
    /// How bright the image shows a white object there, of the brightest that it can show; linear.
    package var gain: Double

    package init(_ colour: Colour, gain: Double) {
        (self.colour, self.gain) = (colour, gain)
    }
}
