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
