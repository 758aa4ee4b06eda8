import Findings
import Foundation
import Studios
import Testing

@testable import Pictures

@Suite struct PanoramaFileTests {
    let folder: Folder

    init() throws {
        folder = try Folder()
    }

    /// Every value different, some far brighter than white.
    private let picture = LightPicture(
        width: 16, height: 8, values: (0..<128).map { SIMD3(Float($0) / 16, Float(128 - $0) * 40, 0.25) })

    private func values(_ path: String) throws -> [Float] {
        var values: [Float] = []
        let file = try PanoramaFile(path)
        var next = 0
        try file.rows { row, light in
            #expect(row == next)
            next += 1
            values += light
        }
        #expect(next == file.height)
        return values
    }

    private func message(_ bytes: [UInt8], _ name: String, maxPixels: Int = 1000) throws -> (
        PictureFailure?, String?
    ) {
        let path = try folder.write(bytes, name)
        let error = failure {
            let file = try PanoramaFile(path, maxPixels: maxPixels)
            try file.rows { _, _ in }
        }
        return (error?.code, error?.description.replacing(folder.path + "/", with: ""))
    }

    @Test func anEXRComesAsItStands() throws {
        let path = try folder.write(picture.exr, "a.exr")
        let file = try PanoramaFile(path)
        #expect(file.width == 16 && file.height == 8)
        let read = try values(path)
        // libvips reads halves, of eleven bits.
        for (index, value) in picture.values.enumerated() {
            for channel in 0..<3 {
                #expect(abs(read[3 * index + channel] - value[channel]) <= value[channel] / 2000)
            }
        }
    }

    @Test func aRadiancePictureComesToItsEightBits() throws {
        let read = try values(folder.write(picture.hdr(), "a.hdr"))
        for (index, value) in picture.values.enumerated() {
            for channel in 0..<3 { #expect(abs(read[3 * index + channel] - value[channel]) <= value.max() / 128) }
        }
    }

    @Test func rowsMayBeAskedForAgain() throws {
        let file = try PanoramaFile(folder.write(picture.exr, "a.exr"))
        var sums: [Float] = []
        for _ in 0..<2 {
            var sum: Float = 0
            try file.rows { _, light in sum += light.reduce(0, +) }
            sums.append(sum)
        }
        #expect(sums[0] == sums[1] && sums[0] > 0)
    }

    @Test func whatIsNoPanoramaIsNamed() throws {
        let unlit = ", which does not hold how bright the light was, as OpenEXR (.exr) and Radiance (.hdr) do"
        let photo = drawn("RG", "BW")
        #expect(
            try message(PhotoFile.encode(photo, as: .jpeg()), "a.hdr") == (.wrongFormat, "a.hdr: is a JPEG" + unlit))
        #expect(try message(Array("words".utf8), "a.exr") == (.wrongFormat, "a.exr: is text" + unlit))
        #expect(try message([], "a.exr") == (.empty, "a.exr: is empty (zero bytes)"))
        var tall = picture
        (tall.width, tall.height) = (8, 16)
        for (bytes, name) in [(tall.exr, "t.exr"), (tall.hdr(), "t.hdr")] {
            #expect(
                try message(bytes, name) == (
                    .wrongFormat,
                    "\(name): has 8 × 16 pixels, and an equirectangular panorama is twice as wide as high"
                ))
        }
        #expect(
            try message(picture.exr, "a.exr", maxPixels: 100) == (
                .tooLarge, "a.exr: has 16 × 8 pixels, more than the limit of 100 (raise it with --max-pixels)"
            ))
        #expect(
            try message(picture.hdr(order: ("+Y", "+X")), "up.hdr") == (
                .wrongFormat, "up.hdr: is stored turned or mirrored (+Y +X); store it as -Y +X, from the top left"
            ))
    }

    @Test(arguments: ["exr", "hdr"], [0.1, 0.5, 0.95])
    func aPanoramaThatIsCutOffIsDamaged(_ kind: String, _ share: Double) throws {
        let bytes = kind == "exr" ? picture.exr : picture.hdr()
        let (code, words) = try message(Array(bytes[..<Int(Double(bytes.count) * share)]), "cut.\(kind)")
        #expect(code == .damaged)
        #expect(words?.hasPrefix("cut.\(kind): ") == true)
        #expect(words?.contains("without a reason") == false)
    }

    @Test func anEXRWithoutThePicturesOwnChannelsIsNamed() throws {
        var bytes = picture.exr
        let mark = Array("channels\0chlist\0".utf8)
        let start = try #require((0..<bytes.count).first { bytes[$0...].starts(with: mark) }) + mark.count + 4
        #expect(bytes.withUnsafeBytes { OpenEXRChannels($0)?.names } == ["B", "G", "R"])
        for (number, letter) in ["M", "N", "Z"].enumerated() { bytes[start + 18 * number] = Array(letter.utf8)[0] }
        #expect(
            try message(bytes, "depth.exr") == (
                .wrongFormat, "depth.exr: has none of the channels R, G, B and Y of a picture, only M, N, Z"
            ))
    }

    /// Their loaders are open by now.
    @Test func aPanoramaIsNoPhoto() throws {
        _ = try PanoramaFile(folder.write(picture.exr, "a.exr"))
        for bytes in [picture.exr, picture.hdr()] {
            let path = try folder.write(bytes, "photo.png")
            var raster = Raster()
            #expect(failure { try PhotoFile.decode(path, into: &raster) }?.code == .wrongFormat)
            #expect(failure { _ = try PhotoFile.probe(path) }?.code == .wrongFormat)
        }
    }

    @Test func onlyLightIsLetIn() throws {
        func refusal(_ bands: Int, _ format: String, _ kind: String) throws -> String? {
            let black = try Operation("black", ["width": 16, "height": 8, "bands": .int(bands)]).image().cast(format)
            let image = try Operation("copy", ["in": .image(black), "interpretation": .string(kind)]).image()
            do throws(PictureError) {
                let light = try image.admittedAsLight()
                #expect(light.bands == 3 && light.format == "float" && light.width == 16)
                return nil
            } catch { return error.words }
        }
        for (bands, kind) in [(1, "b-w"), (2, "b-w"), (3, "scrgb"), (4, "scrgb"), (3, "xyz"), (4, "xyz")] {
            #expect(try refusal(bands, "float", kind) == nil, "\(bands) \(kind)")
        }
        #expect(
            try refusal(5, "float", "scrgb") == "has 5 samples a pixel; a panorama has 3 of light, and may have alpha")
        #expect(try refusal(3, "float", "b-w")?.hasPrefix("has 3 samples a pixel; a panorama has 1") == true)
        #expect(
            try refusal(3, "uchar", "scrgb") == "holds numbers of the type “uchar”; light is floats of 16 or 32 bits")
        #expect(
            try refusal(4, "float", "multiband")
                == "holds colours of the kind “multiband”; a panorama holds grey, RGB or CIE XYZ")
    }

    /// What becomes of them is `Panorama`'s rule.
    @Test func oddLightComesAsItStands() throws {
        var odd = picture
        odd.values[0] = SIMD3(.nan, .infinity, -.infinity)
        odd.values[1] = SIMD3(-2, 70_000, 3e38)
        let read = try values(folder.write(odd.exr, "odd.exr"))
        #expect(read[0].isNaN && read[1] == .infinity && read[2] == -.infinity)
        // 65,504 is the most that a half holds.
        #expect(read[3] == -2 && read[4] == .infinity && read[5] == .infinity)
    }
}
