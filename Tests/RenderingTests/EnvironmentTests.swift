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
            let drawn = panorama.sample(sobol.x(points), sobol.y(points), all)
            let density = panorama.evaluate(drawn, all).density
            for lane in 0..<8 {
                #expect(abs(drawn.directions[lane].length - 1) < 1e-5)
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

    @Test func aDrawnDirectionLiesInTheTexelThatItWasDrawnFor() throws {
        let panorama = try Self.wide()
        let sobol = Sobol(count: 1024)
        for first in stride(from: 0, to: 1024, by: 8) {
            let points = sobol.points(first, set: 0, seed: UInt32(first))
            let drawn = panorama.sample(sobol.x(points), sobol.y(points), all)
            let (radiance, density) = panorama.evaluate(drawn, all)
            for lane in 0..<8 {
                let looked = panorama.evaluate(drawn.directions[lane])
                #expect(radiance[lane] == looked.radiance && density[lane] == looked.density)
                #expect(density[lane] > 0)
            }
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
