import Geometry
import Pictures
import Testing

@testable import Rendering

/// Blended surfaces: what each layer on a ray's way stops.
@Suite struct GlassTests {
    @Test func aBlendedSurfaceStopsItsShareAndIsLabelledWhole() throws {
        let glass = Material.pane(opacity: 0.25)
        let scene = RenderScene(
            camera: Camera(width: 8, height: 8, focalPixels: 8, heightMetres: 1),
            instances: [.init(try Model(.card(glass)), Pose(at: [0, 1, -0.9]))],
            sky: .constant(Vector3(repeating: 1)))
        let layers = try scene.render(frame(8), samples: 32, seed: 1)
        #expect(layers.coverage.allSatisfy { $0 == 1 })
        #expect(layers.ids.allSatisfy { $0 == 1 })
        for index in 0..<64 {
            #expect(abs(Int(layers.colour.bytes[4 * index + 3]) - 64) <= 1)
            #expect(abs(Double(layers.colour.bytes[4 * index]) - Double(byte(0.5)) * 0.25) <= 1.5)
        }
    }

    @Test func throughGlassTheGroundIsSeenInItsShadow() throws {
        let glass = Material.pane(opacity: 0.5)
        let scene = RenderScene(
            camera: Camera(width: 8, height: 8, focalPixels: 16, pitch: .degrees(-90), heightMetres: 4),
            instances: [.init(try Model(.card(glass)), Pose(.pitch(.degrees(-90)), at: [0, 1e-3, 0]))],
            sun: .init(direction: [0, 1, 0], irradiance: [1, 1, 1], angularRadius: .zero), ground: .init())
        let layers = try scene.render(frame(8), samples: 32, seed: 1)
        let middle = layers.index(x: 4, y: 4)
        #expect(layers.coverage[middle] == 1)
        #expect(abs(layers.shadow[middle].x - 0.5) < 0.25)
        #expect(layers.shadow[0] == SIMD3(repeating: 1))
    }

    @Test func panesBehindEachOtherMultiply() throws {
        let pane = try Model(.card(.pane(opacity: 0.4)))
        let scene = RenderScene(
            camera: Camera(width: 4, height: 4, focalPixels: 8, heightMetres: 1),
            instances: [.init(pane, Pose(at: [0, 1, -1.1])), .init(pane, Pose(at: [0, 1, -1]))],
            sky: .constant(Vector3(repeating: 1)))
        // The share is not left to chance: the fewest samples have it in every pixel.
        let layers = try scene.render(frame(4), samples: 8, seed: 1)
        for index in 0..<16 {
            #expect(layers.instances[1].colour.bytes[4 * index + 3] == 102)
            #expect(layers.instances[0].colour.bytes[4 * index + 3] == 102)
        }
        // The same two as one object.
        let both = try Model(.panes([0, -0.1], .pane(opacity: 0.4)))
        let alone = RenderScene(
            camera: scene.camera, instances: [.init(both, Pose(at: [0, 1, -1]))], sky: scene.sky)
        let one = try alone.render(frame(4), samples: 8, seed: 1).instances[0]
        for index in 0..<16 { #expect(one.colour.bytes[4 * index + 3] == UInt8((1 - 0.6 * 0.6) * 255 + 0.5)) }
    }

    @Test func whatStandsBehindGlassFillsTheRest() throws {
        let scene = RenderScene(
            camera: Camera(width: 4, height: 4, focalPixels: 8, heightMetres: 1),
            instances: [
                .init(try Model(.card(.matte(0.2))), Pose(at: [0, 1, -1.2])),
                .init(try Model(.panes([0, -0.1], .pane(opacity: 0.4))), Pose(at: [0, 1, -1])),
            ],
            sky: .constant(Vector3(repeating: 1)))
        let layers = try scene.render(frame(4), samples: 8, seed: 1)
        for index in 0..<16 {
            #expect(layers.instances[0].colour.bytes[4 * index + 3] == 255)
            #expect(layers.instances[1].colour.bytes[4 * index + 3] == 163)
        }
        #expect(layers.coverage.allSatisfy { $0 == 1 })
        #expect(layers.ids.allSatisfy { $0 == 2 })
    }

    /// A card that fades out from right to left by its texture, before a wall of another object.
    @Test func whatATextureFadesOutIsLabelledWhereAHalfIsLeft() throws {
        var material = Material.matte(1)
        material.alpha = .blend
        material.baseTexture = 0
        let texels: [UInt8] = (0..<256).map { $0 % 4 < 3 ? 200 : UInt8($0 - 1) }
        let fading = try Mesh.card(
            material, textures: [Texture(width: 64, height: 1, texels: texels, wrapU: .clamp, wrapV: .clamp)])
        let scene = RenderScene(
            camera: Camera(width: 16, height: 16, focalPixels: 16, heightMetres: 1),
            instances: [
                .init(try Model(.card(.matte(0.2))), Pose(at: [0, 1, -1.01])),
                .init(try Model(fading), Pose(at: [0, 1, -1])),
            ],
            sky: .constant(Vector3(repeating: 1)))
        let layers = try scene.render(frame(16), samples: 8, seed: 1)
        let coverages = try scene.coverages(frame(16), samples: 8, seed: 1)
        for x in 1..<15 {
            #expect(layers.ids[layers.index(x: x, y: 8)] == (x < 8 ? 1 : 2))
            let alpha = Int(layers.instances[1].colour.bytes[4 * (8 * 16 + x) + 3])
            #expect(abs(alpha - (x * 16 + 8)) < 8)
            #expect(coverages[1].shares(over: frame(16))[8 * 16 + x] == (x < 8 ? 0 : 1))
        }
    }

    @Test func lightThatPassesTwoPanesIsDimmedTwice() throws {
        let scene = RenderScene(
            camera: Camera(width: 24, height: 8, focalPixels: 16, pitch: .degrees(-90), heightMetres: 4),
            instances: [
                .init(
                    try Model(.panes([0, -0.1], .pane(opacity: 0.4))), Pose(.pitch(.degrees(-90)), at: [1, 1.2, 0]))
            ],
            sun: .init(direction: [1, 1, 0], irradiance: [1, 1, 1], angularRadius: .zero), ground: .init())
        let layers = try scene.render(
            PixelRect(minX: 0, minY: 0, maxX: 24, maxY: 8), samples: 128, seed: 1)
        let shadow = layers.shadow[layers.index(x: 11, y: 4)].x
        #expect(abs(shadow - 0.6 * 0.6) < 0.03)
    }
}

extension Material {
    fileprivate static func pane(opacity: Float) -> Material {
        var pane = Material.matte(0.5)
        pane.opacity = opacity
        pane.alpha = .blend
        return pane
    }
}

extension Mesh {
    /// Upright cards of one metre, one behind the other at these z.
    fileprivate static func panes(_ depths: [Float], _ material: Material) throws -> Mesh {
        try Mesh(
            positions: depths.flatMap { z in
                [[-0.5, -0.5, z], [0.5, -0.5, z], [0.5, 0.5, z], [-0.5, 0.5, z]] as [SIMD3<Float>]
            },
            triangles: depths.indices.flatMap { index in
                [[0, 1, 2], [0, 2, 3]].map { $0 &+ UInt32(4 * index) } as [SIMD3<UInt32>]
            }, materials: [material])
    }
}
