import Testing

@testable import Geometry

@Suite struct QuaternionTests {
    /// The rotation that a unit quaternion stands for.
    private func rotation(_ w: Double, _ x: Double, _ y: Double, _ z: Double) -> Matrix3 {
        Matrix3(
            x: [1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y)],
            y: [2 * (x * y - w * z), 1 - 2 * (x * x + z * z), 2 * (y * z + w * x)],
            z: [2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y)])
    }

    /// Each of the four is the largest in some, and half turns have no w.
    @Test(arguments: [
        [1.0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0.5, -0.5, 0.5, 0.5], [0.8, 0, 0.6, 0],
        [0.1, 0.7, -0.7, 0.1], [0.1, -0.1, 0.7, -0.7], [0.02, 0.1, 0.1, 0.9], [0, -0.6, 0, 0.8],
    ])
    func aQuaternionComesBack(numbers: [Double]) {
        let length = numbers.map { $0 * $0 }.reduce(0, +).squareRoot()
        let given = numbers.map { $0 / length }
        let found = rotation(given[0], given[1], given[2], given[3]).quaternion
        let read = [found.w, found.x, found.y, found.z]
        // A half turn has two, of opposite sign.
        let sign = given[0] == 0 && zip(read, given).map({ $0 * $1 }).reduce(0, +) < 0 ? -1.0 : 1
        for (one, other) in zip(read, given) { #expect(abs(one - sign * other) < 1e-12, "\(read) \(given)") }
        #expect(found.w >= 0)
    }
}
