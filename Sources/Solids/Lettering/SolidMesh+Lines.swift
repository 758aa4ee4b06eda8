import Drawings
import Geometry
import Rendering

extension SolidMesh {
    /// The most characters of a solid whose places are looked for. A texture that repeats may show its text any number of
    /// times.
    static let mostCharacters = 2000

    /// The lines that the solid shows: each as often as patches and repeats of its texture show it.
    ///
    /// - Parameter written: for each material the lines on its texture; nil where their places are not known.
    /// - Returns: nil where the places of some are not known.
    func lines(of written: [[WrittenPart]?]) -> [SurfaceText]? {
        var members: [UInt32: [Int]] = [:]
        var order: [UInt32] = []
        for (triangle, material) in materials.enumerated() {
            guard let lines = written[Int(material)] else { return nil }
            guard !lines.isEmpty else { continue }
            let patch = patches[triangle]
            if members[patch] == nil { order.append(patch) }
            members[patch, default: []].append(triangle)
        }
        var found: [SurfaceText] = []
        var room = Self.mostCharacters
        for number in order {
            guard let own = members[number], let patch = TexturePatch(self, own),
                let lines = written[Int(materials[own[0]])]
            else { continue }
            let (low, high) = (patch.lower.rounded(.down), patch.upper.rounded(.down))
            let characters = lines.flatMap(\.parts).reduce(0) { $0 + $1.parts.count }
            let repeats = (high.x - low.x + 1) * (high.y - low.y + 1)
            guard repeats * Double(characters) <= Double(room) else { return nil }
            room -= Int(repeats) * characters
            for row in Int(low.y)...Int(high.y) {
                for column in Int(low.x)...Int(high.x) {
                    let tile = TextureTile(patch: patch, corner: SIMD2(Double(column), Double(row)))
                    found += lines.compactMap(tile.text)
                }
            }
        }
        return found
    }
}

/// One showing of a texture on a patch.
private struct TextureTile {
    let patch: TexturePatch
    /// Its lower left corner.
    let corner: SIMD2<Double>

    /// The box of a part of the text in the patch's texture coordinates.
    private func box(_ part: WrittenPart) -> (low: SIMD2<Double>, high: SIMD2<Double>) {
        let places = part.corners.map { SIMD2($0.x, 1 - $0.y) + corner }
        return (places.reduce(places[0], pointwiseMin), places.reduce(places[0], pointwiseMax))
    }

    /// A part of the text on the surface; nil where the patch shows none of it.
    func text(_ part: WrittenPart) -> SurfaceText? {
        let (low, high) = box(part)
        guard let near = patch.near(low, high) else { return nil }
        let parts = part.parts.compactMap(text)
        let spots = part.parts.isEmpty ? spots(low, high, near) : []
        guard part.parts.isEmpty ? !spots.isEmpty : !parts.isEmpty else { return nil }
        // What lies beside the texture or the patch is not there.
        let from = pointwiseMax(pointwiseMax(low, corner), patch.lower)
        let to = pointwiseMin(pointwiseMin(high, corner + 1), patch.upper)
        guard from.x < to.x, from.y < to.y else { return nil }
        let (topLeft, topRight) = (SIMD2(from.x, to.y), to)
        let (bottomLeft, bottomRight) = (from, SIMD2(to.x, from.y))
        let across =
            [0] + Self.sorted(near.bends(from: topLeft, to: topRight) + near.bends(from: bottomLeft, to: bottomRight))
            + [1]
        func points(_ shares: [Double], _ a: SIMD2<Double>, _ b: SIMD2<Double>) -> [Vector3] {
            shares.map { near.place(a + (b - a) * $0).point }
        }
        func side(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> [Vector3] {
            let way = points([0] + Self.sorted(near.bends(from: a, to: b)) + [1], a, b)
            return Self.bent([way]).dropFirst().dropLast().map { way[$0] }
        }
        let edges = [points(across, topLeft, topRight), points(across, bottomLeft, bottomRight)]
        let kept = Self.bent(edges)
        let size = high - low
        return SurfaceText(
            part.text, top: kept.map { edges[0][$0] }, bottom: kept.map { edges[1][$0] },
            left: side(topLeft, bottomLeft), right: side(topRight, bottomRight), area: size.x * size.y, spots: spots,
            parts: parts)
    }

    private func spots(
        _ low: SIMD2<Double>, _ high: SIMD2<Double>, _ patch: TexturePatch
    ) -> [SurfaceText.Spot] {
        let steps = 8
        precondition(steps * steps == SurfaceText.spotCount)
        return (0..<steps * steps).compactMap { number in
            let share = (SIMD2(Double(number % steps), Double(number / steps)) + 0.5) / Double(steps)
            let at = low + (high - low) * share
            guard all(at .>= corner), all(at .<= corner + 1) else { return nil }
            let place = patch.place(at)
            return place.isOnSurface ? SurfaceText.Spot(place.point, normal: place.normal) : nil
        }
    }

    /// Shares in order, each once.
    private static func sorted(_ shares: [Double]) -> [Double] {
        var sorted: [Double] = []
        for share in shares.sorted() where share - (sorted.last ?? -1) > 1e-6 { sorted.append(share) }
        return sorted
    }

    /// The places of the ends of ways with as many points each, and of the points at which one of them is bent.
    private static func bent(_ ways: [[Vector3]]) -> [Int] {
        let count = ways[0].count
        var kept = [0]
        for index in 1..<count - 1 {
            let isBent = ways.contains { way in
                let (a, b, c) = (way[kept[kept.count - 1]], way[index], way[index + 1])
                let (whole, part) = (c - a, b - a)
                // How far the point lies off the line through the others, in lengths of it.
                return whole.cross(part).length > 1e-5 * whole.dot(whole)
            }
            if isBent { kept.append(index) }
        }
        return kept + [count - 1]
    }
}
