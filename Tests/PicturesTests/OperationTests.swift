import Findings
import Testing

@testable import Pictures

@Suite struct OperationTests {
    @Test func argumentsOfEveryKindArrive() throws {
        let image = try Image(bytes: [0, 10, 20, 30], width: 4, height: 1, bands: 1)
        #expect(try image.linear([2], [5]).average() == 35)
        let cut = try image.crop(left: 1, top: 0, width: 2, height: 1)
        #expect((cut.width, cut.height, try cut.average()) == (2, 1, 15))
        #expect(try image.flipHorizontally().crop(left: 0, top: 0, width: 1, height: 1).average() == 30)
        let joined = try Image.joiningBands([image, cut.resize(width: 4, height: 1), image])
        #expect(joined.bands == 3)
        #expect(try image.cast("float").format == "float")
        #expect(try Operation("max", ["in": .image(image)]).int("x") == 3)
        #expect(try Operation("getpoint", ["in": .image(image), "x": 2, "y": 0]).doubles("out-array") == [20])
        let framed = try Operation(
            "embed",
            [
                "in": .image(image), "x": 1, "y": 1, "width": 6, "height": 3, "extend": "background",
                "background": .ints([255]),
            ]
        ).image()
        #expect(framed.width == 6 && framed.height == 3)
    }

    @Test func aRefusedOperationSaysWhy() throws {
        let image = try Image(bytes: [0, 10, 20, 30], width: 4, height: 1, bands: 1)
        let error = failure { _ = try image.crop(left: 3, top: 0, width: 5, height: 1) }
        #expect(error?.code == .operation)
        #expect(error?.operation == "crop")
        #expect(error?.words == "extract_area: bad extract area\n")
        #expect(error?.description == "crop: bad extract area")
    }

    @Test func anOperationThatIsNotThereSaysSo() {
        let error = failure { _ = try Operation("no_such_thing", [:]) }
        #expect(error?.description == "no_such_thing: class \"no_such_thing\" not found")
    }

    @Test func untrustedLoadersStayBlocked() throws {
        let path = try Folder.keeping(Array("P5 1 1 255 a".utf8), "grey.pgm")
        let error = failure { _ = try Operation("ppmload", ["filename": .string(path)]) }
        #expect(error?.description == "ppmload: operation is blocked")
    }

    @Test func failuresOnManyThreadsKeepTheirOwnWords() async throws {
        let image = try Image(bytes: [0, 10, 20, 30], width: 4, height: 1, bands: 1)
        let outside: @Sendable () -> PictureError? = {
            failure { _ = try image.crop(left: 3, top: 0, width: 5, height: 1) }
        }
        let bandless: @Sendable () -> PictureError? = { failure { _ = try image.bands(from: 3, count: 2) } }
        let alone = [outside(), bandless()]
        #expect(alone.map { $0?.words } == ["extract_area: bad extract area\n", "extract_band: bad extract band\n"])

        let wrong = await withTaskGroup(of: Int.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    (0..<600).count { turn in
                        let which = (worker + turn) % 2
                        return [outside, bandless][which]() != alone[which]
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }

    @Test func manyLayersOfWordsBecomeOneLine() {
        let error = PictureError(
            .operation, "pngload_buffer", file: "a.png",
            "VipsPng: libspng read error\npngload: libspng read error\nend of stream\n")
        #expect(error.description == "a.png: pngload_buffer: libspng read error; end of stream")
    }

    @Test func anImageOutlivesWhatItWasMadeFrom() throws {
        func make() throws -> Image {
            let raster = drawn("RG")
            let file = FileBytes(try PhotoFile.encode(raster, as: .png()))
            return try Operation("pngload_buffer", ["buffer": .bytes(file)]).image().flipHorizontally()
        }
        #expect(rows(of: try make().raster()) == ["GR"])
    }
}
