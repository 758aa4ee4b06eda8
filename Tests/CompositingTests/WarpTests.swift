import Cards
import Geometry
import Masks
import Pictures
import Scenes
import Testing

@testable import Compositing

/// Effects that move what the picture shows: pixels and labels move together.
@Suite struct WarpTests {
    /// Barrel, pincushion, with all coefficients, cameras that turn, and one after the other.
    static let warps: [[DrawnPart]] = [
        [part("distortion", ["k1": -0.3])], [part("distortion", ["k1": 0.2])],
        [part("distortion", ["k1": -0.25, "k2": 0.08, "k3": -0.01, "p1": 0.01, "p2": -0.015])],
        [part("rolling_shutter", ["yaw": 100, "readout": 30])],
        [part("rolling_shutter", ["yaw": -60, "pitch": 80, "roll": 90, "readout": 30])],
        [part("distortion", ["k1": -0.2]), part("rolling_shutter", ["yaw": 80, "pitch": -50, "roll": -60])],
    ]

    private static func part(_ name: String, _ values: KeyValuePairs<String, Value>) -> DrawnPart {
        DrawnPart(name: name, values: .map(values.map { Value.Entry(key: $0.key, value: $0.value) }))
    }

    /// Red boxes of 7 pixels on black, at a grid of known points: their middles.
    private static let size = (width: 260, height: 200)
    private static let middles = stride(from: 26.5, to: 240, by: 34).flatMap { x in
        stride(from: 22.5, to: 180, by: 30).map { Point(x, $0) }
    }

    private static func box(_ middle: Point) -> PixelRect {
        PixelRect(
            minX: Int(middle.x - 3.5), minY: Int(middle.y - 3.5), maxX: Int(middle.x + 3.5), maxY: Int(middle.y + 3.5))
    }

    private static func stage() throws -> BoxStage {
        try BoxStage(plain(size.width, size.height, 0, 0, 0), mapsSurfaces: true)
    }

    private func scene(_ stage: BoxStage, _ boxes: [PixelRect], _ effects: [DrawnPart], limits: Limits? = nil) -> Scene
    {
        var scene = limits.map { stage.scene(boxes, $0) } ?? stage.scene(boxes)
        scene.camera.focalPixels = 220
        scene.effects = effects
        return scene
    }

    /// The middle of the red pixels near a point.
    private func blob(_ image: Raster, near point: Point) -> Point {
        var (sum, x, y) = (0.0, 0.0, 0.0)
        for row in max(0, Int(point.y) - 12)..<min(image.height, Int(point.y) + 13) {
            for column in max(0, Int(point.x) - 12)..<min(image.width, Int(point.x) + 13) {
                let red = Double(image.rgb(column, row)[0])
                (sum, x, y) = (sum + red, x + red * (Double(column) + 0.5), y + red * (Double(row) + 0.5))
            }
        }
        return Point(x / sum, y / sum)
    }

    private func middle(_ mask: RunLengths) -> Point {
        let pixels = mask.bitmap.indices.filter { mask.bitmap[$0] == 1 }
        let x = pixels.reduce(0) { $0 + Double($1 % mask.width) + 0.5 } / Double(pixels.count)
        let y = pixels.reduce(0) { $0 + Double($1 / mask.width) + 0.5 } / Double(pixels.count)
        return Point(x, y)
    }

    @Test(arguments: warps) func aGridOfPointsAndItsLabelsMoveTogether(effects: [DrawnPart]) throws {
        let stage = try Self.stage()
        let composite = try stage.compositor.composite(scene(stage, Self.middles.map(Self.box), effects))
        let warp = try #require(composite.warp)
        #expect(composite.instances.count > 30)
        for instance in composite.instances where instance.truncation == 0 {
            let number = try #require(Int(instance.object.name.dropFirst(4)))
            let place = try #require(warp.place(of: Self.middles[number]))
            let seen = blob(composite.image, near: place)
            #expect(seen.distance(to: place) < 0.5, "\(number)")
            // A mask's pixels are those of their nearest sources: half a pixel for each effect.
            #expect(middle(instance.visible).distance(to: seen) < 0.5 * Double(effects.count), "\(number)")
            #expect(Rect(instance.box).center.distance(to: seen) < 1, "\(number)")
            #expect(instance.visible == instance.amodal && instance.visibility == 1)
        }
        // The map has what the masks have.
        for (index, instance) in composite.instances.enumerated() {
            let whole = PixelRect(width: Self.size.width, height: Self.size.height)
            #expect(composite.map.runLengths(of: UInt16(index + 1), in: whole) == instance.visible)
            #expect(instance.visible.box == instance.box && instance.visible.area == instance.area)
        }
    }

    /// Labels of the photo itself: a polygon, a mask, a box alone, keypoints, each round a known point.
    @Test(arguments: warps) func labelsOfThePhotoMoveWithIt(effects: [DrawnPart]) throws {
        let centre = Self.middles[0]
        let points = [Self.middles[7], Self.middles[18], Self.middles[24]]
        let photo = raster(Self.size.width, Self.size.height) { x, y in
            points.contains { Self.box($0).contains(x: x, y: y) } ? (255, 0, 0, 255) : (0, 0, 0, 255)
        }
        let rects = points.map { Rect(Self.box($0)) }
        let mask = Mask(rect: Self.box(points[1]), bits: [UInt8](repeating: 1, count: 49))
            .runLengths(width: Self.size.width, height: Self.size.height)
        let real = [
            RealInstance(id: 1, category: "a", shape: .polygons([Polygon(rects[0])]), box: rects[0]),
            RealInstance(id: 2, category: "a", shape: .mask(mask), box: rects[1]),
            RealInstance(id: 3, category: "a", shape: .box, box: rects[2]),
        ]
        let stage = try BoxStage(photo)
        let composite = try stage.compositor.composite(scene(stage, [Self.box(centre)], effects), real: real)
        let warp = try #require(composite.warp)
        #expect(composite.real.count == 3)
        for (label, point) in zip(composite.real, points) {
            let seen = blob(composite.image, near: try #require(warp.place(of: point)))
            #expect(label.isWhole)
            #expect(try #require(label.box).center.distance(to: seen) < 0.6 * Double(effects.count))
            if let visible = label.visible {
                #expect(middle(visible).distance(to: seen) < 0.5 * Double(effects.count))
            }
            let polygon = try #require(warp.polygon(Polygon(Rect(Self.box(point)))))
            #expect(try #require(polygon.centroid).distance(to: seen) < 0.3)
        }
    }

    /// By OpenCV's formulas, written out once more.
    @Test func theCameraSaysWhereRaysArrive() throws {
        let stage = try Self.stage()
        let (k1, k2, k3, p1, p2) = (-0.25, 0.08, -0.01, 0.01, -0.015)
        let effect = Self.part(
            "distortion",
            ["k1": .number(k1), "k2": .number(k2), "k3": .number(k3), "p1": .number(p1), "p2": .number(p2)])
        var scene = scene(stage, [], [effect])
        scene.camera.principal = Point(100, 120)
        let warp = try #require(try stage.compositor.composite(scene).warp)
        #expect(warp.lens?.coefficients == [k1, k2, p1, p2, k3])
        for point in Self.middles {
            let (x, y) = ((point.x - 100) / 220, (point.y - 120) / 220)
            let r2 = x * x + y * y
            let radial = 1 + k1 * r2 + k2 * r2 * r2 + k3 * r2 * r2 * r2
            let bent = Point(
                x * radial + 2 * p1 * x * y + p2 * (r2 + 2 * x * x), y * radial + p1 * (r2 + 2 * y * y) + 2 * p2 * x * y
            )
            let expected = Point(
                warp.camera.principal.x + warp.camera.focalPixels * bent.x,
                warp.camera.principal.y + warp.camera.focalPixels * bent.y)
            #expect(try #require(warp.place(of: point)).distance(to: expected) < 1e-9)
        }
    }

    @Test(arguments: warps) func bothDirectionsAreEachOthersInverse(effects: [DrawnPart]) throws {
        let stage = try Self.stage()
        let warp = try #require(try stage.compositor.composite(scene(stage, [], effects)).warp)
        for point in Self.middles {
            let source = try #require(warp.source(of: point))
            #expect(try #require(warp.place(of: source)).distance(to: point) < 1e-6)
        }
    }

    /// No pixel looks beside the photo, and some look at its very edge.
    @Test(arguments: warps.filter { $0.count == 1 }) func thePictureIsFullOfPhotoAndNoSmallerThanThat(
        effects: [DrawnPart]
    ) throws {
        let stage = try Self.stage()
        let warp = try #require(try stage.compositor.composite(scene(stage, [], effects)).warp)
        let (width, height) = (Double(Self.size.width), Double(Self.size.height))
        let outline =
            stride(from: 0, through: width, by: 0.5).flatMap { [Point($0, 0), Point($0, height)] }
            + stride(from: 0, through: height, by: 0.5).flatMap { [Point(0, $0), Point(width, $0)] }
        var nearest = Double.infinity
        for place in outline {
            let source = try #require(warp.source(of: place))
            let inside = min(source.x, source.y, width - source.x, height - source.y)
            #expect(inside > -0.05, "\(place)")
            nearest = min(nearest, inside)
        }
        #expect(nearest < 0.05)
    }

    @Test func aBarrelBendsInwardsAndAPincushionOutwards() throws {
        let stage = try Self.stage()
        for (k1, sign) in [(-0.3, -1.0), (0.3, 1.0)] {
            let effect = Self.part("distortion", ["k1": .number(k1)])
            let warp = try #require(try stage.compositor.composite(scene(stage, [], [effect])).warp)
            let (end, middle) = (
                try #require(warp.place(of: Point(30, 20))), try #require(warp.place(of: Point(130, 20)))
            )
            // The ends of a level line above the middle lie lower, towards the axis, than its middle for a barrel.
            #expect((middle.y - end.y) * sign > 1)
        }
    }

    /// A camera that turns to the right sees things farther left with each row.
    @Test func aTurnToTheRightLeansUprightThingsToTheLeft() throws {
        let stage = try Self.stage()
        let effect = Self.part("rolling_shutter", ["yaw": 100, "readout": 30])
        let warp = try #require(try stage.compositor.composite(scene(stage, [], [effect])).warp)
        let (top, foot) = (try #require(warp.place(of: Point(130, 30))), try #require(warp.place(of: Point(130, 170))))
        // 3° in 200 rows, of which those between have their share.
        let turn = 3 * Double.pi / 180 * (foot.y - top.y) / 200
        #expect(abs(top.x - foot.x - warp.camera.focalPixels * turn) < 0.1)
        #expect(top.x - foot.x > 7)
        #expect(abs(try #require(warp.place(of: Point(130, 100))).x - 130) < 0.01)
    }

    @Test func nothingMovesByCoefficientsOfZero() throws {
        let stage = try Self.stage()
        #expect(try stage.compositor.composite(scene(stage, [], [Self.part("distortion", ["k1": 0])])).warp == nil)
    }

    @Test func whatTheLensCutsOffIsTruncated() throws {
        let stage = try Self.stage()
        let corner = PixelRect(minX: 0, minY: 0, maxX: 40, maxY: 40)
        let pincushion = [Self.part("distortion", ["k1": 0.6])]
        let composite = try stage.compositor.composite(scene(stage, [corner], pincushion))
        let instance = try #require(composite.instances.first)
        #expect(instance.truncation > 0.05 && instance.truncation < 0.9)
        #expect(instance.amodalBox.minX < 0 && instance.amodalBox.minY < 0)
        #expect(instance.amodalBox.contains(instance.box) && instance.visibility == 1)
        // The share by area of the photo: pixels whose middles are still there.
        let warp = try #require(composite.warp)
        let kept = (0..<1600).count { pixel in
            let place = warp.place(of: Point(Double(pixel % 40) + 0.5, Double(pixel / 40) + 0.5))
            return place.map { $0.x >= 0 && $0.y >= 0 } ?? false
        }
        #expect(abs(instance.truncation - (1 - Double(kept) / 1600)) < 0.01)
    }

    @Test func anObjectThatALensCutsOffTooMuchIsLeftOutForGood() throws {
        let stage = try Self.stage()
        let boxes = [PixelRect(minX: 0, minY: 0, maxX: 40, maxY: 40), Self.box(Point(130.5, 100.5))]
        let limits = Limits(overlapMax: 1, visibleMin: 0, truncatedMax: 0.02)
        let pincushion = [Self.part("distortion", ["k1": 0.6])]
        let composite = try stage.compositor.composite(scene(stage, boxes, pincushion, limits: limits))
        #expect(composite.instances.map(\.object.name) == ["box 1"])
        #expect(composite.scene.missing.map(\.reason) == [.truncated])
        let again = try stage.compositor.composite(composite.scene)
        #expect(again.image == composite.image && again.map == composite.map)
        let alone = try stage.compositor.composite(scene(stage, [boxes[1]], pincushion, limits: limits))
        #expect(alone.image == composite.image)
    }

    @Test func anEvenPictureStaysEven() throws {
        let stage = try BoxStage(plain(Self.size.width, Self.size.height, 200, 100, 3))
        for effects in Self.warps {
            let image = try stage.compositor.composite(scene(stage, [], effects)).image
            #expect(image == plain(Self.size.width, Self.size.height, 200, 100, 3))
        }
    }

    @Test(arguments: [(1, 1), (3, 2), (2, 9), (300, 260)]) func picturesOfAnySizeCanBeWarped(
        width: Int, height: Int
    ) throws {
        var lens = Distortion()
        (lens.k1, lens.p1) = (-0.2, 0.01)
        let camera = Camera(width: width, height: height, focalPixels: 60 + Double(width))
        #expect(try plain(width, height, 9, 99, 200).after(lens, camera: camera) == plain(width, height, 9, 99, 200))
        #expect(
            try plain(width, height, 9, 99, 200).after(RollingShutter(), camera: camera)
                == plain(width, height, 9, 99, 200))
    }

    @Test func aFieldOfViewBeyondTheModelIsNamed() throws {
        var lens = Distortion()
        (lens.k1, lens.k2) = (-1, -1)
        let camera = Camera(width: 90, height: 60, focalPixels: 8)
        #expect(throws: PictureError.self) { try photo(90, 60).after(lens, camera: camera) }
    }
}
