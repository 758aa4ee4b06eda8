package import Geometry

/// Several rings joined into one: the parts and holes of a mask are connected by lines there and back, which have no
/// width.
///
/// By the even-odd rule the one ring covers exactly the area of all rings together. Ultralytics' converter from COCO
/// joins the parts of an object in the same way (`merge_multi_segment` in `ultralytics/data/converter.py`).
package struct JoinedRing: Sendable {
    /// The last point joins the first.
    package let points: [Point]

    /// - Parameter rings: Each with one point at least. They are joined from top to bottom, each from its topmost, then
    ///   leftmost, corner to the nearest corner of the earlier rings: O(rings · corners).
    package init(_ rings: [[Point]]) {
        let turned = rings.filter { !$0.isEmpty }.map { ring in
            let first = ring.indices.min { Self.precedes(ring[$0], ring[$1]) } ?? 0
            return Array(ring[first...] + ring[..<first])
        }.sorted { Self.precedes($0[0], $1[0]) }
        var points = turned.first ?? []
        for ring in turned.dropFirst() {
            let start = ring[0]
            var (nearest, least) = (0, Double.infinity)
            for (index, point) in points.enumerated() {
                let (dx, dy) = (point.x - start.x, point.y - start.y)
                let distance = dx * dx + dy * dy
                if distance < least { (nearest, least) = (index, distance) }
            }
            points.insert(contentsOf: ring + [start, points[nearest]], at: nearest + 1)
        }
        self.points = points
    }

    private static func precedes(_ a: Point, _ b: Point) -> Bool { (a.y, a.x) < (b.y, b.x) }
}
