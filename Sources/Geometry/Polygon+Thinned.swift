extension Polygon {
    /// The polygon without the vertices that lie within `tolerance` of the line through the ones kept.
    ///
    /// After Douglas and Peucker, "Algorithms for the reduction of the number of points required to represent a digitized
    /// line or its caricature", Cartographica 10(2), 1973.
    package func thinned(_ tolerance: Double) -> Polygon {
        func distance(_ p: Point, _ a: Point, _ b: Point) -> Double {
            let (dx, dy) = (b.x - a.x, b.y - a.y)
            let length = dx * dx + dy * dy
            let share = length > 0 ? min(max(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0), 1) : 0
            let (ex, ey) = (p.x - a.x - share * dx, p.y - a.y - share * dy)
            return (ex * ex + ey * ey).squareRoot()
        }
        let ring = vertices
        guard !ring.isEmpty else { return self }
        // Twice an extreme point: the lowest in a fixed direction is a corner of the hull, and so is the farthest from it.
        let first =
            ring.indices.min { (ring[$0].x + ring[$0].y, ring[$0].x) < (ring[$1].x + ring[$1].y, ring[$1].x) } ?? 0
        let points = Array(ring[first...] + ring[...first])
        let farthest =
            points.indices.max {
                distance(points[$0], points[0], points[0]) < distance(points[$1], points[0], points[0])
            }
            ?? 0
        var keep = [Bool](repeating: false, count: points.count)
        keep[0] = true
        keep[farthest] = true
        var spans = [(0, farthest), (farthest, points.count - 1)]
        while let (from, to) = spans.popLast() {
            guard to - from > 1 else { continue }
            var (worst, at) = (tolerance, -1)
            for k in from + 1..<to {
                let away = distance(points[k], points[from], points[to])
                if away > worst { (worst, at) = (away, k) }
            }
            guard at > 0 else { continue }
            keep[at] = true
            spans += [(from, at), (at, to)]
        }
        return Polygon(points.indices.dropLast().filter { keep[$0] }.map { points[$0] })
    }
}
