package import Geometry

/// A mesh prepared for tracing: its tree, and its triangles, materials and textures in fixed memory. It is made once,
/// shared by all threads and never changed.
package final class Model: Sendable {
    package let bounds: Mesh.Bounds
    package let triangleCount: Int
    let vertexCount: Int
    /// The vertices that lie farthest out in some direction, a few hundred at most: their convex hull is nearly the
    /// model's.
    package let support: [Vector3]
    let storage: ModelStorage
    let tree: Tree
    /// Whether rays may pass through some of its surfaces.
    let isPatterned: Bool

    /// Throws `.tracer`. Takes about 15 ms for 50,000 triangles, and about 120 bytes a triangle besides the textures.
    package init(_ mesh: Mesh) throws(RenderingError) {
        bounds = mesh.bounds
        triangleCount = mesh.triangles.count
        vertexCount = mesh.positions.count
        support = Model.support(of: mesh)
        storage = ModelStorage(mesh)
        isPatterned = mesh.materials.contains { $0.alpha != .opaque }
        tree = try Tree(
            positions: storage.view.positions, count: mesh.positions.count, triangles: storage.view.triangles,
            triangleCount: mesh.triangles.count, owner: storage)
    }

    /// Its memory in bytes, nearly: its lists, and Embree's tree at the size per triangle that its authors state.
    package var byteCount: Int { storage.byteCount + triangleCount * 80 }

    /// The places of its vertices, in the order of the mesh, without those that are of no triangle.
    package var vertices: [Vector3] {
        var used: Set<UInt32> = []
        for triangle in 0..<triangleCount {
            let corners = storage.view.triangles[triangle]
            for corner in 0..<3 { used.insert(corners[corner]) }
        }
        return used.sorted().map { Vector3(storage.view.positions[Int($0)]) }
    }

    /// The box around it after a linear map, from all its vertices.
    package func bounds(under linear: Matrix3) -> Mesh.Bounds {
        let (x, y, z) = (Vector(linear.x), Vector(linear.y), Vector(linear.z))
        var lower = Vector(repeating: .infinity)
        var upper = -lower
        for triangle in 0..<triangleCount {
            let corners = storage.view.triangles[triangle]
            for corner in 0..<3 {
                let p = storage.view.positions[Int(corners[corner])]
                let moved = x * p.x + y * p.y + z * p.z
                lower = pointwiseMin(lower, moved)
                upper = pointwiseMax(upper, moved)
            }
        }
        return Mesh.Bounds(lower: Vector3(lower), upper: Vector3(upper))
    }

    /// The farthest vertices in directions spread evenly over the sphere by the golden angle, each once, in the order of
    /// the mesh.
    private static func support(of mesh: Mesh) -> [Vector3] {
        let count = 256
        var directions = [Vector8](repeating: .zero, count: count / 8)
        for step in 0..<count {
            let y = 1 - 2 * (Float(step) + 0.5) / Float(count)
            let turn = turned((Float(step) * 0.618_034).truncatingRemainder(dividingBy: 1))
            let radius = (1 - y * y).squareRoot()
            directions[step / 8][step % 8] = Vector(radius * turn.cosine, y, radius * turn.sine)
        }
        var best = [Float8](repeating: Float8(repeating: -.infinity), count: directions.count)
        var winners = [Int](repeating: 0, count: count)
        let middle = Vector(mesh.bounds.center)
        var isUsed = [Bool](repeating: false, count: mesh.positions.count)
        for triangle in mesh.triangles { for corner in 0..<3 { isUsed[Int(triangle[corner])] = true } }
        for (index, position) in mesh.positions.enumerated() where isUsed[index] {
            let offset = position - middle
            for (group, eight) in directions.enumerated() {
                let reach = eight.x * offset.x + eight.y * offset.y + eight.z * offset.z
                let isFarther = reach .> best[group]
                guard isFarther.isAnySet else { continue }
                best[group] = best[group].replacing(with: reach, where: isFarther)
                for lane in 0..<8 where isFarther[lane] { winners[8 * group + lane] = index }
            }
        }
        return Set(winners).sorted().map { Vector3(mesh.positions[$0]) }
    }
}
