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
        for index in 0..<1024 {
            let point = sobol.point(index, set: 0, seed: 1)
            let direction = panorama.sample(point.x, point.y)
            #expect(abs(direction.length - 1) < 1e-5)
            sphere += 1 / Double(panorama.evaluate(direction).density) / 1024
        }
        #expect(abs(sphere - 4 * .pi) < 0.02 * 4 * .pi)
    }

    @Test func badLightIsRefused() {
        #expect(failure { _ = try Environment(width: 1, height: 1, radiance: [[1, -1, 1]]) }?.code == .badLight)
        #expect(failure { _ = try Environment(width: 1, height: 1, radiance: [[1, .nan, 1]]) }?.code == .badLight)
        #expect(failure { _ = try Environment(width: 1, height: 1, radiance: [.zero]) }?.code == .badLight)
    }
}
