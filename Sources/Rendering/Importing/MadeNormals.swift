internal import Geometry

/// Normals for a part whose file gives none: corners are smoothed over the faces around them, but not over sharp edges.
///
/// A corner's normal is the mean of the normals of the faces at its point whose angle to its own face is below a limit,
/// weighted by their angles there: Thürmer and Wüthrich, "Computing vertex normals from polygonal facets", Journal of
/// Graphics Tools 3 (1998). Corners share a point where their positions are equal, so that a seam in the texture's
/// coordinates shows no edge. Vertices are split where their corners need different normals.
struct MadeNormals {
    /// For each vertex that is needed, the vertex of the file that it is made from.
    private(set) var sources: [Int] = []
    /// The normal of each of these vertices; zero where its face has no area.
    private(set) var normals: [SIMD3<Float>] = []
    /// The triangles with the new vertices.
    private(set) var triangles: [SIMD3<UInt32>] = []

    /// Edges at which faces turn by less are smooth; the edges of a hexagon stay sharp.
    static let sharpest = Angle.degrees(60)
    /// At points where more triangles meet, corners stay flat, since each is compared with all others there.
    static let mostAtAPoint = 1024

    private struct Corner {
        var normal: SIMD3<Float>
        var weight: Float
    }

    init(_ faces: [SIMD3<UInt32>], _ positions: [SIMD3<Float>]) {
        let (corners, starts, points) = Self.gather(faces, positions)
        let limit = Float(Self.sharpest.cosine) + 1e-4
        // The vertices made from each vertex of the file, as a linked list: the first, then the next.
        var first = [Int](repeating: -1, count: positions.count)
        var next: [Int] = []
        for face in faces {
            let own = TriangleShape(face, positions).normal
            var made = SIMD3<UInt32>()
            for corner in 0..<3 {
                let vertex = Int(face[corner])
                let around = corners[starts[points[vertex]]..<starts[points[vertex] + 1]]
                var normal = own
                if around.count <= Self.mostAtAPoint {
                    var sum = SIMD3<Float>()
                    for other in around where other.normal.dot(own) > limit { sum += other.normal * other.weight }
                    if sum != .zero { normal = sum.normalizedOrZero }
                }
                var known = first[vertex]
                while known >= 0, normals[known] != normal { known = next[known] }
                if known < 0 {
                    known = normals.count
                    normals.append(normal)
                    sources.append(vertex)
                    next.append(first[vertex])
                    first[vertex] = known
                }
                made[corner] = UInt32(known)
            }
            triangles.append(made)
        }
    }

    /// All corners sorted by point; the start of each point's corners, with an end behind; each vertex's point.
    private static func gather(
        _ faces: [SIMD3<UInt32>], _ positions: [SIMD3<Float>]
    ) -> (corners: [Corner], starts: [Int], points: [Int]) {
        var numbers: [SIMD3<Float>: Int] = [:]
        let points = positions.map { position in
            // Zero has two signs.
            let place = position + SIMD3<Float>()
            if let known = numbers[place] { return known }
            let number = numbers.count
            numbers[place] = number
            return number
        }
        var starts = [Int](repeating: 0, count: numbers.count + 1)
        for face in faces { for corner in 0..<3 { starts[points[Int(face[corner])] + 1] += 1 } }
        for point in 0..<numbers.count { starts[point + 1] += starts[point] }
        var free = starts
        var corners = [Corner](repeating: Corner(normal: .zero, weight: 0), count: faces.count * 3)
        for face in faces {
            let shape = TriangleShape(face, positions)
            let normal = shape.normal
            for corner in 0..<3 {
                let point = points[Int(face[corner])]
                corners[free[point]] = Corner(normal: normal, weight: shape.angle(at: corner))
                free[point] += 1
            }
        }
        return (corners, starts, points)
    }
}
