import Geometry

/// Cuts polygons with holes into triangles: ear clipping, holes first joined to the outline by bridges (D. Eberly,
/// "Triangulation by ear clipping", Geometric Tools, 2002). Quadratic in the number of points.
enum EarClipping {
    /// - Parameter loops: The outline, counter-clockwise (y up), then the holes, clockwise; no loop touches another.
    /// - Returns: Indices into all loops' points, one loop after the other, counter-clockwise; nil where the outline or a
    ///   hole crosses something.
    static func triangles(_ loops: [[Point]]) -> [SIMD3<Int>]? {
        let points = loops.flatMap { $0 }
        var starts = [0]
        for loop in loops { starts.append(starts[starts.count - 1] + loop.count) }
        guard !isCrossed(loops) else { return nil }
        var ring = Array(0..<loops[0].count)
        // The hole furthest to the right comes first: nothing then lies between it and its bridge's other end.
        let holes = (1..<max(1, loops.count)).sorted { a, b in
            (loops[a].map(\.x).max() ?? 0, b) > (loops[b].map(\.x).max() ?? 0, a)
        }
        for hole in holes {
            let own = Array(starts[hole]..<starts[hole + 1])
            guard let from = own.max(by: { (points[$0].x, $1) < (points[$1].x, $0) }) else { continue }
            let edges =
                pairs(ring) + loops.indices.dropFirst().flatMap { pairs(Array(starts[$0]..<starts[$0 + 1])) }
            let nearest = ring.indices.sorted {
                (points[ring[$0]].distance(to: points[from]), $0) < (points[ring[$1]].distance(to: points[from]), $1)
            }
            // Twin points of earlier bridges face different sides: the bridge must leave towards the inside.
            guard
                let bridge = nearest.first(where: { index in
                    looksInside(index, of: ring, towards: points[from], points)
                        && !edges.contains {
                            cross(points[$0.0], points[$0.1], points[ring[index]], points[from])
                        }
                })
            else { return nil }
            let offset = own.firstIndex(of: from) ?? 0
            let turned = Array(own[offset...] + own[..<offset])
            ring.insert(contentsOf: turned + [from, ring[bridge]], at: bridge + 1)
        }
        return clip(ring, points)
    }

    private static func clip(_ whole: [Int], _ points: [Point]) -> [SIMD3<Int>]? {
        var ring = whole
        var triangles: [SIMD3<Int>] = []
        var at = 0
        var refused = 0
        while ring.count > 3 {
            guard refused <= ring.count else { return nil }
            let count = ring.count
            let (a, b, c) = (ring[(at + count - 1) % count], ring[at % count], ring[(at + 1) % count])
            let turn = area(points[a], points[b], points[c])
            // Points on a line make a triangle without area, which still closes the surface at its middle point.
            let isEar =
                turn >= -1e-15
                && !ring.contains { other in
                    let point = points[other]
                    guard point != points[a], point != points[b], point != points[c] else { return false }
                    return turn > 1e-15 && area(points[a], points[b], point) >= 0
                        && area(points[b], points[c], point) >= 0 && area(points[c], points[a], point) >= 0
                }
            if isEar {
                triangles.append(SIMD3(a, b, c))
                ring.remove(at: at % count)
                refused = 0
                at = at % count == 0 ? 0 : (at % count) - 1
                if at >= ring.count { at = 0 }
            } else {
                at = (at + 1) % count
                refused += 1
            }
        }
        return triangles + [SIMD3(ring[0], ring[1], ring[2])]
    }

    /// Twice the area of a triangle; positive counter-clockwise.
    private static func area(_ a: Point, _ b: Point, _ c: Point) -> Double {
        (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    }

    /// Whether the way from a point of the ring to another point begins inside the ring.
    private static func looksInside(_ index: Int, of ring: [Int], towards point: Point, _ points: [Point]) -> Bool {
        let own = points[ring[index]]
        let before = points[ring[(index + ring.count - 1) % ring.count]]
        let after = points[ring[(index + 1) % ring.count]]
        if area(before, own, after) >= 0 {
            return area(own, point, before) > 0 && area(own, after, point) > 0
        }
        return !(area(own, point, after) >= 0 && area(own, before, point) >= 0)
    }

    private static func pairs(_ ring: [Int]) -> [(Int, Int)] {
        zip(ring, ring.dropFirst() + ring.prefix(1)).map { ($0, $1) }
    }

    /// Whether two segments have a point in common, other than an end of both.
    private static func cross(_ a: Point, _ b: Point, _ c: Point, _ d: Point) -> Bool {
        if a == c || a == d || b == c || b == d { return false }
        // Separate ranges of x or y end here: pieces of one straight line have areas that are only rounding errors.
        guard max(min(a.x, b.x), min(c.x, d.x)) <= min(max(a.x, b.x), max(c.x, d.x)),
            max(min(a.y, b.y), min(c.y, d.y)) <= min(max(a.y, b.y), max(c.y, d.y))
        else { return false }
        return area(a, b, c) * area(a, b, d) <= 0 && area(c, d, a) * area(c, d, b) <= 0
    }

    private static func isCrossed(_ loops: [[Point]]) -> Bool {
        let edges = loops.flatMap { loop in zip(loop, loop.dropFirst() + loop.prefix(1)).map { ($0, $1) } }
        for first in edges.indices {
            let (a, b) = edges[first]
            for second in edges.indices.dropFirst(first + 1) where cross(a, b, edges[second].0, edges[second].1) {
                return true
            }
        }
        return false
    }
}
