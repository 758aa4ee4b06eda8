import Pictures
import Studios
import Testing

@testable import Diorama

/// What `check` says of photos whose EXIF block holds no time where it should.
@Suite struct ExifCheckTests {
    /// A JPEG whose EXIF block holds a `DateTimeOriginal` of 19 characters.
    private func jpeg(_ clock: String) throws -> [UInt8] {
        let tiff: [UInt8] =
            Array("II*\0".utf8) + [8, 0, 0, 0]
            + [1, 0, 0x69, 0x87, 4, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0]
            + [1, 0, 0x03, 0x90, 2, 0, 20, 0, 0, 0, 44, 0, 0, 0, 0, 0, 0, 0] + Array(clock.utf8) + [0]
        let body = Array("Exif\0\0".utf8) + tiff
        let jpeg = try PhotoFile.encode(Raster(width: 96, height: 64), as: .jpeg())
        return Array(jpeg[..<2]) + [0xFF, 0xE1, 0, UInt8(body.count + 2)] + body + Array(jpeg[2...])
    }

    private func report(
        _ clocks: [String], scene: String = "count: 1", sidecar: String? = nil, isStrict: Bool = false
    ) throws -> [String] {
        let studio = try Studio()
        for (number, clock) in clocks.enumerated() { try studio.write(try jpeg(clock), to: "photos/\(number).jpg") }
        if let sidecar { try studio.write(sidecar, to: "photos/0.scene.yaml") }
        try studio.write(
            """
            diorama: 1
            backgrounds: {photos: [photos]}
            objects: {a: {from: {text: {text: A}}, size: 0.2}}
            scene: {\(scene)}
            """, to: "pipeline.yaml")
        if isStrict { _ = try Plan(path: studio.path("pipeline.yaml"), isStrict: true) }
        return try PipelineReport(path: studio.path("pipeline.yaml")).findings
            .filter { $0.code.rawValue == "photo.odd-exif" }
            .map { "\($0.file?.split(separator: "/").last ?? ""): \($0.problem)" }
    }

    private let nonsense = "2020:13:45 99:99:99"

    @Test func aTimeThatIsNoneIsNamedWithItsFileAndTag() throws {
        #expect(
            try report(["2020:06:07 08:09:10", nonsense]) == [
                "1.jpg: EXIF's DateTimeOriginal is “2020:13:45 99:99:99”, which is not a time (YYYY:MM:DD HH:MM:SS)"
            ])
    }

    @Test func manyAreOneWarning() throws {
        let told = try report([nonsense, nonsense, "2020:06:07 24:09:10"])
        #expect(told.count == 1 && told.allSatisfy { $0.hasSuffix("(2 other photos like it)") }, "\(told)")
    }

    /// Cameras write zeros where nobody has set their clock, which matters for the sun alone.
    @Test func aClockThatWasNeverSetMattersWhereTheSunIsAskedFor() throws {
        let zeros = "0000:00:00 00:00:00"
        #expect(try report([zeros]) == [])
        #expect(
            try report([zeros], scene: "light: {sun: {}}") == [
                "0.jpg: EXIF's DateTimeOriginal was never set: “0000:00:00 00:00:00”"
            ])
    }

    @Test func aSunThatIsKnownNeedsNoTime() throws {
        #expect(try report([nonsense], sidecar: "sun: {azimuth: 20, elevation: 30}") == [])
    }

    @Test func aStrictRunStopsAtIt() throws {
        #expect(throws: JobError.self) { try report([nonsense], isStrict: true) }
        #expect(try report(["2020:06:07 08:09:10"], isStrict: true) == [])
    }
}
