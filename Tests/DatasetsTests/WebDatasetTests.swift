import Foundation
import Testing

@testable import Datasets

@Suite struct TarTests {
    @Test(arguments: [0, 1, 511, 512, 513, 5000])
    func aMemberTakesWholeBlocks(count: Int) {
        var archive: [UInt8] = []
        Tar.append([UInt8](repeating: 7, count: count), as: "a.jpg", to: &archive)
        #expect(archive.count == Tar.size(count, as: "a.jpg"))
        #expect(archive.count % 512 == 0)
        #expect(archive.count { $0 == 7 } == count)
    }

    @Test func aLongNameHasARecordOfItsOwn() {
        let name = String(repeating: "é", count: 90) + ".json"
        var archive: [UInt8] = []
        Tar.append([1, 2, 3], as: name, to: &archive)
        #expect(archive.count == Tar.size(3, as: name))
        #expect(archive[156] == UInt8(ascii: "x"))
        // The record's length counts its own digits: 3 of them, a space, “path=” and a line's end.
        #expect(String(decoding: archive[512..<512 + 196], as: UTF8.self) == "195 path=\(name)\n\u{0}")
        #expect(archive[1024 + 156] == UInt8(ascii: "0"))
    }

    @Test func aSampleKeyHasNoDot() {
        let sample = WebDatasetSample(
            name: "day.1/photo.v2", .init(image: [1]), kind: "JPG",
            COCO.Image(id: 1, fileName: "day.1/photo.v2.JPG", width: 1, height: 1), [], split: nil, categories: [:])
        #expect(sample.key == "day_1_photo_v2")
        #expect(sample.files.map(\.kind) == ["jpg", "json"])
    }
}
