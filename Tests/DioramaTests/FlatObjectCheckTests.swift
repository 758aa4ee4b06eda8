import Datasets
import Foundation
import Pictures
import Studios
import Testing

@testable import Diorama

/// What `check` reports of cut-outs, drawings and texts, and a run of those that it used.
@Suite struct FlatObjectCheckTests {
    let studio: Studio
    init() throws {
        studio = try Studio()
        try studio.photos(1)
    }

    private func report(_ source: String) throws -> PipelineReport {
        try studio.write(
            """
            diorama: 1
            images: 1
            backgrounds: {photos: [photos]}
            objects: {thing: {from: {\(source)}, size: 0.5}}
            scene: {count: 1, place: {at: {x: 0.5, y: 0.5}}}
            """, to: "pipeline.yaml")
        return try PipelineReport(path: studio.path("pipeline.yaml"))
    }

    private func grey(_ value: UInt8, width: Int = 8, height: Int = 8) -> Raster {
        var raster = Raster(width: width, height: height)
        for at in raster.bytes.indices { raster.bytes[at] = at % 4 == 3 ? 255 : value }
        return raster
    }

    @Test func cutOutsThatCannotBeUsedAreNamed() throws {
        try studio.cutout("cutouts/good.png", .disc)
        try studio.write(PhotoFile.encode(grey(90), as: .jpeg()), to: "cutouts/photo.jpg")
        let report = try report("cutouts: cutouts")
        #expect(!report.isSound)
        #expect(report.description.contains("\n  2 flat objects opened: 1 cannot be read"))
        #expect(
            report.description.contains("cutouts/photo.jpg: has no alpha, so that nothing says where the object is"))
    }

    @Test(arguments: [
        (UInt8(0), 8, "nothing is left of it under its mask"), (UInt8(255), 9, "a mask has the size of its picture"),
    ])
    func masksThatCannotBeUsedAreNamed(_ value: UInt8, _ width: Int, _ reason: String) throws {
        try studio.write(PhotoFile.encode(grey(90), as: .jpeg()), to: "pictures/a.jpg")
        try studio.write(PhotoFile.encode(grey(value, width: width), as: .png()), to: "masks/a.png")
        let report = try report("cutouts: {files: pictures, masks: masks}")
        #expect(!report.isSound)
        #expect(report.description.contains(reason), "\(report.description)")
    }

    @Test func aCutOutThatIsNowhereHalfOpaqueCannotBeLabelled() throws {
        try studio.write(PhotoFile.encode(grey(90), as: .jpeg()), to: "pictures/glass.jpg")
        try studio.write(PhotoFile.encode(grey(100), as: .png()), to: "masks/glass.png")
        let source = "cutouts: {files: pictures, masks: masks}"
        let labelled = try report(source)
        #expect(!labelled.isSound)
        #expect(labelled.description.contains("glass.jpg: is nowhere at least half opaque"), "\(labelled.description)")
        let distractor = try report(source + "}, distractor: true, pose: {yaw: 0")
        #expect(distractor.isSound, "\(distractor)")
    }

    @Test func aDrawingThatShowsNothingIsNamed() throws {
        try studio.write("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>", to: "empty.svg")
        let report = try report("drawing: empty.svg")
        #expect(!report.isSound)
        #expect(report.description.contains("empty.svg: is fully transparent"))
    }

    @Test func hazeIsReportedByCheckAndRun() throws {
        var hazy = grey(90)
        for at in stride(from: 3, to: hazy.bytes.count, by: 4) { hazy.bytes[at] = at < 128 ? 60 : 255 }
        try studio.write(PhotoFile.encodeWithAlpha(hazy), to: "cutouts/hazy.png")
        let report = try report("cutouts: cutouts")
        #expect(report.isSound)
        #expect(report.description.contains("note: "))
        #expect(report.description.contains("hazy.png: is faint over a large area, 100 %"))
        #expect(try studio.run(to: "out").description.contains("hazy.png: is faint over a large area"))
    }

    @Test func whatIsWrittenOnLetteringIsLabelled() throws {
        // An e and its accent, which are one letter.
        #expect(try report("text: {text: \"<b>Cafe\u{301}</b> &amp; Co, \\\"x\\\"\"}").isSound)
        _ = try studio.run(to: "out", changes: ["output.annotations=[coco, csv]"])
        #expect(try studio.text("out/annotations/instances.json").contains("\"text\":\"Caf\u{E9} & Co, \\\"x\\\"\""))
        let table = try studio.text("out/annotations/instances.csv")
        #expect(table.split(separator: "\n")[0].hasSuffix(",pose_qz,text,language,script,direction"))
        #expect(table.split(separator: "\n")[1].hasSuffix(",\"Caf\u{E9} & Co, \"\"x\"\"\",,Latn,ltr"))
    }
}
