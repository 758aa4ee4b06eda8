/// A triangle, given by its corners.
struct TriangleShape {
    private let a: SIMD3<Float>
    private let b: SIMD3<Float>
    private let c: SIMD3<Float>

    init(_ triangle: SIMD3<UInt32>, _ positions: [SIMD3<Float>]) {
        (a, b, c) = (positions[Int(triangle.x)], positions[Int(triangle.y)], positions[Int(triangle.z)])
    }

    /// The normal of length 1, on the side from which the corners run counter-clockwise; zero where the triangle has no
    /// area.
    var normal: SIMD3<Float> { (b - a).cross(c - a).normalizedOrZero }

    /// The angle at the first, second or third corner, in radians.
    func angle(at corner: Int) -> Float {
        let (here, next, last) = corner == 0 ? (a, b, c) : corner == 1 ? (b, c, a) : (c, a, b)
        return (next - here).normalizedOrZero.angle(to: (last - here).normalizedOrZero)
    }
}
