package import Cards
import Pictures

/// A lens that gives less light to the corners than to the middle.
///
/// The fourth power of the cosine of the angle from the optical axis, in linear light (Gardner, "Validity of the
/// cosine-fourth-power law of illumination", Journal of Research of the National Bureau of Standards 39, 1947). The angle
/// is that of a lens which loses `corner` of the light at the corner farthest from the centre, whatever the field of
/// view of the photo, since real lenses also cut light off at their rims.
package struct Vignette: Effect {
    package var corner = 0.5
    package var centreX = 0.5
    package var centreY = 0.5

    package init() {}

    package static let card = Card<Vignette>(
        "vignette", "A lens that darkens the corners.",
        .field(
            "corner", \.corner, .share(of: "the light", in: 0...0.95),
            "The light that is lost at the corner farthest from the centre; 0 changes nothing."),
        .field("centre_x", \.centreX, .share(of: "the image's width"), "Where the light is whole."),
        .field("centre_y", \.centreY, .share(of: "the image's height"), "Where the light is whole.")
    )

    package func apply(to composite: inout Composite, streams: RandomStreams) {
        guard corner > 0 else { return }
        let (width, height) = (composite.image.width, composite.image.height)
        let (x0, y0) = (centreX * Double(width), centreY * Double(height))
        let (farX, farY) = (max(x0, Double(width) - x0), max(y0, Double(height) - y0))
        // cos⁴ = 1 / (1 + r²/f²)², which is to be 1 − corner where r² is that of the corner.
        let square = (1 / (1 - corner).squareRoot() - 1) / (farX * farX + farY * farY)
        let k = Float(square)
        LinearLight.ofByte.withUnsafeBufferPointer { linear in
            LinearLight.byte.withUnsafeBufferPointer { encoded in
                composite.image.bytes.withUnsafeMutableBufferPointer { bytes in
                    for y in 0..<height {
                        let dy = Float(Double(y) + 0.5 - y0)
                        let row = 1 + k * dy * dy
                        for x in 0..<width {
                            let dx = Float(x) + 0.5 - Float(x0)
                            let secant = row + k * dx * dx
                            let factor = 1 / (secant * secant)
                            let pixel = (y * width + x) * 4
                            for band in pixel..<pixel + 3 {
                                let light = Float(linear[Int(bytes[band])]) * factor
                                bytes[band] = encoded[LinearLight.index(light)]
                            }
                        }
                    }
                }
            }
        }
    }
}
