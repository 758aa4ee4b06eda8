import Findings
import Foundation
import Testing

@testable import Pictures

/// What a user reads when a file is not what it should be. Messages are compared whole.
@Suite struct BadInputTests {
    let folder: Folder
    let picture = drawn("RG.", "BWK")

    init() throws {
        folder = try Folder()
    }

    /// The failure of decoding and of probing, which must not differ where both fail.
    private func failures(_ path: String, _ options: PhotoFile.Options = .init()) -> (
        decode: PictureError?, probe: PictureError?
    ) {
        var raster = Raster()
        return (
            failure { try PhotoFile.decode(path, options, into: &raster) },
            failure { _ = try PhotoFile.probe(path, maxPixels: options.maxPixels) }
        )
    }

    private func expect(_ path: String, _ code: PictureFailure, _ words: String) {
        let (decode, probe) = failures(path)
        for error in [decode, probe] {
            #expect(error?.code == code)
            #expect(error?.description == "\(path): \(words)")
        }
    }

    @Test func aMissingFile() {
        expect(folder.path + "/none.jpg", .missing, "no such file")
    }

    @Test func aFolder() {
        expect(folder.path, .unreadable, "is a folder, not a picture")
    }

    @Test func anEmptyPNG() throws {
        expect(try folder.write([], "empty.png"), .empty, "is empty (zero bytes)")
    }

    @Test func textNamedJPG() throws {
        let path = try folder.write(Array("These are words.\n".utf8), "words.jpg")
        expect(path, .wrongFormat, "is text, not a JPEG, PNG, WebP or TIFF picture")
    }

    @Test func aPictureOfAnotherKind() throws {
        let path = try folder.write(Array("GIF89a".utf8) + [0, 1, 2, 3], "moving.jpg")
        expect(path, .wrongFormat, "is a GIF, not a JPEG, PNG, WebP or TIFF picture")
    }

    @Test func aPNGNamedJPGIsReadAllTheSame() throws {
        let path = try folder.write(PhotoFile.encode(picture, as: .png()), "photo.jpg")
        var raster = Raster()
        try PhotoFile.decode(path, into: &raster)
        #expect(raster == picture)
    }

    // MARK: - Size

    static let limit = "has 60000 × 60000 pixels, more than the limit of 200000000 (raise it with --max-pixels)"

    @Test func aHugeJPEGHeader() throws {
        var bytes = try PhotoFile.encode(picture, as: .jpeg())
        let frame = try #require(bytes.indices.first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 })
        bytes.replaceSubrange((frame + 5)..<(frame + 9), with: [0xEA, 0x60, 0xEA, 0x60])
        expect(try folder.write(bytes, "huge.jpg"), .tooLarge, Self.limit)
    }

    @Test func aHugePNGHeader() throws {
        var bytes = try PhotoFile.encode(picture, as: .png())
        bytes.replaceSubrange(16..<24, with: [0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60])
        expect(try folder.write(bytes, "huge.png"), .tooLarge, Self.limit)
    }

    @Test(arguments: ["webpsave_buffer", "tiffsave_buffer", "pngsave_buffer", "jpegsave_buffer"])
    func theLimitIsTheCallers(saver: String) throws {
        let path = try folder.write(picture.image().saved(saver), "photo")
        #expect(failures(path, .init(maxPixels: 48 * 32)).decode == nil)
        let (decode, probe) = failures(path, .init(maxPixels: 48 * 32 - 1))
        for error in [decode, probe] {
            #expect(error?.code == .tooLarge)
            #expect(
                error?.description
                    == "\(path): has 48 × 32 pixels, more than the limit of 1535 (raise it with --max-pixels)")
        }
        #expect(failure { _ = try Image(file: path, maxPixels: 100) }?.code == .tooLarge)
    }

    @Test func aCropThatReachesOutside() throws {
        let options = PhotoFile.Options(crop: .init(left: 40, top: 0, width: 9, height: 9))
        for encoding in [PhotoFile.Encoding.jpeg(), .png(), .webp()] {
            let path = try folder.write(PhotoFile.encode(picture, as: encoding), "photo")
            let error = failures(path, options).decode
            #expect(error?.code == .outOfRange)
            #expect(error?.description == "\(path): a crop of 9 × 9 at (40, 0) reaches outside 48 × 32 pixels")
        }
    }

    // MARK: - Damage

    /// A picture that needs many bytes, so that a cut loses some of it.
    private var noise: Raster {
        var raster = Raster(width: 96, height: 96)
        var state: UInt32 = 7
        for place in raster.bytes.indices {
            state = state &* 1_664_525 &+ 1_013_904_223
            raster.bytes[place] = place % 4 == 3 ? 255 : UInt8(state >> 24)
        }
        return raster
    }

    @Test(arguments: [0.999, 0.9, 0.5, 0.2, 0.05, 0.01])
    func aFileThatIsCutOffIsAnError(share: Double) throws {
        let files: [(String, [UInt8])] = [
            ("jpeg", try PhotoFile.encode(noise, as: .jpeg())),
            ("progressive", try noise.image().saved("jpegsave_buffer", ["interlace": true])),
            ("turned", withExif(try PhotoFile.encode(noise, as: .jpeg()), orientation: 6)),
            ("png", try PhotoFile.encode(noise, as: .png())),
            ("interlaced", try noise.image().saved("pngsave_buffer", ["interlace": true])),
            ("webp", try PhotoFile.encode(noise, as: .webp())),
            ("tiff", try PhotoFile.encode(noise, as: .tiff)),
        ]
        for (name, bytes) in files {
            let path = try folder.write(Array(bytes.prefix(Int(Double(bytes.count) * share))), name)
            let error = failures(path).decode
            #expect(error != nil, "\(name)")
            #expect(error?.file == path)
            #expect(error?.description.contains("without a reason") == false, "\(name)")
            #expect(failure { _ = try Image(file: path) } != nil, "\(name)")
        }
    }

    @Test func aTruncatedJPEGSaysSo() throws {
        let bytes = try PhotoFile.encode(noise, as: .jpeg())
        let path = try folder.write(Array(bytes.prefix(bytes.count / 2)), "cut.jpg")
        let error = failures(path).decode
        #expect(error?.code == .damaged)
        #expect(error?.description == "\(path): damaged JPEG: Premature end of JPEG file")
        let start = try folder.write(Array(bytes.prefix(30)), "start.jpg")
        expect(start, .damaged, "damaged JPEG: is cut off within its header")
    }

    @Test func aTruncatedPNGSaysSo() throws {
        let bytes = try PhotoFile.encode(noise, as: .png())
        let path = try folder.write(Array(bytes.dropLast(12)), "cut.png")
        #expect(failures(path).decode?.description == "\(path): damaged PNG: is cut off")
    }

    @Test func dataMissingFromTheMiddleIsAnError() throws {
        var jpeg = try PhotoFile.encode(noise, as: .jpeg())
        jpeg.removeSubrange((jpeg.count / 2)..<(jpeg.count / 2 + 1000))
        let path = try folder.write(jpeg, "corrupt.jpg")
        #expect(
            failures(path).decode?.description
                == "\(path): damaged JPEG: Corrupt JPEG data: premature end of data segment")
        var png = try PhotoFile.encode(noise, as: .png())
        png[png.count / 2] ^= 0xFF
        let other = try folder.write(png, "corrupt.png")
        #expect(failures(other).decode?.file == other)
        #expect(failures(other).decode?.reason.hasPrefix("damaged PNG: ") == true)
    }

    @Test func strayBytesBetweenMarkersAreNoDamage() throws {
        let bytes = try PhotoFile.encode(picture, as: .jpeg())
        let table = try #require(bytes.indices.first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDB })
        let path = try folder.write(Array(bytes[..<table]) + [1, 2, 3] + Array(bytes[table...]), "stray.jpg")
        #expect(failures(path) == (nil, nil))
    }

    @Test func everyPrefixAndEveryFlippedByteOfAHeaderIsSurvived() throws {
        let small = drawn("R")
        for (name, bytes) in [
            ("a.jpg", withExif(try PhotoFile.encode(small, as: .jpeg()), orientation: 3)),
            ("a.png", try PhotoFile.encode(small, as: .png())),
        ] {
            for place in 0..<min(bytes.count, 250) {
                var flipped = bytes
                flipped[place] ^= 0xFF
                for hurt in [flipped, Array(bytes.prefix(place))] {
                    let path = try folder.write(hurt, name)
                    let error = failures(path, .init(maxPixels: 1_000_000)).decode
                    #expect(error == nil || error?.file == path)
                }
            }
        }
    }

    // MARK: - Many at once

    @Test func failuresOnManyThreadsKeepTheirOwnWords() async throws {
        // Two kinds of damage that libvips words differently.
        var webp = try PhotoFile.encode(noise, as: .webp(lossless: true))
        webp.removeLast(webp.count / 2)
        var tiff = try PhotoFile.encode(noise, as: .tiff)
        tiff.replaceSubrange(4..<8, with: [0xFF, 0xFF, 0xFF, 0x7F])
        let paths = [try folder.write(webp, "a.webp"), try folder.write(tiff, "b.tif")]
        let alone = paths.map { failures($0).decode }
        #expect(alone[0]?.words.isEmpty == false && alone[1]?.words.isEmpty == false)
        #expect(alone[0]?.words != alone[1]?.words)
        let good = try folder.write(PhotoFile.encode(noise, as: .webp()), "good.webp")

        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    for turn in 0..<15 {
                        let which = (worker + turn) % 2
                        #expect(failures(paths[which]).decode == alone[which])
                        #expect(failures(good).decode == nil)
                    }
                }
            }
        }
    }
}
