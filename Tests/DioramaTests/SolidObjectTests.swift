import Compositing
import Foundation
import Geometry
import Masks
import Rendering
import Scenes
import Studios
import Testing

@testable import Diorama

/// Models are rendered into photos with labels that geometry confirms.
@Suite struct SolidObjectTests {
    /// What an annotation says of a solid object, read without any code of the library.
    private struct Written: Decodable {
        struct Place: Decodable {
            var rotation: [Double]
            var translation: [Double]
        }

        struct Box: Decodable {
            var lower: [Double]
            var upper: [Double]
        }

        struct Camera: Decodable {
            var fx: Double
            var fy: Double
            var cx: Double
            var cy: Double
        }

        struct Annotation: Decodable {
            var imageId: Int
            var bbox: [Double]
            var visibility: Double
            var truncation: Double
            var pose: Place
            var box3D: Box
            var corners2D: [[Double]]
            var keypoints: [Double]
            var numKeypoints: Int
        }

        struct Image: Decodable {
            var id: Int
            var camera: Camera
        }

        struct Category: Decodable {
            var name: String
            var keypoints: [String]
        }

        var images: [Image]
        var categories: [Category]
        var annotations: [Annotation]
    }

    /// A block of 1 × 0.8 × 0.5 m in centimetres, standing on y = 0, and as z-up file.
    private static func block(zUp: Bool) -> String {
        var lines: [String] = []
        for index in 0..<8 {
            let (x, y, z) = (index & 1 == 0 ? -50 : 50, index & 2 == 0 ? 0 : 80, index & 4 == 0 ? -25 : 25)
            lines.append(zUp ? "v \(x) \(-z) \(y)" : "v \(x) \(y) \(z)")
        }
        lines += ["f 1 3 4 2", "f 5 6 8 7", "f 1 2 6 5", "f 3 7 8 4", "f 1 5 7 3", "f 2 4 8 6"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func studio(_ more: String = "") throws -> Studio {
        let studio = try Studio()
        try studio.photos(2, width: 120, height: 90)
        try studio.write(Self.block(zUp: false), to: "models/block.obj")
        try studio.write(Self.block(zUp: true), to: "models/upright.obj")
        try studio.write(
            """
            diorama: 1
            seed: 4
            images: 6
            backgrounds: {photos: [photos]}
            objects:
              block:
                from:
                  mesh:
                    file: [models/block.obj]
                    unit: 0.01
                    keypoints: {near: [50, 80, 25], far: [-50, 0, -25], top: [0, 80, 0]}
                pose: {yaw: {uniform: [0, 360]}}
            scene:
              count: 1
              camera: {height: 1.5, fov: 60, horizon: 0.4}
              light: {sun: {elevation: 45, azimuth: 90}}
              place: {ground: {distance: {uniform: [3, 6]}}}
              overlap: {truncated: {max: 0}}
            render: {quality: draft}
            output: {images: {format: png}, masks: {instances: png}}
            \(more)
            """, to: "pipeline.yaml")
        return studio
    }

    private func written(_ studio: Studio, _ folder: String) throws -> Written {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Written.self, from: Data(studio.text("\(folder)/annotations/instances.json").utf8))
    }

    /// The lens's coefficients stand in OpenCV's order; our audit projects the boxes by them.
    @Test func poseBoxAndMaskAgreeThroughALens() throws {
        let studio = try studio("effects: [{distortion: {k1: -0.25, k2: 0.05, p1: 0.01, p2: -0.01}}]")
        try studio.run(to: "out")
        let text = try studio.text("out/annotations/instances.json")
        #expect(text.contains(#""distortion":[-0.25,0.05,0.01,-0.01,0]"#))
        #expect(try DatasetReport(studio.path("out")).isSound)
        let file = try written(studio, "out")
        #expect(file.annotations.count >= 4)
        for annotation in file.annotations {
            let corners = annotation.corners2D
            // The sides of the box bend: its mask may reach beyond its corners by the bow between them.
            for (axis, size) in [(0, annotation.bbox[2]), (1, annotation.bbox[3])] {
                let places = corners.map { $0[axis] }
                #expect(abs((places.min() ?? 0) - annotation.bbox[axis]) <= 1.2)
                #expect(abs((places.max() ?? 0) - annotation.bbox[axis] - size) <= 1.2)
            }
            // The middle of the top lies between the top's corners.
            let top = [2, 3, 6, 7].map { corners[$0] }
            for axis in 0..<2 {
                let mean = top.reduce(0) { $0 + $1[axis] } / 4
                #expect(abs(mean - annotation.keypoints[6 + axis]) < 2)
            }
        }
    }

    @Test func poseBoxAndMaskAgree() throws {
        let studio = try studio()
        try studio.run(to: "out")
        let file = try written(studio, "out")
        #expect(file.categories.map(\.keypoints) == [["near", "far", "top"]])
        #expect(file.annotations.count >= 4)
        for annotation in file.annotations {
            let camera = try #require(file.images.first { $0.id == annotation.imageId }).camera
            let (r, t) = (annotation.pose.rotation, annotation.pose.translation)
            func project(_ p: [Double]) -> [Double] {
                let c = (0..<3).map { r[3 * $0] * p[0] + r[3 * $0 + 1] * p[1] + r[3 * $0 + 2] * p[2] + t[$0] }
                #expect(c[2] > 0)
                return [camera.cx + camera.fx * c[0] / c[2], camera.cy + camera.fy * c[1] / c[2]]
            }
            // The box is the block's own, in metres.
            for (side, expected) in zip(zip(annotation.box3D.lower, annotation.box3D.upper), [1, 0.8, 0.5]) {
                #expect(abs(side.1 - side.0 - expected) < 1e-5)
            }
            var corners: [[Double]] = []
            for index in 0..<8 {
                corners.append(
                    project(
                        (0..<3).map { index >> $0 & 1 == 0 ? annotation.box3D.lower[$0] : annotation.box3D.upper[$0] }
                    ))
                #expect(abs(corners[index][0] - annotation.corners2D[index][0]) < 1e-6)
                #expect(abs(corners[index][1] - annotation.corners2D[index][1]) < 1e-6)
            }
            // A box's silhouette is bounded by its corners; pixels are whole, so to within half of one.
            let xs = corners.map { $0[0] }
            let ys = corners.map { $0[1] }
            #expect(abs((xs.min() ?? 0) - annotation.bbox[0]) <= 0.6)
            #expect(abs((ys.min() ?? 0) - annotation.bbox[1]) <= 0.6)
            #expect(abs((xs.max() ?? 0) - annotation.bbox[0] - annotation.bbox[2]) <= 0.6)
            #expect(abs((ys.max() ?? 0) - annotation.bbox[1] - annotation.bbox[3]) <= 0.6)
            #expect(annotation.visibility == 1 && annotation.truncation == 0)

            // Keypoints are where the pose puts them, and the middle of the top is seen from above it.
            for (number, point) in [[0.5, 0.8, 0.25], [-0.5, 0, -0.25], [0, 0.8, 0]].enumerated() {
                let image = project(point)
                #expect(abs(image[0] - annotation.keypoints[3 * number]) < 1e-4)
                #expect(abs(image[1] - annotation.keypoints[3 * number + 1]) < 1e-4)
            }
            #expect(annotation.keypoints[8] == 2)
            #expect(annotation.numKeypoints == 3)
        }
        // Seen from all round, each of two opposite corners is hidden now and then, and seen now and then.
        let near = Set(file.annotations.map { $0.keypoints[2] })
        let far = Set(file.annotations.map { $0.keypoints[5] })
        #expect(near.union(far) == [1, 2])
    }

    /// A corner of a convex body is seen exactly where one of its faces looks at the camera.
    @Test func cornersAreSeenWhereAFaceOfTheirsIs() throws {
        let studio = try studio()
        let corners = (0..<8).map { index in
            [index & 1 == 0 ? -0.5 : 0.5, index & 2 == 0 ? 0 : 0.8, index & 4 == 0 ? -0.25 : 0.25]
        }
        let keypoints = corners.enumerated().map { "c\($0): \($1.map { $0 * 100 })" }.joined(separator: ", ")
        try studio.run(
            to: "out", changes: ["images=10", "objects.block.from.mesh.keypoints={\(keypoints)}"])
        var counts = [0, 0, 0]
        for annotation in try written(studio, "out").annotations {
            let (r, t) = (annotation.pose.rotation, annotation.pose.translation)
            // The camera in the block's frame.
            let eye = (0..<3).map { axis in -(0..<3).reduce(0.0) { $0 + r[3 * $1 + axis] * t[$1] } }
            for (place, corner) in corners.enumerated() {
                let facing = (0..<3).map { axis in
                    (eye[axis] - corner[axis]) * (corner[axis] < [0, 0.4, 0][axis] ? -1 : 1)
                }
                guard let most = facing.max(), abs(most) > 1e-2 else { continue }
                #expect(annotation.keypoints[3 * place + 2] == (most > 0 ? 2 : 1))
                counts[most > 0 ? 2 : 1] += 1
            }
        }
        #expect(counts[1] >= 5 && counts[2] >= 40)
    }

    @Test func aFlatObjectInFrontHidesKeypoints() throws {
        let studio = try studio()
        try studio.cutout("cutouts/wall.png", .box, width: 64, height: 64)
        try studio.run(to: "solid", changes: ["images=1"])
        try studio.run(
            to: "flat", changes: ["images=1", "objects={wall: {from: {cutouts: cutouts/wall.png}, height: 1}}"])
        var scene = try #require(try studio.scenes("solid").first)
        let wall = try #require(try studio.scenes("flat").first?.objects.first)
        scene.objects[0].place = .solid(worldFromObject: Pose(at: [0, 0, -5]), onGround: true)
        scene.objects[0].distanceMetres = 5
        scene.limits = Limits(overlapMax: 1, visibleMin: 0, truncatedMax: 1)
        let compositor = try Plan(path: studio.path("pipeline.yaml")).maker.makeCompositor()
        let camera = scene.camera
        for (x, isSeen) in [(0.5, false), (-0.4, true)] {
            var scene = scene
            var card = wall
            card.place = .flat(
                imageFromObject: camera.imageFromObject(heightMetres: 1, anchor: Point(0.5, 1), at: [x, 0.2, -4]),
                onGround: true)
            card.distanceMetres = 4
            scene.objects.append(card)
            let block = try #require(try compositor.composite(scene).instances.first?.solid)
            let seen = Dictionary(uniqueKeysWithValues: block.keypoints.map { ($0.name, $0.isVisible) })
            // The near corner is on the right, and so is the card, or else on the left; the block itself hides the far one.
            #expect(seen["near"] == isSeen)
            #expect(seen["far"] == false)
        }
    }

    @Test func aFileWithZUpIsTheSameObject() throws {
        let studio = try studio()
        try studio.run(to: "y")
        try studio.run(
            to: "z", changes: ["objects.block.from={mesh: {file: models/upright.obj, unit: 0.01, up: z}}"])
        let (y, z) = (try studio.dataset("y").file.annotations, try studio.dataset("z").file.annotations)
        #expect(y.map(\.bbox) == z.map(\.bbox))
        #expect(y.map(\.segmentation.counts) == z.map(\.segmentation.counts))
    }

    @Test func theShadowFallsAwayFromTheSun() throws {
        let studio = try studio()
        try studio.run(to: "sun", changes: ["images=1"])
        try studio.run(to: "none", changes: ["images=1", "render.shadows=none"])
        let (lit, plain) = (try studio.raster("sun/images/000000.png"), try studio.raster("none/images/000000.png"))
        let label = try #require(try studio.dataset("sun").file.annotations.first)
        #expect(try studio.dataset("none").file.annotations.map(\.bbox) == [label.bbox])
        func darkening(_ xs: Range<Int>) -> Int {
            let y = Int(label.bbox[1] + label.bbox[3]) - 3
            return xs.filter { (0..<120).contains($0) }.reduce(0) {
                $0 + Int(plain.colour($1, y)[1]) - Int(lit.colour($1, y)[1])
            }
        }
        let (left, right) = (Int(label.bbox[0]), Int(label.bbox[0] + label.bbox[2]))
        // The sun stands on the right.
        #expect(darkening(left - 6..<left) > 3 * max(8, darkening(right..<right + 6)))
        // Nothing above the horizon changes, and nothing becomes brighter.
        for y in 0..<30 { for x in 0..<120 { #expect(lit.colour(x, y) == plain.colour(x, y)) } }
    }

    @Test func solidAndFlatObjectsHideEachOtherByDistance() throws {
        let studio = try studio()
        try studio.cutout("cutouts/post.png", .box, width: 30, height: 60)
        for (distance, isHidden) in [(2.0, true), (8.0, false)] {
            try studio.run(
                to: "at\(distance)",
                changes: [
                    "images=1", "scene.count=2", "scene.overlap={max: 1, visible: {min: 0}, truncated: {max: 1}}",
                    """
                    objects={block: {from: {mesh: {file: models/block.obj, unit: 0.01}}, weight: 0, \
                    place: {ground: {distance: 5}}}, \
                    post: {from: {cutouts: cutouts/post.png}, height: 4, place: {ground: {distance: \(distance)}}}, \
                    both: {from: {mesh: {file: models/block.obj, unit: 0.01}}, place: {ground: {distance: 5}}}}
                    """,
                ])
            let scene = try #require(try studio.scenes("at\(distance)").first)
            guard Set(scene.objects.map(\.name)) == ["post", "both"] else { continue }
            let dataset = try studio.dataset("at\(distance)")
            let block = try #require(scene.objects.firstIndex { $0.name == "both" })
            let label = dataset.annotations(ofImage: 0)[block]
            let post = dataset.annotations(ofImage: 0)[1 - block]
            let common = label.amodalSegmentation.pixels.intersection(post.amodalSegmentation.pixels)
            #expect(label.segmentation.pixels.isDisjoint(with: post.segmentation.pixels))
            if isHidden {
                #expect(common.isDisjoint(with: label.segmentation.pixels))
            } else {
                #expect(common.isDisjoint(with: post.segmentation.pixels))
            }
        }
    }

    /// A wall of 4.5 × 3 m, 6 m away and facing the camera, and 2 m before it a block of 1 × 0.8 × 0.5 m. The sun stands
    /// behind the camera on its right, at 150° and 10° high: on the wall the shadow of the block's front lies 1.3 m further
    /// left and 0.46 m lower, that of its back 1.01 m and 0.36 m.
    @Test(arguments: [false, true]) func aSolidObjectThrowsItsShadowOnAFlatOne(isMirrored: Bool) throws {
        let studio = try studio()
        try studio.cutout("cutouts/wall.png", .box, width: 96, height: 64)
        try studio.run(to: "solid", changes: ["images=1"])
        try studio.run(
            to: "flat", changes: ["images=1", "objects={wall: {from: {cutouts: cutouts/wall.png}, height: 1}}"])
        var scene = try #require(try studio.scenes("flat").first)
        var block = try #require(try studio.scenes("solid").first?.objects.first)
        block.place = .solid(worldFromObject: Pose(at: [0, 0, -4]), onGround: true)
        let camera = scene.camera
        var map = camera.imageFromObject(heightMetres: 3, anchor: Point(0.75, 1), at: [0, 0, -6])
        if isMirrored { map = map * Homography(-1, 0, 1.5, 0, 1, 0, 0, 0, 1) }
        scene.objects[0].place = .flat(imageFromObject: map, onGround: true)
        scene.limits = Limits(overlapMax: 1, visibleMin: 0, truncatedMax: 1)
        scene.light.sun?.azimuthDegrees = 150
        scene.light.sun?.elevationDegrees = 10
        let compositor = try Plan(path: studio.path("pipeline.yaml")).maker.makeCompositor()
        let plain = try compositor.composite(scene).image
        scene.objects.append(block)
        let both = try compositor.composite(scene)
        #expect(both.instances.count == 2)
        let lit = both.image
        func change(_ x: Double, _ y: Double) throws -> Double {
            let point = try #require(camera.image(of: [x, y, -6]))
            let (before, after) = (
                plain.colour(Int(point.x), Int(point.y)), lit.colour(Int(point.x), Int(point.y))
            )
            return Double(after[1]) / Double(before[1])
        }
        for (x, y) in [(-1.5, 0.25), (-1.2, 0.2), (-1.0, 0.3)] { #expect(try change(x, y) < 0.75) }
        for (x, y) in [(-1.2, 0.7), (-1.95, 0.25), (1.2, 0.25), (0, 2.5)] { #expect(try change(x, y) > 0.93) }
    }

    @Test func workersChangeNoByteOfWhatIsRendered() throws {
        let studio = try studio()
        try studio.run(to: "one", changes: ["images=4", "scene.count=3"]) { $0.workers = 1 }
        try studio.run(to: "three", changes: ["images=4", "scene.count=3"]) { $0.workers = 3 }
        #expect(try studio.files("one") == studio.files("three"))
    }

    @Test func aStoredSceneMakesTheSamePixels() throws {
        let studio = try studio()
        try studio.run(to: "out", changes: ["images=1", "scene.count=3"])
        let scene = try #require(try studio.scenes("out").first)
        let maker = try Plan(path: studio.path("pipeline.yaml")).maker
        let compositor = maker.makeCompositor()
        #expect(try compositor.composite(scene).image == (try studio.raster("out/images/000000.png")))
    }

    /// A preview's sheet is lit in few samples, and shows the labels that a run will write.
    @Test func aDraftHasTheLabelsAndTheSceneOfTheImageItself() throws {
        let studio = try studio()
        let maker = try Plan(
            path: studio.path("pipeline.yaml"), changes: ["images=1", "scene.count=3", "render.quality=fair"]
        ).maker
        let whole = try maker.make(0, with: maker.makeCompositor()).composite
        let draft = try maker.make(0, with: maker.makeCompositor(isDraft: true)).composite
        #expect(draft.scene == whole.scene)
        #expect(!whole.instances.isEmpty)
        #expect(draft.instances.map(\.visible) == whole.instances.map(\.visible))
        #expect(draft.instances.map(\.amodal) == whole.instances.map(\.amodal))
        #expect(draft.image != whole.image)
    }

    @Test func depthAndNormalsLieInTheirLayers() throws {
        let studio = try studio()
        try studio.cutout("cutouts/post.png", .box, width: 30, height: 60)
        try studio.run(
            to: "out",
            changes: [
                "images=1", "scene.count=4", "output.layers={depth: both, normals: png}",
                "objects.post={from: {cutouts: cutouts/post.png}, height: 1}",
                "scene.overlap={max: 1, visible: {min: 0}, truncated: {max: 1}}",
            ])
        #expect(try studio.names("out/layers") == ["depth/000000.png", "depth/000000.tiff", "normals/000000.png"])
        let maker = try Plan(
            path: studio.path("out/pipeline.yaml"), changes: ["backgrounds.photos=[../photos]"] + Self.moved
        ).maker
        let scene = try #require(try studio.scenes("out").first)
        let compositor = maker.makeCompositor()
        let composite = try compositor.composite(scene)
        let surfaces = try #require(composite.surfaces)
        for (place, id) in composite.map.ids.enumerated() where id > 0 {
            let object = composite.instances[Int(id) - 1].object
            // No part of an object of about a metre is farther from its foot than that.
            #expect(abs(Double(surfaces.depthMetres[place]) - (object.distanceMetres ?? 0)) < 1.3)
            let normal = surfaces.normals[place]
            #expect(abs(normal.x * normal.x + normal.y * normal.y + normal.z * normal.z - 1) < 1e-3)
            if case .flat = object.place { #expect(normal.z < -0.8) }
        }
        #expect(composite.map.ids.contains { $0 > 1 })
    }

    /// The stored pipeline lies one folder further down than the one that was run.
    private static let moved = [
        "objects.block.from.mesh.file=[../models/block.obj]", "objects.post.from={cutouts: ../cutouts/post.png}",
    ]

    /// In a mirror a left hand is a right one, as in the labels of mirrored photos.
    @Test func keypointsOfTwoSidesChangeNamesOnAMirroredObject() throws {
        for chance in [0, 1] {
            let studio = try studio()
            try studio.run(
                to: "out",
                changes: [
                    "objects.block.from.mesh.keypoints={left_end: [-50, 80, 0], right_end: [50, 80, 0]}",
                    "objects.block.pose={yaw: 0, flip: {chance: \(chance)}}",
                ])
            let annotations = try written(studio, "out").annotations
            #expect(annotations.count > 3)
            #expect(annotations.allSatisfy { $0.keypoints[0] < $0.keypoints[3] })
        }
    }

    @Test func objectsThatFloatThrowNoShadow() throws {
        let studio = try studio()
        try studio.run(
            to: "out",
            changes: [
                "images=3", "scene.place={at: {x: 0.5, y: 0.5}}", "scene.camera={horizon: 0}",
                "objects.block.pose={free: true}", "objects.block.size=0.5",
            ])
        for annotation in try written(studio, "out").annotations {
            // Half of the image's shorter side, 90 pixels, at most: turned, a block may be less wide or high.
            #expect(max(annotation.bbox[2], annotation.bbox[3]) <= 62)
        }
    }

    @Test func badModelsAreNamedBeforeAndDuringTheRun() throws {
        let studio = try studio()
        #expect(throws: (any Error).self) {
            try studio.run(to: "a", changes: ["objects.block.from={mesh: models/none.obj}"])
        }
        try studio.write("v 0 0 0\nv 1 0 0\nv 0 1 0\np 1 2 3\n", to: "models/points.obj")
        let summary = try studio.run(to: "b", changes: ["images=1", "objects.block.from={mesh: models/points.obj}"])
        #expect("\(summary)".contains("models/points.obj: has no faces to be seen"))
        let limited = try studio.run(to: "c", changes: ["images=1", "render.max_faces=3"])
        #expect("\(limited)".contains("models/block.obj"))
        #expect("\(limited)".contains("has more than 3 faces, the most that are taken; raise “max_faces”"))
    }
}
