/// The operations that we use, under their libvips names.
extension Image {
    private func call(_ name: String, _ arguments: KeyValuePairs<String, Argument>) throws(PictureError) -> Image {
        try Operation(name, arguments).image()
    }

    /// The image turned and mirrored by its `orientation`.
    package func autorot() throws(PictureError) -> Image {
        try call("autorot", ["in": .image(self)])
    }

    package func crop(left: Int, top: Int, width: Int, height: Int) throws(PictureError) -> Image {
        try call(
            "crop",
            ["input": .image(self), "left": .int(left), "top": .int(top), "width": .int(width), "height": .int(height)])
    }

    /// The image mirrored left to right.
    package func flipHorizontally() throws(PictureError) -> Image {
        try call("flip", ["in": .image(self), "direction": "horizontal"])
    }

    /// The image resampled to an exact size in pixels, with Lanczos' kernel (cubic when enlarging). Premultiply first
    /// where there is alpha.
    package func resize(width: Int, height: Int) throws(PictureError) -> Image {
        let resized = try call(
            "resize",
            [
                "in": .image(self), "scale": .double(Double(width) / Double(self.width)),
                "vscale": .double(Double(height) / Double(self.height)),
            ])
        precondition(resized.width == width && resized.height == height, "libvips rounds sizes to the nearest pixel")
        return resized
    }

    /// The image converted to a colour space by libvips' nick: `srgb`, `scrgb`, `b-w`, `lab`… Embedded profiles are not
    /// used.
    package func colourspace(_ space: String) throws(PictureError) -> Image {
        try call("colourspace", ["in": .image(self), "space": .string(space)])
    }

    /// The image converted from the embedded profile to 8-bit sRGB, relative colorimetric with black point
    /// compensation. Throws where there is no usable profile.
    package func iccTransformToSRGB() throws(PictureError) -> Image {
        try call(
            "icc_transform",
            [
                "in": .image(self), "output_profile": "srgb", "embedded": true, "intent": "relative",
                "black_point_compensation": true, "depth": 8,
            ])
    }

    /// Each band in another type (`uchar`, `float`…). In a conversion to whole numbers fractions are cut off, and
    /// values outside the range become its end.
    package func cast(_ format: String) throws(PictureError) -> Image {
        try call("cast", ["in": .image(self), "format": .string(format)])
    }

    /// Each value rounded to the nearest whole number; the type stays.
    package func rint() throws(PictureError) -> Image {
        try call("round", ["in": .image(self), "round": "rint"])
    }

    /// Colours times alpha, as floats.
    package func premultiply() throws(PictureError) -> Image {
        try call("premultiply", ["in": .image(self)])
    }

    package func unpremultiply() throws(PictureError) -> Image {
        try call("unpremultiply", ["in": .image(self)])
    }

    /// The image laid on an even colour, without its alpha band. Not for premultiplied images.
    package func flatten(background: [Double]) throws(PictureError) -> Image {
        try call("flatten", ["in": .image(self), "background": .doubles(background)])
    }

    /// The image blurred by a Gaussian with its standard deviation in pixels. Its bytes depend on libvips' use of
    /// vectors.
    package func gaussblur(sigma: Double) throws(PictureError) -> Image {
        try call("gaussblur", ["in": .image(self), "sigma": .double(sigma)])
    }

    /// The image moved by `[a, b, c, d]`: output (x, y) = (a x + b y, c x + d y), resampled with `interpolate`'s
    /// default (bilinear).
    package func affine(_ matrix: [Double]) throws(PictureError) -> Image {
        try call("affine", ["in": .image(self), "matrix": .doubles(matrix)])
    }

    /// `count` bands from `first` on.
    package func bands(from first: Int, count: Int) throws(PictureError) -> Image {
        try call("extract_band", ["in": .image(self), "band": .int(first), "n": .int(count)])
    }

    /// The image with one more band, of an even value.
    package func appendingBand(of value: Double) throws(PictureError) -> Image {
        try call("bandjoin_const", ["in": .image(self), "c": .doubles([value])])
    }

    /// The images' bands one after the other.
    package static func joiningBands(_ images: [Image]) throws(PictureError) -> Image {
        try Operation("bandjoin", ["in": .images(images)]).image()
    }

    /// a × value + b for each band.
    package func linear(_ a: [Double], _ b: [Double]) throws(PictureError) -> Image {
        try call("linear", ["in": .image(self), "a": .doubles(a), "b": .doubles(b)])
    }

    /// The mean of all values of all bands.
    package func average() throws(PictureError) -> Double {
        try Operation("avg", ["in": .image(self)]).double()
    }
}
