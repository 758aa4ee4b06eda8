import Studios
import Testing

@testable import Pictures

/// Files of which only the touched units are coded anew.
@Suite struct RecodingTests {
    /// A place of an image, and the sampling and quality of its file.
    struct Case: Sendable, CustomTestStringConvertible {
        var size: (width: Int, height: Int)
        var quality: Int
        var subsampling: ChromaSubsampling
        var touched: [(left: Int, top: Int, width: Int, height: Int)]
        var testDescription: String { "\(size), \(quality), \(subsampling.rawValue), \(touched)" }

        var crops: [PhotoFile.Crop] {
            touched.map { PhotoFile.Crop(left: $0.left, top: $0.top, width: $0.width, height: $0.height) }
        }
    }

    /// Whole and broken last units, of rows and columns, in every sampling.
    static let cases: [Case] = ChromaSubsampling.allCases.flatMap { subsampling in
        [
            Case(size: (64, 48), quality: 92, subsampling: subsampling, touched: []),
            Case(size: (64, 48), quality: 92, subsampling: subsampling, touched: [(20, 17, 9, 1)]),
            Case(size: (57, 43), quality: 75, subsampling: subsampling, touched: [(50, 3, 7, 5), (3, 38, 9, 5)]),
            Case(size: (57, 43), quality: 100, subsampling: subsampling, touched: [(40, 30, 17, 13), (41, 2, 1, 1)]),
            Case(size: (65, 65), quality: 30, subsampling: subsampling, touched: [(64, 64, 1, 1)]),
            Case(size: (33, 34), quality: 1, subsampling: subsampling, touched: [(0, 0, 33, 34)]),
            Case(size: (1, 1), quality: 90, subsampling: subsampling, touched: [(0, 0, 1, 1)]),
        ]
    }

    private let recoder = BlockRecoder()

    /// Changes the pixels of rectangles.
    private func painted(_ raster: Raster, _ crops: [PhotoFile.Crop]) -> Raster {
        var raster = raster
        for crop in crops {
            for y in crop.top..<(crop.top + crop.height) {
                for x in crop.left..<(crop.left + crop.width) {
                    for band in 0..<3 {
                        raster.bytes[(y * raster.width + x) * 4 + band] ^= UInt8(0x50 + 16 * band)
                    }
                }
            }
        }
        return raster
    }

    private func decoded(_ bytes: [UInt8]) throws -> Raster {
        var raster = Raster()
        let folder = try Folder()
        try PhotoFile.decode(folder.write(bytes, "photo"), into: &raster)
        return raster
    }

    private func recoded(_ raster: Raster, over file: [UInt8], _ crops: [PhotoFile.Crop]) throws -> [UInt8]? {
        let base = try #require(CodedJPEG.reading(file))
        var bytes: [UInt8] = [1, 2, 3]
        return try recoder.encode(raster, over: base, touched: crops, into: &bytes) ? bytes : nil
    }

    @Test(arguments: cases) func theBytesAreThoseOfTheWholeCoding(_ test: Case) throws {
        let encoding = PhotoFile.Encoding.jpeg(quality: test.quality, subsampling: test.subsampling)
        let photo = Raster.scenery(width: test.size.width, height: test.size.height, seed: 3)
        let image = painted(photo, test.crops)
        let file = try PhotoFile.encode(photo, as: encoding)
        #expect(try recoded(image, over: file, test.crops) == PhotoFile.encode(image, as: encoding))
    }

    /// Beyond the touched units, a decoder that blends between samples of chroma reaches over one pixel of them.
    private func expectOthersUntouched(
        _ image: Raster, _ photo: Raster, _ crops: [PhotoFile.Crop], unit: Int,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        func isTouched(_ x: Int, _ y: Int) -> Bool {
            crops.contains { crop in
                let (left, top) = (crop.left / unit * unit - 2, crop.top / unit * unit - 2)
                let right = (crop.left + crop.width + unit - 1) / unit * unit + 2
                let bottom = (crop.top + crop.height + unit - 1) / unit * unit + 2
                return (left..<right).contains(x) && (top..<bottom).contains(y)
            }
        }
        var wrong = 0
        for y in 0..<photo.height {
            for x in 0..<photo.width where !isTouched(x, y) && image.pixel(x, y) != photo.pixel(x, y) { wrong += 1 }
        }
        #expect(wrong == 0, sourceLocation: sourceLocation)
    }

    /// How far two rasters are from each other within rectangles, as a mean over pixels and bands.
    private func distance(_ one: Raster, _ other: Raster, _ crops: [PhotoFile.Crop]) -> Int {
        let steps = crops.flatMap { crop in
            (crop.top..<(crop.top + crop.height)).flatMap { y in
                (crop.left..<(crop.left + crop.width)).flatMap { x in
                    zip(one.pixel(x, y), other.pixel(x, y)).map { abs(Int($0) - Int($1)) }
                }
            }
        }
        return steps.reduce(0, +) / max(1, steps.count)
    }

    @Test(arguments: ["restart-interval", "optimize-coding"], [true, false])
    func filesOfOthersKeepTheirUntouchedPixels(setting: String, isMuch: Bool) throws {
        let crops = [PhotoFile.Crop(left: 36, top: 20, width: 12, height: isMuch ? 28 : 4)]
        let file = try Raster.scenery(width: 90, height: 60, seed: 5).image().saved(
            "jpegsave_buffer", [setting: setting == "restart-interval" ? 2 : true, "Q": 85, "subsample_mode": "on"])
        let photo = try decoded(file)
        let image = painted(photo, crops)
        let bytes = try #require(try recoded(image, over: file, crops))
        let again = try decoded(bytes)
        expectOthersUntouched(again, photo, crops, unit: 16)
        #expect(distance(again, image, crops) < distance(photo, image, crops) / 2)
        // Nothing touched, nothing changed.
        #expect(try decoded(#require(try recoded(photo, over: file, []))) == photo)
    }

    @Test func aCodeThatLacksASymbolIsReplaced() throws {
        // An even picture's own codes have hardly any symbol.
        let file = try drawn("gggg", "gggg").image().saved("jpegsave_buffer", ["optimize-coding": true])
        let photo = try decoded(file)
        let crops = [PhotoFile.Crop(left: 20, top: 0, width: 10, height: 10)]
        let image = painted(photo, crops)
        let bytes = try #require(try recoded(image, over: file, crops))
        #expect(try #require(CodedJPEG.reading(bytes)).frame.ac[0] == HuffmanCode.standard.ac[0])
        #expect(try #require(CodedJPEG.reading(file)).frame.ac[0] != HuffmanCode.standard.ac[0])
        expectOthersUntouched(try decoded(bytes), photo, crops, unit: 16)
    }

    /// Parts at every edge, and one in the middle.
    static let parts = [
        (0, 0, 9, 4), (81, 0, 9, 30), (0, 44, 30, 16), (70, 50, 20, 10), (37, 21, 6, 5), (0, 0, 90, 60),
    ]

    @Test(arguments: ChromaSubsampling.allCases) func aPartHasThePixelsOfTheWhole(_ sampling: ChromaSubsampling) throws
    {
        let file = try PhotoFile.encode(
            Raster.scenery(width: 90, height: 60, seed: 5), as: .jpeg(quality: 80, subsampling: sampling))
        let (whole, coded) = (try decoded(file), try #require(CodedJPEG.reading(file)))
        let decoder = BlockDecoder()
        for (left, top, width, height) in Self.parts {
            var (part, expected) = (Raster(width: 90, height: 60), whole)
            let crop = PhotoFile.Crop(left: left, top: top, width: width, height: height)
            #expect(try decoder.decode(crop, of: coded, into: &part))
            part.crop(left: left, top: top, width: width, height: height)
            expected.crop(left: left, top: top, width: width, height: height)
            #expect(part == expected, "\(crop)")
        }
    }

    @Test func partsBetweenRestartMarkersAreLeftToOthers() throws {
        let file = try Raster.scenery(width: 90, height: 60, seed: 5).image().saved(
            "jpegsave_buffer", ["restart-interval": 2])
        var raster = Raster(width: 90, height: 60)
        let crop = PhotoFile.Crop(left: 4, top: 4, width: 4, height: 4)
        #expect(try !BlockDecoder().decode(crop, of: #require(CodedJPEG.reading(file)), into: &raster))
    }

    @Test func moreUnitsThanAskedForAreLeftToOthers() throws {
        let photo = Raster.scenery(width: 64, height: 64, seed: 1)
        let base = try #require(CodedJPEG.reading(PhotoFile.encode(photo, as: .jpeg())))
        var bytes: [UInt8] = []
        let half = [PhotoFile.Crop(left: 0, top: 0, width: 64, height: 32)]
        #expect(try recoder.encode(photo, over: base, touched: half, upTo: 0.5, into: &bytes))
        #expect(try !recoder.encode(photo, over: base, touched: half, upTo: 0.49, into: &bytes))
    }

    @Test func otherKindsOfJPEGAreLeftToOthers() throws {
        let image = try Raster.scenery(width: 40, height: 24, seed: 1).image()
        #expect(CodedJPEG.reading(try image.saved("jpegsave_buffer")) != nil)
        #expect(CodedJPEG.reading(try image.saved("jpegsave_buffer", ["interlace": true])) == nil)
        #expect(CodedJPEG.reading(try image.bands(from: 0, count: 1).saved("jpegsave_buffer")) == nil)
        #expect(CodedJPEG.reading(try image.saved("pngsave_buffer")) == nil)
        #expect(CodedJPEG.reading([]) == nil)
    }

    @Test func aFileThatIsCutOffIsRefused() throws {
        let file = try PhotoFile.encode(Raster.scenery(width: 40, height: 24, seed: 1), as: .jpeg(quality: 60))
        for count in 0..<(file.count - 1) { #expect(CodedJPEG.reading(Array(file[..<count])) == nil) }
    }

    @Test func aDamagedFileIsRefusedOrHasAllItsUnits() throws {
        let photo = Raster.scenery(width: 40, height: 24, seed: 1)
        let file = try PhotoFile.encode(photo, as: .jpeg(quality: 60))
        var (refused, taken) = (0, 0)
        for place in file.indices {
            var damaged = file
            damaged[place] ^= 1 << (place * 5 % 8)
            guard let base = CodedJPEG.reading(damaged) else {
                refused += 1
                continue
            }
            taken += 1
            guard base.has(40, 24) else { continue }
            var bytes: [UInt8] = []
            let crops = [PhotoFile.Crop(left: 4, top: 4, width: 4, height: 4)]
            if try recoder.encode(photo, over: base, touched: crops, into: &bytes) {
                #expect(CodedJPEG.reading(bytes) != nil)
            }
        }
        #expect(refused > 100 && taken > 10)
    }
}
