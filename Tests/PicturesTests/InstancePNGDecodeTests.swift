import Findings
import Foundation
import Pictures
import Testing

@Suite struct InstancePNGDecodeTests {
    /// Writes the bytes to a file of their own and decodes it.
    private func decode(_ bytes: [UInt8], maxPixels: Int = 1000) throws -> InstancePNG.Map {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("ids-\(UUID().uuidString).png")
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try InstancePNG.decode(url.path, maxPixels: maxPixels)
    }

    private func encode(_ ids: [UInt16], width: Int, height: Int, instances: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        InstancePNG.encode(ids, width: width, height: height, instances: instances, into: &bytes)
        return bytes
    }

    @Test(arguments: [3, 255, 256, 65535])
    func idsComeBackInEitherDepth(instances: Int) throws {
        let ids: [UInt16] = [0, 1, 2, 3, UInt16(instances), 0]
        let map = try decode(encode(ids, width: 3, height: 2, instances: instances))
        #expect(map.width == 3 && map.height == 2)
        #expect(map.ids == ids)
    }

    @Test func aFileCutOffAnywhereIsDamaged() throws {
        let whole = encode([0, 1, 2, 3, 1, 0], width: 3, height: 2, instances: 3)
        for length in 1..<whole.count {
            let error = #expect(throws: PictureError.self) { try decode(Array(whole.prefix(length))) }
            #expect(error?.code == .damaged)
        }
    }

    @Test func aPictureInColourIsNoMap() throws {
        var bytes: [UInt8] = []
        try PhotoFile.encode(Raster(width: 2, height: 2), as: .png(level: 1), into: &bytes)
        let error = #expect(throws: PictureError.self) { try decode(bytes) }
        #expect(error?.words == "it has colours, where a mask has numbers: grey values or a palette")
    }

    @Test func tooManyPixelsAreRefused() throws {
        let bytes = encode([0, 0, 0, 0], width: 2, height: 2, instances: 1)
        #expect(throws: PictureError.self) { try decode(bytes, maxPixels: 3) }
    }
}
