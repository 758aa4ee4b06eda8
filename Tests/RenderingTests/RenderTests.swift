import Findings
import Foundation
import Geometry
import Pictures
import Testing

@testable import Rendering

/// Renderings against what geometry and optics say they must be.
@Suite struct RenderTests {
    /// Looks along −z from a height, level.
    private func level(_ size: Int, focal: Double, height: Double = 1) -> Camera {
        Camera(width: size, height: size, focalPixels: focal, heightMetres: height)
    }

    /// Looks straight down: the image's right is +x, its top −z.
    private func above(_ size: Int, focal: Double, height: Double) -> Camera {
        Camera(width: size, height: size, focalPixels: focal, pitch: .degrees(-90), heightMetres: height)
    }

    @Test func aSphereCoversItsCircle() throws {
        // On the axis, at distance d, a sphere of radius r shows as a circle of f r / √(d² − r²).
        let scene = RenderScene(
            camera: level(40, focal: 60), instances: [.init(try Model(.sphere()), Pose(at: [0, 1, -5]))])
        let layers = try scene.render(frame(40), samples: 32, seed: 1)
        let radius = 60 / Double(25 - 1).squareRoot()
        let area = Double.pi * radius * radius
        #expect(abs(Double(layers.coverage.reduce(0, +)) - area) < 0.01 * area)
        let labelled = Double(layers.ids.count { $0 == 1 })
        #expect(abs(labelled - area) < 0.02 * area)
        // What stops all light covers all: alpha is coverage.
        for index in layers.coverage.indices {
            #expect(Int(layers.colour.bytes[4 * index + 3]) == Int(layers.coverage[index] * 255 + 0.5))
        }
    }

    @Test func depthAndNormalsAreThoseOfTheSurface() throws {
        let scene = RenderScene(
            camera: level(9, focal: 9),
            instances: [.init(try Model(.card()), Pose(.yaw(.degrees(30)), at: [0, 1, -3]))])
        let layers = try scene.render(frame(9), samples: 8, seed: 1)
        let middle = layers.index(x: 4, y: 4)
        #expect(layers.ids[middle] == 1)
        #expect(abs(layers.depthMetres[middle] - 3) < 0.05)
        #expect((layers.normals[middle] - [0.5, 0, 0.866_025]).length < 1e-4)
        #expect(layers.depthMetres[0] == .infinity)
        #expect(layers.normals[0] == .zero)
        #expect(layers.ids[0] == 0)
    }

    @Test func theSunsShadowLiesWhereTheSunPutsIt() throws {
        // A sphere of 0.5 m, 3 m above the ground, under a sun 40° high in the +x direction and without a disc: its
        // shadow is an ellipse about (−3 / tan 40°, 0), r long across and r / sin 40° along the sun.
        let elevation = Angle.degrees(40)
        let (height, size, focal) = (8.0, 64, 60.0)
        var camera = above(size, focal: focal, height: height)
        camera.principal = Point(56, 32)
        let scene = RenderScene(
            camera: camera,
            instances: [.init(try Model(.sphere(radius: 0.5, material: .matte(0))), Pose(at: [0, 3, 0]))],
            sun: .init(
                direction: [elevation.cosine, elevation.sine, 0], irradiance: [3, 3, 3], angularRadius: .zero),
            ground: .init())
        let layers = try scene.render(frame(size), samples: 32, seed: 3)
        var (area, x, y) = (0.0, 0.0, 0.0)
        var (left, right) = (Double.infinity, -Double.infinity)
        for row in 0..<size {
            for column in 0..<size where layers.coverage[layers.index(x: column, y: row)] == 0 {
                let dark = 1 - Double(layers.shadow[layers.index(x: column, y: row)].x)
                area += dark
                x += dark * (Double(column) + 0.5)
                y += dark * (Double(row) + 0.5)
                if dark >= 0.5 {
                    left = min(left, Double(column))
                    right = max(right, Double(column + 1))
                }
            }
        }
        let scale = focal / height
        let expected = Double.pi * 0.5 * 0.5 / elevation.sine * scale * scale
        #expect(abs(area - expected) < 0.02 * expected)
        #expect(abs(x / area - (56 - 3 / elevation.tangent * scale)) < 0.1)
        #expect(abs(y / area - 32) < 0.1)
        #expect(abs(right - left - 1 / elevation.sine * scale) < 1)
    }

    @Test func aWiderSunSoftensTheShadowAndKeepsItsAmount() throws {
        func shadow(_ radius: Angle) throws -> RenderedLayers {
            try RenderScene(
                camera: above(32, focal: 32, height: 8),
                instances: [.init(try Model(.card()), Pose(.pitch(.degrees(90)), at: [0, 1, 0]))],
                sun: .init(direction: [1, 1, 0], irradiance: [1, 1, 1], angularRadius: radius), ground: .init()
            ).render(frame(32), samples: 32, seed: 1)
        }
        let (hard, soft) = (try shadow(.zero), try shadow(.degrees(8)))
        let dark = { (layers: RenderedLayers) in layers.shadow.reduce(0) { $0 + 1 - $1.x } }
        #expect(abs(dark(soft) / dark(hard) - 1) < 0.1)
        let half = { (layers: RenderedLayers) in layers.shadow.count { $0.x > 0.2 && $0.x < 0.8 } }
        #expect(half(soft) > 2 * half(hard))
    }

    @Test func aMatteCardFollowsLambert() throws {
        for degrees in [0.0, 40, 75] {
            let angle = Angle.degrees(degrees)
            let scene = RenderScene(
                camera: level(5, focal: 5), instances: [.init(try Model(.card(.matte(0.6))), Pose(at: [0, 1, -0.8]))],
                sun: .init(direction: [0, angle.sine, angle.cosine], irradiance: [2, 4, 1], angularRadius: .zero),
                exposure: 1.2)
            let pixel = try scene.render(frame(5), samples: 8, seed: 1).rgb(2, 2)
            let shown = 0.6 / .pi * angle.cosine * 1.2
            for (channel, irradiance) in [2.0, 4, 1].enumerated() {
                #expect(abs(Int(pixel[channel]) - byte(shown * irradiance)) <= 1)
            }
        }
    }

    @Test func aGreySphereInAWhiteSkyIsGreyThroughout() throws {
        // Whatever faces an even sky of radiance 1 returns its own share of it.
        let scene = RenderScene(
            camera: level(16, focal: 30),
            instances: [.init(try Model(.sphere(material: .matte(0.5), segments: 256)), Pose(at: [0, 1, -5]))],
            sky: .constant(Vector3(repeating: 1)))
        // One sample in thousands looks for light between the smooth surface and the triangle behind it, and is lost.
        let layers = try scene.render(frame(16), samples: 128, seed: 1)
        var tested = 0
        for y in 0..<16 {
            for x in 0..<16 where layers.alpha(x, y) == 255 {
                #expect(abs(layers.red(x, y) - byte(0.5)) <= 1)
                tested += 1
            }
        }
        #expect(tested > 60)
    }

    @Test(arguments: [Float(0.1), 0.5, 1], [Float(0), 1])
    func noSurfaceIsBrighterThanTheSkyAboutIt(roughness: Float, metalness: Float) throws {
        let white = Material(baseColour: [1, 1, 1], roughness: roughness, metalness: metalness)
        let environment = try Environment(width: 2, height: 1, radiance: [[1, 1, 1], [1, 1, 1]])
        for sky in [RenderScene.Sky.constant(Vector3(repeating: 1)), .panorama(environment)] {
            let scene = RenderScene(
                camera: level(12, focal: 24),
                instances: [.init(try Model(.sphere(material: white)), Pose(at: [0, 1, -5]))],
                sky: sky, exposure: 0.5)
            let layers = try scene.render(frame(12), samples: 32, seed: 1)
            let inner = (0..<144).filter { layers.coverage[$0] == 1 }.map { Double(layers.colour.bytes[4 * $0]) }
            let mean = inner.reduce(0, +) / Double(inner.count)
            #expect(mean <= Double(byte(0.5)) + 0.5)
            // GGX without light that is scattered twice loses most where it is roughest.
            #expect(mean > Double(byte(roughness < 1 ? 0.4 : 0.15)))
        }
    }

    @Test func aPanoramaLightsAsTheSameConstantSkyDoes() throws {
        let environment = try Environment(width: 4, height: 2, radiance: Array(repeating: [0.4, 0.6, 0.2], count: 8))
        func render(_ sky: RenderScene.Sky) throws -> RenderedLayers {
            try RenderScene(
                camera: level(12, focal: 12), instances: [.init(try Model(.cube(.matte(0.7))), Pose(at: [0, 0, -3]))],
                sky: sky, ground: .init()
            ).render(frame(12), samples: 1024, seed: 1)
        }
        let (constant, panorama) = (try render(.constant([0.4, 0.6, 0.2])), try render(.panorama(environment)))
        for index in 0..<144 {
            #expect(abs(Int(constant.colour.bytes[4 * index + 1]) - Int(panorama.colour.bytes[4 * index + 1])) <= 8)
            // Where the cube leaves little of the ground, few samples tell of its light.
            guard constant.coverage[index] <= 0.75 else { continue }
            #expect((constant.shadow[index] - panorama.shadow[index]).length < 0.1)
        }
    }

    @Test func aGradientLightsAsTheSamePanoramaDoes() throws {
        let texels: [SIMD3<Float>] = (0..<8).map { [0.2 + 0.1 * Float($0 % 4), 0.5, 0.3] }
        let environment = try Environment(width: 4, height: 2, radiance: texels)
        func render(_ sky: RenderScene.Sky) throws -> RenderedLayers {
            try RenderScene(
                camera: level(12, focal: 12), instances: [.init(try Model(.cube(.matte(0.7))), Pose(at: [0, 0, -3]))],
                sky: sky, ground: .init()
            ).render(frame(12), samples: 1024, seed: 1)
        }
        let (gradient, panorama) = (try render(.gradient(environment)), try render(.panorama(environment)))
        for index in 0..<144 {
            #expect(abs(Int(gradient.colour.bytes[4 * index + 1]) - Int(panorama.colour.bytes[4 * index + 1])) <= 8)
            // Where the cube leaves little of the ground, few samples tell of its light.
            guard gradient.coverage[index] <= 0.75 else { continue }
            #expect((gradient.shadow[index] - panorama.shadow[index]).length < 0.1)
        }
    }

    @Test func whatIsOnlyThereForItsShadowIsNotSeen() throws {
        func render(isSeen: Bool) throws -> RenderedLayers {
            try RenderScene(
                camera: above(24, focal: 24, height: 6),
                instances: [.init(try Model(.cube()), Pose(at: [0, 0.5, 0]), isSeen: isSeen)],
                sun: .init(direction: [1, 1, 0], irradiance: [1, 1, 1], angularRadius: .zero), ground: .init()
            ).render(frame(24), samples: 8, seed: 1)
        }
        let (seen, unseen) = (try render(isSeen: true), try render(isSeen: false))
        #expect(unseen.coverage.allSatisfy { $0 == 0 })
        #expect(seen.coverage.contains(1) && seen.coverage.contains(0))
        // The same shadow where nothing stands before it, and shadow under the cube as well.
        for index in seen.coverage.indices where seen.coverage[index] == 0 {
            #expect((seen.shadow[index] - unseen.shadow[index]).length < 0.35)
        }
        let dark = { (layers: RenderedLayers) in layers.shadow.reduce(0) { $0 + 1 - $1.x } }
        #expect(dark(unseen) > dark(seen) && dark(seen) > 5)
    }

    @Test func layersLaidOverEachOtherLoseNothingAtASharedEdge() throws {
        // Two white cards meet in the middle of a column of pixels; together they cover it wholly.
        let card = try Model(.card(.matte(1)))
        let scene = RenderScene(
            camera: level(9, focal: 9),
            instances: [.init(card, Pose(at: [-0.5, 1, -0.9])), .init(card, Pose(at: [0.5, 1, -0.9]))],
            sky: .constant(Vector3(repeating: 1)))
        let layers = try scene.render(frame(9), samples: 32, seed: 1)
        for y in 1..<8 {
            for x in 1..<8 {
                #expect(layers.alpha(x, y) >= 254)
                #expect(layers.red(x, y) >= 253)
            }
        }
        // What is seen of both is told apart sample by sample.
        let middle = layers.index(x: 4, y: 4)
        let (left, right) = (
            layers.instances[0].coverage.shares(over: frame(9)), layers.instances[1].coverage.shares(over: frame(9))
        )
        #expect(abs(left[middle] - 0.5) < 0.1 && left[middle] + right[middle] == 1)
    }

    @Test func theSmoothShadowIsTheTracedOne() throws {
        // Under an even sky: once interpolated on a grid, once with every pixel traced by itself.
        let scene = RenderScene(
            camera: above(64, focal: 64, height: 8), instances: [.init(try Model(.cube()), Pose(at: [0, 0, 0]))],
            sky: .constant(Vector3(repeating: 1)), ground: .init())
        let layers = try scene.render(frame(64), samples: 32, seed: 1)
        let pixel = PixelTracer(
            try PathTracer(scene, samples: 128), samples: 128, instances: 1, exposure: 0, seed: 9)
        var tested = 0
        for y in stride(from: 1, to: 64, by: 3) {
            for x in stride(from: 1, to: 64, by: 3) where layers.coverage[layers.index(x: x, y: y)] == 0 {
                _ = pixel.look(x: x, y: y)
                pixel.light()
                let shadow = try #require(pixel.sums.shadow)
                #expect(abs(shadow.x - layers.shadow[layers.index(x: x, y: y)].x) < 0.1)
                tested += 1
            }
        }
        #expect(tested > 300)
    }

    @Test func theSunsShadowAndTheSkysAddUpToTheTracedOne() throws {
        // Under a wide sun and a sky that is bright on one side: the sun's part is traced in each pixel and the sky's on a
        // grid, and once both are traced together in every pixel.
        let half = (0..<8).map { SIMD3<Float>(repeating: $0 < 4 ? 0.4 : 1) }
        let scene = RenderScene(
            camera: above(64, focal: 128, height: 8), instances: [.init(try Model(.cube()), Pose(at: [0, 0, 0]))],
            sun: .init(direction: [1, 1, 0.3], irradiance: [2, 1.5, 1], angularRadius: .degrees(5)),
            sky: .gradient(try Environment(width: 8, height: 1, radiance: half)), ground: .init())
        let layers = try scene.render(frame(64), samples: 32, seed: 1)
        let pixel = PixelTracer(
            try PathTracer(scene, samples: 512), samples: 512, instances: 1, exposure: 0, seed: 9)
        var (tested, shaded, sum, squares) = (0, 0, Vector.zero, Vector.zero)
        for y in stride(from: 1, to: 64, by: 3) {
            for x in stride(from: 1, to: 64, by: 3) where layers.coverage[layers.index(x: x, y: y)] == 0 {
                pixel.look(x: x, y: y)
                pixel.light()
                let traced = try #require(pixel.sums.shadow)
                let apart = layers.shadow[layers.index(x: x, y: y)] - traced
                #expect(apart.max() < 0.12 && apart.min() > -0.12)
                sum += apart
                squares += apart * apart
                tested += 1
                if traced.x < 0.8 { shaded += 1 }
            }
        }
        #expect(tested > 300 && shaded > 10)
        #expect(sum.max() / Float(tested) < 0.005 && sum.min() / Float(tested) > -0.005)
        #expect((squares.max() / Float(tested)).squareRoot() < 0.02)
    }

    @Test func nothingThrowsNoShadow() throws {
        let scene = RenderScene(
            camera: level(8, focal: 8), instances: [],
            sun: .init(direction: [1, 1, 1], irradiance: [3, 3, 3]), sky: .constant([0.2, 0.3, 0.4]), ground: .init())
        let layers = try scene.render(frame(8), samples: 8, seed: 1)
        #expect(layers.shadow.allSatisfy { $0 == SIMD3(repeating: 1) })
        #expect(layers.colour.bytes.allSatisfy { $0 == 0 })
    }

    @Test func aCubesBoxIsItsProjection() throws {
        let scene = RenderScene(
            camera: level(64, focal: 70, height: 1.3),
            instances: [.init(try Model(.cube()), Pose(at: [0.21, 0, -3.5]))], ground: .init())
        let layers = try scene.render(frame(64), samples: 32, seed: 1)
        let labelled = (0..<64 * 64).filter { layers.ids[$0] == 1 }.map { ($0 % 64, $0 / 64) }
        let corners = try scene.corners(0).map { try #require(scene.camera.image(of: $0)) }
        let expected = try #require(Rect(bounding: corners))
        #expect(abs(Double(labelled.map(\.0).min() ?? 0) - expected.minX) <= 0.5)
        #expect(abs(Double((labelled.map(\.0).max() ?? 0) + 1) - expected.maxX) <= 0.5)
        #expect(abs(Double(labelled.map(\.1).min() ?? 0) - expected.minY) <= 0.5)
        #expect(abs(Double((labelled.map(\.1).max() ?? 0) + 1) - expected.maxY) <= 0.5)
        #expect(scene.extent(ofInstance: 0) == PixelRect(covering: expected))
    }

    @Test func outsideItsExtentASceneChangesNothing() throws {
        let scene = RenderScene(
            camera: level(48, focal: 60, height: 1.6), instances: [.init(try Model(.cube()), Pose(at: [0.5, 0, -9]))],
            sun: .init(direction: [1, 0.8, -0.2], irradiance: [2, 2, 2], angularRadius: .degrees(2)),
            sky: .constant(Vector3(repeating: 0.3)), ground: .init())
        let layers = try scene.render(frame(48), samples: 32, seed: 1)
        let extent = scene.extent(within: frame(48))
        #expect(extent.area < 48 * 48 / 2)
        for y in 0..<48 {
            for x in 0..<48 where !extent.contains(x: x, y: y) {
                #expect(layers.alpha(x, y) == 0)
                #expect((layers.shadow[layers.index(x: x, y: y)] - SIMD3(repeating: 1)).length < 0.03)
            }
        }
    }

    @Test func theNearerInstanceHidesTheOtherAndLeavesItWhole() throws {
        let card = try Model(.card())
        let scene = RenderScene(
            camera: level(24, focal: 24),
            instances: [.init(card, Pose(at: [0, 1, -3])), .init(card, Pose(at: [0.25, 1, -2.5]))])
        let layers = try scene.render(frame(24), samples: 8, seed: 1)
        let whole = try scene.coverage(ofInstance: 0, frame(24), samples: 8, seed: 1).shares(over: frame(24))
        let seen = layers.ids.count { $0 == 1 }
        #expect(seen > 10)
        #expect(layers.ids.count { $0 == 2 } > 30)
        #expect(abs(Double(whole.reduce(0, +)) - 64) < 1)
        #expect(Double(seen) < 0.8 * 64)
        for index in layers.ids.indices where layers.ids[index] == 1 { #expect(whole[index] >= 0.5) }
    }

    @Test func knownCoveragesSaveRaysAndChangeNothing() throws {
        let scene = RenderScene(
            camera: level(32, focal: 32),
            instances: [
                .init(try Model(.sphere(radius: 0.5)), Pose(at: [-0.2, 0.5, -3])),
                .init(try Model(.cube()), Pose(at: [0.3, 0, -4])),
                .init(try Model(.sphere(radius: 0.2)), Pose(at: [1.1, 0.2, -3])),
            ],
            sun: .init(direction: [1, 1, 1], irradiance: [1, 1, 1]), ground: .init())
        let known = try scene.coverages(frame(32), samples: 16, seed: 3)
        // The boxes of the first two overlap, and each holds pixels that show neither.
        #expect(!known[0].rect.intersection(known[1].rect).isEmpty)
        #expect(known.allSatisfy { $0.shares.contains(0) && $0.shares.contains(1) })
        let render = { try scene.render(frame(32), samples: 16, seed: 3, coverages: $0) }
        #expect(try render(known) == render(nil))
        for index in known.indices {
            let whole = try scene.coverage(ofInstance: index, known[index].rect, samples: 16, seed: 3)
            let saved = try scene.coverage(
                ofInstance: index, known[index].rect, samples: 16, seed: 3, coverages: known)
            #expect(saved == whole)
        }
        #expect(try scene.coverage(ofInstance: 1, known[1].rect, samples: 16, seed: 3) != known[1])
        // Without a ground nothing else looks into these pixels, so a coverage that is wrong hides its object.
        var floating = scene
        floating.ground = nil
        var blind = try floating.coverages(frame(32), samples: 16, seed: 3)
        for index in blind[2].shares.indices { blind[2].shares[index] = 0 }
        let layers = try floating.render(frame(32), samples: 16, seed: 3, coverages: blind)
        #expect(layers.instances[2].coverage.shares.allSatisfy { $0 == 0 })
        #expect(layers.instances[0].coverage.shares.contains(1))
    }

    @Test func whatLiesBelowTheGroundIsHidden() throws {
        let scene = RenderScene(
            camera: level(24, focal: 24), instances: [.init(try Model(.sphere(radius: 0.5)), Pose(at: [0, 0, -3]))],
            ground: .init())
        let layers = try scene.render(frame(24), samples: 8, seed: 1)
        var free = scene
        free.ground = nil
        let whole = try free.render(frame(24), samples: 8, seed: 1)
        let (some, all) = (layers.coverage.reduce(0, +), whole.coverage.reduce(0, +))
        #expect(some > 0.5 * all && some < 0.9 * all)
    }

    // MARK: - Textures

    private func chequered(alpha: Material.Alpha) throws -> Mesh {
        var material = Material.matte(1)
        material.baseTexture = 0
        material.alpha = alpha
        // Red, green over blue, and a hole.
        let texels: [UInt8] = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 0]
        return try .card(
            material, textures: [Texture(width: 2, height: 2, texels: texels, wrapU: .clamp, wrapV: .clamp)])
    }

    @Test func aTextureStandsUprightAndItsHolesAreOpen() throws {
        let scene = RenderScene(
            camera: level(16, focal: 16),
            instances: [.init(try Model(try chequered(alpha: .cutOut(below: 0.5))), Pose(at: [0, 1, -1]))],
            sky: .constant(Vector3(repeating: 1)))
        let layers = try scene.render(frame(16), samples: 8, seed: 1)
        #expect(layers.rgb(1, 1) == [255, 0, 0])
        #expect(layers.rgb(14, 1) == [0, 255, 0])
        #expect(layers.rgb(1, 14) == [0, 0, 255])
        #expect(layers.alpha(14, 14) == 0)
        #expect(layers.ids[layers.index(x: 14, y: 14)] == 0)
        #expect(layers.ids[layers.index(x: 1, y: 14)] == 1)
    }

    @Test func aHoleLetsTheSunThrough() throws {
        func shadow(_ alpha: Material.Alpha) throws -> Float {
            try RenderScene(
                camera: above(24, focal: 48, height: 6),
                instances: [.init(try Model(try chequered(alpha: alpha)), Pose(.pitch(.degrees(-90)), at: [0, 1, 0]))],
                sun: .init(direction: [1, 1, 0], irradiance: [1, 1, 1], angularRadius: .zero), ground: .init()
            ).render(PixelRect(minX: 0, minY: 0, maxX: 12, maxY: 24), samples: 32, seed: 1)
                .shadow.reduce(0) { $0 + 1 - $1.x }
        }
        let (whole, holed) = (try shadow(.opaque), try shadow(.cutOut(below: 0.5)))
        #expect(whole > 20)
        #expect(holed < 0.85 * whole && holed > 0.6 * whole)
    }

    @Test func aNormalMapTiltsTheSurface() throws {
        // A normal that leans 60° to the right, under a sun from there.
        var material = Material.matte(1)
        material.normalTexture = 0
        let texels: [UInt8] = [238, 128, 191, 255]
        let texture = Texture(width: 1, height: 1, texels: texels, encoding: .numbers)
        func red(_ direction: Vector3) throws -> Int {
            try RenderScene(
                camera: level(3, focal: 3),
                instances: [.init(try Model(.card(material, textures: [texture])), Pose(at: [0, 1, -0.5]))],
                sun: .init(direction: direction, irradiance: Vector3(repeating: .pi), angularRadius: .zero),
                exposure: 0.9
            ).render(frame(3), samples: 8, seed: 1).red(1, 1)
        }
        #expect(abs(try red([0.866, 0, 0.5]) - byte(0.9)) <= 2)
        #expect(abs(try red([0, 0, 1]) - byte(0.45)) <= 2)
        #expect(try red([-0.866, 0, 0.5]) == 0)
    }

    @Test func whatGlowsIsSeenInTheDark() throws {
        var lamp = Material.matte(0)
        lamp.emission = [0.2, 0.4, 0.6]
        let scene = RenderScene(
            camera: level(3, focal: 3), instances: [.init(try Model(.card(lamp)), Pose(at: [0, 1, -0.5]))])
        let pixel = try scene.render(frame(3), samples: 8, seed: 1).rgb(1, 1)
        #expect(pixel.map(Int.init) == [byte(0.2), byte(0.4), byte(0.6)])
    }

    /// A card whose picture is red and green in its right and green and blue in its left half, mirrored by its mapping,
    /// with red that fades to its lower edge by the colours of its vertices.
    private func painted(isUnlit: Bool) throws -> Model {
        var paint = Material.matte(1)
        paint.baseColour = [1, 0.5, 1]
        paint.baseTexture = 0
        paint.isUnlit = isUnlit
        let texture = Texture(
            width: 2, height: 1, texels: [0, 255, 255, 255, 255, 255, 0, 255], wrapU: .clamp, wrapV: .clamp,
            mapping: TextureMapping(u: [-8, 0, 4.5]))
        let card = try Mesh.card()
        return try Model(
            Mesh(
                positions: card.positions, normals: card.normals, coordinates: card.coordinates,
                colours: [[0, 1, 1], [0, 1, 1], .one, .one], triangles: card.triangles, materials: [paint],
                textures: [texture]))
    }

    /// Unlit it shows its colours in any light, and lit it shows them in an even white sky.
    @Test(arguments: [true, false])
    func coloursOfVerticesAndMappedTexturesAreSeen(isUnlit: Bool) throws {
        let scene = RenderScene(
            camera: level(3, focal: 3), instances: [.init(try painted(isUnlit: isUnlit), Pose(at: [0, 1, -0.5]))],
            sun: isUnlit ? .init(direction: [1, 2, 1], irradiance: [3, 3, 2]) : nil,
            sky: .constant(isUnlit ? .zero : [1, 1, 1]))
        let layers = try scene.render(frame(3), samples: 32, seed: 1)
        for (x, expected) in [(0, [0.5, 0.5, 0]), (2, [0, 0.5, 1])] as [(Int, [Double])] {
            for (value, wanted) in zip(layers.rgb(x, 1), expected) {
                #expect(abs(Int(value) - byte(wanted)) <= 3, "\(x): \(layers.rgb(x, 1))")
            }
        }
    }

    // MARK: - The same again

    private func variety() throws -> RenderScene {
        RenderScene(
            camera: level(20, focal: 20, height: 1.4),
            instances: [
                .init(try Model(.sphere(radius: 0.5, segments: 16)), Pose(at: [-0.6, 0.5, -3])),
                .init(try Model(try chequered(alpha: .blend)), Pose(.yaw(.degrees(20)), at: [0.6, 0.5, -2.5])),
            ],
            sun: .init(direction: [1, 2, 1], irradiance: [3, 3, 2]), sky: .constant([0.2, 0.3, 0.5]), ground: .init())
    }

    @Test func manyThreadsMakeTheSameBytes() async throws {
        let scene = try variety()
        let alone = try scene.render(frame(20), samples: 32, seed: 5)
        let together = try await withThrowingTaskGroup(of: RenderedLayers.self) { group in
            for _ in 0..<4 { group.addTask { try scene.render(frame(20), samples: 32, seed: 5) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(together.count == 4)
        for layers in together { #expect(layers == alone) }
        #expect(try scene.render(frame(20), samples: 32, seed: 6) != alone)
    }

    @Test func aPartIsThatPartOfTheWhole() throws {
        let scene = try variety()
        let whole = try scene.render(frame(32), samples: 8, seed: 5)
        let rect = PixelRect(minX: 1, minY: 2, maxX: 30, maxY: 31)
        let part = try scene.render(rect, samples: 8, seed: 5)
        // The filter looks so far: its radius, half a patch and half of the noise's smoothing.
        let reach = 4 + 2 + 3
        for y in rect.minY..<rect.maxY {
            for x in rect.minX..<rect.maxX {
                let (a, b) = (part.index(x: x, y: y), whole.index(x: x, y: y))
                #expect(part.alpha(x, y) == whole.alpha(x, y))
                #expect(part.ids[a] == whole.ids[b])
                #expect(part.depthMetres[a] == whole.depthMetres[b])
                guard x >= rect.minX + reach, x < rect.maxX - reach, y >= rect.minY + reach, y < rect.maxY - reach
                else { continue }
                #expect(part.rgb(x, y) == whole.rgb(x, y))
                #expect(part.shadow[a] == whole.shadow[b])
            }
        }
    }

    @Test func lightAtTheEndOfAllNumbersLeavesAShadowThatIsOne() throws {
        let brightest = SIMD3<Float>(repeating: .greatestFiniteMagnitude)
        let scene = RenderScene(
            camera: level(8, focal: 8), instances: [.init(try Model(.sphere(segments: 8)), Pose(at: [0, 1, -4]))],
            sky: .panorama(try Environment(width: 2, height: 1, radiance: [brightest, brightest])), ground: .init())
        let layers = try scene.render(frame(8), samples: 8, seed: 1)
        #expect(layers.shadow.allSatisfy { $0.isFinite })
    }

    // MARK: - Bad input

    @Test func badScenesAreRefused() throws {
        let card = try Model(.card())
        func words(_ change: (inout RenderScene) -> Void) -> RenderingError? {
            var scene = RenderScene(
                camera: level(4, focal: 4), instances: [.init(card)],
                sun: .init(direction: [0, 1, 0], irradiance: [1, 1, 1]),
                ground: .init())
            change(&scene)
            return failure { _ = try scene.render(frame(4), samples: 8, seed: 1) }
        }
        #expect(words { _ in } == nil)
        #expect(words { $0.instances[0].pose.linear.z = .zero }?.code == .badPose)
        #expect(words { $0.instances[0].pose.position.x = .nan }?.code == .badPose)
        #expect(
            words { $0.camera.heightMetres = -1 }?.description
                == "the camera is at a height of -1.0 m, not above the ground")
        #expect(words { $0.camera.heightMetres = .nan }?.code == .badCamera)
        #expect(words { $0.sun?.direction = .zero }?.code == .badLight)
        #expect(words { $0.sun?.irradiance = [1, -1, 1] }?.code == .badLight)
        #expect(words { $0.sky = .constant([0, .infinity, 0]) }?.code == .badLight)
        #expect(words { $0.exposure = .nan }?.code == .badLight)
        #expect(words { $0.ground?.reflectance = [1, 2, 1] }?.code == .badLight)
    }
}
