import Geometry
import Testing

@testable import Rendering

@Suite struct OpenLightTests {
    /// A sky that is three times as bright on one side as on the other, and brighter above.
    private func uneven() throws -> Environment {
        let texels = (0..<48 * 24).map { index -> SIMD3<Float> in
            let turn = (Float(index % 48) + 0.5) / 48
            return SIMD3(1 + 0.5 * turned(turn).sine, 1, 0.25) * (2 - Float(index / 48) / 24)
        }
        return try Environment(width: 48, height: 24, radiance: texels)
    }

    @Test(arguments: [
        Vector(0, 1, 0), Vector(0, -1, 0), Vector(1, 0, 0), Vector(0.6, 0.8, 0), Vector(-0.48, 0.6, 0.64),
    ])
    func theLightOnASurfaceIsTheSumOverAllDirections(normal: Vector) throws {
        let gradient = OctahedralMap(try uneven())
        for reflectance in [nil, Vector(0.4, 0.3, 0.2)] {
            let open = OpenLight(
                constant: .one, gradient: gradient, sun: Vector(2, 2, 1), reflectance: reflectance)
            let steps = 256
            var sum = Vector.zero
            for row in 0..<steps {
                let y = (Float(row) + 0.5) / Float(steps) * 2 - 1
                let level = (1 - y * y).squareRoot()
                for first in stride(from: 0, to: steps, by: 8) {
                    let turn = turned((Float8(0, 1, 2, 3, 4, 5, 6, 7) + (Float(first) + 0.5)) * (1 / Float(steps)))
                    let light = Vector8(turn.cosine * level, Float8(repeating: y), turn.sine * level)
                    let radiance = open.radiance(light, sky: gradient.radiance(light))
                    sum += (radiance * light.dot(Vector8(repeating: normal)).largest(.zero)).total
                }
            }
            sum *= 4 / Float(steps * steps)
            let found = open.light(on: Vector8(repeating: normal))[3]
            #expect(((found - sum) / sum).max() < 0.01 && ((found - sum) / sum).min() > -0.01)
        }
    }

    @Test func anEvenSkyLightsEvenly() {
        let normal = Vector8(repeating: Vector(0.6, 0.8, 0))
        let alone = OpenLight(constant: Vector(1, 2, 3), gradient: nil, sun: .zero, reflectance: nil)
        #expect(alone.light(on: normal)[0] == Vector(1, 2, 3))
        // A tenth of the surface's light comes from the ground, which returns half of sun and sky.
        let grounded = OpenLight(constant: .one, gradient: nil, sun: .one, reflectance: Vector(repeating: 0.5))
        let light = grounded.light(on: normal)[0]
        #expect(abs(light.x - (0.9 + 0.1 * 0.5 * 2)) < 1e-5)
    }

    /// A cube with a box beside it on the ground, under an uneven sky and a sun.
    private func scene() throws -> RenderScene {
        RenderScene(
            camera: Camera(width: 48, height: 48, focalPixels: 60, pitch: .degrees(-20), heightMetres: 1.5),
            instances: [
                .init(try Model(.cube()), Pose(at: [0, 0.5, -4])),
                .init(try Model(.cube()), Pose(at: [1.3, 0.5, -3.6])),
            ],
            sun: .init(direction: [1, 1, 0.6], irradiance: [1.5, 1.4, 1.2], angularRadius: .degrees(2)),
            sky: .gradient(try uneven()), ground: .init(), exposure: 0.5)
    }

    @Test func lightFoundAsADifferenceIsTheSameWithLessNoise() throws {
        let scene = try scene()
        func tracer(_ samples: Int, _ lightsObjects: Bool, _ seed: UInt64) throws -> PixelTracer {
            PixelTracer(
                try PathTracer(scene, samples: samples, lightsObjects: lightsObjects), samples: samples,
                instances: 2, exposure: 0.5, seed: seed)
        }
        let (exact, plain, open) = (try tracer(1024, false, 9), try tracer(32, false, 1), try tracer(32, true, 1))
        var (tested, errors, openErrors, sum, whole) = (0, Float(0), Float(0), Float(0), Float(0))
        for y in stride(from: 1, to: 48, by: 2) {
            for x in stride(from: 1, to: 48, by: 2) {
                func light(_ pixel: PixelTracer) -> Vector? {
                    pixel.look(x: x, y: y)
                    guard pixel.sums.isOneSurface else { return nil }
                    pixel.light()
                    var (layers, lights) = (
                        [InstanceLayer(rect: frame(48)), InstanceLayer(rect: frame(48))],
                        [TracedLight(rect: frame(48)), TracedLight(rect: frame(48))]
                    )
                    pixel.sums.write(x: x, y: y, to: &layers, &lights)
                    let means = lights.map { $0.pixels.means[y * 48 + x] }
                    let mean = means[0].w > 0 ? means[0] : means[1]
                    return Vector(mean.x, mean.y, mean.z)
                }
                guard let truth = light(exact), let first = light(plain), let second = light(open) else { continue }
                errors += (first - truth).dot(first - truth)
                openErrors += (second - truth).dot(second - truth)
                sum += (second - truth).sum()
                whole += truth.sum()
                tested += 1
            }
        }
        #expect(tested > 60)
        #expect(abs(sum) / whole < 0.01)
        // With half of the samples and less.
        #expect(openErrors < errors)
    }

    @Test func aSurfaceInTheOpenTakesAQuarterOfTheSamples() throws {
        // A card alone, under an even sky.
        let scene = RenderScene(
            camera: Camera(width: 9, height: 9, focalPixels: 9, heightMetres: 1),
            instances: [.init(try Model(.card(.matte(0.5))), Pose(at: [0, 1, -0.8]))], sky: .constant(.one))
        func count(_ lightsObjects: Bool) throws -> Float {
            let pixel = PixelTracer(
                try PathTracer(scene, samples: 64, lightsObjects: lightsObjects), samples: 64, instances: 1,
                exposure: 1, seed: 1)
            pixel.look(x: 4, y: 4)
            #expect(pixel.sums.isOneSurface)
            pixel.light()
            var (layers, lights) = ([InstanceLayer(rect: frame(9))], [TracedLight(rect: frame(9))])
            pixel.sums.write(x: 4, y: 4, to: &layers, &lights)
            return lights[0].pixels.means[40].w
        }
        #expect(try count(true) == 16)
        #expect(try count(false) == 64)
    }
}
