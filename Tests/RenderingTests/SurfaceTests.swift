import Foundation
import Testing

@testable import Rendering

@Suite struct SurfaceTests {
    struct Look: CustomTestStringConvertible, Sendable {
        var roughness: Float
        var metalness: Float
        /// In degrees from the normal.
        var view: Float
        var testDescription: String { "roughness \(roughness), metalness \(metalness), seen at \(view)°" }

        var direction: SIMD3<Float> { SIMD3(sin(view * .pi / 180), 0, cos(view * .pi / 180)) }
        var surface: Surface {
            Surface(
                normal: [0, 0, 1], view: direction, baseColour: SIMD3(repeating: 1), roughness: roughness,
                metalness: metalness, specular: 1)
        }
    }

    static let looks: [Look] = [0.3, 0.6, 1].flatMap { roughness in
        [0, 1].flatMap { metalness in
            [5, 45, 70].map { Look(roughness: roughness, metalness: metalness, view: $0) }
        }
    }

    /// The sum over a grid of the hemisphere, even in the cosine and the azimuth; over half of it, since what is
    /// looked at lies in the plane y = 0 and is the same on both sides.
    private func integral(_ value: (SIMD3<Float>) -> Double) -> Double {
        let (rings, steps) = (200, 80)
        var sum = 0.0
        for ring in 0..<rings {
            let cosine = (Float(ring) + 0.5) / Float(rings)
            let sine = (1 - cosine * cosine).squareRoot()
            for step in 0..<steps {
                let turn = Float.pi * (Float(step) + 0.5) / Float(steps)
                sum += value(SIMD3(sine * cos(turn), sine * sin(turn), cosine))
            }
        }
        return sum * 2 * .pi / Double(rings * steps)
    }

    @Test(arguments: looks)
    func noMoreLightLeavesThanArrives(look: Look) {
        let surface = look.surface
        let share = integral { Double(surface.evaluate(view: look.direction, light: $0).value.x) }
        #expect(share <= 1.002)
        // GGX without light that is scattered twice loses most where it is roughest.
        #expect(share > (look.roughness < 1 ? 0.6 : 0.3))
    }

    @Test(arguments: looks)
    func samplesFallAsTheirDensitySays(look: Look) {
        let surface = look.surface
        let sobol = Sobol(count: 1024)
        // The mean of any function over samples, each over its density, is its integral: here of light's height and
        // side, and of the reflection itself.
        var (height, side, reflected) = (0.0, 0.0, 0.0)
        for index in 0..<1024 {
            let point = sobol.point(index, set: 0, seed: 17)
            guard let light = surface.sample(view: look.direction, point.x, point.y) else { continue }
            let (value, density) = surface.evaluate(view: look.direction, light: light)
            #expect(density > 0)
            height += Double(light.z * value.x / density)
            side += Double(light.x * value.x / density)
            reflected += Double(value.x / density)
        }
        let value = { (light: SIMD3<Float>) in Double(surface.evaluate(view: look.direction, light: light).value.x) }
        #expect(abs(reflected / 1024 - integral(value)) < 0.02)
        #expect(abs(height / 1024 - integral { value($0) * Double($0.z) }) < 0.02)
        #expect(abs(side / 1024 - integral { value($0) * Double($0.x) }) < 0.02)
    }

    @Test(arguments: looks)
    func theDensityIsAShareOfAllSamples(look: Look) {
        let surface = look.surface
        let share = integral { Double(surface.evaluate(view: look.direction, light: $0).density) }
        let sobol = Sobol(count: 1024)
        let kept = (0..<1024).count { index in
            let point = sobol.point(index, set: 1, seed: 3)
            return surface.sample(view: look.direction, point.x, point.y) != nil
        }
        #expect(abs(share - Double(kept) / 1024) < 0.02)
    }

    @Test(arguments: looks)
    func lightMayTakeThePathEitherWay(look: Look) {
        let light = SIMD3<Float>(-0.36, 0.48, 0.8)
        let surface = look.surface
        let there = surface.evaluate(view: look.direction, light: light).value / light.z
        let back = surface.evaluate(view: light, light: look.direction).value / look.direction.z
        #expect(abs(there.x - back.x) < 1e-3 * max(there.x, 1))
    }

    @Test func aTurnIsItsCosineAndSine() {
        for step in 0...4096 {
            let share = Float(step) / 4096
            let (cosine, sine) = turned(share)
            #expect(abs(Double(cosine) - cos(2 * .pi * Double(share))) < 5e-7)
            #expect(abs(Double(sine) - sin(2 * .pi * Double(share))) < 5e-7)
        }
    }

    @Test func aMatteSurfaceReturnsItsShare() {
        let surface = Surface(normal: [0, 0, 1], reflectance: SIMD3(repeating: 0.5))
        let share = integral { Double(surface.evaluate(view: [0, 0, 1], light: $0).value.x) }
        #expect(abs(share - 0.5) < 1e-3)
    }

    @Test func anglesAreThoseOfTheLibrary() {
        for step in 0...1000 {
            let share = Float(step) / 1000
            let angle = (share - 0.5) * 2 * .pi
            let found = turns(y: Float8(repeating: 3 * sin(angle)), x: Float8(repeating: 3 * cos(angle)))[0]
            #expect(abs(found - atan2(sin(angle), cos(angle)) / (2 * .pi)) < 2e-7)
            let cosine = 2 * share - 1
            #expect(abs(halfTurns(cosine: Float8(repeating: cosine))[0] - acos(cosine) / .pi) < 2e-7)
        }
        #expect(turns(y: .zero, x: .zero) == .zero)
        #expect(halfTurns(cosine: Float8(repeating: 1.000_001))[0] == 0)
    }

    @Test func wholesAreThoseBelow() {
        for value: Float in [0, 0.2, 0.9999, 1.3, 126.99, 127.999_99, 1023.7, 524_287.5] {
            #expect(wholes(Float8(repeating: value))[3] == UInt32(value))
        }
    }
}
