import Cards
import Foundation
import Geometry
import Pipelines
import Testing

@testable import Scenes

private let defaults = PhotoCameraDefaults(fieldOfView: .degrees(90), horizon: nil, heightMetres: 2)

private func facts(horizon: Double? = nil, roll: Angle? = nil) -> PhotoFacts {
    var facts = PhotoFacts()
    facts.horizon = horizon
    facts.roll = roll
    return facts
}

@Suite struct PhotoSettingTests {
    @Test func aPhotoWithoutFactsTakesTheDefaultsAndLooksLevel() {
        let setting = PhotoView(photoWidth: 800, photoHeight: 600).setting(PhotoFacts(), defaults: defaults)
        #expect(abs(setting.camera.focalPixels - 400) < 1e-9)
        #expect(setting.camera.pitch == .zero)
        #expect(setting.camera.heightMetres == 2)
        #expect(!setting.knowsTilt)
        #expect(setting.ground == nil && setting.sun == nil && setting.regions.isEmpty)
        var assumed = defaults
        assumed.horizon = 0.25
        let tilted = PhotoView(photoWidth: 800, photoHeight: 600).setting(PhotoFacts(), defaults: assumed)
        #expect(tilted.knowsTilt)
        #expect(abs(tilted.camera.horizonY(atX: 400) - 150) < 1e-9)
    }

    @Test func aPhotosOwnFactsWin() {
        var facts = facts(horizon: 0.4)
        facts.fieldOfView = .degrees(2 * atan(0.5) * 180 / .pi)
        facts.cameraHeightMetres = 5
        let assumed = PhotoCameraDefaults(fieldOfView: .degrees(90), horizon: 0.9, heightMetres: 2)
        let camera = PhotoView(photoWidth: 800, photoHeight: 600).camera(facts, defaults: assumed)
        #expect(abs(camera.focalPixels - 800) < 1e-9)
        #expect(abs(camera.horizonY(atX: 400) - 240) < 1e-9)
        #expect(camera.heightMetres == 5)
    }

    @Test func aCropMovesThePrincipalPointAndAMirrorSwapsIt() {
        let crop = PixelRect(minX: 500, minY: 100, maxX: 800, maxY: 500)
        var view = PhotoView(
            photoWidth: 800, photoHeight: 600, crop: crop, width: 150, height: 200, isMirrored: false)
        let plain = view.camera(facts(), defaults: defaults)
        #expect(plain.principal == Point(-50, 100))
        #expect(abs(plain.focalPixels - 200) < 1e-9)
        view.isMirrored = true
        #expect(view.camera(facts(), defaults: defaults).principal == Point(200, 100))
    }

    /// A person crops a photo and states its facts anew: its camera is that of this window of the whole photo.
    @Test(arguments: [0.0, 6]) func aPhotoThatWasCroppedByHandKeepsItsCamera(roll: Double) {
        let window = PixelRect(minX: 500, minY: 100, maxX: 800, maxY: 500)
        let whole = PhotoView(
            photoWidth: 800, photoHeight: 600, crop: window, width: 300, height: 400, isMirrored: false
        ).camera(facts(horizon: 0.4, roll: .degrees(roll)), defaults: defaults)
        var own = facts(horizon: whole.horizonY(atX: 150) / 400, roll: .degrees(roll))
        own.fieldOfView = whole.horizontalFieldOfView
        own.principal = Point(-100.0 / 300, 200.0 / 400)
        let camera = PhotoView(photoWidth: 300, photoHeight: 400).camera(own, defaults: defaults)
        #expect(camera.principal.distance(to: whole.principal) < 1e-9)
        #expect(abs(camera.pitch.degrees - whole.pitch.degrees) < 1e-9)
        #expect(abs(camera.focalPixels - whole.focalPixels) < 1e-9)
    }

    @Test func aPhotoTakenStraightDownSeesTheGroundAsAPlan() throws {
        var facts = PhotoFacts()
        facts.pitch = .degrees(-90)
        facts.cameraHeightMetres = 3
        var assumed = defaults
        assumed.horizon = 0.4
        let setting = PhotoView(photoWidth: 800, photoHeight: 600).setting(facts, defaults: assumed)
        #expect(setting.knowsTilt)
        // 400 pixels are the focal length, so 3 m at this height. Up in the picture is straight ahead.
        let point = try #require(setting.camera.groundPoint(at: Point(800, 100)))
        #expect(abs(point.x - 3) < 1e-9 && abs(point.z + 1.5) < 1e-9)
    }

    /// The same spot of the ground, through different views, has the same distance and size.
    @Test(arguments: [false, true], [Angle.zero, .degrees(7)])
    func everyViewSeesTheSameGround(_ isMirrored: Bool, _ roll: Angle) throws {
        let facts = facts(horizon: 0.35, roll: roll)
        let whole = PhotoView(photoWidth: 1600, photoHeight: 1200)
        let view = PhotoView(
            photoWidth: 1600, photoHeight: 1200, crop: PixelRect(minX: 700, minY: 300, maxX: 1500, maxY: 900),
            width: 400, height: 300, isMirrored: isMirrored)
        let spot = Point(1200, 880)
        let expected = try #require(whole.camera(facts, defaults: defaults).groundPoint(at: spot))
        let camera = view.camera(facts, defaults: defaults)
        let found = try #require(camera.groundPoint(at: view.imagePoint(spot)))
        #expect(abs(found.z - expected.z) < 1e-9)
        #expect(abs(found.x - (isMirrored ? -expected.x : expected.x)) < 1e-9)
        let metre = camera.image(of: [found.x, 1, found.z])
        let wholeMetre = whole.camera(facts, defaults: defaults).image(of: [expected.x, 1, expected.z])
        let carried = view.imagePoint(try #require(wholeMetre))
        #expect(try #require(metre).distance(to: carried) < 1e-9)
    }

    @Test func placesAndLightGoThroughTheView() throws {
        var facts = PhotoFacts()
        facts.ground = Polygon([Point(0, 0.5), Point(1, 0.5), Point(1, 1), Point(0, 1)])
        facts.windows = [Polygon([Point(0.4, 0.6), Point(0.5, 0.6), Point(0.5, 0.8)])]
        facts.slopes = [Polygon([Point(0, 0.5), Point(0.2, 0.5), Point(0, 1)])]
        facts.regions = ["shelf": Polygon([Point(0.1, 0.2), Point(0.2, 0.2), Point(0.2, 0.4)])]
        facts.sun = PhotoFacts.Sun(azimuth: .degrees(-120), elevation: .degrees(30))
        var view = PhotoView(
            photoWidth: 100, photoHeight: 100, crop: PixelRect(minX: 0, minY: 50, maxX: 100, maxY: 100),
            width: 50, height: 25, isMirrored: false)
        let plain = view.setting(facts, defaults: defaults)
        #expect(plain.ground?.vertices == [Point(0, 0), Point(50, 0), Point(50, 25), Point(0, 25)])
        #expect(plain.regions["shelf"]?.vertices == [Point(5, -15), Point(10, -15), Point(10, -5)])
        #expect(plain.windows.map(\.vertices) == [[Point(20, 5), Point(25, 5), Point(25, 15)]])
        #expect(plain.sun == facts.sun)
        view.isMirrored = true
        let mirrored = view.setting(facts, defaults: defaults)
        #expect(mirrored.regions["shelf"]?.vertices == [Point(45, -15), Point(40, -15), Point(40, -5)])
        #expect(mirrored.windows.map(\.vertices) == [[Point(30, 5), Point(25, 5), Point(25, 15)]])
        #expect(mirrored.slopes.map(\.vertices) == [[Point(50, 0), Point(40, 0), Point(50, 25)]])
        #expect(mirrored.sun == PhotoFacts.Sun(azimuth: .degrees(120), elevation: .degrees(30)))
        let json = try JSONEncoder().encode(mirrored)
        #expect(try JSONDecoder().decode(PhotoSetting.self, from: json) == mirrored)
    }

    @Test func aSunStraightAheadStaysThereInTheMirror() {
        let mirrored = PhotoFacts.Sun(azimuth: .zero, elevation: .degrees(3)).mirrored
        #expect(mirrored.azimuth.degrees.sign == .plus)
    }

    @Test func defaultsAreDrawnEachFromItsOwnStream() {
        var rules = Pipeline.CameraRules()
        rules.height = .number(.uniform(1, 2), convert: { $0 })
        rules.fieldOfView = .number(.uniform(40, 80), convert: { $0 })
        let streams = RandomStreams(seed: 3, image: 5).scope("camera")
        let without = PhotoCameraDefaults(drawnBy: rules, from: streams)
        #expect(without.horizon == nil)
        rules.horizon = .number(.uniform(0.3, 0.6), convert: { $0 })
        let with = PhotoCameraDefaults(drawnBy: rules, from: streams)
        #expect(with.heightMetres == without.heightMetres && with.fieldOfView == without.fieldOfView)
        #expect((1...2).contains(with.heightMetres))
        #expect((40...80).contains(with.fieldOfView.degrees))
        #expect((0.3...0.6).contains(with.horizon ?? 0))
    }
}
