import Compositing
import Geometry
import Masks
import Scenes
import Studios
import Testing

@testable import Diorama

/// What a dataset promises of its masks, checked from the files alone, pixel by pixel.
@Suite struct LimitTests {
    static let pipeline = """
        diorama: 1
        seed: 5
        images: 4
        backgrounds: {photos: [photos]}
        objects:
          disc: {from: {cutouts: cutouts/disc.png}, size: {uniform: [0.15, 0.45]}}
          ring: {from: {cutouts: cutouts/ring.png}, size: {uniform: [0.2, 0.6]}, pose: {yaw: {uniform: [-60, 60]}}}
          wedge: {from: {cutouts: cutouts/wedge.png}, size: {uniform: [0.15, 0.5]}, pose: {roll: {uniform: [0, 360]}}}
        scene:
          count: 20
          overlap: {max: 0.15, visible: {min: 0.7}, truncated: {max: 0.25}}
        output: {images: {format: jpeg, quality: 80}}

        """

    private func studio() throws -> Studio {
        let studio = try Studio()
        try studio.photos(2)
        try studio.cutout("cutouts/disc.png", .disc)
        try studio.cutout("cutouts/ring.png", .ring, width: 48)
        try studio.cutout("cutouts/wedge.png", .triangle, width: 30)
        return studio
    }

    @Test(arguments: [
        Limits(overlapMax: 0.15, visibleMin: 0.7, truncatedMax: 0.25),
        Limits(overlapMax: 0, visibleMin: 1, truncatedMax: 0),
        Limits(overlapMax: 1, visibleMin: 0.05, truncatedMax: 0.9),
        Limits(overlapMax: 0.5, visibleMin: 0.5, truncatedMax: 1),
    ])
    func everyMaskKeepsTheLimits(limits: Limits) throws {
        let studio = try studio()
        try studio.write(Self.pipeline, to: "pipeline.yaml")
        try studio.run(
            to: "out",
            changes: [
                "scene.overlap.max=\(limits.overlapMax)", "scene.overlap.visible.min=\(limits.visibleMin)",
                "scene.overlap.truncated.max=\(limits.truncatedMax)",
            ])
        let dataset = try studio.dataset("out")
        var instances = 0
        for image in dataset.file.images {
            let annotations = dataset.annotations(ofImage: image.id)
            instances += annotations.count
            #expect(annotations.map(\.instanceId) == annotations.indices.map { $0 + 1 })
            let amodal = annotations.map(\.amodalSegmentation.pixels)
            for (number, annotation) in annotations.enumerated() {
                let inFront = amodal.dropFirst(number + 1)
                let visible = annotation.segmentation.pixels
                // The visible mask is what nothing painted later covers.
                #expect(visible == inFront.reduce(amodal[number]) { $0.subtracting($1) })

                let area = Double(amodal[number].count)
                #expect(annotation.visibility == Double(visible.count) / area)
                #expect(Double(visible.count) / area >= limits.visibleMin)
                for front in inFront {
                    #expect(Double(amodal[number].intersection(front).count) / area <= limits.overlapMax)
                }
                let truncation = try #require(annotation.truncation)
                #expect((0...limits.truncatedMax).contains(truncation))
            }
        }
        #expect(instances > 15)
    }

    @Test func limitsHoldForWhatDistractorsHideToo() throws {
        let studio = try studio()
        try studio.write(Self.pipeline, to: "pipeline.yaml")
        try studio.run(
            to: "out",
            changes: ["objects.ring.distractor=true", "objects.wedge.distractor=true", "scene.overlap.max=1"])
        let dataset = try studio.dataset("out")
        #expect(dataset.file.categories.map(\.name) == ["disc"])
        #expect(!dataset.file.annotations.isEmpty)
        var hidden = 0
        for annotation in dataset.file.annotations {
            let (visible, amodal) = (annotation.segmentation.pixels, annotation.amodalSegmentation.pixels)
            #expect(visible.isSubset(of: amodal))
            #expect(Double(visible.count) >= 0.7 * Double(amodal.count))
            if visible.count < amodal.count { hidden += 1 }
        }
        #expect(hidden > 0)
    }

    // MARK: - By hand

    /// Opaque boxes at whole pixels of a 96 × 64 image, in painting order, nothing refused.
    private func composite(_ boxes: [PixelRect], limits: Limits? = nil) throws -> Composite {
        let studio = try Studio()
        try studio.photo()
        try studio.cutout("cutouts/box.png", .box)
        try studio.write(
            """
            diorama: 1
            images: 1
            backgrounds: {photos: [photos]}
            objects: {box: {from: {cutouts: cutouts/box.png}, place: {at: {x: 0.5, y: 0.5}}}}
            scene: {count: \(boxes.count), overlap: {max: 1, visible: {min: 0}}}
            """, to: "pipeline.yaml")
        let maker = try Plan(path: studio.path("pipeline.yaml")).maker
        var scene = try maker.drawer.draw(0, on: LabelledPhoto(#require(maker.photos.photo(forImage: 0))))
        try #require(scene.objects.count == boxes.count)
        scene.limits = limits ?? Limits(overlapMax: 1, visibleMin: 0, truncatedMax: 1)
        for (index, box) in boxes.enumerated() {
            scene.objects[index].place = .flat(
                imageFromObject: .translation(x: Double(box.minX), y: Double(box.minY))
                    * .scale(x: Double(box.width), y: Double(box.height)), onGround: false)
        }
        return try maker.makeCompositor().composite(scene)
    }

    private func box(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> PixelRect {
        PixelRect(minX: x, minY: y, maxX: x + width, maxY: y + height)
    }

    @Test func visibilityAndTruncationAreThoseOfTheDrawing() throws {
        let boxes = [
            box(10, 10, 40, 20), box(40, 15, 20, 20), box(-10, 40, 40, 10), box(80, 50, 32, 28), box(45, 20, 5, 5),
        ]
        let labels = try composite(boxes)
        #expect(labels.instances.count == boxes.count)
        // Counted pixel by pixel.
        for (number, instance) in labels.instances.enumerated() {
            var (visible, inside, whole) = (0, 0, 0)
            for y in boxes[number].minY..<boxes[number].maxY {
                for x in boxes[number].minX..<boxes[number].maxX {
                    whole += 1
                    guard (0..<96).contains(x), (0..<64).contains(y) else { continue }
                    inside += 1
                    if !boxes.dropFirst(number + 1).contains(where: { holds($0, x, y) }) { visible += 1 }
                }
            }
            #expect(instance.area == visible)
            #expect(instance.amodal.area == inside)
            #expect(abs(instance.visibility - Double(visible) / Double(inside)) < 1e-12)
            #expect(abs(instance.truncation - (1 - Double(inside) / Double(whole))) < 1e-12)
            #expect(instance.amodalBox == boxes[number])
        }
        // And said in numbers: the first loses 10 × 15 of 800 to the second, in which the last lies; a quarter of the
        // third lies left of the image; half of the fourth's columns and half of its rows are inside.
        #expect(labels.instances.map(\.visibility) == [650.0 / 800, 375.0 / 400, 1, 1, 1])
        #expect(labels.instances.map(\.truncation) == [0, 0, 0.25, 0.75, 0])
    }

    private func holds(_ box: PixelRect, _ x: Int, _ y: Int) -> Bool {
        (box.minX..<box.maxX).contains(x) && (box.minY..<box.maxY).contains(y)
    }

    @Test func aLimitIsKeptToTheLastPixel() throws {
        // 30 of 100 pixels hidden.
        let boxes = [box(20, 20, 10, 10), box(27, 20, 10, 10)]
        func kept(_ limits: Limits) throws -> Int { try composite(boxes, limits: limits).instances.count }
        #expect(try kept(Limits(overlapMax: 0.3, visibleMin: 0.7, truncatedMax: 0)) == 2)
        #expect(try kept(Limits(overlapMax: 0.299, visibleMin: 0.7, truncatedMax: 0)) == 1)
        #expect(try kept(Limits(overlapMax: 0.3, visibleMin: 0.701, truncatedMax: 0)) == 1)
        let cut = [box(-3, 20, 10, 10)]
        #expect(
            try composite(cut, limits: Limits(overlapMax: 0, visibleMin: 1, truncatedMax: 0.3)).instances.count == 1)
        #expect(
            try composite(cut, limits: Limits(overlapMax: 0, visibleMin: 1, truncatedMax: 0.299)).instances.isEmpty)
        // 29 of 100, where 0.29 × 100 is less than 29 in doubles.
        let odd = [box(0, 0, 50, 2), box(0, 0, 29, 1)]
        #expect(
            try composite(odd, limits: Limits(overlapMax: 0.29, visibleMin: 0.71, truncatedMax: 0)).instances.count == 2
        )
    }

    @Test func anObjectWhollyHiddenIsNoInstance() throws {
        let labels = try composite([box(20, 20, 10, 10), box(10, 10, 30, 30)])
        #expect(labels.instances.map(\.area) == [900])
        #expect(labels.scene.missing == [MissingObject(name: "box", reason: .overlap, detail: nil)])
    }
}
