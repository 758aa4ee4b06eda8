/// Normals of a shape inflated from a sprite's own silhouette, so that light on it can have a direction.
///
/// The height is the square root of a membrane f that is pinned to the outline and pushed up evenly, −∇²f = 4: for a
/// disc that is the half sphere. The idea of rounding a silhouette is that of Johnston, "Lumo: Illumination for Cel
/// Animation", NPAR 2002; the membrane with a square root that of Sýkora et al., "Ink-and-Ray: Bas-Relief Meshes for
/// Adding Global Illumination Effects to Hand-Drawn Characters", ACM TOG 33(2), 2014, doi 10.1145/2591011. We keep only
/// its normals, at low resolution, and make them flatter, since a cut-out carries some shading of its own.
package struct SpriteRelief: Sendable {
    /// Which of the sprite's levels has a texel for each normal.
    package let level: Int
    package let columns: Int
    package let rows: Int

    /// Row-major unit vectors in the frame of the object plane: x right, y down, z out of the plane to the viewer.
    ///
    /// Outside the silhouette they go on as at its edge.
    package let normals: [SIMD3<Float>]

    /// How much of each cell the object covers, 0…1.
    package let weights: [Float]

    package var byteCount: Int {
        normals.count * MemoryLayout<SIMD3<Float>>.stride + weights.count * MemoryLayout<Float>.stride
    }

    /// Cells along the longer side, at most.
    static let longestSide = 64
    /// How much lower than the half sphere: 1 would be the sphere itself.
    static let height: Float = 0.8
    /// Lifts the normals at the outline, where those of a sphere lie in the plane: a share of the greatest f.
    static let rim: Float = 0.06

    package init(_ sprite: Sprite) {
        self.init(levels: sprite.levels)
    }

    init(levels: [SpriteLevel]) {
        level = levels.firstIndex { max($0.width, $0.height) <= SpriteRelief.longestSide } ?? levels.count - 1
        let (columns, rows) = (levels[level].width, levels[level].height)
        (self.columns, self.rows) = (columns, rows)
        let membrane = Membrane(levels[level...].reversed())
        weights = levels[level].coverage

        // z = h √f has the normal (−h ∇f / 2, √f), without a division that fails at the outline.
        let lift = SpriteRelief.rim * (membrane.heights.max() ?? 0)
        var normals: [SIMD3<Float>?] = []
        for j in 0..<rows {
            for i in 0..<columns {
                guard weights[j * columns + i] >= 0.5 else {
                    normals.append(nil)
                    continue
                }
                let dx = (membrane[i + 1, j] - membrane[i - 1, j]) / 2
                let dy = (membrane[i, j + 1] - membrane[i, j - 1]) / 2
                let z = (membrane[i, j] + lift).squareRoot()
                let slope = -SpriteRelief.height / 2
                normals.append(SpriteRelief.unit(SIMD3(slope * dx, slope * dy, z)))
            }
        }
        self.normals = SpriteRelief.extended(normals, columns, rows)
    }

    /// Fills the gaps from their neighbours, ring after ring.
    private static func extended(_ known: [SIMD3<Float>?], _ columns: Int, _ rows: Int) -> [SIMD3<Float>] {
        var normals = known
        guard normals.contains(where: { $0 != nil }) else {
            return [SIMD3<Float>](repeating: SIMD3(0, 0, 1), count: known.count)
        }
        while normals.contains(where: { $0 == nil }) {
            let before = normals
            for j in 0..<rows {
                for i in 0..<columns where before[j * columns + i] == nil {
                    var sum = SIMD3<Float>(0, 0, 0)
                    for y in max(j - 1, 0)...min(j + 1, rows - 1) {
                        for x in max(i - 1, 0)...min(i + 1, columns - 1) {
                            if let normal = before[y * columns + x] { sum += normal }
                        }
                    }
                    if sum.z > 0 { normals[j * columns + i] = unit(sum) }
                }
            }
        }
        return normals.compactMap { $0 }
    }

    private static func unit(_ vector: SIMD3<Float>) -> SIMD3<Float> {
        let length = (vector * vector).sum().squareRoot()
        return length > 0 ? vector / length : SIMD3(0, 0, 1)
    }
}

/// The solution of −∇²f = 4 inside a silhouette, f = 0 outside, with a cell as the unit of length.
private struct Membrane {
    private(set) var columns = 0
    private(set) var rows = 0
    private(set) var heights: [Float] = []

    /// Sweeps of successive over-relaxation at each level.
    private static let sweeps = 24
    private static let relaxation: Float = 1.6

    /// Solves on each level in turn, coarsest first, starting from the one before (nested iteration): what takes a sweep
    /// long to carry far has then been carried already.
    init(_ levels: [SpriteLevel]) {
        for level in levels {
            let coarse = self
            (columns, rows) = (level.width, level.height)
            // A cell half covered by an edge is inside; below that it gives way evenly.
            let inside = level.coverage.map { min($0 * 2, 1) }
            heights = inside.indices.map { k in
                inside[k] * (coarse.heights.isEmpty ? 1 : 4 * coarse.between(k % columns, k / columns))
            }
            for _ in 0..<Membrane.sweeps {
                for j in 0..<rows {
                    for i in 0..<columns {
                        let at = j * columns + i
                        let around = self[i - 1, j] + self[i + 1, j] + self[i, j - 1] + self[i, j + 1]
                        let settled = inside[at] * (around / 4 + 1)
                        heights[at] = max(0, heights[at] + Membrane.relaxation * (settled - heights[at]))
                    }
                }
            }
        }
    }

    /// 0 outside.
    subscript(i: Int, j: Int) -> Float {
        i >= 0 && i < columns && j >= 0 && j < rows ? heights[j * columns + i] : 0
    }

    /// The value at the centre of a cell of twice the resolution, bilinearly.
    func between(_ i: Int, _ j: Int) -> Float {
        let (x, y) = (i / 2, j / 2)
        let (u, v) = (i % 2 == 0 ? x - 1 : x + 1, j % 2 == 0 ? y - 1 : y + 1)
        return (9 * self[x, y] + 3 * self[u, y] + 3 * self[x, v] + self[u, v]) / 16
    }
}

extension SpriteLevel {
    /// The alpha of each texel, 0…1, row-major without the border.
    fileprivate var coverage: [Float] {
        (0..<height).flatMap { y in
            (0..<width).map { x in Float(texels[(y + 1) * stride + x + 1] >> 24) / 255 }
        }
    }
}
