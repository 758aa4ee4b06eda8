import Geometry
import Testing

@testable import Rendering

@Suite struct SunEdgesTests {
    /// A cube seen from above, under a sun whose shadows have soft edges.
    private func scene() throws -> RenderScene {
        RenderScene(
            camera: Camera(width: 64, height: 64, focalPixels: 96, pitch: .degrees(-90), heightMetres: 8),
            instances: [.init(try Model(.cube()), Pose(at: [0, 0, 0]))],
            sun: .init(direction: [1, 1, 0.3], irradiance: [2, 2, 2], angularRadius: .degrees(3)), ground: .init())
    }

    private func edges(_ scene: RenderScene, hasMore: Bool) throws -> SunEdges {
        let pixel = PixelTracer(
            try PathTracer(scene, samples: SunEdges.samples), samples: SunEdges.samples, instances: 1, exposure: 0,
            seed: 1)
        return SunEdges(
            pixel, within: frame(64), hidden: scene.sunShadow(within: frame(64)), hasMore: hasMore)
    }

    @Test func awayFromTheEdgesTheSunIsSeenWhollyOrNotAtAll() throws {
        let scene = try scene()
        var edges = try edges(scene, hasMore: true)
        let pixel = PixelTracer(
            try PathTracer(scene, samples: 512), samples: 512, instances: 1, exposure: 0, seed: 9)
        var (sunny, dark, others) = (0, 0, 0)
        for y in 0..<64 {
            for x in 0..<64 where !pixel.look(x: x, y: y) {
                pixel.light(from: .sun)
                let seen = try #require(pixel.sums.shadow).x
                switch edges.isInSun(x: x, y: y) {
                case true?:
                    #expect(seen > 0.85)
                    sunny += 1
                case false?:
                    #expect(seen < 0.15)
                    dark += 1
                case nil: others += 1
                }
            }
        }
        #expect(sunny > 1000 && dark > 40 && others > 40)
        // The edges are a few pixels wide.
        #expect(others < 500)
    }

    @Test func withoutMoreSamplesNoPixelIsJudgedBeforeItIsTraced() throws {
        let scene = try scene()
        let hidden = scene.sunShadow(within: frame(64))
        var edges = try edges(scene, hasMore: false)
        for y in 0..<64 {
            for x in 0..<64 { #expect(edges.isInSun(x: x, y: y) == (hidden[y * 64 + x] ? nil : true)) }
        }
    }
}
