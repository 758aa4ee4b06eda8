import Drawings
import Geometry
import Rendering

/// One showing of a texture on a patch.
struct TextureTile {
    let patch: TexturePatch
    /// Its lower left corner.
    let corner: SIMD2<Double>

    /// Whether a part of a text can be followed to the surface: it is not mirrored, and it is upright unless it lies wholly
    /// on the texture.
    static func canShow(_ part: WrittenPart) -> Bool {
        Polygon(part.corners).signedArea > 0 && part.parts.allSatisfy(canShow)
            && (isUpright(part) || part.corners.allSatisfy { (0...1).contains($0.x) && (0...1).contains($0.y) })
    }

    private static func isUpright(_ part: WrittenPart) -> Bool {
        let corners = part.corners
        return corners[0].x < corners[1].x && corners[0].y < corners[3].y
            && abs(corners[0].y - corners[1].y) < 1e-9 && abs(corners[0].x - corners[3].x) < 1e-9
            && abs(corners[2].y - corners[3].y) < 1e-9 && abs(corners[2].x - corners[1].x) < 1e-9
    }

    /// A part of the text on the surface; nil where the patch shows none of it.
    func text(_ part: WrittenPart) -> SurfaceText? {
        var corners = part.corners.map { SIMD2($0.x, 1 - $0.y) + corner }
        let low = corners.reduce(corners[0], pointwiseMin)
        let high = corners.reduce(corners[0], pointwiseMax)
        guard let near = patch.near(low, high) else { return nil }
        let parts = part.parts.compactMap(text)
        let spots = part.parts.isEmpty ? spots(corners, near) : []
        guard part.parts.isEmpty ? !spots.isEmpty : !parts.isEmpty else { return nil }
        if Self.isUpright(part) {
            // What lies beside the texture or the patch is not there.
            let from = pointwiseMax(pointwiseMax(low, corner), patch.lower)
            let to = pointwiseMin(pointwiseMin(high, corner + 1), patch.upper)
            guard from.x < to.x, from.y < to.y else { return nil }
            corners = [SIMD2(from.x, to.y), to, SIMD2(to.x, from.y), from]
        }
        let across = Self.sorted(
            near.bends(from: corners[0], to: corners[1]) + near.bends(from: corners[3], to: corners[2]))
        func points(_ shares: [Double], _ a: SIMD2<Double>, _ b: SIMD2<Double>) -> [Vector3] {
            shares.map { near.place(a + (b - a) * $0).point }
        }
        func side(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> [Vector3] {
            let way = points(Self.sorted(near.bends(from: a, to: b)), a, b)
            return Self.bent([way]).dropFirst().dropLast().map { way[$0] }
        }
        let edges = [points(across, corners[0], corners[1]), points(across, corners[3], corners[2])]
        let kept = Self.bent(edges)
        return SurfaceText(
            part.text, top: kept.map { edges[0][$0] }, bottom: kept.map { edges[1][$0] },
            left: side(corners[0], corners[3]), right: side(corners[1], corners[2]),
            area: Polygon(part.corners).area, spots: spots, parts: parts)
    }

    /// Points spread evenly over a box with these corners, as far as the texture and the patch show it.
    private func spots(_ corners: [SIMD2<Double>], _ patch: TexturePatch) -> [SurfaceText.Spot] {
        let steps = 8
        precondition(steps * steps == SurfaceText.spotCount)
        return (0..<steps * steps).compactMap { number in
            let share = (SIMD2(Double(number % steps), Double(number / steps)) + 0.5) / Double(steps)
            let above = corners[0] + (corners[1] - corners[0]) * share.x
            let at = above + (corners[3] + (corners[2] - corners[3]) * share.x - above) * share.y
            guard all(at .>= corner), all(at .<= corner + 1) else { return nil }
            let place = patch.place(at)
            return place.isOnSurface ? SurfaceText.Spot(place.point, normal: place.normal) : nil
        }
    }

    /// Shares of a way with its ends, in order, each once.
    private static func sorted(_ shares: [Double]) -> [Double] {
        var sorted = [0.0]
        for share in shares.sorted() where share - sorted[sorted.count - 1] > 1e-6 { sorted.append(share) }
        return sorted + [1]
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
