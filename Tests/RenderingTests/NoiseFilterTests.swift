import Geometry
import Testing

@testable import Rendering

@Suite struct NoiseFilterTests {
    /// Values with noise of a standard deviation for one of 32 samples, drawn by a hash of the pixel.
    private func noisy(
        width: Int, height: Int, deviation: Float, firstRow: Int = 0, _ value: (_ x: Int) -> Float
    ) -> NoisyPixels {
        var pixels = NoisyPixels(width: width, height: height)
        for y in 0..<height {
            for x in 0..<width {
                var seed = UInt64(firstRow + y) << 32 | UInt64(x)
                func half() -> Vector {
                    // The sum of twelve even numbers is nearly normal, of variance 1.
                    var sum: Float = -6
                    for _ in 0..<12 {
                        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                        sum += Float(seed >> 40) * 0x1p-24
                    }
                    return Vector(repeating: value(x) + sum * deviation / 4)
                }
                pixels.set(
                    y * width + x, .init(first: half(), second: half(), firstCount: 16, secondCount: 16))
            }
        }
        return pixels
    }

    private func spread(_ values: [Vector], _ width: Int, _ columns: Range<Int>, about mean: Float) -> Float {
        let picked = values.enumerated().filter { columns.contains($0.offset % width) }.map(\.element.x)
        return (picked.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(picked.count)).squareRoot()
    }

    @Test func noiseGoesAndAnEdgeStays() {
        let pixels = noisy(width: 32, height: 32, deviation: 0.2) { $0 < 16 ? 1 : 0.7 }
        let before = pixels.means.map { Vector($0.x, $0.y, $0.z) }
        let calm = NoiseFilter.filtered(pixels)
        for (columns, mean) in [(0..<14, Float(1)), (18..<32, 0.7)] {
            #expect(spread(calm, 32, columns, about: mean) < 0.25 * spread(before, 32, columns, about: mean))
        }
        #expect(spread(calm, 32, 15..<16, about: 1) < 0.03)
        #expect(spread(calm, 32, 16..<17, about: 0.7) < 0.03)
    }

    @Test func whatHasNoNoiseIsLeftAlone() {
        var pixels = NoisyPixels(width: 12, height: 12)
        for index in 0..<144 { pixels.set(index, Vector(repeating: Float(index % 12) * 0.05), samples: 32) }
        let calm = NoiseFilter.filtered(pixels)
        for index in 0..<144 { #expect(abs(calm[index].x - Float(index % 12) * 0.05) < 1e-4) }
    }

    /// Two surfaces whose light differs by less than its noise.
    @Test func surfacesKeepPixelsApart() {
        let pixels = noisy(width: 24, height: 24, deviation: 0.8) { $0 < 12 ? 1 : 0.9 }
        let sides = (0..<24 * 24).map { $0 % 24 < 12 }
        let turned = NoiseFilter.Surfaces(
            normals: sides.map { $0 ? [0, 0, 1] : [0, 1, 0] },
            albedo: Array(repeating: SIMD4(repeating: 128), count: 24 * 24))
        let painted = NoiseFilter.Surfaces(
            normals: Array(repeating: [0, 0, 1], count: 24 * 24),
            albedo: sides.map { SIMD4(repeating: $0 ? 80 : 160) })
        func step(_ surfaces: NoiseFilter.Surfaces?) -> Float {
            let calm = NoiseFilter.filtered(pixels, on: surfaces)
            let differences = (0..<24).map { calm[24 * $0 + 11].x - calm[24 * $0 + 12].x }
            return differences.reduce(0, +) / 24
        }
        #expect(step(nil) < 0.05)
        #expect(step(turned) > 0.07)
        #expect(step(painted) > 0.07)
    }

    @Test func lightWithoutNoiseKeepsItsDigitsBesideNoise() {
        // The left half is known without noise; only within reach of the noise is it mixed with its like.
        var pixels = noisy(width: 40, height: 20, deviation: 0.2) { _ in 1 }
        for index in 0..<800 where index % 40 < 20 {
            pixels.set(index, Vector(repeating: Float(index % 7) * 0.1), samples: 32)
        }
        let calm = NoiseFilter.filtered(pixels)
        for index in 0..<800 where index % 40 < 16 { #expect(calm[index].x == Float(index % 7) * 0.1) }
    }

    @Test func pixelsWithoutSamplesChangeNothing() {
        let whole = noisy(width: 24, height: 24, deviation: 0.2) { _ in 1 }
        var wider = NoisyPixels(width: 40, height: 24)
        for index in 0..<24 * 24 {
            let mean = whole.means[index]
            // Halves apart by the deviation that makes the same variance.
            let apart = Vector((whole.variances[index] / 8).squareRoot(), 0, 0)
            let middle = Vector(mean.x, mean.y, mean.z)
            wider.set(
                index / 24 * 40 + index % 24,
                .init(first: middle + apart * 0.5, second: middle - apart * 0.5, firstCount: 16, secondCount: 16))
        }
        let (a, b) = (NoiseFilter.filtered(whole), NoiseFilter.filtered(wider))
        for index in 0..<24 * 24 {
            #expect(abs(a[index].x - b[index / 24 * 40 + index % 24].x) < 1e-4)
        }
    }

    /// Rows are filtered in bands, which must not show.
    @Test func whereABandEndsNothingChanges() {
        let whole = NoiseFilter.filtered(noisy(width: 12, height: 100, deviation: 0.2) { Float($0) * 0.1 })
        let part = NoiseFilter.filtered(
            noisy(width: 12, height: 70, deviation: 0.2, firstRow: 30) { Float($0) * 0.1 })
        for row in 10..<70 {
            for x in 0..<12 { #expect(part[row * 12 + x] == whole[(row + 30) * 12 + x]) }
        }
    }

    /// A card in a sky that is bright on one side: every pixel has the same light, half of the whole sky's.
    @Test func aRenderedCardIsEven() throws {
        let side = Environment.side
        let scene = RenderScene(
            camera: Camera(width: 20, height: 20, focalPixels: 40, heightMetres: 1),
            instances: [.init(try Model(.card(.matte(0.5))), Pose(at: [0, 1, -0.9]))],
            sky: .gradient(try Environment(width: 8, height: 1, radiance: side)))
        let layers = try scene.render(frame(20), samples: 32, seed: 1)
        for y in 0..<20 {
            for x in 0..<20 { #expect(abs(layers.red(x, y) - byte(0.25)) <= 2) }
        }
    }
}

extension Environment {
    /// Light from the right, none from the left.
    fileprivate static var side: [SIMD3<Float>] { (0..<8).map { SIMD3(repeating: $0 < 4 ? 0 : 1) } }
}
