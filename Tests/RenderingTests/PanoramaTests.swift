import Findings
import Foundation
import Geometry
import Pictures
import Studios
import Testing

@testable import Rendering

/// Smooth in every direction, different in each, and never so bright that its highlights are softened.
private func tinted(_ d: SIMD3<Double>) -> SIMD3<Float> {
    SIMD3(Float(0.3 + 0.2 * d.x), Float(0.3 + 0.2 * d.y), Float(0.3 - 0.2 * d.z))
}

private func panorama(height: Int = 64, _ light: (SIMD3<Double>) -> SIMD3<Float>) throws -> Panorama {
    let picture = LightPicture(height: height, light)
    return try Panorama(width: picture.width, height: picture.height, radiance: picture.values)
}

private func camera(
    width: Int = 40, height: Int = 30, fov: Double = 70, pitch: Double = 0, roll: Double = 0
) -> Camera {
    Camera(
        width: width, height: height, horizontalFieldOfView: .degrees(fov), pitch: .degrees(pitch),
        roll: .degrees(roll), heightMetres: 1.5)
}

private func brightest(_ image: Raster) -> Point {
    var (sum, weight) = (Point(0, 0), 0.0)
    for y in 0..<image.height {
        for x in 0..<image.width {
            let value = Double(image.bytes[(y * image.width + x) * 4])
            sum = Point(sum.x + (Double(x) + 0.5) * value, sum.y + (Double(y) + 0.5) * value)
            weight += value
        }
    }
    return Point(sum.x / weight, sum.y / weight)
}

@Suite struct PanoramaViewTests {
    @Test func sharedExponentsKeepNineBits() {
        #expect(SharedExponent.pack(.zero) == 0)
        for exponent in -16..<15 {
            for fraction: Float in [1, 1.3, 1.999, 1.99999] {
                let value = SIMD3<Float>(1, 0.4, 0.01) * Float(sign: .plus, exponent: exponent, significand: fraction)
                let again = SharedExponent.unpack(SharedExponent.pack(value))
                let error = pointwiseMax(again - value, value - again).max()
                #expect(error <= value.max() / 511, "\(value)")
            }
        }
        #expect(SharedExponent.unpack(SharedExponent.pack([1e9, 1, 0])).x == SharedExponent.most)
    }

    /// Each pixel shows the light of the direction in which the camera's ray through it looks, wherever that is: at the
    /// seam, at the poles, mirrored, through a lens whose axis is off the middle.
    @Test(arguments: [
        (0.0, 0.0, 0.0, false), (37.3, -10, 3, false), (180, 5, 0, false), (-179.8, -10, -20, true),
        (90, 88, 10, false), (123.4, -90, 0, true),
    ])
    func everyPixelShowsWhereItLooks(_ yaw: Double, _ pitch: Double, _ roll: Double, _ isMirrored: Bool) throws {
        let panorama = try panorama(tinted)
        let whole = camera(pitch: pitch, roll: roll)
        let turn = PanoramaTurn(yaw: .degrees(yaw), isMirrored: isMirrored)
        for camera in [whole, whole.cropped(to: PixelRect(minX: 20, minY: 5, maxX: 40, maxY: 20))] {
            var image = Raster()
            panorama.draw(seenBy: camera, turn, exposure: 1, into: &image)
            #expect(image.width == camera.width && image.height == camera.height)
            var most = 0
            for y in 0..<camera.height {
                for x in 0..<camera.width {
                    let ray = camera.ray(through: Point(Double(x) + 0.5, Double(y) + 0.5))
                    let light = tinted(turn.panoramaFromWorld * ray)
                    for channel in 0..<3 {
                        let expected = Int((SRGB.encoded(light[channel]) * 255).rounded())
                        most = max(most, abs(Int(image.bytes[(y * camera.width + x) * 4 + channel]) - expected))
                    }
                }
            }
            #expect(most <= 1)
        }
    }

    @Test func yawTurnsToTheRightAndPitchUp() throws {
        let ahead = PanoramaTurn(yaw: .degrees(90)).panoramaFromWorld * [0, 0, -1]
        #expect((ahead - Vector3(1, 0, 0)).length < 1e-12)
        let mirrored = PanoramaTurn(yaw: .degrees(90), isMirrored: true).panoramaFromWorld * [1, 0, 0]
        // What is to the right of a mirrored scene is to the left of the panorama: straight ahead of its middle.
        #expect((mirrored - Vector3(0, 0, -1)).length < 1e-12)
    }

    /// A lamp in a known direction is seen where the camera says that it is.
    @Test(arguments: [(30.0, 12.0, false), (-175, 4, false), (30, 12, true)])
    func aLampLandsOnItsPixel(_ azimuth: Double, _ elevation: Double, _ isMirrored: Bool) throws {
        let (a, e) = (Angle.degrees(azimuth), Angle.degrees(elevation))
        let lamp: Vector3 = [e.cosine * a.sine, e.sine, -e.cosine * a.cosine]
        let panorama = try panorama(height: 180) { direction in
            direction.dot(lamp) > Angle.degrees(2).cosine ? SIMD3(repeating: 4) : SIMD3(repeating: 0.001)
        }
        let camera = camera(width: 160, height: 120, pitch: 3, roll: 7)
        let turn = PanoramaTurn(yaw: .degrees(azimuth - 11), isMirrored: isMirrored)
        var image = Raster()
        panorama.draw(seenBy: camera, turn, exposure: 1, into: &image)
        for place in stride(from: 0, to: image.bytes.count, by: 4) where image.bytes[place] < 60 {
            image.bytes[place] = 0
        }
        let world = turn.panoramaFromWorld.transposed * lamp
        let expected = try #require(camera.image(of: camera.position + world))
        let seen = brightest(image)
        #expect(abs(seen.x - expected.x) < 0.3 && abs(seen.y - expected.y) < 0.3, "\(seen) \(expected)")
    }

    /// Columns of black and white, far finer than a pixel, are grey; nothing glitters.
    @Test(arguments: [256, 128, 96])
    func fineDetailBecomesItsMean(_ height: Int) throws {
        let panorama = try Panorama(
            width: 2 * height, height: height,
            radiance: (0..<2 * height * height).map { SIMD3(repeating: $0 % 2 == 0 ? 0.6 : 0) })
        var image = Raster()
        panorama.draw(seenBy: camera(width: 12, height: 9), PanoramaTurn(yaw: .degrees(20)), exposure: 1, into: &image)
        let expected = Int(SRGB.encoded(0.3) * 255)
        for place in stride(from: 0, to: image.bytes.count, by: 4) {
            #expect(abs(Int(image.bytes[place]) - expected) <= 8)
        }
    }

    @Test func aViewIsExposedForAMiddleGrey() throws {
        let panorama = try panorama { SIMD3(repeating: $0.x > 0 ? 400 : 0.5) }
        let camera = camera(fov: 60)
        for (yaw, light) in [(-90.0, 0.5), (90, 400)] {
            let turn = PanoramaTurn(yaw: .degrees(yaw))
            let exposure = panorama.exposure(seenBy: camera, turn)
            #expect(abs(exposure * light - 0.18) < 0.001)
        }
        // Half and half: the logarithms' mean lies in the middle.
        let both = panorama.exposure(seenBy: camera, PanoramaTurn(yaw: .zero))
        #expect(abs(both * (0.5 * 400.0).squareRoot() - 0.18) < 0.01)
    }

    @Test func highlightsAreSoftAndNeverFall() {
        var last: UInt8 = 0
        for byte in ToneCurve.byteOfRoot {
            #expect(byte >= last)
            last = byte
        }
        #expect(ToneCurve.byteOfRoot[0] == 0 && last == 255)
        #expect(ToneCurve.shoulder.shown(0.5) == 0.5 && ToneCurve.shoulder.shown(1) < 0.95)
    }

    @Test func pixelsThatAreNoLightAreTreatedAsIsSaid() throws {
        var picture = LightPicture(height: 8) { _ in SIMD3(repeating: 0.5) }
        picture.values[20] = SIMD3(-3, 0.5, 0.5)
        picture.values[21] = SIMD3(0.25, 0.5, 0.5)
        picture.values[40] = SIMD3(.infinity, 2, 0.5)
        let panorama = try Panorama(width: 16, height: 8, radiance: picture.values)
        func light(_ index: Int) -> SIMD3<Float> {
            SharedExponent.unpack(panorama.levels[0].texels[index]) * panorama.unit
        }
        #expect(abs(light(20).x - 0.25) < 0.002)
        #expect(abs(light(40).x - 2) < 0.01 && abs(light(40).y - 2) < 0.01)

        picture.values[33] = SIMD3(0, .nan, .nan)
        let error = try #require(throws: PictureError.self) {
            _ = try Panorama(width: 16, height: 8, radiance: picture.values, named: "a.exr")
        }
        #expect(error.code == .badPixels)
        #expect(
            error.description == "a.exr: holds 2 values that are not a number, the first at column 1, row 2")
        let black = try #require(throws: PictureError.self) {
            _ = try Panorama(width: 16, height: 8, radiance: Array(repeating: .zero, count: 128), named: "b.exr")
        }
        #expect(black.description == "b.exr: is black throughout")
    }
}

@Suite struct PanoramaLightTests {
    private static let sunDirection: Vector3 = {
        let (a, e) = (Angle.degrees(50), Angle.degrees(35))
        return [e.cosine * a.sine, e.sine, -e.cosine * a.cosine]
    }()

    /// A sun of a radius and an irradiance over an even sky, and a ground that throws half of the light back.
    private func texels(
        height: Int, radius: Double, irradiance: Double, groundReflectance: Double = 0.5
    ) -> [SIMD3<Float>] {
        let grid = PanoramaGrid(width: 2 * height, height: height)
        let cap = 2 * Double.pi * (1 - Angle.degrees(radius).cosine)
        let ground = groundReflectance * (.pi + irradiance * Self.sunDirection.y) / .pi
        return (0..<2 * height * height).map { index in
            let direction = grid.direction(index)
            guard direction.y > 0 else { return SIMD3(repeating: Float(ground)) }
            // The share of the texel that the disc covers, from 32 by 32 points.
            var covered = 0.0
            if direction.dot(Self.sunDirection) > Angle.degrees(radius + 2).cosine {
                for sample in 0..<1024 {
                    let column = Double(index % grid.width) + (Double(sample % 32) + 0.5) / 32
                    let row = Double(index / grid.width) + (Double(sample / 32) + 0.5) / 32
                    let (polar, azimuth) = (row * grid.texelAngle, (column / Double(grid.width) - 0.5) * 2 * .pi)
                    let point: Vector3 = [sin(polar) * sin(azimuth), cos(polar), -sin(polar) * cos(azimuth)]
                    if point.dot(Self.sunDirection) > Angle.degrees(radius).cosine { covered += 1 / 1024.0 }
                }
            }
            return SIMD3(repeating: Float(1 + covered * irradiance / cap))
        }
    }

    @Test(arguments: [0.4, 1.5])
    func aSunIsFoundWithItsPlaceLightAndSize(_ radius: Double) throws {
        let height = 128
        let light = PanoramaLight(
            width: 2 * height, height: height, radiance: texels(height: height, radius: radius, irradiance: 5))
        let sun = try #require(light.sun)
        // To a fifth of a texel of 1.4°.
        #expect((sun.direction.normalized - Self.sunDirection).length < 0.2 * .pi / Double(height))
        #expect(abs(sun.irradiance.y - 5) < 0.05)
        // The size of one smaller than a texel is told to within a quarter of one.
        #expect(abs(sun.angularRadius.degrees - radius) < 0.35)
        // Sky, sun and ground are what they were.
        #expect(abs(light.irradiance.y - (.pi + 5 * Self.sunDirection.y)) < 0.05)
        #expect(abs(light.groundReflectance.y - 0.5) < 0.01)
    }

    /// Nothing is lost, and nothing is counted twice.
    @Test func theRestIsThePanoramaWithoutTheSun() throws {
        let height = 128
        let whole = texels(height: height, radius: 1, irradiance: 5)
        var rest = whole
        let grid = PanoramaGrid(width: 2 * height, height: height)
        let sun = try #require(PanoramaSun(takenFrom: &rest, grid, sky: 1)).sun
        var taken = 0.0
        for index in rest.indices {
            let difference = whole[index] - rest[index]
            #expect(difference.min() >= 0)
            taken += Double(difference.y) * grid.solidAngle(index / grid.width)
        }
        #expect(abs(taken - sun.irradiance.y) < 1e-3)
        #expect(rest.allSatisfy { $0.y < 3.5 })
    }

    @Test func broadOrFaintOrLowLampsStay() {
        func sun(_ radiance: [SIMD3<Float>], height: Int) -> RenderScene.Sun? {
            PanoramaLight(width: 2 * height, height: height, radiance: radiance).sun
        }
        #expect(sun(texels(height: 128, radius: 6, irradiance: 5), height: 128) == nil)
        #expect(sun(texels(height: 128, radius: 1, irradiance: 0.05), height: 128) == nil)
        let turnedOver = Array(texels(height: 128, radius: 1, irradiance: 5).reversed())
        #expect(sun(turnedOver, height: 128) == nil)
        #expect(sun(Array(repeating: .one, count: 2048), height: 32) == nil)
    }

    /// The sky turns with the view: what the camera sees in a direction is what lights from there.
    @Test(arguments: [(0.0, false), (30, false), (-77.7, true), (200, true)])
    func theSkyLightsFromWhereItIsSeen(_ yaw: Double, _ isMirrored: Bool) throws {
        let panorama = try panorama(tinted)
        let turn = PanoramaTurn(yaw: .degrees(yaw), isMirrored: isMirrored)
        #expect(panorama.light.sun(turn, gain: .one) == nil)
        let sky = try panorama.light.sky(turn, gain: Vector3(2, 2, 2), overGround: false)
        guard case .panorama(let environment) = sky else {
            Issue.record("no panorama")
            return
        }
        for direction: Vector3 in [[0, 0.1, -1], [0.7, 0.3, -0.2], [-0.6, -0.5, 0.4], [0.2, 0.9, 0.3]] {
            let d = direction.normalized
            let seen = environment.evaluate(SIMD3<Float>(d)).radiance
            let expected = tinted(turn.panoramaFromWorld * d) * 2
            // A texel spans 2.8°.
            #expect((seen - expected).max() < 0.03 && (expected - seen).max() < 0.03)
        }
    }

    /// A sphere on the ground looks the same with the sun by itself as with it among the panorama's texels, and its
    /// shadow falls on the same side; only the noise is less.
    @Test func aSphereLooksTheSameWithAndWithoutTakingOutTheSun() throws {
        let height = 48
        let radiance = texels(height: height, radius: 1.5, irradiance: 4)
        func render(takesOutSun: Bool) throws -> RenderedLayers {
            let light = PanoramaLight(
                width: 2 * height, height: height, radiance: radiance, takesOutSun: takesOutSun)
            #expect((light.sun != nil) == takesOutSun)
            let (turn, gain) = (PanoramaTurn(yaw: .zero), Vector3(repeating: 0.3))
            let sphere = try Model(.sphere(radius: 0.5))
            let scene = try RenderScene(
                camera: Camera(
                    width: 32, height: 24, horizontalFieldOfView: .degrees(50), pitch: .degrees(-15), heightMetres: 1.5),
                instances: [RenderScene.Instance(sphere, Pose(at: [0, 0.5, -4]))],
                sun: light.sun(turn, gain: gain), sky: light.sky(turn, gain: gain, overGround: true),
                ground: RenderScene.Ground(reflectance: light.groundReflectance))
            return try scene.render(PixelRect(width: 32, height: 24), samples: 64, seed: 3)
        }
        let (one, other) = (try render(takesOutSun: true), try render(takesOutSun: false))
        func mean(_ layers: RenderedLayers) -> Double {
            let raster = layers.instances[0].colour
            var (sum, alpha) = (0.0, 0.0)
            for place in stride(from: 0, to: raster.bytes.count, by: 4) {
                sum += Double(raster.bytes[place + 1])
                alpha += Double(raster.bytes[place + 3])
            }
            return sum / alpha
        }
        #expect(abs(mean(one) - mean(other)) < 0.02 * mean(one))
        func shadow(_ layers: RenderedLayers) -> Double { layers.shadow.reduce(0) { $0 + Double(1 - $1.y) } }
        #expect(abs(shadow(one) - shadow(other)) < 0.08 * shadow(one))
        #expect(shadow(one) > 1)
    }
}
