import Cards
import Geometry
import Masks
import Pictures
import Testing

@testable import Compositing
@testable import Scenes

/// What a compositor makes of a scene, and keeps from one scene to the next.
@Suite struct CompositeTests {
    private let box = PixelRect(minX: 10, minY: 10, maxX: 18, maxY: 18)

    @Test func aCompositeThatIsKeptIsNotChangedByTheNext() throws {
        let stage = try BoxStage()
        let first = try stage.compositor.composite(stage.scene([box]))
        let (bytes, ids) = (first.image.bytes, first.map.ids)
        _ = try stage.compositor.composite(stage.scene([PixelRect(minX: 0, minY: 0, maxX: 60, maxY: 40)]))
        #expect(first.image.bytes == bytes && first.map.ids == ids)
        #expect(ids.count { $0 == 1 } == 64)
    }

    @Test func effectsOfOneImageLeaveNothingInTheNext() throws {
        let stage = try BoxStage()
        let plain = stage.scene([box])
        let expected = try stage.compositor.composite(plain)
        var noisy = plain
        noisy.effects = [DrawnPart(name: "noise", values: .map(["iso": 6400]))]
        let first = try stage.compositor.composite(noisy)
        #expect(first.image != expected.image && first.map == expected.map)
        #expect(try stage.compositor.composite(plain).image == expected.image)
        #expect(try stage.compositor.composite(noisy).image == first.image)
    }

    @Test func anEffectsOrBlendsValueThatItDoesNotTakeIsRefused() throws {
        let stage = try BoxStage()
        var scene = stage.scene([box])
        scene.effects = [DrawnPart(name: "noise", values: .map(["iso": 1]))]
        #expect(throws: InvalidFile.self) { try stage.compositor.composite(scene) }
        scene.effects = []
        scene.objects[0].blend = DrawnPart(name: "feather", values: .map(["radius": 1000]))
        #expect(throws: InvalidFile.self) { try stage.compositor.composite(scene) }
    }

    @Test func theObjectsBlendIsUsed() throws {
        let stage = try BoxStage()
        var scene = stage.scene([box])
        #expect(try red(stage.compositor.composite(scene), 10) == 255)
        scene.objects[0].blend = DrawnPart(name: "feather", values: .map(["radius": 3]))
        let soft = try stage.compositor.composite(scene)
        #expect(red(soft, 10) < 200 && red(soft, 14) == 255)
    }

    /// In a row through the box's middle.
    private func red(_ composite: Composite, _ x: Int) -> UInt8 { composite.image.bytes[(14 * 64 + x) * 4] }

    /// The same grey letter on a dark and on a bright half of the photo, with and without the photo's light on it.
    @Test(arguments: [0.0, 1]) func lettersHaveTheirContrastToThePhotoAtTheirPlace(drawings: Double) throws {
        let stage = try BoxStage(
            raster(160, 60) { x, _ in x < 80 ? (40, 42, 40, 255) : (200, 200, 196, 255) })
        var scene = stage.scene([])
        scene.light.drawings = drawings
        let letter = DrawnPart(
            name: "text",
            values: .map(["text": "I", "font": "DejaVu Sans Bold", "color": "#808080", "contrast": 2.5]))
        for x in [30.0, 110] {
            var object = stage.object(
                "letter",
                .flat(
                    imageFromObject: .translation(x: x, y: 10) * .scale(x: 40, y: 40), onGround: false))
            object.from = letter
            scene.objects.append(object)
        }
        let composite = try stage.compositor.composite(scene)
        func luminance(_ x: Int) -> Double {
            let at = (30 * 160 + x) * 4
            return zip([0.2126, 0.7152, 0.0722], composite.image.bytes[at..<at + 3]).reduce(0) {
                $0 + $1.0 * SRGB.linear(Double($1.1) / 255)
            }
        }
        for (x, isLighter) in [(30, true), (110, false)] {
            let (shown, ground) = (luminance(x + 4), luminance(x - 8))
            #expect((shown > ground) == isLighter)
            #expect(abs((max(shown, ground) + 0.05) / (min(shown, ground) + 0.05) - 2.5) < 0.12)
        }
        // The scene as it was made says the colours, and gives the same pixels.
        #expect(composite.scene.objects.map(\.from) != scene.objects.map(\.from))
        #expect(try stage.compositor.composite(composite.scene).image == composite.image)
    }

    /// Cards that are 8 m and 4 m away: the nearer one is painted over the farther one.
    @Test func depthIsThatOfTheTopmostCardOnTheGround() throws {
        let stage = try BoxStage(mapsSurfaces: true)
        var scene = stage.scene([])
        for (x, metres) in [(-2.0, 8.0), (0, 4)] {
            let map = scene.camera.imageFromObject(heightMetres: 2, anchor: Point(0.5, 1), at: [x, 0, -metres])
            scene.objects.append(stage.object("at \(metres)", .flat(imageFromObject: map, onGround: true)))
        }
        // Of one that stands on no ground no depth is known.
        scene.objects.append(stage.scene([PixelRect(minX: 30, minY: 20, maxX: 34, maxY: 24)]).objects[0])
        let composite = try stage.compositor.composite(scene)
        let surfaces = try #require(composite.surfaces)
        let expected: [Float] = [0, 8, 4, 0]
        for (pixel, id) in composite.map.ids.enumerated() {
            #expect(abs(surfaces.depthMetres[pixel] - expected[Int(id)]) < 1e-4)
            #expect(surfaces.normals[pixel] == (id == 1 || id == 2 ? SIMD3(0, 0, -1) : .zero))
        }
        #expect(Set(composite.map.ids) == [0, 1, 2, 3])
    }
}

@Suite struct PhotoCacheTests {
    private func photo(_ name: String, crop: Int = 8) -> ScenePhoto {
        ScenePhoto(
            file: name, attempt: 0,
            view: PhotoView(
                photoWidth: 8, photoHeight: 8, crop: PixelRect(width: crop, height: crop), width: 8, height: 8,
                isMirrored: false))
    }

    @Test func aPhotoIsFoundAsItWasSeen() {
        let cache = PhotoCache(limit: 10_000)
        let raster = Raster(width: 8, height: 8)
        cache.keep(raster, of: photo("a"))
        #expect(cache.raster(photo("a")) == raster)
        #expect(cache.raster(photo("b")) == nil)
        #expect(cache.raster(photo("a", crop: 4)) == nil)
        var wiped = photo("a")
        wiped.wiped = [WipedRegion(id: 1, category: "face", marginPixels: 1)]
        #expect(cache.raster(wiped) == nil)
    }

    @Test func itKeepsNoMoreThanItsLimit() {
        let cache = PhotoCache(limit: 300)
        let raster = Raster(width: 8, height: 8)
        #expect(raster.bytes.count == 256 && cache.hasRoom(bytes: 256))
        cache.keep(raster, of: photo("a"))
        #expect(!cache.hasRoom(bytes: 256))
        cache.keep(raster, of: photo("b"))
        #expect(cache.raster(photo("b")) == nil && cache.raster(photo("a")) == raster)
        let none = PhotoCache(limit: 0)
        none.keep(raster, of: photo("a"))
        #expect(none.raster(photo("a")) == nil && !none.hasRoom(bytes: 0))
    }
}
