import Cards
import Geometry
import Masks
import Objects
import Pictures
import Testing

@testable import Compositing
@testable import Scenes

/// What every blend keeps.
@Suite struct BlendTests {
    /// Values of each blend that can be seen in a picture.
    static let seen: [DrawnPart] = [
        part("alpha"), part("box", ["size": 4.5]), part("feather", ["radius": 1]),
        part("motion", ["length": 7, "angle": 30]), part("poisson"), part("poisson", ["gradients": "mixed"]),
        part("pyramid", ["levels": 2]),
    ]

    /// Values with which a blend changes nothing.
    static let neutral: [DrawnPart] = [
        part("box", ["size": 1]), part("feather", ["radius": 0]), part("motion", ["length": 0]),
        part("poisson", ["limit": 0]), part("poisson", ["contrast": 1, "limit": 0]), part("pyramid", ["levels": 0]),
    ]

    private static func part(_ name: String, _ values: KeyValuePairs<String, Value> = [:]) -> DrawnPart {
        DrawnPart(name: name, values: .map(values.map { Value.Entry(key: $0.key, value: $0.value) }))
    }

    private static func blend(_ part: DrawnPart) throws -> any Blend {
        try Blends.catalogue.make(part, as: (any Blend).self)
    }

    private let photo = CompositingTests.photo(64, 48)

    /// Red boxes on the photo, each by that blend.
    private func composite(_ boxes: [PixelRect], _ blend: DrawnPart, real: [RealInstance] = []) throws -> Composite {
        let stage = try BoxStage(photo)
        var scene = stage.scene(boxes)
        for index in scene.objects.indices { scene.objects[index].blend = blend }
        if let front = real.first {
            scene.standing = [StandingInstance(id: front.id, category: front.category, distanceMetres: 5)]
            for index in scene.objects.indices { scene.objects[index].distanceMetres = 9 }
        }
        return try stage.compositor.composite(scene, real: real)
    }

    private func isChanged(_ image: Raster, _ x: Int, _ y: Int) -> Bool {
        let pixel = (y * 64 + x) * 4..<(y * 64 + x) * 4 + 4
        return image.bytes[pixel] != photo.bytes[pixel]
    }

    /// The pixels that are not the photo's.
    private func bounds(_ image: Raster) -> PixelRect? {
        var bounds = PixelRect(width: 0, height: 0)
        for y in 0..<48 {
            for x in 0..<64 where isChanged(image, x, y) {
                bounds = bounds.union(PixelRect(minX: x, minY: y, maxX: x + 1, maxY: y + 1))
            }
        }
        return bounds.isEmpty ? nil : bounds
    }

    @Test func everyBlendIsTested() {
        #expect(Set(Self.seen.map(\.name)) == Set(Blends.catalogue.names))
    }

    /// In the middle, at each edge of the picture, and of one pixel to a few.
    private static let boxes: [PixelRect] = [
        PixelRect(minX: 20, minY: 12, maxX: 44, maxY: 36), PixelRect(minX: -8, minY: 10, maxX: 12, maxY: 30),
        PixelRect(minX: 50, minY: 30, maxX: 80, maxY: 60), PixelRect(minX: 30, minY: -4, maxX: 60, maxY: 9),
        PixelRect(minX: 5, minY: 5, maxX: 6, maxY: 6), PixelRect(minX: 5, minY: 5, maxX: 7, maxY: 7),
        PixelRect(minX: 40, minY: 20, maxX: 44, maxY: 24), PixelRect(minX: 63, minY: 47, maxX: 64, maxY: 48),
    ]

    @Test(arguments: seen, boxes) func labelsStayWithinHalfAPixel(part: DrawnPart, box: PixelRect) throws {
        let composite = try composite([box], part)
        let inside = box.intersection(PixelRect(width: 64, height: 48))
        let instance = try #require(composite.instances.first)
        // A pixel is in or out: edges on pixels' edges do not move at all, and corners lose a few pixels.
        if min(box.width, box.height) > 12 { #expect(instance.box == inside) }
        let ids = composite.map.ids.enumerated().filter { $0.element == 1 }.map(\.offset)
        let x = ids.reduce(0) { $0 + Double($1 % 64) + 0.5 } / Double(ids.count)
        let y = ids.reduce(0) { $0 + Double($1 / 64) + 0.5 } / Double(ids.count)
        #expect(abs(x - Double(inside.minX + inside.maxX) / 2) <= 0.5)
        #expect(abs(y - Double(inside.minY + inside.maxY) / 2) <= 0.5)
        #expect(abs(Double(instance.area).squareRoot() - Double(inside.area).squareRoot()) <= 1)
    }

    @Test(arguments: seen, boxes) func noPixelBeyondItsReachChanges(part: DrawnPart, box: PixelRect) throws {
        let image = try composite([box], part).image
        let blend = try Self.blend(part).fitted(to: BlendedSize(width: box.width + 2, height: box.height + 2))
        let own = try #require(bounds(try composite([box], Self.part("alpha")).image))
        let reached = own.inset(by: -blend.reach)
        var changed = 0
        for y in 0..<48 {
            for x in 0..<64 where isChanged(image, x, y) {
                changed += 1
                #expect(reached.contains(x: x, y: y), "\(x), \(y)")
            }
        }
        #expect(changed > 0)
        #expect(image.bytes.enumerated().allSatisfy { $0.offset % 4 != 3 || $0.element == 255 })
    }

    @Test(arguments: seen) func anObjectIsSeen(part: DrawnPart) throws {
        let composite = try composite([Self.boxes[0]], part)
        let masked = composite.map.ids.indices.filter { composite.map.ids[$0] == 1 }
        let far = masked.count { abs(Int(composite.image.bytes[4 * $0]) - Int(photo.bytes[4 * $0])) > 16 }
        #expect(far * 3 > masked.count)
    }

    @Test(arguments: neutral) func aNeutralValueGivesTheObjectsOwnEdge(part: DrawnPart) throws {
        let boxes = [Self.boxes[0], Self.boxes[1]]
        let (plain, neutral) = (try composite(boxes, Self.part("alpha")), try composite(boxes, part))
        #expect(plain.image == neutral.image && plain.map.ids == neutral.map.ids)
    }

    @Test(arguments: seen) func aRealThingInFrontKeepsItsPixels(part: DrawnPart) throws {
        let rect = PixelRect(minX: 30, minY: 5, maxX: 50, maxY: 45)
        let mask = Mask(rect: rect, bits: [UInt8](repeating: 1, count: rect.area)).runLengths(width: 64, height: 48)
        let front = RealInstance(id: 7, category: "dog", shape: .mask(mask), box: Rect(rect))
        let composite = try composite([Self.boxes[0]], part, real: [front])
        for y in rect.inset(by: 1).minY..<rect.inset(by: 1).maxY {
            for x in rect.inset(by: 1).minX..<rect.inset(by: 1).maxX { #expect(!isChanged(composite.image, x, y)) }
        }
        #expect(composite.instances.map(\.box) == [PixelRect(minX: 20, minY: 12, maxX: 30, maxY: 36)])
    }

    @Test(arguments: seen) func oneAfterTheOtherGivesTheSamePicture(part: DrawnPart) throws {
        let stage = try BoxStage(photo)
        func image(_ box: PixelRect) throws -> Raster {
            var scene = stage.scene([box])
            scene.objects[0].blend = part
            return try stage.compositor.composite(scene).image
        }
        let first = try image(Self.boxes[0])
        _ = try image(Self.boxes[1])
        #expect(try image(Self.boxes[0]) == first)
    }
}
