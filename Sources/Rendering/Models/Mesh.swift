import Findings
package import Geometry

/// Triangles with their materials and textures: metres, right-handed, y up, facing +z like a card.
///
/// The initializer guarantees consistency: finite positions, every index in range, at least one triangle.
package struct Mesh: Sendable, Equatable {
    /// Per vertex, in metres.
    package private(set) var positions: [SIMD3<Float>]
    /// Per vertex, of length 1; zero where a vertex has none, which is then shaded flat.
    package let normals: [SIMD3<Float>]
    /// Per vertex, v up; none, or as many as positions.
    package let coordinates: [SIMD2<Float>]
    /// Per vertex, linear, 0…1: a factor on the base colour; none, or as many as positions.
    package let colours: [SIMD3<Float>]
    /// Three vertices each.
    package let triangles: [SIMD3<UInt32>]
    /// Per triangle: an index into `materials`.
    package let materialIndices: [UInt16]
    package var materials: [Material]
    package let textures: [Texture]

    /// The box around all vertices that a triangle uses.
    package struct Bounds: Hashable, Sendable, Codable {
        package var lower: Vector3
        package var upper: Vector3

        package var size: Vector3 { upper - lower }
        package var center: Vector3 { (lower + upper) / 2 }

        package init(lower: Vector3, upper: Vector3) {
            self.lower = lower
            self.upper = upper
        }

        /// The eight corners: bit 0 of the index chooses x, bit 1 y, bit 2 z; 0 the lower, 1 the upper.
        package var corners: [Vector3] {
            (0..<8).map { index in
                Vector3(
                    index & 1 == 0 ? lower.x : upper.x, index & 2 == 0 ? lower.y : upper.y,
                    index & 4 == 0 ? lower.z : upper.z)
            }
        }
    }

    package private(set) var bounds: Bounds

    /// The largest distance of a vertex from the origin, and the smallest length of the box's longest side, in metres.
    /// Within these limits a float can hold the squares of areas.
    private static let (farthest, smallest): (Float, Float) = (1e9, 1e-6)

    /// - Parameters:
    ///   - normals: as many as positions, or none: they are then made from the triangles, weighted by their angles,
    ///     which rounds every edge whose triangles share vertices.
    ///   - materialIndices: as many as triangles, or none for the first material throughout.
    ///   - file: the file that an error names.
    ///
    /// Throws `.noFaces` (also where no triangle has an area), `.tooManyFaces` (no more than 2³² − 1 of anything can be
    /// counted), `.notFinite`, `.extremeSize` and `.inconsistent`.
    package init(
        positions: [SIMD3<Float>], normals: [SIMD3<Float>] = [], coordinates: [SIMD2<Float>] = [],
        colours: [SIMD3<Float>] = [], triangles: [SIMD3<UInt32>], materialIndices: [UInt16] = [],
        materials: [Material] = [Material()],
        textures: [Texture] = [], file: String? = nil
    ) throws(RenderingError) {
        func inconsistent(_ words: String) -> RenderingError { RenderingError(.inconsistent, file: file, words) }
        guard !triangles.isEmpty else { throw RenderingError(.noFaces, file: file, "has no faces to be seen") }
        guard triangles.count < UInt32.max, positions.count < UInt32.max else {
            throw RenderingError(.tooManyFaces, file: file, "has more vertices or triangles than can be counted")
        }
        guard normals.isEmpty || normals.count == positions.count else {
            throw inconsistent("has \(normals.count) normals for \(positions.count) vertices")
        }
        guard coordinates.isEmpty || coordinates.count == positions.count else {
            throw inconsistent("has \(coordinates.count) texture coordinates for \(positions.count) vertices")
        }
        guard colours.isEmpty || colours.count == positions.count else {
            throw inconsistent("has \(colours.count) colours for \(positions.count) vertices")
        }
        guard materialIndices.isEmpty || materialIndices.count == triangles.count else {
            throw inconsistent("has \(materialIndices.count) material numbers for \(triangles.count) triangles")
        }
        if let index = materialIndices.first(where: { Int($0) >= materials.count }) ?? (materials.isEmpty ? 0 : nil) {
            throw inconsistent("uses material \(index) of \(materials.count)")
        }
        for material in materials {
            for case let texture? in [
                material.baseTexture, material.roughnessMetalnessTexture, material.normalTexture,
                material.emissionTexture,
            ] where !textures.indices.contains(texture) {
                throw inconsistent("uses texture \(texture) of \(textures.count)")
            }
        }
        var lower = SIMD3<Float>(repeating: .infinity)
        var upper = -lower
        var hasArea = false
        let count = UInt32(positions.count)
        for triangle in triangles {
            guard triangle.max() < count else {
                throw inconsistent("has a triangle at vertex \(triangle.max()) of \(count)")
            }
            for corner in 0..<3 {
                let position = positions[Int(triangle[corner])]
                guard position.x.isFinite, position.y.isFinite, position.z.isFinite else {
                    throw RenderingError(.notFinite, file: file, "has a vertex that is no finite number")
                }
                // Coordinates without textures have no use.
                if !coordinates.isEmpty, !textures.isEmpty {
                    let place = coordinates[Int(triangle[corner])]
                    guard place.x.isFinite, place.y.isFinite else {
                        throw RenderingError(
                            .notFinite, file: file, "has texture coordinates that are no finite numbers")
                    }
                }
                lower = pointwiseMin(lower, position)
                upper = pointwiseMax(upper, position)
            }
            hasArea = hasArea || Mesh.hasArea(triangle, positions)
        }
        let (farthest, longest) = (pointwiseMax(-lower, upper).max(), (upper - lower).max())
        guard farthest <= Mesh.farthest, longest >= Mesh.smallest || longest == 0 else {
            throw RenderingError(
                .extremeSize, file: file,
                farthest > Mesh.farthest
                    ? "has a vertex \(farthest) m from its origin, and \(Mesh.farthest) m is the most: is its unit right?"
                    : "is \(longest) m across, and \(Mesh.smallest) m is the least: is its unit right?")
        }
        guard hasArea else {
            throw RenderingError(
                .noFaces, file: file,
                "has no faces to be seen: none of its triangles has an area, since the corners of each lie in a line")
        }
        self.positions = positions
        self.normals =
            normals.isEmpty
            ? Mesh.normals(of: triangles, positions) : normals.map { $0.isFinite ? $0.normalizedOrZero : .zero }
        self.coordinates = coordinates.map { $0.x.isFinite && $0.y.isFinite ? $0 : .zero }
        self.colours = colours.map { $0.isFinite ? $0.clamped(lowerBound: .zero, upperBound: .one) : .one }
        self.triangles = triangles
        self.materialIndices =
            materialIndices.isEmpty ? [UInt16](repeating: 0, count: triangles.count) : materialIndices
        self.materials = materials
        self.textures = textures
        bounds = Bounds(lower: Vector3(lower), upper: Vector3(upper))
    }

    /// The same mesh with the middle of its footprint at x = z = 0 and its lowest vertex at y = 0, so that it stands on
    /// a point of the ground where it is placed.
    package func standing() -> Mesh {
        moved(by: [-bounds.center.x, -bounds.lower.y, -bounds.center.z])
    }

    /// The same mesh with the middle of its box at the origin, as the point about which it tumbles.
    package func centred() -> Mesh {
        moved(by: -bounds.center)
    }

    /// The same mesh with other materials and textures.
    ///
    /// Throws `.inconsistent` where a material or a texture that is used is not there.
    package func with(_ materials: [Material], _ textures: [Texture]) throws(RenderingError) -> Mesh {
        try Mesh(
            positions: positions, normals: normals, coordinates: coordinates, colours: colours, triangles: triangles,
            materialIndices: materialIndices, materials: materials, textures: textures)
    }

    private func moved(by offset: Vector3) -> Mesh {
        var mesh = self
        // The sum uses doubles, so that a mesh modelled far from its origin loses no more precision.
        mesh.positions = positions.map { SIMD3<Float>(Vector3($0) + offset) }
        mesh.bounds = Bounds(lower: bounds.lower + offset, upper: bounds.upper + offset)
        return mesh
    }

    /// The memory of its lists in bytes, textures included.
    package var byteCount: Int {
        positions.count * 16 + normals.count * 16 + coordinates.count * 8 + colours.count * 16
            + triangles.count * 16 + materialIndices.count * 2 + textures.reduce(0) { $0 + $1.texels.count }
    }

    /// Whether a triangle is more than a line, within the precision of 24 bits.
    private static func hasArea(_ triangle: SIMD3<UInt32>, _ positions: [SIMD3<Float>]) -> Bool {
        let corner = Vector3(positions[Int(triangle.x)])
        let (one, other) = (Vector3(positions[Int(triangle.y)]) - corner, Vector3(positions[Int(triangle.z)]) - corner)
        return one.cross(other).length > 1e-7 * max(one.dot(one), other.dot(other))
    }

    /// Vertex normals as the sum of the triangles' normals weighted by the angle at the vertex: Thürmer and Wüthrich,
    /// "Computing vertex normals from polygonal facets", Journal of Graphics Tools 3 (1998).
    private static func normals(of triangles: [SIMD3<UInt32>], _ positions: [SIMD3<Float>]) -> [SIMD3<Float>] {
        var sums = [SIMD3<Float>](repeating: .zero, count: positions.count)
        for triangle in triangles {
            let shape = TriangleShape(triangle, positions)
            let normal = shape.normal
            for corner in 0..<3 { sums[Int(triangle[corner])] += normal * shape.angle(at: corner) }
        }
        return sums.map(\.normalizedOrZero)
    }
}
