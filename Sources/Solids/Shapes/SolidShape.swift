import Geometry

/// The closed surface of one part before it is placed: points that triangles share, each corner with its place on the
/// texture.
///
/// Triangles go counter-clockwise as seen from outside. Texture places run from 0 to 1 over each face, u to the right
/// and v up as seen from outside, so that lettering on it can be read.
struct SolidShape: Sendable {
    struct Corner: Sendable {
        var point: UInt32
        var place: SIMD2<Float>
    }

    private(set) var points: [Vector3] = []
    /// The corners, three for each triangle.
    private(set) var corners: [Corner] = []
    /// The face of each triangle.
    private(set) var faces: [UInt8] = []
    /// The patch of each triangle: a piece of a face that shows no place of its texture twice.
    private(set) var patches: [UInt32] = []
    private var grids = 0
    /// The width and height of each face in metres, rolled out.
    var extents: [SIMD2<Double>]

    /// Edges at which two triangles meet at a larger angle are hard.
    static let crease = Angle.degrees(40)

    init(extents: [SIMD2<Double>]) {
        self.extents = extents
    }

    mutating func addPoint(_ point: Vector3) -> UInt32 {
        points.append(point)
        return UInt32(points.count - 1)
    }

    /// Adds a triangle. One with two corners at one point is left out: it closes nothing.
    ///
    /// - Parameter patch: the patch that it is of; that of the face's single triangles unless given.
    mutating func addTriangle(_ a: Corner, _ b: Corner, _ c: Corner, face: Int, patch: Int? = nil) {
        guard a.point != b.point, b.point != c.point, c.point != a.point else { return }
        corners += [a, b, c]
        faces.append(UInt8(face))
        patches.append(UInt32(patch ?? face))
    }

    /// Four corners, counter-clockwise.
    mutating func addQuad(_ a: Corner, _ b: Corner, _ c: Corner, _ d: Corner, face: Int, patch: Int? = nil) {
        addTriangle(a, b, c, face: face, patch: patch)
        addTriangle(a, c, d, face: face, patch: patch)
    }

    /// More than the number of any patch.
    var patchCount: Int { extents.count + grids }

    /// A flat or bent strip: `rows` of as many points each, one above the other, joined to quads; u along a row.
    ///
    /// - Parameter place: the texture place of the corner in a row and a column. The column may be one more than there
    ///   are points: the seam of a closed row.
    mutating func addGrid(
        _ rows: [[UInt32]], isClosed: Bool, face: Int, place: (_ row: Int, _ column: Int) -> SIMD2<Double>
    ) {
        let patch = patchCount
        grids += 1
        for row in 0..<max(0, rows.count - 1) {
            let (low, high) = (rows[row], rows[row + 1])
            let count = max(low.count, high.count)
            func corner(_ points: [UInt32], _ row: Int, _ column: Int, _ middle: Double) -> Corner {
                // A row of one point is a pole; its u is that of the middle of the triangle.
                var at = place(row, column)
                if points.count == 1 { at.x = middle }
                return Corner(point: points.count == 1 ? points[0] : points[column % count], place: SIMD2<Float>(at))
            }
            for column in 0..<(isClosed ? count : count - 1) {
                let middle = (place(row, column).x + place(row, column + 1).x) / 2
                addQuad(
                    corner(low, row, column, middle), corner(low, row, column + 1, middle),
                    corner(high, row + 1, column + 1, middle), corner(high, row + 1, column, middle), face: face,
                    patch: patch)
            }
        }
    }

    var triangleCount: Int { faces.count }
}

extension SolidShape {
    /// The vertices of a mesh: corners that share point, texture place and normal are one.
    struct Vertices {
        var positions: [Vector3] = []
        var normals: [Vector3] = []
        /// The places, 0…1 on their faces.
        var places: [SIMD2<Float>] = []
        var faces: [UInt8] = []
        var triangles: [SIMD3<UInt32>] = []
    }

    /// The vertices. A normal is the mean of the normals of the triangles around a point, weighted by their angles
    /// there; only triangles count whose angle to the corner's own is below `crease`.
    func vertices() -> Vertices {
        let count = triangleCount
        var flats = [Vector3](repeating: .zero, count: count)
        var angles = [Double](repeating: 0, count: count * 3)
        for triangle in 0..<count {
            let (a, b, c) = (point(triangle, 0), point(triangle, 1), point(triangle, 2))
            let cross = (b - a).cross(c - a)
            let length = cross.length
            guard length > 1e-14 else { continue }
            flats[triangle] = cross / length
            for (corner, sides) in [(b - a, c - a), (c - b, a - b), (a - c, b - c)].enumerated() {
                angles[triangle * 3 + corner] = Angle.arcTangent(length, sides.0.dot(sides.1)).radians
            }
        }
        // The corners at each point, point after point.
        var starts = [Int](repeating: 0, count: points.count + 1)
        for corner in corners { starts[Int(corner.point) + 1] += 1 }
        for index in 0..<points.count { starts[index + 1] += starts[index] }
        var fill = starts
        var around = [Int](repeating: 0, count: corners.count)
        for (index, corner) in corners.enumerated() {
            around[fill[Int(corner.point)]] = index
            fill[Int(corner.point)] += 1
        }

        var made = Vertices()
        var vertexOfCorner = [UInt32](repeating: 0, count: corners.count)
        let threshold = SolidShape.crease.cosine
        for point in points.indices {
            let own = around[starts[point]..<starts[point + 1]]
            let first = made.positions.count
            for corner in own {
                let flat = flats[corner / 3]
                var sum = Vector3.zero
                if flat == .zero {
                    // A triangle without area takes the normals of its neighbours.
                    for other in own { sum += flats[other / 3] * angles[other] }
                } else {
                    for other in own where flats[other / 3].dot(flat) > threshold {
                        sum += flats[other / 3] * angles[other]
                    }
                }
                let normal = sum.length > 0 ? sum.normalized : [0, 1, 0]
                let (place, face) = (corners[corner].place, faces[corner / 3])
                let known = (first..<made.positions.count).first {
                    made.faces[$0] == face && made.places[$0] == place && made.normals[$0].dot(normal) > 0.99999
                }
                if let known {
                    vertexOfCorner[corner] = UInt32(known)
                    continue
                }
                vertexOfCorner[corner] = UInt32(made.positions.count)
                made.positions.append(points[point])
                made.normals.append(normal)
                made.places.append(place)
                made.faces.append(face)
            }
        }
        made.triangles = (0..<count).map {
            SIMD3(vertexOfCorner[$0 * 3], vertexOfCorner[$0 * 3 + 1], vertexOfCorner[$0 * 3 + 2])
        }
        return made
    }

    private func point(_ triangle: Int, _ corner: Int) -> Vector3 {
        points[Int(corners[triangle * 3 + corner].point)]
    }
}
