internal import CVips
import Findings

extension Image {
    /// The check for panoramas, like `admitted` for photos: admits a decoded OpenEXR or Radiance picture whose numbers
    /// have a known meaning, and throws `.wrongFormat` with the reason for all others. It reads only the header.
    ///
    /// It admits floats of grey, of red, green and blue with sRGB's primaries, or of CIE XYZ, and Radiance's packed
    /// form of the latter two. One more band is alpha and left out: it has been multiplied with the light already, and
    /// nothing lies behind a panorama. A picture may have as many pixels as `PanoramaFile` allows, and is twice as wide
    /// as high.
    ///
    /// Values are light without an upper end, so the rule for photos' values does not hold. `Panorama` has the rule for
    /// them: infinite light, also light that OpenEXR's halves cannot hold, becomes the brightest finite light; negative
    /// light becomes the least beside it; NaN, and a picture without light, are refused.
    ///
    /// - Returns: three bands of floats.
    func admittedAsLight() throws(PictureError) -> Image {
        let isPacked = vips_image_get_coding(pointer) == VIPS_CODING_RAD
        let kinds = ["scrgb": 3, "xyz": 3, "b-w": 1]
        guard let colours = kinds[interpretation] else {
            throw PictureError(
                .wrongFormat, "read",
                "holds colours of the kind “\(interpretation)”; a panorama holds grey, RGB or CIE XYZ")
        }
        guard isPacked || format == "float" else {
            throw PictureError(
                .wrongFormat, "read", "holds numbers of the type “\(format)”; light is floats of 16 or 32 bits")
        }
        // A packed kind has no bands of its own.
        guard isPacked || bands == colours || bands == colours + 1 else {
            throw PictureError(
                .wrongFormat, "read",
                "has \(bands) samples a pixel; a panorama has \(colours) of light, and may have alpha")
        }
        var light = isPacked ? try Operation("rad2float", ["in": .image(self)]).image() : self
        if light.bands > colours { light = try light.bands(from: 0, count: colours) }
        if light.interpretation == "xyz" { light = try light.colourspace("scrgb") }
        return colours == 1 ? try Image.joiningBands([light, light, light]) : light
    }
}
