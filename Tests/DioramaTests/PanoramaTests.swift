import Compositing
import Datasets
import Findings
import Foundation
import Geometry
import Objects
import Pictures
import Rendering
import Scenes
import Studios
import Testing

@testable import Diorama

/// Panoramas as backgrounds: one picture, camera and light.
@Suite struct PanoramaTests {
    private static let sun: Vector3 = {
        let (a, e) = (Angle.degrees(40), Angle.degrees(30))
        return [e.cosine * a.sine, e.sine, -e.cosine * a.cosine]
    }()

    /// A sky that pales towards the horizon, with a sun, over a chequered ground.
    private static func place(height: Int, tint: Float = 1) -> LightPicture {
        LightPicture(height: height) { direction in
            if direction.dot(sun) > Angle.degrees(2).cosine { return SIMD3(repeating: 900) }
            if direction.y > 0 { return SIMD3(0.5, 0.7, 1) * Float(1.3 - direction.y) * tint }
            let (x, z) = (direction.x / -direction.y, direction.z / -direction.y)
            let isLight = (Int((x * 2).rounded(.down)) + Int((z * 2).rounded(.down))) % 2 == 0
            return SIMD3(repeating: isLight ? 0.6 : 0.45)
        }
    }

    private static let block = """
        o block
        v -0.4 0 -0.4\nv 0.4 0 -0.4\nv -0.4 1.2 -0.4\nv 0.4 1.2 -0.4
        v -0.4 0 0.4\nv 0.4 0 0.4\nv -0.4 1.2 0.4\nv 0.4 1.2 0.4
        f 1 3 4 2\nf 5 6 8 7\nf 1 2 6 5\nf 3 7 8 4\nf 1 5 7 3\nf 2 4 8 6

        """

    private func studio(_ panoramas: String = "files: [places]", more: String = "") throws -> Studio {
        let studio = try Studio()
        try studio.write(Self.place(height: 90).exr, to: "places/a.exr")
        try studio.write(Self.place(height: 64, tint: 0.5).hdr(), to: "places/b.hdr")
        try studio.write(Self.block, to: "block.obj")
        try studio.cutout("disc.png", .disc)
        try studio.write(
            """
            diorama: 1
            seed: 9
            images: 4
            backgrounds:
              panoramas: {\(panoramas), width: 64, height: 48}
            objects:
              block: {from: {mesh: {file: [block.obj]}}, pose: {yaw: {uniform: [0, 360]}}}
              disc: {from: {cutouts: disc.png}, height: 0.5}
            scene:
              count: 2
              place: {ground: {distance: {uniform: [4, 7]}}}
            render: {quality: draft}
            output: {images: {format: png}, masks: {instances: png}}
            \(more)
            """, to: "pipeline.yaml")
        return studio
    }

    @Test func viewsHaveThePanoramasSun() throws {
        let studio = try studio()
        let text = try studio.text("pipeline.yaml")
            .replacing("pose: {yaw: {uniform: [0, 360]}}}", with: "pose: {yaw: {uniform: [0, 360]}}, views: 3}")
        try studio.write(text, to: "pipeline.yaml")
        try studio.run(to: "out")
        let views = try studio.scenes("out").flatMap(\.objects).compactMap(\.view)
        #expect(views.count > 2)
        for view in views {
            let sun = try #require(view.sun)
            // Whichever way the panorama is turned, it stands as high.
            #expect(abs(sun.direction.y - Self.sun.y) < 0.01)
            #expect(view.sky > 0 && view.sky < 0.9 * ModelView.white)
            // Both together are what a white level surface is stated to show.
            let whole = sun.irradiance.x * sun.direction.y / .pi + view.sky
            #expect(abs(whole - ModelView.white) < 1e-9)
        }
        try studio.run(to: "one") { $0.workers = 1 }
        #expect(try studio.files("one") == studio.files("out"))
    }

    /// The foot of a scene's only object, where some points beside it are in the picture.
    private func block(of scene: Scene, showing offsets: [Vector3]) -> Vector3? {
        guard scene.objects.count == 1, case .solid(let pose, _) = scene.objects[0].place else { return nil }
        let foot = Vector3(pose.position.x, 0, pose.position.z)
        let frame = PixelRect(width: scene.camera.width, height: scene.camera.height)
        let areSeen = offsets.allSatisfy { offset in
            scene.camera.image(of: foot + offset).map { frame.contains(x: Int($0.x), y: Int($0.y)) } ?? false
        }
        return areSeen ? foot : nil
    }

    @Test func aStoredSceneGivesItsPixelsAgain() throws {
        let studio = try studio(more: "effects: []")
        try studio.run(to: "out", changes: ["backgrounds.flip={chance: 0.5}"])
        let compositor = try Plan(path: studio.path("pipeline.yaml")).maker.makeCompositor()
        let scenes = try studio.scenes("out")
        #expect(Set(scenes.map(\.photo.view.isMirrored)).count == 2)
        for scene in scenes {
            #expect(scene.photo.panorama != nil && scene.objects.count == 2)
            let composite = try compositor.composite(scene)
            #expect(try composite.image == studio.raster("out/images/\(DatasetLayout.number(scene.index)).png"))
            #expect(composite.scene == scene)
        }
    }

    @Test func workersChangeNoByte() throws {
        let studio = try studio()
        try studio.run(to: "one") { $0.workers = 1 }
        try studio.run(to: "two") { $0.workers = 2 }
        #expect(try studio.files("one") == studio.files("two"))
    }

    /// The camera that the scene names sees the panorama as the picture shows it, whatever is cut, mirrored and resized.
    @Test(arguments: [
        "flip: {chance: 1}", "resize: {longest: 48}", "crop: {share: 0.5}", "resize: {width: 40, height: 40}",
        "{crop: {share: 0.6, aspect: 1}, flip: {chance: 1}, resize: {longest: 24}}",
    ])
    func thePictureIsWhatTheCameraSees(_ rules: String) throws {
        let studio = try studio()
        let changes =
            rules.hasPrefix("{")
            ? rules.dropFirst().dropLast().split(separator: "}, ").map { $0.hasSuffix("}") ? $0 : $0 + "}" }
            : [rules[...]]
        try studio.run(
            to: "out",
            changes: ["objects={}", "images=3"]
                + changes.map { rule in
                    let parts = rule.split(separator: ": ", maxSplits: 1)
                    return "backgrounds.\(parts[0])=\(parts[1])"
                })
        var tested = 0
        for scene in try studio.scenes("out") {
            let image = try studio.raster("out/images/\(DatasetLayout.number(scene.index)).png")
            #expect(scene.camera.width == image.width && scene.camera.height == image.height)
            let panorama = try Panorama(PanoramaFile(scene.photo.file))
            let turn = PanoramaTurn(
                yaw: .degrees(try #require(scene.photo.panorama).yawDegrees), isMirrored: scene.photo.view.isMirrored)
            // The horizon of this place is where blue ends.
            for x in [2, image.width / 2, image.width - 3] {
                let horizon = scene.camera.horizonY(atX: Double(x) + 0.5)
                for (y, isSky) in [(Int(horizon - 3), true), (Int(horizon + 3), false)] where y >= 0 && y < image.height
                {
                    let colour = image.colour(x, y)
                    let ray =
                        turn.panoramaFromWorld * scene.camera.ray(through: Point(Double(x) + 0.5, Double(y) + 0.5))
                    guard ray.dot(Self.sun) < 0.98 else { continue }
                    #expect((Int(colour[2]) > Int(colour[0]) + 5) == isSky, "\(x) \(y) of \(horizon): \(colour)")
                    tested += 1
                }
            }
            #expect(panorama.exposure(seenBy: scene.camera, turn) > 0)
        }
        #expect(tested > 6)
    }

    /// A block's shadow falls away from the brightest spot of the panorama, and is as dark as the sun's share there.
    @Test(arguments: [false, true])
    func shadowsFallAwayFromTheSunOfThePanorama(_ isMirrored: Bool) throws {
        let studio = try studio("files: places/a.exr, yaw: 95, pitch: -12, roll: 0, fov: 70, camera_height: 1.5")
        let changes = [
            "images=6", "backgrounds.flip={chance: \(isMirrored ? 1 : 0)}", "render.quality=good",
            "objects={block: {from: {mesh: {file: [block.obj]}}}}", "scene.count=1",
            "scene.place={ground: {distance: 4}}",
        ]
        try studio.run(to: "with", changes: changes)
        try studio.run(to: "without", changes: changes + ["render.shadows=none"])
        // Of the sun at 40° seen at a yaw of 95°: 55° to the left, or in the mirror to the right.
        let side: Double = isMirrored ? 1 : -1
        let towardsSun: Vector3 = [side * sin(55 * .pi / 180), 0, -cos(55 * .pi / 180)]
        let (scene, foot) = try #require(
            try studio.scenes("with").compactMap { scene in
                block(of: scene, showing: [1.1, -1.1, -1.9].map { towardsSun * $0 }).map { (scene, $0) }
            }.first)
        let name = "images/\(DatasetLayout.number(scene.index)).png"
        let (with, without) = (try studio.raster("with/" + name), try studio.raster("without/" + name))
        func darkening(_ world: Vector3) throws -> Double {
            let point = try #require(scene.camera.image(of: world))
            let (x, y) = (Int(point.x), Int(point.y))
            let (a, b) = (with.colour(x, y)[1], without.colour(x, y)[1])
            return Double(SRGB.linearOfByte[Int(a)] / SRGB.linearOfByte[Int(b)])
        }
        // Behind the block, seen from the sun, and before it; its shadow is 1.2 m / tan 30° long.
        let (behind, before) = (try darkening(foot - towardsSun * 1.1), try darkening(foot + towardsSun * 1.1))
        #expect(behind < 0.62 && before > 0.75, "\(behind) \(before)")
        // At the far end nothing but the sun is missing.
        let panorama = try Panorama(PanoramaFile(studio.path("places/a.exr")))
        let sun = try #require(panorama.light.sun)
        let share = sun.irradiance.y * sun.direction.normalized.y / panorama.light.irradiance.y
        #expect(share > 0.3)
        let far = try darkening(foot - towardsSun * 1.9)
        #expect(abs(far - (1 - share)) < 0.12, "\(far) \(1 - share)")
    }

    /// Light of 1 lies on the shoulder of the curve that shows the panorama: 0.7 + 0.3 (1 − e⁻¹), not yet white.
    @Test func objectsAreShownOnThePanoramasOwnCurve() throws {
        let studio = try studio()
        try studio.write("newmtl lamp\nKd 0 0 0\nKs 0 0 0\nKe 1 0 0\n", to: "lamp.mtl")
        try studio.write("mtllib lamp.mtl\nusemtl lamp\n" + Self.block, to: "block.obj")
        try studio.run(
            to: "out",
            changes: [
                "images=1", "objects={lamp: {from: {mesh: {file: [block.obj]}}}}", "scene.count=1", "match=none",
            ])
        let image = try studio.raster("out/images/000000.png")
        let lamp = stride(from: 0, to: image.bytes.count, by: 4).filter { image.bytes[$0 + 2] < 16 }
        #expect(lamp.count > 40)
        #expect(abs(Int(lamp.map { image.bytes[$0] }.max() ?? 0) - 242) <= 2)
    }

    @Test func drawnKeysStayInTheirRangesAndEachMovesItselfAlone() throws {
        let studio = try studio()
        try studio.run(to: "plain", changes: ["objects={}", "images=8"])
        try studio.run(
            to: "bright", changes: ["objects={}", "images=8", "backgrounds.panoramas.exposure={uniform: [-1, 1]}"])
        let (plain, bright) = (try studio.scenes("plain"), try studio.scenes("bright"))
        #expect(plain.map(\.camera) == bright.map(\.camera))
        #expect(plain.map(\.photo.panorama?.yawDegrees) == bright.map(\.photo.panorama?.yawDegrees))
        #expect(plain.allSatisfy { $0.photo.panorama?.exposureStops == 0 })
        #expect(Set(bright.compactMap(\.photo.panorama?.exposureStops)).count == 8)
        for scene in plain {
            #expect((59.99...80.01).contains(scene.camera.horizontalFieldOfView.degrees))
            #expect((-25.0...5).contains(scene.camera.pitch.degrees))
            #expect((1.2...1.8).contains(scene.camera.heightMetres))
        }
        #expect(Set(plain.compactMap(\.photo.panorama?.yawDegrees)).count == 8)
    }

    @Test func aCatalogueNamesDirectionsGroundAuthorAndLicence() throws {
        let studio = try studio("files: places.yaml")
        try studio.write(
            """
            panoramas:
              - file: places/a.exr
                author: Anna
                licence: {name: CC0-1.0}
                tags: [yard]
                facts: {yaws: [-60, 120], spread: 5, camera_height: 2.5, ground_radius: 5}
              - {file: places/b.hdr, tags: [field]}
              - {file: places/none.exr, package: more-places}
            """, to: "places.yaml")
        let summary = try studio.run(
            to: "out", changes: ["backgrounds.tags=yard", "images=6", "scene.place.ground.distance={uniform: [2, 12]}"])
        #expect(summary.statistics?.skipped.isEmpty == true)
        for scene in try studio.scenes("out") {
            #expect(scene.photo.file.hasSuffix("a.exr"))
            let yaw = try #require(scene.photo.panorama).yawDegrees
            #expect(abs(yaw + 60) <= 5 || abs(yaw - 120) <= 5)
            #expect(scene.camera.heightMetres == 2.5)
            // The circle of the ground is drawn with straight sides.
            #expect(scene.objects.allSatisfy { $0.distanceMetres ?? 9 < 5.01 })
        }
        let file = try studio.dataset("out").file
        #expect(file.licenses.map(\.name) == ["CC0-1.0"])
        #expect(file.images.allSatisfy { $0.author == "Anna" && $0.license == file.licenses[0].id })
        let skipped = try studio.run(to: "all", changes: ["images=2", "objects={}"]).statistics?.skipped
        #expect(skipped?.map(\.reason) == ["is not installed; apt install more-places"])
    }

    @Test func photosAndPanoramasStandSideBySide() throws {
        let studio = try studio(more: "")
        try studio.photos(1, width: 64, height: 48)
        let changes = [
            "backgrounds.photos=[photos]", "backgrounds.order=sequential", "images=3",
            "scene.light={sun: {elevation: 30, azimuth: 10}}", "scene.camera={horizon: 0.4}",
            "output.split={train: 0.5, val: 0.5, by: background}",
        ]
        try studio.run(to: "out", changes: changes)
        let scenes = try studio.scenes("out")
        #expect(scenes.map { $0.photo.panorama == nil } == [true, false, false])
        // A panorama's sun is its own.
        #expect(scenes.map { $0.light.sun == nil } == [false, true, true])
    }

    @Test func whatCannotBeUsedGivesWayAndIsNamed() throws {
        let studio = try studio()
        var broken = Self.place(height: 16)
        broken.values[100] = SIMD3(repeating: .nan)
        try studio.write(broken.exr, to: "places/c.exr")
        try studio.write(Array(Self.place(height: 16).exr.prefix(3000)), to: "places/d.exr")
        let summary = try studio.run(to: "out", changes: ["images=8", "objects={}"])
        let skipped = try #require(summary.statistics?.skipped)
        #expect(Set(skipped.map { String($0.name.suffix(5)) }) == ["c.exr", "d.exr"])
        #expect(try studio.scenes("out").count == 8)
        #expect(
            skipped.contains {
                $0.reason.contains("holds 3 values that are not a number, the first at column 4, row 3")
            })
    }

    @Test func unusableKeysAreRefusedByName() throws {
        let studio = try studio()
        func message(_ changes: [String]) -> String {
            do {
                _ = try Plan(path: studio.path("pipeline.yaml"), changes: changes)
                return "none"
            } catch {
                return "\(error)"
            }
        }
        let own = "is for photos, and all backgrounds are panoramas, which bring their own"
        #expect(message(["scene.light.sun={elevation: 30}"]).contains("“light: sun” " + own))
        #expect(message(["scene.light.sky=even"]).contains("“light: sky” " + own))
        #expect(message(["scene.camera={fov: 50}"]).contains("“camera” " + own))
        try studio.write("panoramas: [{file: places/a.exr, facts: {horizon: 0.5}}]", to: "bad.yaml")
        #expect(message(["backgrounds.panoramas.files=bad.yaml"]).contains("horizon"))
        try studio.write("panoramas: [{file: places/a.exr}]", to: "good.yaml")
        #expect(
            message(["backgrounds.photos=good.yaml"]).contains(
                "this catalogue lists panoramas and no photos: name it under “panoramas”"))
        #expect(message(["backgrounds.panoramas=places"]) == "none")
        #expect(message(["backgrounds.panoramas.fov=200"]).contains("150"))
    }

    // MARK: - As a sky

    private func skyStudio() throws -> Studio {
        let studio = try studio()
        try studio.photos(2, width: 64, height: 48)
        try studio.write(
            """
            diorama: 1
            images: 6
            backgrounds: {photos: [photos], order: sequential}
            objects:
              block: {from: {mesh: {file: [block.obj]}}}
            scene:
              count: 1
              camera: {height: 1.5, fov: 70, horizon: 0.4}
              place: {ground: {distance: 4}}
            render: {quality: draft}
            output: {images: {format: png}}
            """, to: "pipeline.yaml")
        return studio
    }

    @Test func aPanoramaLightsWhatStandsInAPhoto() throws {
        let studio = try skyStudio()
        var mean: [String: Double] = [:]
        for (name, sky) in [
            ("even", "even"), ("left", "{panorama: places/a.exr, yaw: 130}"),
            ("right", "{panorama: places/a.exr, yaw: -50}"),
        ] {
            try studio.run(to: name, changes: ["scene.light={sky: \(sky)}"])
            let image = try studio.raster("\(name)/images/000000.png")
            mean[name] = image.bytes.reduce(0) { $0 + Double($1) } / Double(image.bytes.count)
            let compositor = try Plan(path: studio.path("pipeline.yaml")).maker.makeCompositor()
            for scene in try studio.scenes(name) {
                let composite = try compositor.composite(scene)
                #expect(
                    try composite.image == studio.raster("\(name)/images/\(DatasetLayout.number(scene.index)).png"))
            }
        }
        // A sky from the photo's white is as bright as an even one, give or take a shadow.
        #expect(abs(try #require(mean["left"]) - (try #require(mean["even"]))) < 12)
        #expect(try studio.files("left")["images/000000.png"] != studio.files("right")["images/000000.png"])
        // The sun is at 40° in the panorama: 90° to the left, and 90° to the right; shadows fall to the other side.
        let (scene, foot) = try #require(
            try studio.scenes("left").compactMap { scene in
                block(of: scene, showing: [[1.1, 0, 0], [-1.1, 0, 0]]).map { (scene, $0) }
            }.first)
        func brightness(_ name: String, _ side: Double) throws -> Int {
            let point = try #require(scene.camera.image(of: foot + [side * 1.1, 0, 0]))
            let image = try studio.raster("\(name)/images/\(DatasetLayout.number(scene.index)).png")
            return Int(image.colour(Int(point.x), Int(point.y))[1])
        }
        #expect(try brightness("left", 1) < brightness("right", 1))
        #expect(try brightness("left", -1) > brightness("right", -1))
    }

    @Test func aSkyThatIsNoPanoramaIsAMistakeInThePipeline() throws {
        let studio = try skyStudio()
        for (file, words) in [("places/none.exr", "no such file"), ("photos/0.jpg", "is a JPEG")] {
            let error = #expect(throws: (any Error).self) {
                _ = try Plan(
                    path: studio.path("pipeline.yaml"), changes: ["scene.light={sky: {panorama: \(file)}}"])
            }
            #expect(error.map { "\($0)" }?.contains(words) == true)
        }
    }
}
