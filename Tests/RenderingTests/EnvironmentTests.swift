import Findings
import Foundation
import Testing

@testable import Rendering

@Suite struct EnvironmentTests {
    /// Four rows of eight, dim but for one texel.
    private func panorama(bright: Int) throws -> Environment {
        var radiance = [SIMD3<Float>](repeating: SIMD3(repeating: 0.1), count: 32)
        radiance[bright] = [5, 4, 3]
        return try Environment(width: 8, height: 4, radiance: radiance)
    }

    @Test func theMiddleColumnLooksAheadAndTheRightOneToTheRight() throws {
        // Just right of the middle and just above the horizon.
        let ahead = try panorama(bright: 1 * 8 + 4)
        #expect(ahead.evaluate([0.1, 0.1, -0.99]).radiance == [5, 4, 3])
        #expect(ahead.evaluate([-0.1, 0.1, -0.99]).radiance == SIMD3(repeating: 0.1))
        #expect(ahead.evaluate([0.1, -0.1, -0.99]).radiance == SIMD3(repeating: 0.1))
        let right = try panorama(bright: 1 * 8 + 6)
        #expect(right.evaluate([0.99, 0.1, 0.1]).radiance == [5, 4, 3])
    }

    @Test func samplesFallAsTheirDensitySays() throws {
        let panorama = try panorama(bright: 11)
        let sobol = Sobol(count: 1024)
        var sphere = 0.0
        for first in stride(from: 0, to: 1024, by: 8) {
            let points = sobol.points(first, set: 0, seed: 1)
            let (directions, _, density) = panorama.drawn(sobol.x(points), sobol.y(points))
            for lane in 0..<8 {
                #expect(abs(directions[lane].length - 1) < 1e-5)
                sphere += 1 / Double(density[lane]) / 1024
            }
        }
        #expect(abs(sphere - 4 * .pi) < 0.02 * 4 * .pi)
    }

    private let all = Float8() .== Float8()

    /// A panorama of a real one's size, with texels of all brightnesses, black ones among them.
    private static func wide() throws -> Environment {
        var state: UInt64 = 7
        let radiance = (0..<1024 * 512).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let share = Float(state >> 40) * 0x1p-24
            return SIMD3<Float>(repeating: share < 0.2 ? 0 : share * share * share * 9)
        }
        return try Environment(width: 1024, height: 512, radiance: radiance)
    }

    @Test func aDrawnDirectionHasTheLightOfItsTexel() throws {
        let panorama = try Self.wide()
        let sobol = Sobol(count: 1024)
        var strays = 0
        for first in stride(from: 0, to: 1024, by: 8) {
            let points = sobol.points(first, set: 0, seed: UInt32(first))
            let (directions, radiance, density) = panorama.drawn(sobol.x(points), sobol.y(points))
            for lane in 0..<8 {
                let looked = panorama.evaluate(directions[lane])
                // The rounded direction lies in the next texel where it was drawn at the edge of its own.
                if radiance[lane] != looked.radiance || density[lane] != looked.density { strays += 1 }
                #expect(density[lane] > 0)
            }
        }
        #expect(strays < 8)
    }

    /// All cells together make the panorama's light: its mean, and its part from each side.
    @Test func theDrawnDirectionsMakeThePanoramasLight() throws {
        let (width, height) = (64, 32)
        let radiance: [SIMD3<Float>] = (0..<width * height).map { index in
            let (x, y) = (Float(index % width), Float(index / width))
            return [0.2 + 0.01 * x, 0.5, 0.9 - 0.02 * y] + (index == 700 ? SIMD3(repeating: 300) : .zero)
        }
        let panorama = try Environment(width: width, height: height, radiance: radiance)
        let side = DrawnLight.side
        var (mean, ahead) = (SIMD3<Double>(), SIMD3<Double>())
        for row in 0..<side {
            for column in stride(from: 0, to: side, by: 8) {
                let u = (Float8(0, 1, 2, 3, 4, 5, 6, 7) + Float(column) + 0.5) / Float(side)
                let (directions, light, density) = panorama.drawn(
                    u, Float8(repeating: (Float(row) + 0.5) / Float(side)))
                for lane in 0..<8 {
                    let value = SIMD3<Double>(light[lane] / density[lane]) / Double(side * side) / (4 * .pi)
                    mean += value
                    ahead += value * max(0, -Double(directions[lane].z))
                }
            }
        }
        var expected = SIMD3<Double>()
        for index in 0..<width * height {
            // Sixteen points of each texel.
            let (top, bottom) = (Double(index / width) / Double(height), Double(index / width + 1) / Double(height))
            let angle = (cos(top * .pi) - cos(bottom * .pi)) / Double(width) / 2
            for part in 0..<16 {
                let polar = (top + (bottom - top) * (Double(part / 4) + 0.5) / 4) * .pi
                let turn = (Double(index % width) + (Double(part % 4) + 0.5) / 4) / Double(width) - 0.5
                expected += SIMD3(radiance[index]) * angle / 16 * max(0, sin(polar) * cos(turn * 2 * .pi))
            }
        }
        for channel in 0..<3 {
            #expect(abs(mean[channel] / Double(panorama.meanRadiance[channel]) - 1) < 0.002)
            #expect(abs(ahead[channel] / expected[channel] - 1) < 0.005)
        }
    }

    @Test func eightDirectionsAreLookedUpAsOneIs() throws {
        let panorama = try Self.wide()
        var strays = 0
        for step in 0..<4000 {
            let share = (Double(step) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1)
            let (cosine, sine) = turned(Float(share))
            let y = Float(step) / 2000 - 0.999_75
            let across = (1 - y * y).squareRoot()
            let direction = SIMD3(across * sine, y, -across * cosine)
            let looked = panorama.evaluate(Vector8(repeating: direction), all)
            let one = panorama.evaluate(direction)
            if looked.radiance[step % 8] != one.radiance || looked.density[step % 8] != one.density { strays += 1 }
        }
        #expect(strays < 8)
        for direction: SIMD3<Float> in [[0, 1, 0], [0, -1, 0], [0, 0, -1], [0, 0, 1], [1, 0, 0], [-1, 0, 0]] {
            let looked = panorama.evaluate(Vector8(repeating: direction), all)
            #expect(looked.density[0].isFinite)
        }
    }

    /// The guide only shortens the search: the step is the first whose sum is above the value.
    @Test(arguments: [1, 7, 100, 1000])
    func theGuideLeadsToTheStepThatAPlainSearchFinds(count: Int) {
        // Some steps have no weight, and one has nearly all of it.
        let weights = (0..<count).map { $0 == count / 3 ? 50.0 : $0 % 3 == 1 ? 0 : Double($0 % 11 + 1) / Double(count) }
        var sums: [Double] = []
        for weight in weights { sums.append((sums.last ?? 0) + weight) }
        let row = sums.map { Float($0 / (sums.last ?? 1)) }
        let running = RunningSums(row + row, each: count)
        var values = (0..<1000).map { Float($0) / 1000 } + [0x1.fffffep-1]
        values += row.dropLast().flatMap { [$0, $0.nextDown, $0.nextUp] }.filter { (0..<1).contains($0) }
        for value in values {
            let expected = row.firstIndex { $0 > value } ?? count - 1
            let lanes = SIMD8<Int32>(0, 1, 0, 1, 0, 1, 0, 1)
            let (indices, shares) = running.steps(at: Float8(repeating: value), rows: lanes, all)
            for lane in 0..<8 {
                #expect(indices[lane] == expected)
                #expect((0..<1).contains(shares[lane]))
            }
        }
    }

    @Test func badLightIsRefused() {
        #expect(failure { _ = try Environment(width: 1, height: 1, radiance: [[1, -1, 1]]) }?.code == .badLight)
        #expect(failure { _ = try Environment(width: 1, height: 1, radiance: [[1, .nan, 1]]) }?.code == .badLight)
        #expect(failure { _ = try Environment(width: 1, height: 1, radiance: [.zero]) }?.code == .badLight)
    }
}
