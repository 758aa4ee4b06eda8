import Cards
import Foundation
import Geometry
import Pictures
import Scenes
import Testing

@testable import Compositing

@Suite struct LowSunTests {
    private let camera = Camera(width: 80, height: 60, focalPixels: 100, heightMetres: 1.5)

    private func glare(_ x: Double, _ y: Double, strength: Double = 0.5) -> LowSun {
        var sun = LowSun()
        (sun.x, sun.y, sun.strength, sun.kelvin) = (x, y, strength, 6504)
        return sun
    }

    @Test func itFallsOffWithTheAngleFromItsPlace() throws {
        let image = try plain(80, 60, 0, 0, 0).after(glare(0.25, 0.5), camera: camera)
        #expect(image.rgb(20, 30)[0] > 250)
        // Ten pixels from the place of the sun, along the row.
        let ray = { (x: Double) in camera.ray(through: Point(x, 30.5)) }
        let angle = acos(min(1, camera.ray(through: Point(20, 30)).dot(ray(40.5)))) * 180 / .pi
        let expected = 0.5 * (64 / (angle * angle + 64) + 6 * 0.49 / (angle * angle + 0.49))
        #expect(abs(Double(image.rgb(40, 30)[0]) - SRGB.encoded(expected) * 255) < 1.5)
        for x in 21..<79 { #expect(image.rgb(x, 30)[0] >= image.rgb(x + 1, 30)[0]) }
    }

    @Test func itAddsLightAndTakesNone() throws {
        let photo = photo(80, 60)
        let image = try photo.after(glare(0.5, -0.2), camera: camera)
        #expect(zip(image.bytes, photo.bytes).allSatisfy { $0 >= $1 })
    }

    /// Straight ahead at 5°: 8.7 pixels above the middle.
    @Test(arguments: [0.0, 180]) func theScenesSunIsWhereItStands(azimuth: Double) throws {
        let stage = try BoxStage()
        var scene = stage.scene([])
        scene.light.sun = SceneLight.Sun(
            azimuthDegrees: azimuth, elevationDegrees: 5, share: 0.5, kelvin: 4000, diameterDegrees: 0.5)
        scene.effects = [DrawnPart(name: "low_sun", values: .map([]))]
        let image = try stage.compositor.composite(scene).image
        let brightest = (0..<64 * 48).max { image.rgb($0 % 64, $0 / 64)[2] < image.rgb($1 % 64, $1 / 64)[2] } ?? 0
        if azimuth == 0 {
            #expect(abs(brightest % 64 - 32) <= 1 && abs(brightest / 64 - 19) <= 1)
        } else {
            #expect(image == plain(64, 48, 0, 0, 0))
        }
    }
}
