/// The light that a place in the open has: that of the sky above the horizon, and that of the whole ground below it.
///
/// Most of an object is in the open but for a few directions. So a sample of the light from all round takes only the
/// difference from this light, whose sum over all directions is known: a control variate (Lavenberg and Welch, "A
/// perspective on the use of control variables to increase the efficiency of Monte Carlo simulations", Management Science
/// 27 (1981)). The mean stays the same, and where nothing is near there is no noise at all.
struct OpenLight {
    /// The radiance of the ground where no object is near; that of the sky below the horizon is left out then. Nil without
    /// a ground.
    let ground: Vector?
    private let constant: Vector
    private let gradient: OctahedralMap?
    /// The irradiance by the sky over π, on surfaces that face the directions of an octahedral map; by rows, with the ends
    /// of each row and column on the map's edges. Empty for a constant sky.
    private let sums: [SIMD4<Float>]

    private static let size = 25
    /// Directions of the upper half of the sphere, of the same solid angle each.
    private static let (turns, heights) = (64, 32)

    /// - Parameters:
    ///   - sun: the radiance of white ground in the sun's light.
    ///   - reflectance: that of the ground; nil without a ground.
    init(constant: Vector, gradient: OctahedralMap?, sun: Vector, reflectance: Vector?) {
        (self.constant, self.gradient) = (constant, gradient)
        let halves: [Float] = reflectance == nil ? [1, -1] : [1]
        sums = gradient.map { Self.sums($0, halves) } ?? []
        let up = Self.sky(on: Vector8(repeating: Vector(0, 1, 0)), sums, constant, isHalf: reflectance != nil)[0]
        ground = reflectance.map { $0 * (sun + up) }
    }

    /// The radiance from directions of length 1 where that of the sky is known.
    @inline(__always) func radiance(_ direction: Vector8, sky: Vector8) -> Vector8 {
        guard let ground else { return sky }
        return sky.replacing(with: Vector8(repeating: ground), where: direction.y .<= 0)
    }

    /// The light on surfaces with normals of length 1: its irradiance over π.
    @inline(__always) func light(on normal: Vector8) -> Vector8 {
        let sky = Self.sky(on: normal, sums, constant, isHalf: ground != nil)
        guard let ground else { return sky }
        return sky + ground * (0.5 - normal.y * 0.5)
    }

    @inline(__always) private static func sky(
        on normal: Vector8, _ sums: [SIMD4<Float>], _ constant: Vector, isHalf: Bool
    ) -> Vector8 {
        guard !sums.isEmpty else { return isHalf ? constant * (0.5 + normal.y * 0.5) : Vector8(repeating: constant) }
        let (x, z) = OctahedralMap.place(of: normal)
        let scale = Float(size - 1) / 2
        let most = Float8(repeating: Float(size) - 1.001)
        let (column, row) = (
            ((x + 1) * scale).largest(.zero).smallest(most), ((z + 1) * scale).largest(.zero).smallest(most)
        )
        return sums.withUnsafeBufferPointer { sums in
            var light = Vector8.zero
            for lane in 0..<8 {
                let (left, top) = (Int(column[lane]), Int(row[lane]))
                let (u, v) = (column[lane] - Float(left), row[lane] - Float(top))
                let first = top * size + left
                let upper = sums[first] + (sums[first + 1] - sums[first]) * u
                let lower = sums[first + size] + (sums[first + size + 1] - sums[first + size]) * u
                let value = upper + (lower - upper) * v
                light[lane] = Vector(value.x, value.y, value.z)
            }
            return light
        }
    }

    private static func sums(_ gradient: OctahedralMap, _ halves: [Float]) -> [SIMD4<Float>] {
        var (directions, radiances) = ([Vector8](), [Vector8]())
        for half in halves {
            for row in 0..<heights {
                let y = half * (Float(row) + 0.5) / Float(heights)
                let level = (1 - y * y).squareRoot()
                for first in stride(from: 0, to: turns, by: 8) {
                    let turn = turned((Float8(0, 1, 2, 3, 4, 5, 6, 7) + (Float(first) + 0.5)) * (1 / Float(turns)))
                    let direction = Vector8(turn.cosine * level, Float8(repeating: y), turn.sine * level)
                    directions.append(direction)
                    radiances.append(gradient.radiance(direction))
                }
            }
        }
        let share = 2 / Float(turns * heights)
        return (0..<size * size).map { index in
            let x = Float(index % size) / Float(size - 1) * 2 - 1
            let z = Float(index / size) / Float(size - 1) * 2 - 1
            let normal = OctahedralMap.direction(x, z)
            var sum = Vector8.zero
            for index in directions.indices {
                let cosine = directions[index].dot(Vector8(repeating: normal)).largest(.zero)
                sum = sum + radiances[index] * cosine
            }
            return SIMD4(sum.total * share, 0)
        }
    }
}
