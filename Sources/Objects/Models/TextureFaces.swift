import Cards
import Drawings
import Findings
import Geometry
import Rendering
import Solids

/// The faces of a mesh that show a region of a material's texture.
struct TextureFaces {
    let material: Int
    /// Pieces of the surface, each as a map from the texture. A piece whose texture is mirrored is one by itself.
    let patches: [(map: TexturePatch, isMirrored: Bool)]
    /// How many metres the whole texture spans there along its width and its height, in the mean.
    let metres: SIMD2<Double>

    /// A face that repeats the texture more often than this has no places of texts.
    private static let mostRepeats = 64.0

    /// - Parameter name: the material's name; unless given, all that show the region are found.
    /// - Throws: `ObjectError` where no face shows it.
    static func showing(
        _ region: TextureRegion, of mesh: Mesh, material name: String?
    ) throws(ObjectError) -> [TextureFaces] {
        let names = mesh.materials.map(\.name)
        if let name, !names.contains(name) {
            let known = names.filter { !$0.isEmpty }
            throw ObjectError(
                .badValue,
                "has no material “\(name)”"
                    + (name.nearest(among: known).map { "; did you mean “\($0)”?" }
                        ?? (known.isEmpty
                            ? "; its materials have no names" : "; it has: \(known.joined(separator: ", "))"))
            )
        }
        guard !mesh.coordinates.isEmpty else {
            throw ObjectError(.badValue, "has no texture coordinates, so nothing can be printed on it")
        }
        var shown: [Int: [Int]] = [:]
        var order: [Int] = []
        for triangle in mesh.triangles.indices {
            let material = mesh.materialIndices.isEmpty ? 0 : Int(mesh.materialIndices[triangle])
            guard name == nil || names[material] == name else { continue }
            let place = TexturePlace(triangle, of: mesh, material)
            guard place.repeats <= mostRepeats, place.area(in: region) > 0 else { continue }
            if shown[material] == nil { order.append(material) }
            shown[material, default: []].append(triangle)
        }
        let faces = order.sorted().compactMap { TextureFaces(mesh, $0, shown[$0] ?? [], region) }
        guard !faces.isEmpty else {
            throw ObjectError(
                .badValue,
                "has no face\(name.map { " of the material “\($0)”" } ?? "") that shows the region \(region.words) of its texture"
            )
        }
        return faces
    }

    private init?(_ mesh: Mesh, _ material: Int, _ triangles: [Int], _ region: TextureRegion) {
        self.material = material
        let places = triangles.map { TexturePlace($0, of: mesh, material) }
        var (whole, sums) = (0.0, SIMD2<Double>.zero)
        for place in places {
            let area = place.area(in: region)
            whole += area
            sums += place.metres * area
        }
        guard whole > 0, sums.min() > 0 else { return nil }
        metres = sums / whole
        // Faces that share two corners, on the surface and on the texture, are of one piece.
        var numbers: [Corner: Int] = [:]
        var pieces = Pieces()
        for (index, place) in places.enumerated() {
            let corners = (0..<3).map {
                Corner(point: place.points[$0], place: place.shown[$0], isMirrored: place.isMirrored)
            }
            for corner in corners {
                if let known = numbers[corner] {
                    pieces.join(index, known)
                } else {
                    numbers[corner] = index
                }
            }
        }
        var members: [Int: [Int]] = [:]
        var order: [Int] = []
        for index in places.indices {
            let piece = pieces.first(of: index)
            if members[piece] == nil { order.append(piece) }
            members[piece, default: []].append(index)
        }
        patches = order.compactMap { piece in
            let own = members[piece] ?? []
            return TexturePatch(
                own.map { (places[$0].shown.map { SIMD2<Double>($0) }, places[$0].points.map { Vector3($0) }) }
            ).map { (map: $0, isMirrored: places[own[0]].isMirrored) }
        }
    }

    private struct Corner: Hashable {
        let point: SIMD3<Float>
        let place: SIMD2<Float>
        let isMirrored: Bool
    }
}

/// Sets of numbers, each known by the least of them.
private struct Pieces {
    private var above: [Int: Int] = [:]

    func first(of number: Int) -> Int {
        var number = number
        while let next = above[number] { number = next }
        return number
    }

    mutating func join(_ a: Int, _ b: Int) {
        let (a, b) = (first(of: a), first(of: b))
        if a != b { above[max(a, b)] = min(a, b) }
    }
}

/// The place of a triangle on its texture.
private struct TexturePlace {
    /// Its corners, counterclockwise as seen from outside.
    let points: [SIMD3<Float>]
    /// Their places on the texture, u to the right and v up.
    let shown: [SIMD2<Float>]
    /// Whether the texture is seen mirrored from outside.
    let isMirrored: Bool
    /// How many metres the whole texture would span along its width and its height.
    let metres: SIMD2<Double>

    init(_ triangle: Int, of mesh: Mesh, _ material: Int) {
        let corners = mesh.triangles[triangle]
        var indices = (0..<3).map { Int(corners[$0]) }
        let edges = indices.dropFirst().map { Vector3(mesh.positions[$0] - mesh.positions[indices[0]]) }
        // Vertex normals say which side is outside; some files wind their faces the other way round.
        let outwards = indices.reduce(Vector3.zero) { $0 + Vector3(mesh.normals[$1]) }
        if outwards.dot(edges[0].cross(edges[1])) < 0 { indices.swapAt(1, 2) }
        points = indices.map { mesh.positions[$0] }
        let mapping = mesh.materials[material].baseTexture.map { mesh.textures[$0].mapping } ?? .identity
        shown = indices.map { mapping(mesh.coordinates[$0]) }
        let (a, b) = (SIMD2<Double>(shown[1] - shown[0]), SIMD2<Double>(shown[2] - shown[0]))
        let area = a.x * b.y - a.y * b.x
        isMirrored = area < 0
        let (p, q) = (Vector3(points[1] - points[0]), Vector3(points[2] - points[0]))
        metres =
            abs(area) > 1e-14
            ? [((p * b.y - q * a.y) / area).length, ((q * a.x - p * b.x) / area).length] : .zero
    }

    private var lower: SIMD2<Float> { pointwiseMin(pointwiseMin(shown[0], shown[1]), shown[2]).rounded(.down) }
    private var upper: SIMD2<Float> { pointwiseMax(pointwiseMax(shown[0], shown[1]), shown[2]).rounded(.down) }

    /// How often it shows the whole texture or parts of it.
    var repeats: Double {
        let count = SIMD2<Double>(upper - lower) + 1
        return count.x * count.y
    }

    /// The area of the region that it shows, on the texture.
    func area(in region: TextureRegion) -> Double {
        var area = 0.0
        for row in Int(lower.y)...Int(upper.y) {
            for column in Int(lower.x)...Int(upper.x) {
                var corners = shown.map { SIMD2<Double>($0) - SIMD2(Double(column), Double(row)) }
                for (axis, limit, sign) in [
                    (0, region.left, 1.0), (0, region.right, -1), (1, 1 - region.bottom, 1), (1, 1 - region.top, -1),
                ] {
                    corners = Self.cut(corners) { ($0[axis] - limit) * sign }
                }
                guard corners.count > 2 else { continue }
                area += Polygon(corners.map { Point($0.x, $0.y) }).area
            }
        }
        return area
    }

    /// The part of a polygon in which a linear function is not negative.
    private static func cut(
        _ corners: [SIMD2<Double>], _ height: (SIMD2<Double>) -> Double
    ) -> [SIMD2<Double>] {
        corners.indices.flatMap { index -> [SIMD2<Double>] in
            let (a, b) = (corners[index], corners[(index + 1) % corners.count])
            let (from, to) = (height(a), height(b))
            var kept = from >= 0 ? [a] : []
            if (from >= 0) != (to >= 0) { kept.append(a + (b - a) * (from / (from - to))) }
            return kept
        }
    }
}
