import Cards
import Drawings
import Findings
import Foundation
import Geometry
import Masks
import Pictures
import Pipelines
import Studios
import Testing

@testable import Objects

/// Stands for a dataset of one photo, the file itself, of 54 × 27 pixels, with a box in its middle: columns 9 to 44, rows
/// 0 to 17 or, as `high`, rows 4 to 17.
struct DrawnInstances: InstanceReader {
    var instances: [PhotoInstance] = []
    var rows = 0..<18

    func instances(ofCOCO file: String, images: String?) throws(ObjectError) -> [PhotoInstance] {
        instances.isEmpty
            ? [PhotoInstance(id: 1, category: "box", photo: file, area: 648, isCrowd: false, edges: [])]
            : instances
    }

    func mask(of instance: PhotoInstance, inCOCO file: String, images: String?) throws(ObjectError) -> RunLengths {
        Mask(
            filling: [Polygon(Rect(PixelRect(minX: 9, minY: rows.lowerBound, maxX: 45, maxY: rows.upperBound)))],
            in: PixelRect(width: 54, height: 27)
        ).runLengths(width: 54, height: 27)
    }
}

@Suite struct COCOInstancesTests {
    let folder: Folder
    init() throws { folder = try Folder() }

    // MARK: - Choosing

    private static func instance(
        _ id: Int, _ category: String = "dog", photo: String = "/a.png", area: Double = 100, isCrowd: Bool = false,
        edges: Edges = []
    ) -> PhotoInstance {
        PhotoInstance(id: id, category: category, photo: photo, area: area, isCrowd: isCrowd, edges: edges)
    }

    private func ids(
        _ yaml: String, of instances: [PhotoInstance], for photo: String? = nil, flush edges: Edges = []
    ) throws -> Set<String> {
        let library = ObjectLibrary(instances: DrawnInstances(instances: instances))
        let drawn = try #require(
            try draft("{coco: {file: l.json, \(yaml)}}").draw(from: RandomStreams(seed: 0, image: 0)))
        return try Set(
            (0..<60).compactMap { image in
                let one = try library.choose(
                    drawn, from: RandomStreams(seed: 1, image: image), for: ObjectUse(photo: photo, edges: edges))
                guard case .text(let id)? = one.values[key: "instance"] else { return nil }
                return id
            })
    }

    @Test func onlyWholeInstancesOfTheCategoriesAreTaken() throws {
        let all = [
            Self.instance(1), Self.instance(2, "cat"), Self.instance(3, isCrowd: true),
            Self.instance(4, edges: .left), Self.instance(5, area: 50), Self.instance(6, "cow"),
        ]
        #expect(try ids("categories: dog", of: all) == ["1", "5"])
        #expect(try ids("categories: [dog, cow]", of: all) == ["1", "5", "6"])
        #expect(try ids("categories: dog, area: {min: 60}", of: all) == ["1"])
        #expect(try ids("categories: dog, area: {max: 60}", of: all) == ["5"])
        for word in ["true", "anywhere"] {
            #expect(try ids("categories: dog, truncated: \(word)", of: all) == ["1", "4", "5"])
        }
        #expect(try ids("categories: dog, instance: 4", of: all) == ["4"])
    }

    @Test func whatAnEdgeCutOffIsTakenWhereItCanLieAtThatEdge() throws {
        let all = [
            Self.instance(1), Self.instance(2, edges: .left), Self.instance(3, edges: [.left, .bottom]),
            Self.instance(4, edges: [.left, .right]),
        ]
        #expect(try ids("categories: dog", of: all) == ["1"])
        #expect(try ids("categories: dog", of: all, flush: [.left, .right]) == ["1", "2"])
        #expect(try ids("categories: dog", of: all, flush: .all) == ["1", "2", "3"])
        for word in ["false", "out"] {
            #expect(try ids("categories: dog, truncated: \(word)", of: all, flush: .all) == ["1"])
        }
    }

    @Test func boxesWithoutAMaskAreTakenWhereAsked() throws {
        let (width, height) = (64, 48)
        var picture = Raster(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                let isDisc = (x - 32) * (x - 32) + (y - 24) * (y - 24) < 144
                let colour: [UInt8] = isDisc ? [200, 60, 40] : [40, UInt8(120 + (x * 7 + y * 5) % 20), 60]
                for band in 0..<3 { picture.bytes[(y * width + x) * 4 + band] = colour[band] }
                picture.bytes[(y * width + x) * 4 + 3] = 255
            }
        }
        let photo = try folder.write("disc.png", picture)
        var boxed = Self.instance(2, photo: photo)
        boxed.box = PixelRect(minX: 20, minY: 12, maxX: 44, maxY: 36)
        var plain = Self.instance(3, photo: photo)
        plain.box = PixelRect(minX: 2, minY: 2, maxX: 16, maxY: 44)
        #expect(try ids("categories: dog", of: [Self.instance(1), boxed, plain]) == ["1"])
        #expect(try ids("categories: dog, masks: grabcut", of: [Self.instance(1), boxed, plain]) == ["1", "2"])

        let library = ObjectLibrary(instances: DrawnInstances(instances: [boxed]))
        let sprite = try library.sprite(
            of: part("coco", ["file": "l.json", "categories": "dog", "masks": "grabcut", "instance": "2", "erode": 0]),
            heightPixels: 0)
        #expect(abs(sprite.aspect - 1) < 0.1)
        #expect(abs((sprite.outlines.first?.signedArea ?? 0).magnitude - .pi / 4) < 0.08)
        #expect(library.notes.isEmpty == false)
    }

    @Test func anInstanceIsNotSetIntoItsOwnPhotoUnlessAsked() throws {
        let photo = try folder.write("a.png", raster("##"))
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/link.png", withDestinationPath: photo)
        let all = [Self.instance(1, photo: photo), Self.instance(2, photo: "/b.png")]
        for own in [photo, folder.path + "/./a.png", folder.path + "/link.png"] {
            #expect(try ids("categories: dog", of: all, for: own) == ["2"])
        }
        #expect(try ids("categories: dog, same_photo: true", of: all, for: photo) == ["1", "2"])
        let error = try #require(throws: ObjectError.self) {
            try ids("categories: dog", of: [Self.instance(1, photo: photo)], for: photo)
        }
        #expect(error.code == .samePhoto)
    }

    @Test func aChosenInstanceKeepsItsCategory() throws {
        let library = ObjectLibrary(instances: DrawnInstances(instances: [Self.instance(1, "cat")]))
        let one = try library.choose(
            part("coco", ["file": "l.json", "categories": ["dog", "cat"]]), from: RandomStreams(seed: 1, image: 0))
        #expect(try library.category(of: one) == "cat")
        #expect(
            try library.categories(in: draft("{choice: [{text: A}, {coco: {file: l, categories: [x, y]}}]}"))
                == [nil, "x", "y"])
    }

    @Test func unknownCategoriesAreMistakes() throws {
        let library = ObjectLibrary(instances: DrawnInstances(instances: [Self.instance(1)]))
        let problems = try library.problems(in: draft("{coco: {file: l.json, categories: [dgo]}}"))
        #expect(problems.map(\.problem.message) == ["l.json: labels no “dgo” with a mask; did you mean “dog”?"])
    }

    // MARK: - Edges

    private func sprite(_ yaml: String, _ photo: Raster, rows: Range<Int> = 4..<18) throws -> Sprite {
        let library = ObjectLibrary(instances: DrawnInstances(rows: rows))
        let file = try folder.write("p\(UUID().uuidString).png", photo)
        let drawn = try draft("{coco: {file: \(file), categories: box\(yaml)}}").draw(
            from: RandomStreams(seed: 0, image: 0))
        return try library.sprite(
            of: library.choose(#require(drawn), from: RandomStreams(seed: 0, image: 0)), heightPixels: 20)
    }

    /// Red where the box is, blue elsewhere, and half of each along the box's rim.
    private var mixed: Raster {
        var photo = Raster(width: 54, height: 27)
        for y in 0..<27 {
            for x in 0..<54 {
                let isInner = (10..<44).contains(x) && (5..<17).contains(y)
                let isBox = (9..<45).contains(x) && (4..<18).contains(y)
                let colour: [UInt8] = isInner ? [200, 0, 0, 255] : isBox ? [100, 0, 100, 255] : [0, 0, 200, 255]
                photo.bytes.replaceSubrange((y * 54 + x) * 4..<(y * 54 + x) * 4 + 4, with: colour)
            }
        }
        return photo
    }

    @Test func withoutCleaningTheMaskIsTheCutOut() throws {
        let sprite = try sprite(", erode: 0, feather: 0", mixed)
        #expect(sprite.levels[0].width == 36)
        #expect(sprite.levels[0].height == 14)
        #expect(texel(sprite, 0, 7) == [100, 0, 100, 255])
    }

    @Test func theRimIsTakenOffAndSoftened() throws {
        let sprite = try sprite(", erode: 1, feather: 2", mixed)
        #expect(sprite.levels[0].width == 34)
        #expect(sprite.levels[0].height == 12)
        #expect((0..<4).map { texel(sprite, $0, 6)[3] } == [64, 191, 255, 255])
    }

    @Test func theEdgeHasTheColourOfTheObject() throws {
        // Without a pixel taken off, the rim's own colour is half the background's.
        let sprite = try sprite(", erode: 0, feather: 2", mixed)
        let edge = texel(sprite, 0, 7)
        #expect(edge[3] == 64)
        // Premultiplied: of 64 at most a tenth is the background's.
        #expect(edge[2] <= 6, "\(edge)")
        #expect(edge[0] >= 44, "\(edge)")
    }

    @Test func anEdgeOfThePhotoIsNoEdgeOfTheObject() throws {
        let sprite = try sprite(", truncated: true", mixed, rows: 0..<18)
        #expect(texel(sprite, 15, 0)[3] == 255)
        #expect(texel(sprite, 15, sprite.levels[0].height - 1)[3] < 255)
    }

    @Test func aThinThingDoesNotVanish() throws {
        let sprite = try sprite(", erode: 8, feather: 4", mixed, rows: 9..<12)
        #expect(sprite.levels[0].height >= 1)
        #expect(texel(sprite, 10, sprite.levels[0].height / 2)[3] > 0)
    }
}

@Suite struct DepthFieldTests {
    @Test func depthsAreThoseOfALookAtEveryPixel() {
        var stream = RandomStream(seed: 5, image: 0, name: "mask")
        for _ in 0..<20 {
            let (width, height) = (stream.integer(1, 17), stream.integer(1, 13))
            let rect = PixelRect(width: width, height: height)
            let mask = Mask(rect: rect, bits: (0..<rect.area).map { _ in stream.unit() < 0.8 ? 1 : 0 })
            let field = DepthField(mask, window: rect)
            for y in 0..<height {
                for x in 0..<width {
                    var nearest = Double.infinity
                    for v in 0..<height {
                        for u in 0..<width where !mask[x: u, y: v] {
                            nearest = min(nearest, Double((u - x) * (u - x) + (v - y) * (v - y)).squareRoot())
                        }
                    }
                    let expected = nearest == 0 ? 0 : nearest.isFinite ? nearest - 0.5 : Double(max(width, height))
                    #expect(abs(field.depths[y * width + x] - expected) < 1e-9)
                }
            }
        }
    }
}
