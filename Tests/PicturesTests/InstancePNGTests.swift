import Testing

@testable import Pictures

@Suite struct InstancePNGTests {
    private func encode(_ ids: [UInt16], _ width: Int, _ height: Int, instances: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        InstancePNG.encode(ids, width: width, height: height, instances: instances, into: &bytes)
        return bytes
    }

    /// The chunks' names in order, and the bytes of each.
    private func chunks(_ bytes: [UInt8]) -> [(name: String, body: [UInt8])] {
        var found: [(String, [UInt8])] = []
        var place = 8
        while place < bytes.count {
            let length = bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
            found.append(
                (
                    String(decoding: bytes[(place + 4)..<(place + 8)], as: UTF8.self),
                    Array(bytes[(place + 8)..<(place + 8 + length)])
                ))
            place += 12 + length
        }
        return found
    }

    @Test func withoutAPaletteThePictureIsGrey() throws {
        var bytes: [UInt8] = []
        let ids: [UInt16] = [0, 255, 255, 0, 7, 0]
        InstancePNG.encode(ids, width: 3, height: 2, instances: 255, palette: nil, into: &bytes)
        #expect(chunks(bytes).map(\.name) == ["IHDR", "IDAT", "IEND"])
        #expect(chunks(bytes)[0].body == [0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0])
        #expect(try InstancePNG.decode(Folder.keeping(bytes)).ids == ids)
    }

    @Test func aFewInstancesMakeAPalettePicture() throws {
        let bytes = encode([0, 1, 2, 3, 3, 0], 3, 2, instances: 3)
        let parts = chunks(bytes)
        #expect(parts.map(\.name) == ["IHDR", "PLTE", "IDAT", "IEND"])
        #expect(parts[0].body == [0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0])
        #expect(parts[1].body == Array(InstancePNG.palette.prefix(12)))
        let image = try Image(file: Folder.keeping(bytes))
        let raster = try image.raster()
        let colours = (0..<6).map { Array(raster.bytes[($0 * 4)..<($0 * 4 + 3)]) }
        let expected = [0, 1, 2, 3, 3, 0].map { Array(InstancePNG.palette[($0 * 3)..<($0 * 3 + 3)]) }
        #expect(colours == expected)
    }

    @Test func idsOfTwoHundredAndFiftyFiveInstancesFitEightBits() throws {
        let ids = (0..<256).map(UInt16.init)
        #expect(chunks(encode(ids, 16, 16, instances: 255))[0].body[8...9] == [8, 3])
        #expect(chunks(encode(ids, 16, 16, instances: 256))[0].body[8...9] == [16, 0])
    }

    @Test func manyInstancesMakeSixteenBitGrey() throws {
        let bytes = encode([0, 1, 256, 65_535], 2, 2, instances: 65_535)
        let image = try Image(file: Folder.keeping(bytes))
        #expect(image.format == "ushort" && image.bands == 1)
        for (place, id) in [(0, 0), (1, 1), (2, 256), (3, 65_535)] {
            let value = try Operation("getpoint", ["in": .image(image), "x": .int(place % 2), "y": .int(place / 2)])
                .doubles("out-array")
            #expect(value == [Double(id)])
        }
    }

    @Test func runsOfEveryLengthComeBack() throws {
        // Lengths about 3, 258 and their multiples, where codes begin and end; ids with few and many bits.
        let lengths = Array(1...20) + [130, 131, 256, 257, 258, 259, 260, 261, 262, 515, 516, 517, 518, 519, 774, 1031]
        var ids: [UInt16] = []
        for (index, length) in lengths.enumerated() {
            ids += Array(repeating: UInt16(index * 41 % 256), count: length)
        }
        for width in [7, ids.count] {
            let rows = ids.count / width
            let map = Array(ids.prefix(width * rows))
            for instances in [255, 256] {
                let image = try Image(file: Folder.keeping(encode(map, width, rows, instances: instances)))
                #expect(image.format == (instances == 255 ? "uchar" : "ushort"))
                if instances == 255 {
                    let colours = try image.raster().bytes
                    let wanted: [UInt8] = map.flatMap { id -> [UInt8] in
                        InstancePNG.palette[(Int(id) * 3)..<(Int(id) * 3 + 3)] + [255]
                    }
                    #expect(colours == wanted)
                } else {
                    var raster = Raster()
                    try Image.joiningBands(Array(repeating: image.cast("uchar"), count: 4)).write(into: &raster)
                    #expect(raster.bytes == map.flatMap { id -> [UInt8] in Array(repeating: UInt8(id), count: 4) })
                }
            }
        }
    }

    @Test func aMapWithoutInstancesIsBlack() throws {
        let raster = try Image(file: Folder.keeping(encode([0, 0], 2, 1, instances: 0))).raster()
        #expect(raster.bytes == [0, 0, 0, 255, 0, 0, 0, 255])
    }

    @Test func everyColourIsDistinctAndNeighboursAreFarApart() {
        let colours = (0...255).map { Array(InstancePNG.palette[($0 * 3)..<($0 * 3 + 3)]).map(Int.init) }
        #expect(colours[0] == [0, 0, 0])
        #expect(Set(colours).count == 256)
        for near in 1...3 {
            for id in 0..<(256 - near) {
                let distance = zip(colours[id], colours[id + near]).map { abs($0 - $1) }.reduce(0, +)
                #expect(distance > 90, "\(id) and \(id + near)")
            }
        }
    }
}

extension Folder {
    private static let kept = try? Folder()

    /// A file in a folder that lives as long as the tests.
    static func keeping(_ bytes: [UInt8], _ name: String = "\(UInt64.random(in: 0 ... .max))") throws -> String {
        try #require(kept).write(bytes, name)
    }
}
