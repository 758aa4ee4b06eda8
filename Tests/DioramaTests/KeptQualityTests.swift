import Compositing
import Datasets
import Foundation
import Geometry
import Pictures
import Scenes
import Studios
import Testing

@testable import Diorama

/// Images that are coded as their photos are.
@Suite struct KeptQualityTests {
    private static let changes = ["output.images={format: jpeg, quality: keep}", "images=6"]
    private let studio: Studio

    init() throws {
        studio = try .everyday()
        // Photos of their own qualities and samplings.
        for (index, encoding) in [
            PhotoFile.Encoding.jpeg(quality: 71, subsampling: .quarter), .jpeg(quality: 83, subsampling: .full),
            .jpeg(quality: 95, subsampling: .half, optimized: true),
        ].enumerated() {
            let photo = Raster.scenery(width: 96 + index, height: 64 - index, seed: index + 1)
            try studio.write(PhotoFile.encode(photo, as: encoding), to: "photos/\(index).jpg")
        }
    }

    private func raster(_ file: String) throws -> Raster {
        var raster = Raster()
        try PhotoFile.decode(file, into: &raster)
        return raster
    }

    @Test func whatNothingTouchesIsAsInThePhoto() throws {
        try studio.run(
            to: "out", changes: Self.changes + ["backgrounds.flip={chance: 0}", "scene.count={integers: [1, 2]}"])
        let maker = try Plan(
            path: studio.path("pipeline.yaml"),
            changes: Self.changes + ["backgrounds.flip={chance: 0}", "scene.count={integers: [1, 2]}"]
        ).maker
        let compositor = maker.makeCompositor()
        for index in 0..<6 {
            let composite = try maker.make(index, with: compositor).composite
            let file = studio.path("out/images/00000\(index).jpg")
            let (image, photo) = (try raster(file), try raster(composite.scene.photo.file))
            #expect(PhotoFile.quantisation(file) == PhotoFile.quantisation(composite.scene.photo.file))
            var (same, other) = (0, 0)
            for y in 0..<photo.height {
                for x in 0..<photo.width {
                    let isNear = try #require(composite.touched).contains { rect in
                        (rect.minX / 16 * 16 - 1..<(rect.maxX + 15) / 16 * 16 + 1).contains(x)
                            && (rect.minY / 16 * 16 - 1..<(rect.maxY + 15) / 16 * 16 + 1).contains(y)
                    }
                    if isNear { continue }
                    if image.colour(x, y) == photo.colour(x, y) { same += 1 } else { other += 1 }
                }
            }
            #expect(other == 0 && same > 100, "\(index)")
        }
    }

    @Test(arguments: [
        ["backgrounds.flip={chance: 1}"], ["effects=[{noise: {iso: 400}}]"],
    ])
    func anImageThatIsCodedAnewKeepsTheTables(settings: [String]) throws {
        try studio.run(to: "out", changes: Self.changes + settings)
        for scene in try studio.scenes("out") {
            let made = PhotoFile.quantisation(studio.path("out/images/00000\(scene.index).jpg"))
            #expect(made != nil && made == PhotoFile.quantisation(scene.photo.file))
        }
    }

    @Test func otherImagesGetTheUsualQuality() throws {
        try studio.run(to: "kept", changes: Self.changes + ["backgrounds.resize={longest: 60}"])
        try studio.run(
            to: "usual", changes: ["output.images.format=jpeg", "images=6", "backgrounds.resize={longest: 60}"])
        let (kept, usual) = (try studio.files("kept"), try studio.files("usual"))
        for name in kept.keys where name.hasPrefix("images/") { #expect(kept[name] == usual[name], "\(name)") }
    }

    @Test func workersAndImagesMadeAloneChangeNoByte() throws {
        try studio.run(to: "all", changes: Self.changes) { $0.workers = 2 }
        try studio.run(to: "one", changes: Self.changes) { $0.only = ImageSelection("5") }
        let name = "images/000005.jpg"
        #expect(try studio.files("all")[name] == studio.files("one")[name])
        #expect(try studio.files("all")[name] != nil)
    }

    @Test(arguments: [
        ("output.images={format: webp, quality: keep}", "“quality: keep” is for JPEG"),
        ("output.images={quality: keep, subsampling: 4:4:4}", "keeps the photo's subsampling as well"),
        ("output.images={quality: kep}", "did you mean “keep”"),
    ])
    func aSettingThatContradictsItIsAMistake(change: String, words: String) throws {
        let error = #expect(throws: (any Error).self) { try studio.run(to: "out", changes: [change]) }
        #expect(error.map { "\($0)" }?.contains(words) == true)
    }

    /// Where each photo is seen once, only what is painted on is decoded; the bytes are those of whole photos.
    @Test func partsGiveTheBytesOfWholePhotos() throws {
        let changes = [
            "output.images={format: jpeg, quality: keep}", "images=3", "backgrounds.flip={chance: 0}",
            "objects.disc.size=0.1", "objects.wedge.size=0.15", "scene.count=1", "match=none",
        ]
        try studio.run(to: "parts", changes: changes)
        let maker = try Plan(path: studio.path("pipeline.yaml"), changes: changes).maker
        let (whole, part) = (maker.makeCompositor(), maker.makeCompositor(isForFiles: true))
        var parts = 0
        for index in 0..<3 {
            let composite = try maker.make(index, with: whole).composite
            #expect(composite.coding == nil)
            parts += try maker.make(index, with: part).composite.coding == nil ? 0 : 1
            var bytes: [UInt8] = []
            try ViewEncoder(nil, keepsCoding: true).encode(composite, as: .jpeg(), into: &bytes)
            #expect(try studio.files("parts")["images/00000\(index).jpg"] == Data(bytes))
        }
        #expect(parts >= 2)
    }

    @Test func anImageOfPartsIsMadeWholeWhereItMustBe() throws {
        let changes = [
            "output.images={format: jpeg, quality: keep}", "images=3", "backgrounds.flip={chance: 0}",
            "objects.disc.size=0.1", "objects.wedge.size=0.15", "scene.count=1", "match=none",
        ]
        let maker = try Plan(path: studio.path("pipeline.yaml"), changes: changes).maker
        let (whole, part) = (maker.makeCompositor(), maker.makeCompositor(isForFiles: true))
        var parts = 0
        for index in 0..<3 {
            let made = try maker.make(index, with: part).composite
            guard made.coding != nil else { continue }
            parts += 1
            let image = try maker.make(index, with: whole).composite.image
            #expect(made.image != image)
            #expect(try ViewEncoder(nil).whole(made).image == image)
        }
        #expect(parts >= 2)
    }

    /// Another decoder of JPEG, and other arithmetic on its pixels.
    @Test(.enabled(if: OtherReaders.python != nil, "DIORAMA_PYTHON names no Python"))
    func pillowReadsTheSamePixels() throws {
        try studio.run(to: "out", changes: Self.changes + ["backgrounds.flip={chance: 0}", "scene.count=1"])
        // What differs lies within the objects' boxes, widened to whole blocks and the ring that decoders blend.
        let script = """
            import json, sys
            import numpy
            from PIL import Image
            root = sys.argv[1]
            coco = json.load(open(root + "/out/annotations/instances.json"))
            for record in coco["images"]:
                index = int(record["file_name"].split("/")[-1].split(".")[0])
                scene = json.loads(open(root + "/out/scenes.jsonl").readlines()[index])
                photo = Image.open(root + "/photos/" + scene["photo"]["file"].split("/")[-1])
                image = Image.open(root + "/out/images/%06d.jpg" % index)
                assert image.quantization == photo.quantization, index
                differs = (numpy.asarray(image) != numpy.asarray(photo)).any(axis=2)
                assert differs.any(), index
                for annotation in coco["annotations"]:
                    if annotation["image_id"] == record["id"]:
                        x, y, width, height = annotation["amodal_bbox"]
                        left, top = (int(max(0, value - 2)) // 16 * 16 - 1 for value in (x, y))
                        right, bottom = (-(-int(value + 2) // 16) * 16 + 1 for value in (x + width, y + height))
                        differs[max(0, top):max(0, bottom), max(0, left):max(0, right)] = False
                assert not differs.any(), (index, numpy.argwhere(differs)[:5])
            """
        let (status, text) = try OtherReaders.run(["-c", script, studio.path])
        #expect(status == 0, "\(text)")
    }
}
