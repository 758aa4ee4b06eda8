import Cards
import Geometry
import Pipelines
import Synchronization
import Testing

@testable import Rendering
@testable import Scenes

/// Which of an object's views is set in somewhere.
@Suite struct ViewPoolTests {
    private struct Unreadable: Error {}

    private static func sun(azimuth: Double) -> SceneLight.Sun {
        SceneLight.Sun(
            azimuthDegrees: azimuth, elevationDegrees: 30, share: 0.75, kelvin: 6504, diameterDegrees: 0.5)
    }

    private static func seen(elevation: Double) -> Standpoint {
        Standpoint(
            Pose(.identity, at: [0, 0, -10]), foot: .zero, onGround: true,
            seenBy: Camera(
                width: 1, height: 1, focalPixels: 1,
                heightMetres: 10 * Angle.degrees(elevation).sine / Angle.degrees(elevation).cosine))
    }

    /// Views from three heights, each under suns all round.
    private func pool(_ sources: [SunSource], suns: PanoramaSuns) -> ViewPool {
        ViewPool(of: "post", count: 3 * sources.count, seed: 1, suns: suns) { number, _ in
            ViewPool.Stance(
                number: number, seen: Self.seen(elevation: Double(5 + 20 * (number % 3))),
                sunSource: sources[number / 3])
        }
    }

    @Test(arguments: [0.0, 95, 200, 345], [5.0, 45])
    func itIsSeenAndLitAlike(azimuth: Double, elevation: Double) {
        let pool = pool(
            (0..<12).map { .known(Self.sun(azimuth: 30 * Double($0))) }, suns: PanoramaSuns { _ in throw Unreadable() })
        let sun = Self.sun(azimuth: azimuth)
        for image in 0..<20 {
            var stream = RandomStreams(seed: 3, image: image).stream("view")
            let pick = pool.pick(for: Self.seen(elevation: elevation), under: sun, by: &stream)
            #expect(abs(pick.seen.elevation.degrees - elevation) < 1)
            #expect(pick.sun.map { $0.direction.dot(sun.direction) > Angle.degrees(55).cosine } ?? false)
        }
    }

    @Test func withoutASunItIsOneWithout() {
        let pool = pool(
            (0..<12).map { $0 % 3 == 0 ? .known(nil) : .known(Self.sun(azimuth: 30 * Double($0))) },
            suns: PanoramaSuns { _ in throw Unreadable() })
        for image in 0..<20 {
            var stream = RandomStreams(seed: 3, image: image).stream("view")
            #expect(pool.pick(for: Self.seen(elevation: 25), under: nil, by: &stream).sun == nil)
        }
    }

    @Test func aPanoramasSunIsFoundOnceAndTurnedWithIt() throws {
        let direction = Self.sun(azimuth: 40).direction
        let grid = PanoramaGrid(width: 180, height: 90)
        let light = PanoramaLight(
            width: 180, height: 90,
            radiance: (0..<180 * 90).map { index in
                let at = grid.direction(index)
                return at.dot(direction) > Angle.degrees(2).cosine ? [900, 900, 900] : at.y > 0 ? [1, 1, 1] : .zero
            })
        let own = try #require(light.sun)
        let asked = Mutex<[String]>([])
        let suns = PanoramaSuns { file in
            asked.withLock { $0.append(file) }
            guard file == "a.exr" else { throw Unreadable() }
            return light
        }
        let ahead = try #require(suns.sun(.panorama("a.exr", PanoramaTurn(yaw: .zero))))
        let turned = try #require(suns.sun(.panorama("a.exr", PanoramaTurn(yaw: .degrees(60)))))
        let mirrored = try #require(suns.sun(.panorama("a.exr", PanoramaTurn(yaw: .zero, isMirrored: true))))
        #expect(abs(ahead.azimuthDegrees - 40) < 2 && abs(ahead.elevationDegrees - 30) < 2)
        #expect(abs(turned.azimuthDegrees + 20) < 2 && abs(mirrored.azimuthDegrees + 40) < 2)
        #expect(abs(ahead.share - own.irradiance.x * own.direction.y / light.irradiance.x) < 1e-6)
        #expect(abs(ahead.diameterDegrees - 2 * own.angularRadius.degrees) < 1e-9)
        for _ in 0..<2 { #expect(suns.sun(.panorama("b.exr", PanoramaTurn(yaw: .zero))) == nil) }
        #expect(asked.withLock { $0 } == ["a.exr", "b.exr"])
    }
}
