import Geometry
package import Rendering

extension Mesh {
    /// By the divergence theorem; positive where triangles face outwards.
    package var volume: Double {
        triangles.reduce(0) { sum, triangle in
            let (a, b, c) = corners(triangle)
            return sum + a.dot(b.cross(c)) / 6
        }
    }

    package var area: Double {
        triangles.reduce(0) { sum, triangle in
            let (a, b, c) = corners(triangle)
            return sum + (b - a).cross(c - a).length / 2
        }
    }

    private func corners(_ triangle: SIMD3<UInt32>) -> (Vector3, Vector3, Vector3) {
        (
            Vector3(positions[Int(triangle.x)]), Vector3(positions[Int(triangle.y)]),
            Vector3(positions[Int(triangle.z)])
        )
    }

    /// How many edges are not met by as many triangles from the one side as from the other, once vertices at one place
    /// are taken for one.
    package var openEdges: Int {
        var places: [SIMD3<Float>: Int] = [:]
        var balance: [SIMD2<Int>: Int] = [:]
        for triangle in triangles {
            let ids = (0..<3).map { corner -> Int in
                // Without the sign of zero.
                let place = positions[Int(triangle[corner])] + SIMD3<Float>(repeating: 0)
                if let known = places[place] { return known }
                places[place] = places.count
                return places.count - 1
            }
            for corner in 0..<3 {
                let (a, b) = (ids[corner], ids[(corner + 1) % 3])
                if a < b { balance[SIMD2(a, b), default: 0] += 1 }
                if a > b { balance[SIMD2(b, a), default: 0] -= 1 }
            }
        }
        return balance.values.count { $0 != 0 }
    }

    /// Corners whose normal points to the inner side of their triangle.
    package var wrongNormals: Int {
        triangles.reduce(0) { sum, triangle in
            let (a, b, c) = corners(triangle)
            let flat = (b - a).cross(c - a)
            guard flat.length > 1e-10 else { return sum }
            return sum + (0..<3).count { Vector3(normals[Int(triangle[$0])]).dot(flat.normalized) < 0.2 }
        }
    }

    /// Triangles whose texture is seen mirrored from outside.
    package var mirroredTriangles: Int {
        triangles.count { triangle in
            let (a, b, c) = corners(triangle)
            guard (b - a).cross(c - a).length > 1e-10 else { return false }
            let (p, q, r) = (
                coordinates[Int(triangle.x)], coordinates[Int(triangle.y)], coordinates[Int(triangle.z)]
            )
            return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x) < -1e-6
        }
    }
}
