import Geometry
import Testing

@testable import Rendering

@Suite struct GroundGlowTests {
    @Test func aCellIsMadeOnceAndKeptHoweverManyThereAre() {
        let glow = GroundGlow()
        func cell(_ index: Int) -> GroundGlow.Cell {
            .init(level: Int32(index % 9 - 6), x: Int32(index / 9 % 101 - 50), z: Int32(index / 909 - 10))
        }
        func light(_ cell: GroundGlow.Cell) -> Vector { Vector(Float(cell.level), Float(cell.x), Float(cell.z)) }
        let count = 9 * 101 * 20
        var made = 0
        for _ in 0..<2 {
            for index in 0..<count {
                let found = glow.light(cell(index)) {
                    made += 1
                    return light($0)
                }
                #expect(found == light(cell(index)))
            }
        }
        #expect(made == count)
    }

    @Test func groundInFullLightLightsAPlateFromBelow() throws {
        // A small plate far above the ground, seen from below: its own shadow on the ground counts for little. The ground
        // returns a quarter of an even sky of radiance 1 and of a sun straight above, whose irradiance is π: 0.5.
        let camera = Camera(width: 9, height: 9, focalPixels: 9, pitch: .degrees(90), heightMetres: 1)
        let scene = RenderScene(
            camera: camera,
            instances: [.init(try Model(.card(.matte(0.8))), Pose(.pitch(.degrees(90)), at: [0, 3, 0]))],
            sun: .init(direction: [0, 1, 0], irradiance: Vector3(repeating: .pi), angularRadius: .zero),
            sky: .constant([1, 1, 1]), ground: .init(reflectance: Vector3(repeating: 0.25), takesShadow: false))
        let layers = try scene.render(frame(9), samples: 128, seed: 1)
        let pixel = layers.rgb(4, 4)
        #expect(layers.alpha(4, 4) == 255)
        for channel in pixel { #expect(abs(Int(channel) - byte(0.8 * 0.5)) <= 5) }
    }

    @Test func theGroundsLightOnAnObjectIsTheTracedOne() throws {
        // A sphere over ground that its own shadow darkens: the ground's light on its lower half, found for cells, against
        // an integral over the ground in which each point's sun and sky are known by geometry. The sphere is black but for
        // a small card in its shadow that faces the ground.
        let (radius, height) = (0.5, 1.0)
        let sun = Vector3(0, 1, 0)
        let camera = Camera(width: 9, height: 9, focalPixels: 30, pitch: .degrees(90), heightMetres: 0.05)
        let card = try Model(.card(.matte(1)))
        let scene = RenderScene(
            camera: camera,
            instances: [
                .init(try Model(.sphere(radius: radius, material: .matte(0))), Pose(at: [0, height, 0])),
                .init(
                    card,
                    Pose(
                        Matrix3.pitch(.degrees(90)) * Matrix3(x: [0.1, 0, 0], y: [0, 0.1, 0], z: [0, 0, 0.1]),
                        at: [0, 0.4, 0])),
            ],
            sun: .init(direction: sun, irradiance: Vector3(repeating: .pi), angularRadius: .zero),
            ground: .init(reflectance: Vector3(repeating: 0.5), takesShadow: false))
        let layers = try scene.render(frame(9), samples: 256, seed: 1)
        // Ground beyond the shadow's edge lies under more than the angle a: its share of the card's light is cos² a.
        let edge = radius
        let share = 0.4 * 0.4 / (0.4 * 0.4 + edge * edge)
        let middle = layers.rgb(4, 4)
        #expect(layers.alpha(4, 4) == 255)
        for channel in middle { #expect(abs(Int(channel) - byte(0.5 * share)) <= 4) }
    }
}
