internal import CVips
import Findings

extension Image {
    /// The single check for pictures from files: admits a decoded picture whose numbers have a known meaning, and
    /// throws `.wrongFormat` with the reason for all others. It reads only the header.
    ///
    /// It admits grey, RGB, CMYK and CIELab of the types in `Samples`. One more band is alpha, unless a TIFF states
    /// that it is not; other extra bands of RGB are left out, since a photo does not show them. Grey floats become RGB
    /// floats. Colours that a TIFF states to be multiplied by alpha were divided by it by libvips already.
    ///
    /// - Parameter header: the facts in the directory of a TIFF.
    func admitted(_ header: TIFFHeader? = nil) throws(PictureError) -> Image {
        if let kind = header?.photometric, !Samples.photometricKinds.contains(kind) {
            throw Self.refused("is a TIFF of the photometric kind \(kind); \(Samples.supportedKinds)")
        }
        // libvips treats YCbCr of other compressions as RGB.
        if header?.photometric == 6, header?.compression.map({ $0 != 6 && $0 != 7 }) ?? false {
            throw Self.refused("is a TIFF of YCbCr without JPEG compression, which is not supported: convert it to RGB")
        }
        guard let samples = Samples(self) else {
            throw Self.refused("holds colours of the kind “\(interpretation)”; \(Samples.supportedKinds)")
        }
        guard samples.formats.contains(format) else {
            throw Self.refused(
                "holds \(Samples.words(format)) as \(samples.name); \(Samples.supportedFormats)")
        }
        // A packed kind has no bands of its own.
        if samples == .packedLab { return try colourspace("lab") }

        var picture = self
        let extra = bands - samples.colours
        if extra != 0 {
            guard extra > 0 else {
                throw Self.refused("has \(bands) samples a pixel, too few for \(samples.name)")
            }
            let kinds = header?.extraSamples ?? (extra == 1 ? [.alpha] : [])
            let alpha = kinds.prefix(extra).firstIndex { $0 != .unspecified }
            guard samples.mayHaveAlpha, alpha != nil || samples.colours == 3, extra == 1 || samples.colours == 3 else {
                throw Self.refused(
                    "has \(bands) samples a pixel: \(samples.colours) of \(samples.name) and \(extra) more; "
                        + "grey and CMYK may have one more, which must be alpha, and only RGB others")
            }
            // libvips divides by alpha from 0 to 255, whatever the type.
            if let alpha, kinds[alpha] == .associatedAlpha, format == "float" {
                throw Self.refused(
                    "holds floats that are multiplied by alpha, which is not supported: store them as they are")
            }
            if extra > 1 || alpha == nil {
                picture = try bands(from: 0, count: samples.colours)
                if let alpha {
                    picture = try Self.joiningBands([picture, bands(from: samples.colours + alpha, count: 1)])
                }
            }
        }
        return samples == .greyFloat ? try picture.greyAsRGB() : picture
    }

    /// Throws `.badPixels` where the values of an admitted picture do not fill their type as `Samples` states. It reads
    /// the pixels once, except those of bytes, which need no check.
    func checkValues() throws(PictureError) {
        guard let samples = Samples(self), format != "uchar" else { return }
        let colours = try bands(from: 0, count: min(bands, samples.colours))
        let table = try Operation("stats", ["in": .image(colours)]).image()
        func value(_ column: Int) throws(PictureError) -> Double {
            try Operation("getpoint", ["in": .image(table), "x": .int(column), "y": 0]).doubles("out-array")[0]
        }
        let (least, greatest, sum) = (try value(0), try value(1), try value(2))
        guard sum.isFinite else {
            throw PictureError(.badPixels, "read", "holds values that are not a number, or endless")
        }
        if samples == .rgbFloat, least < -0.01 || greatest > 1.01 {
            throw PictureError(
                .badPixels, "read",
                "holds floats from \(least) to \(greatest); those of a photo are light from 0, black, to 1, white: "
                    + "scale them so")
        }
        if format == "ushort", (1...4095).contains(greatest) {
            throw PictureError(
                .badPixels, "read",
                "holds 16-bit values of which none is above \(Int(greatest)), as where 12 bits or fewer were stored "
                    + "without scaling: white is 65535; multiply them")
        }
    }

    private static func refused(_ words: String) -> PictureError {
        PictureError(.wrongFormat, "read", words)
    }

    /// Three equal bands, and alpha where there is any, in light from 0 to 1.
    private func greyAsRGB() throws(PictureError) -> Image {
        let grey = try bands(from: 0, count: 1)
        let alpha = bands > 1 ? [try bands(from: 1, count: 1)] : []
        let joined = try Self.joiningBands([grey, grey, grey] + alpha)
        return try Operation("copy", ["in": .image(joined), "interpretation": "scrgb"]).image()
    }
}

extension Image {
    /// Whether this is light in floats with alpha from 0 to 1, which libvips treats as alpha from 0 to 255.
    var isLightWithAlpha: Bool { Samples(self) == .rgbFloat && bands == 4 }
}

/// A kind of colours that pictures in files may have, with the types of numbers that are known for it.
private enum Samples: Equatable {
    /// 0…255 or 0…65535.
    case grey, rgb, cmyk
    /// Scene-linear light, 0…1 from black to white, primaries of sRGB.
    case greyFloat, rgbFloat
    /// CIELab in libvips' three forms.
    case lab, shortLab, packedLab

    init?(_ image: Image) {
        if vips_image_get_coding(image.pointer) == VIPS_CODING_LABQ {
            self = .packedLab
            return
        }
        switch image.interpretation {
        case "b-w", "grey16": self = image.format == "float" ? .greyFloat : .grey
        case "srgb", "rgb16": self = .rgb
        case "scrgb": self = .rgbFloat
        case "cmyk": self = .cmyk
        case "lab": self = .lab
        case "labs": self = .shortLab
        default: return nil
        }
    }

    var name: String {
        switch self {
        case .grey, .greyFloat: "grey"
        case .rgb, .rgbFloat: "RGB"
        case .cmyk: "CMYK"
        case .lab, .shortLab, .packedLab: "CIELab"
        }
    }

    /// The number of bands that are colours.
    var colours: Int {
        switch self {
        case .grey, .greyFloat: 1
        case .rgb, .rgbFloat, .lab, .shortLab, .packedLab: 3
        case .cmyk: 4
        }
    }

    var mayHaveAlpha: Bool {
        switch self {
        case .grey, .greyFloat, .rgb, .rgbFloat, .cmyk: true
        case .lab, .shortLab, .packedLab: false
        }
    }

    /// The types by libvips' names.
    var formats: [String] {
        switch self {
        case .grey, .rgb, .cmyk: ["uchar", "ushort"]
        case .greyFloat, .rgbFloat, .lab: ["float"]
        case .shortLab: ["short"]
        case .packedLab: ["uchar"]
        }
    }

    /// White is zero, black is zero, RGB, palette, CMYK, YCbCr and CIELab, by TIFF's numbers.
    static let photometricKinds: Set = [0, 1, 2, 3, 5, 6, 8]
    static let supportedKinds = "grey, RGB, palettes, CMYK, YCbCr and CIELab are supported: convert it to RGB"
    static let supportedFormats =
        "whole numbers of 8 and 16 bits without a sign are supported, and floats of 32 bits for grey and RGB"

    static func words(_ format: String) -> String {
        switch format {
        case "char": "numbers of 8 bits with a sign"
        case "short": "numbers of 16 bits with a sign"
        case "uint": "whole numbers of 32 bits"
        case "int": "whole numbers of 32 bits with a sign"
        case "float": "floats of 32 bits"
        case "double": "floats of 64 bits"
        case "complex", "dpcomplex": "complex numbers"
        default: "numbers of the type “\(format)”"
        }
    }
}
