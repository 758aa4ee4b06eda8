import Testing

@testable import Rendering

@Suite struct OctahedralMapTests {
    @Test func itLooksUpWhatTheEnvironmentHasThere() throws {
        // Grows with height, and another way in each channel round the horizon.
        let (width, height) = (32, 16)
        let radiance = (0..<width * height).map { index in
            SIMD3<Float>(Float(index / width), Float(index % width), Float(abs(index % width - 16))) / 32
        }
        let environment = try Environment(width: width, height: height, radiance: radiance)
        let map = OctahedralMap(environment)
        let sobol = Sobol(count: 1024)
        var near = 0
        for index in 0..<1024 {
            let point = sobol.point(index, set: 0, seed: 1)
            let y = 1 - 2 * point.x
            let turn = turned(point.y)
            let direction = SIMD3<Float>(
                (1 - y * y).squareRoot() * turn.cosine, y, (1 - y * y).squareRoot() * turn.sine)
            let looked = map.radiance(Vector8(repeating: direction))[3]
            let difference = looked - environment.evaluate(direction).radiance
            // Within a texel of the panorama; behind, where its columns end and begin again, and at the poles more.
            if abs(difference.x) <= 0.04, abs(difference.z) <= 0.04 { near += 1 }
        }
        #expect(near > 940)
    }

    @Test func anEvenSkyStaysExactlyEven() throws {
        let environment = try Environment(width: 4, height: 2, radiance: Array(repeating: [0.3, 0.5, 0.7], count: 8))
        let map = OctahedralMap(environment)
        for direction in [[0, 1, 0], [0, -1, 0], [1, 0, 0], [0, 0, -1], [-0.6, -0.8, 0]] as [SIMD3<Float>] {
            #expect(map.radiance(Vector8(repeating: direction))[0] == [0.3, 0.5, 0.7])
        }
    }
}
