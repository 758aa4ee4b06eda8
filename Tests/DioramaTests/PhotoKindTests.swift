import Datasets
import Findings
import Foundation
import Pictures
import Studios
import Testing

@testable import Diorama

/// Photos of every kind that users have, in one run: all become 8-bit sRGB, the right way up.
@Suite struct PhotoKindTests {
    /// Four even quarters, so that the order of rows and columns shows.
    private static let quarters: [[UInt8]] = [[220, 40, 40], [40, 170, 60], [40, 60, 200], [240, 240, 240]]

    private static func drawn(_ colours: [[UInt8]] = quarters) -> Raster {
        var raster = Raster(width: 64, height: 48)
        for y in 0..<48 {
            for x in 0..<64 {
                let colour = colours[(y / 24) * 2 + x / 32] + [255]
                for band in 0..<4 { raster.bytes[(y * 64 + x) * 4 + band] = colour[band] }
            }
        }
        return raster
    }

    private static func saved(
        _ saver: String, _ image: Image, _ arguments: KeyValuePairs<String, Argument> = [:]
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try Operation(saver, [("in", .image(image))] + arguments.map { ($0.key, $0.value) }).read(into: &bytes)
        return bytes
    }

    /// A JPEG with an EXIF block that holds an orientation.
    private static func oriented(_ jpeg: [UInt8], _ orientation: UInt8) -> [UInt8] {
        let tiff: [UInt8] = [
            0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0,
        ]
        let body = Array("Exif\0\0".utf8) + tiff
        return Array(jpeg[..<2]) + [0xFF, 0xE1, 0, UInt8(body.count + 2)] + body + Array(jpeg[2...])
    }

    @Test func allBecomeColourTheRightWayUp() throws {
        let studio = try Studio()
        let image = try Image(Self.drawn()).bands(from: 0, count: 3)
        let jpeg = try PhotoFile.encode(Self.drawn(), as: .jpeg(quality: 95, subsampling: .full))
        var holed = Self.drawn()
        for pixel in stride(from: 3, to: holed.bytes.count / 2, by: 4) { holed.bytes[pixel] = 0 }
        let grey = Self.quarters.map { colour -> [UInt8] in
            [UInt8](repeating: UInt8((Int(colour[0]) + Int(colour[1]) + Int(colour[2])) / 3), count: 3)
        }
        let (width, height) = (64, 48)

        // The file, the quarters that must come out, and the size.
        let q = Self.quarters
        let white: [UInt8] = [255, 255, 255]
        let kinds: [(name: String, bytes: [UInt8], colours: [[UInt8]], size: [Int])] = [
            ("a-plain.jpg", jpeg, q, [width, height]),
            (
                "b-grey.jpg",
                try Self.saved(
                    "jpegsave_buffer", Image(Self.drawn(grey)).bands(from: 0, count: 1), ["Q": 95]), grey,
                [width, height]
            ),
            (
                "c-cmyk.jpg", try Self.saved("jpegsave_buffer", image.colourspace("cmyk"), ["Q": 95]), q,
                [width, height]
            ),
            ("d-palette.png", try Self.saved("pngsave_buffer", image, ["palette": true]), q, [width, height]),
            ("e-16-bit.png", try Self.saved("pngsave_buffer", image.colourspace("rgb16")), q, [width, height]),
            ("f-16-bit.tif", try Self.saved("tiffsave_buffer", image.colourspace("rgb16")), q, [width, height]),
            // The first half of the rows is transparent: it lies on white.
            ("g-rgba.png", try PhotoFile.encodeWithAlpha(holed), [white, white, q[2], q[3]], [width, height]),
            // Its first row is the right side, its first column the top: to be turned clockwise.
            ("h-turned.jpg", Self.oriented(jpeg, 6), [q[2], q[0], q[3], q[1]], [height, width]),
            ("i-upside-down.jpg", Self.oriented(jpeg, 3), [q[3], q[2], q[1], q[0]], [width, height]),
            ("j-web.webp", try PhotoFile.encode(Self.drawn(), as: .webp(lossless: true)), q, [width, height]),
        ]
        for kind in kinds { try studio.write(kind.bytes, to: "photos/" + kind.name) }
        try studio.write(
            """
            diorama: 1
            images: \(kinds.count)
            backgrounds: {photos: [photos], order: sequential}
            output: {images: {format: png}}
            """, to: "pipeline.yaml")
        let summary = try studio.run(to: "out")
        #expect(summary.statistics?.skipped.isEmpty == true)

        for (index, kind) in kinds.enumerated() {
            let picture = try studio.raster("out/images/00000\(index).png")
            #expect([picture.width, picture.height] == kind.size, "\(kind.name)")
            // CMYK goes through a profile of inks, which hold no such red, green and blue.
            let tolerance = kind.name.contains("cmyk") ? 80 : 6
            for (quarter, expected) in kind.colours.enumerated() {
                let x = picture.width / 4 + quarter % 2 * picture.width / 2
                let y = picture.height / 4 + quarter / 2 * picture.height / 2
                let difference = zip(picture.colour(x, y), expected).map { abs(Int($0) - Int($1)) }.max() ?? 255
                #expect(difference <= tolerance, "\(kind.name), quarter \(quarter): \(picture.colour(x, y))")
            }
        }
        let images = try studio.dataset("out").file.images
        #expect(images.map { [$0.width, $0.height] } == kinds.map(\.size))
    }
}
