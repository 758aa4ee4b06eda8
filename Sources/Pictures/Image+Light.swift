internal import CVips
import Findings

extension Image {
    /// The door for panoramas, beside `admitted` for photos: lets in what the numbers of a decoded OpenEXR or Radiance
    /// picture can be taken for, and throws `.wrongFormat` with the reason for all else. Only the header is looked at.
    ///
    /// Let in are floats, of grey, of red, green and blue with sRGB's primaries, or of CIE XYZ, and Radiance's packed
    /// form of the latter two. One more band is alpha and left out: it has been multiplied with the light already, and
    /// nothing lies behind a panorama. A picture has as many pixels as `PanoramaFile` allows, twice as wide as high.
    ///
    /// Values are light without an upper end, so those of photos' rule do not hold. `Panorama` has theirs: infinite light,
    /// also what OpenEXR's halves cannot hold, is the brightest that is finite; negative light is the least beside it; what
    /// is not a number, and a picture without light, are refused.
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
