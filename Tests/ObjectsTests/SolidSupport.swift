import Cards
import Geometry
import Pipelines
import Rendering

@testable import Objects

/// A solid that a text defines, with some parameters set.
func solid(_ text: String, _ settings: KeyValuePairs<String, String> = [:]) throws -> ModelShape {
    let definition = try SolidDefinition(Source(name: "s.yaml", text: text))
    let position = Position(source: Source(name: "test", text: ""), line: 1, column: 1)
    let (values, problems) = definition.values(
        settings.map { Named(name: $0.key, value: $0.value, position: position) })
    if let problem = problems.first { throw problem }
    return try definition.make(values, maxTriangles: 100_000, maxTexels: 64)
}

/// A solid of one material and the parts of a YAML list on one line.
func parts(_ list: String) throws -> Mesh {
    try solid("description: A test.\nmaterials: {m: {colour: grey}}\nparts: \(list)\n").mesh
}

/// `LINE:COLUMN: MESSAGE` for everything that is wrong with a definition.
func mistakes(_ text: String) -> [String] {
    do {
        _ = try solid(text)
        return []
    } catch let error as InvalidFile {
        return error.diagnostics.map { "\($0.position.line):\($0.position.column): \($0.problem.message)" }
    } catch {
        return ["\(error)"]
    }
}

extension Mesh {
    /// By the divergence theorem; positive where triangles face outwards.
    var volume: Double {
        triangles.reduce(0) { sum, triangle in
            let (a, b, c) = corners(triangle)
            return sum + a.dot(b.cross(c)) / 6
        }
    }

    var area: Double {
        triangles.reduce(0) { sum, triangle in
            let (a, b, c) = corners(triangle)
            return sum + (b - a).cross(c - a).length / 2
        }
    }

    func corners(_ triangle: SIMD3<UInt32>) -> (Vector3, Vector3, Vector3) {
        (
            Vector3(positions[Int(triangle.x)]), Vector3(positions[Int(triangle.y)]),
            Vector3(positions[Int(triangle.z)])
        )
    }

    /// How many edges are not met by as many triangles from the one side as from the other, once vertices at one place
    /// are taken for one.
    var openEdges: Int {
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
    var wrongNormals: Int {
        triangles.reduce(0) { sum, triangle in
            let (a, b, c) = corners(triangle)
            let flat = (b - a).cross(c - a)
            guard flat.length > 1e-10 else { return sum }
            return sum + (0..<3).count { Vector3(normals[Int(triangle[$0])]).dot(flat.normalized) < 0.2 }
        }
    }

    /// Triangles whose texture is seen mirrored from outside.
    var mirroredTriangles: Int {
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
