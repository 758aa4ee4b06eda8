import Compositing
import Foundation
import Geometry
import Pictures
import Scenes
import Studios
import Testing

@testable import Diorama

/// Nothing of what is to be replaced reaches any output.
///
/// The same pipeline runs over two photos that differ in the pixels of the labelled region alone, and by as much as they
/// can. Whatever an output took from there would differ; so every byte of both outputs must be the same.
@Suite struct PrivateContentTests {
    /// What stands in the region of a photo.
    private enum Content: UInt32 {
        case dark = 1
        case light = 2

        /// Noise from black to white, unlike in each.
        func colour(_ x: Int, _ y: Int, _ band: Int) -> UInt8 {
            var bits = UInt32(truncatingIfNeeded: x &* 7919 &+ y &* 104_729 &+ band &* 31) &* rawValue &+ 77
            bits = (bits ^ (bits >> 13)) &* 0x5BD1_E995
            let noise = UInt8((bits >> 15) & 127)
            return self == .dark ? noise : 128 + noise
        }
    }

    /// A tilted plate, a box without a mask, a crowd as run lengths in columns 100 to 109 of rows 8 to 19, a thin sliver,
    /// and one at the edge; in a car, but for the crowd.
    private static let annotations = """
        {"id": 1, "image_id": 70, "category_id": 3, "area": 300, "bbox": [40, 40, 28, 16], "segmentation": [[42, 40, 68, 46, 66, 56, 40, 50]]},
        {"id": 2, "image_id": 70, "category_id": 3, "area": 120, "bbox": [90.5, 60.25, 11, 9.5]},
        {"id": 3, "image_id": 70, "category_id": 3, "iscrowd": 1, "area": 120, "bbox": [100, 8, 10, 12], "segmentation": {"size": [96, 144], "counts": [9608, 12, 84, 12, 84, 12, 84, 12, 84, 12, 84, 12, 84, 12, 84, 12, 84, 12, 84, 12, 3340]}},
        {"id": 4, "image_id": 70, "category_id": 3, "area": 2, "bbox": [20, 80, 20, 0.4], "segmentation": [[20, 80.1, 40, 80.2, 40, 80.4, 20, 80.4]]},
        {"id": 5, "image_id": 70, "category_id": 3, "area": 100, "bbox": [134, 80, 10, 16], "segmentation": [[134, 80, 144, 80, 144, 96, 134, 96]]},
        {"id": 6, "image_id": 70, "category_id": 4, "area": 8000, "bbox": [10, 30, 120, 60], "segmentation": [[10, 30, 130, 30, 130, 90, 10, 90]]}
        """

    /// Whether a label takes any part of a pixel.
    private static func isPrivate(_ x: Int, _ y: Int) -> Bool {
        let plate = Polygon([Point(42, 40), Point(68, 46), Point(66, 56), Point(40, 50)])
        let isOfPlate = (0..<25).contains {
            plate.contains(Point(Double(x) + Double($0 % 5) / 4, Double(y) + Double($0 / 5) / 4))
        }
        return isOfPlate || (90..<102).contains(x) && (60..<70).contains(y)
            || (100..<110).contains(x) && (8..<20).contains(y) || (20..<41).contains(x) && y == 80
            || x >= 134 && y >= 80
    }

    private func studio(_ content: Content, _ format: String) throws -> Studio {
        let studio = try Studio()
        var raster = Raster.scenery(width: 144, height: 96, seed: 5)
        for y in 0..<96 {
            for x in 0..<144 where Self.isPrivate(x, y) {
                for band in 0..<3 { raster.bytes[(y * 144 + x) * 4 + band] = content.colour(x, y, band) }
            }
        }
        let encoding: PhotoFile.Encoding =
            switch format {
            case "png": .png()
            case "420.jpg": .jpeg(quality: 60, subsampling: .quarter)
            default: .jpeg(quality: 90, subsampling: .full)
            }
        try studio.write(PhotoFile.encode(raster, as: encoding), to: "photos/a.\(format)")
        try studio.write(
            """
            {"images": [{"id": 70, "file_name": "photos/a.\(format)", "width": 144, "height": 96}],
             "categories": [{"id": 3, "name": "plate"}, {"id": 4, "name": "car"}],
             "annotations": [\(Self.annotations)]}
            """, to: "labels.json")
        // Transparent at its corners, and in its middle.
        try studio.cutout("cutouts/ring.png", .ring, width: 40, height: 20)
        try studio.cutout("cutouts/disc.png", .disc)
        try studio.write(Self.cube, to: "cube.obj")
        return studio
    }

    private static let cube = """
        v -1 0 -1
        v 1 0 -1
        v 1 2 -1
        v -1 2 -1
        v -1 0 1
        v 1 0 1
        v 1 2 1
        v -1 2 1
        f 4 3 2 1
        f 5 6 7 8
        f 1 2 6 5
        f 3 4 8 7
        f 2 3 7 6
        f 1 5 8 4

        """

    private struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var photo = "png"
        /// As far as the photo's format needs unless given.
        var margin: Int?
        var backgrounds = ""
        var objects = ""
        var scene = "count: 2"
        var rest = "output: {images: {format: png}, masks: {instances: png}}"

        var testDescription: String { name }
    }

    private static let cases = [
        Case(name: "as it is"),
        Case(name: "mirrored", backgrounds: "flip: {chance: 1}"),
        Case(name: "resized", backgrounds: "resize: {longest: 61}"),
        Case(name: "a quarter", backgrounds: "resize: {longest: 36}"),
        Case(name: "enlarged", backgrounds: "resize: {longest: 200, enlarge: true}"),
        Case(name: "cropped", backgrounds: "crop: {share: {uniform: [0.3, 0.6]}}, resize: {longest: 50}"),
        Case(name: "a JPEG of whole chroma", photo: "444.jpg"),
        Case(name: "a JPEG", photo: "420.jpg"),
        Case(name: "a resized JPEG", photo: "420.jpg", backgrounds: "resize: {longest: 30}"),
        Case(
            name: "into a JPEG, with effects", rest: "effects: [{noise: {iso: 800}}]\noutput: {images: {format: jpeg}}"),
        Case(name: "unreadable replacements", objects: "ring.png: broken"),
        Case(name: "no other objects", scene: "count: 0"),
        Case(
            name: "in front of what is replaced",
            scene: "count: 5, overlap: {max: 1, visible: {min: 0}}, camera: {height: 1.5, horizon: 0.2}"),
        Case(
            name: "light guessed for solids",
            objects: """
                cube: {from: {mesh: {file: cube.obj}}, place: {at: {x: 0.5, y: 0.6}}, size: 0.5}
                """,
            scene: "count: 1, camera: {height: 1.5, horizon: 0.2}",
            rest: "render: {quality: draft}\noutput: {images: {format: png}, layers: {depth: png, normals: png}}"),
    ]

    private func run(_ example: Case, _ content: Content) throws -> (studio: Studio, files: [String: Data]) {
        let studio = try studio(content, example.photo)
        if example.objects.hasPrefix("ring") { try studio.write("no picture", to: "cutouts/ring.png") }
        let more = example.objects.hasPrefix("ring") ? "" : example.objects
        try studio.run(
            text: """
                diorama: 1
                seed: 8
                images: 3
                backgrounds: {datasets: [{coco: labels.json}]\(example.backgrounds.isEmpty ? "" : ", " + example.backgrounds)}
                objects:
                  new plate:
                    from: {cutouts: cutouts/ring.png}
                    place: {replace: {labels: plate\(example.margin.map { ", margin: \($0)" } ?? "")}}
                    blend: {feather: 1}
                  disc: {from: {cutouts: cutouts/disc.png}, height: 0.5}
                  \(more)
                scene: {\(example.scene)}
                \(example.rest)

                """, to: "out")
        return (studio, try studio.files("out").filter { !$0.key.hasSuffix(".json") && !$0.key.hasSuffix(".jsonl") })
    }

    @Test(arguments: cases) private func theOutputDoesNotDependOnIt(_ example: Case) throws {
        let (one, other) = (try run(example, .dark), try run(example, .light))
        let photo = "photos/a.\(example.photo)"
        let isUnlike = try one.studio.raster(photo) != other.studio.raster(photo)
        #expect(isUnlike)
        #expect(one.files.keys.sorted() == other.files.keys.sorted())
        #expect(one.files.keys.contains { $0.hasPrefix("images/") })
        for (name, bytes) in one.files { #expect(bytes == other.files[name], "\(name)") }
        let annotations = "out/annotations/instances.json"
        let (path, otherPath) = (one.studio.path, other.studio.path)
        #expect(
            try one.studio.text(annotations).replacing(path, with: "")
                == other.studio.text(annotations).replacing(otherPath, with: ""))
    }

    /// So the tests above can fail: a JPEG's blocks carry traces beyond a region.
    @Test func aJPEGThatIsWipedTooNarrowlyShowsTraces() throws {
        let example = Case(name: "too narrow", photo: "420.jpg", margin: 1, scene: "count: 0")
        let (one, other) = (try run(example, .dark), try run(example, .light))
        let isAlike = one.files["images/000000.png"] == other.files["images/000000.png"]
        #expect(!isAlike)
    }

    @Test func aPreviewDoesNotShowItEither() throws {
        let sheets = try [Content.dark, .light].map { content in
            let studio = try studio(content, "png")
            try studio.write(
                """
                diorama: 1
                backgrounds: {datasets: [{coco: labels.json}]}
                objects: {new plate: {from: {cutouts: cutouts/ring.png}, place: {replace: {labels: plate, margin: 1}}}}

                """, to: "pipeline.yaml")
            _ = try PreviewSheet.write(
                pipeline: studio.path("pipeline.yaml"), changes: [], images: 2, to: studio.path("sheet.png"))
            return try studio.raster("sheet.png")
        }
        let isAlike = sheets[0] == sheets[1]
        #expect(isAlike)
    }
}
