import Foundation
import Testing

@testable import Pictures

@Suite struct PerceptualHashTests {
    /// Soft blobs of light and dark, other ones for each seed.
    private static func levels(seed: Int, mirrored: Bool = false, gain: Double = 1, side: Int = 32) -> [Double] {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func next() -> Double {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Double(state >> 11) * 0x1p-53
        }
        let blobs = (0..<9).map { _ in (x: next(), y: next(), size: 0.08 + 0.2 * next(), level: 160 * next() - 80) }
        return (0..<side * side).map { pixel in
            let across = (Double(pixel % side) + 0.5) / Double(side)
            let (x, y) = (mirrored ? 1 - across : across, (Double(pixel / side) + 0.5) / Double(side))
            return blobs.reduce(120) { level, blob in
                let square = (x - blob.x) * (x - blob.x) + (y - blob.y) * (y - blob.y)
                return level + gain * blob.level * exp(-square / (blob.size * blob.size))
            }
        }
    }

    @Test(arguments: 1...20)
    func aPictureIsLikeItsMirrorImageAndItselfInOtherLight(seed: Int) throws {
        let hash = try #require(PerceptualHash(levels: Self.levels(seed: seed)))
        let mirrored = try #require(PerceptualHash(levels: Self.levels(seed: seed, mirrored: true)))
        #expect(hash.distance(to: mirrored) == 0)
        #expect(hash.bits != mirrored.bits)
        let faded = try #require(PerceptualHash(levels: Self.levels(seed: seed, gain: 0.5)))
        #expect(hash.distance(to: faded) == 0)
    }

    @Test func picturesOfOtherThingsAreNotAlike() throws {
        let hashes = try (1...60).map { try #require(PerceptualHash(levels: Self.levels(seed: $0))) }
        for (first, hash) in hashes.enumerated() {
            for other in hashes[(first + 1)...] { #expect(!hash.isAlike(other)) }
        }
    }

    @Test func aPictureThatIsTheSameAllOverIsLikeNone() {
        #expect(PerceptualHash(levels: [Double](repeating: 90, count: 1024)) == nil)
    }

    @Test(arguments: 1...5)
    func aCopyIsKnownHoweverItWasSaved(seed: Int) throws {
        let side = 256
        let levels = Self.levels(seed: seed, side: side)
        var raster = Raster(width: side, height: side)
        for (pixel, level) in levels.enumerated() {
            for band in 0..<3 { raster.bytes[pixel * 4 + band] = UInt8(min(255, max(0, level))) }
            raster.bytes[pixel * 4 + 3] = 255
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hash-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func hash(_ format: PhotoFile.Encoding, _ name: String) throws -> PerceptualHash {
            let file = folder.appendingPathComponent(name)
            try Data(PhotoFile.encode(raster, as: format)).write(to: file)
            return try #require(try PerceptualHash(file.path))
        }
        let original = try hash(.png(), "a.png")
        #expect(original.isAlike(try hash(.jpeg(quality: 20), "b.jpg")))
        raster.flipHorizontally()
        #expect(original.isAlike(try hash(.jpeg(quality: 40), "c.jpg")))
    }
}
