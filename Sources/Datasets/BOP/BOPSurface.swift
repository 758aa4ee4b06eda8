import Geometry

/// A model in BOP's frame: triangles in millimetres, z up, the origin in the middle of the box.
struct BOPSurface {
    /// Each position once, and only positions that a triangle uses.
    private(set) var positions: [SIMD3<Float>] = []
    private(set) var triangles: [SIMD3<UInt32>] = []

    /// - Parameter size: along the model's x, y and z, in millimetres.
    /// - Returns: nil for a surface whose box has other proportions, which is not that of the object.
    init?(_ surface: ObjectSurface, size: Vector3) {
        var places: [SIMD3<Float>: UInt32] = [:]
        var corners: [SIMD3<Float>] = []
        var (lower, upper) = (SIMD3<Float>(repeating: .infinity), SIMD3<Float>(repeating: -.infinity))
        func place(_ index: UInt32) -> UInt32 {
            let position = surface.positions[Int(index)]
            if let place = places[position] { return place }
            let place = UInt32(corners.count)
            places[position] = place
            corners.append(position)
            lower = pointwiseMin(lower, position)
            upper = pointwiseMax(upper, position)
            return place
        }
        triangles = surface.triangles.map { SIMD3(place($0.x), place($0.y), place($0.z)) }

        let middle = (Vector3(lower) + Vector3(upper)) / 2
        let own = Self.turned(Vector3(upper) - Vector3(lower))
        let (longest, wanted) = (max(own.x, -own.y, own.z), max(size.x, size.y, size.z))
        guard longest > 0, wanted > 0 else { return nil }
        let scale = wanted / longest
        let difference = Vector3(own.x, -own.y, own.z) * scale - size
        // Sizes are rounded to a hundredth, and vertices to 24 bits.
        guard difference.length <= 0.02 + wanted * 1e-5 else { return nil }
        positions = corners.map { SIMD3<Float>(Self.turned(Vector3($0) - middle) * scale) }
    }

    /// The model's z is the object's y, and its y the object's −z.
    private static func turned(_ point: Vector3) -> Vector3 { Vector3(point.x, -point.z, point.y) }

    /// The longest distance of two vertices, in millimetres. It is exact for a few thousand vertices. For more, the
    /// search steps from a vertex to the farthest one from it, starting at the extremes in 13 directions, and takes the
    /// longest distance that it meets.
    ///
    /// Malandain and Boissonnat, "Computing the diameter of a point set", International Journal of Computational
    /// Geometry and Applications 12 (2002): such steps end in a pair each of which is the other's farthest, in practice
    /// the longest.
    var diameter: Double {
        if positions.count <= Self.fewVertices {
            return positions.indices.map { farthest(from: $0, among: $0..<positions.count).distance }.max() ?? 0
        }
        var longest = 0.0
        for direction in Self.directions {
            var (from, reach) = (0, -Float.infinity)
            for (index, position) in positions.enumerated() {
                let along = (position * direction).sum()
                if along > reach { (from, reach) = (index, along) }
            }
            var step = farthest(from: from, among: positions.indices)
            while step.distance > longest {
                longest = step.distance
                step = farthest(from: step.place, among: positions.indices)
            }
        }
        return longest
    }

    private static let fewVertices = 3000

    /// The directions to the faces, edges and corners of a cube, one of each opposite pair.
    private static let directions: [SIMD3<Float>] = [
        SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1), SIMD3(1, 1, 0), SIMD3(1, -1, 0), SIMD3(1, 0, 1),
        SIMD3(1, 0, -1), SIMD3(0, 1, 1), SIMD3(0, 1, -1), SIMD3(1, 1, 1), SIMD3(1, 1, -1), SIMD3(1, -1, 1),
        SIMD3(1, -1, -1),
    ]

    private func farthest(from index: Int, among places: Range<Int>) -> (place: Int, distance: Double) {
        let from = positions[index]
        var (best, reach) = (index, Float(0))
        for other in places {
            let way = positions[other] - from
            let distance = (way * way).sum()
            if distance > reach { (best, reach) = (other, distance) }
        }
        return (best, (Vector3(positions[best]) - Vector3(from)).length)
    }
}

extension BOPSurface {
    /// The model as a binary PLY file: Turk, "The PLY polygon file format", Stanford University (1994).
    var ply: [UInt8] {
        var bytes = Array(
            """
            ply
            format binary_little_endian 1.0
            comment millimetres, z up, front towards -y, the origin in the middle of the box
            element vertex \(positions.count)
            property float x
            property float y
            property float z
            element face \(triangles.count)
            property list uchar int vertex_indices
            end_header

            """.utf8)
        bytes.reserveCapacity(bytes.count + Self.byteCount(vertices: positions.count, triangles: triangles.count))
        func append(_ number: UInt32) {
            bytes.append(UInt8(truncatingIfNeeded: number))
            bytes.append(UInt8(truncatingIfNeeded: number >> 8))
            bytes.append(UInt8(truncatingIfNeeded: number >> 16))
            bytes.append(UInt8(truncatingIfNeeded: number >> 24))
        }
        for position in positions { for axis in 0..<3 { append(position[axis].bitPattern) } }
        for triangle in triangles {
            bytes.append(3)
            for corner in 0..<3 { append(triangle[corner]) }
        }
        return bytes
    }

    /// The number of bytes of the file's vertices and faces.
    static func byteCount(vertices: Int, triangles: Int) -> Int { 12 * vertices + 13 * triangles }
}
