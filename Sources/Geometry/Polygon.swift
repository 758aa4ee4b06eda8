/// A closed polygon: the last vertex joins the first. It may be concave, and may cross itself.
///
/// In JSON: a list of `[x, y]`.
package struct Polygon: Hashable, Sendable {
    package var vertices: [Point]

    package init(_ vertices: [Point]) {
        self.vertices = vertices
    }

    /// The rectangle's corners from the top left, clockwise on the screen.
    package init(_ rect: Rect) {
        vertices = rect.corners
    }

    /// The rule for the inside of a polygon that crosses itself.
    package enum FillRule: Sendable {
        /// The points from which a ray meets the outline an odd number of times.
        case evenOdd
        /// The points around which the outline winds at least once.
        case nonZero
    }

    /// The area by the shoelace formula: positive when the vertices go clockwise on the screen (y down), negative
    /// otherwise; parts that wind in opposite ways cancel.
    package var signedArea: Double {
        guard let origin = vertices.first else { return 0 }
        // Coordinates are relative to the first vertex, so that a small polygon far from the origin keeps its digits.
        return edges.reduce(0) { sum, edge in
            let (a, b) = edge
            return sum + (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y)
        } / 2
    }

    package var area: Double { abs(signedArea) }

    /// The smallest rectangle around all vertices; nil when there are none.
    package var bounds: Rect? { Rect(bounding: vertices) }

    /// The centre of its area, or of its vertices when it has no area; nil when it has no vertices.
    package var centroid: Point? {
        guard let origin = vertices.first else { return nil }
        var (x, y, doubled) = (0.0, 0.0, 0.0)
        for (a, b) in edges {
            let (ax, ay, bx, by) = (a.x - origin.x, a.y - origin.y, b.x - origin.x, b.y - origin.y)
            let cross = ax * by - bx * ay
            x += (ax + bx) * cross
            y += (ay + by) * cross
            doubled += cross
        }
        guard doubled != 0 else {
            let count = Double(vertices.count)
            return Point(vertices.reduce(0) { $0 + $1.x } / count, vertices.reduce(0) { $0 + $1.y } / count)
        }
        return Point(origin.x + x / (3 * doubled), origin.y + y / (3 * doubled))
    }

    /// Whether a point is inside. A point on the outline belongs to exactly one of two polygons that share that edge:
    /// in a rectangle the left and top edges count as inside.
    package func contains(_ point: Point, rule: FillRule = .evenOdd) -> Bool {
        var winding = 0
        var crossings = 0
        for (a, b) in edges where (a.y <= point.y) != (b.y <= point.y) {
            // The edge meets the horizontal line through the point; does it do so at or left of it?
            let x = a.x + (point.y - a.y) / (b.y - a.y) * (b.x - a.x)
            guard x <= point.x else { continue }
            crossings += 1
            winding += a.y < b.y ? 1 : -1
        }
        switch rule {
        case .evenOdd: return crossings % 2 == 1
        case .nonZero: return winding != 0
        }
    }

    /// Each vertex with the next.
    package var edges: some Sequence<(Point, Point)> {
        zip(vertices, vertices.dropFirst() + vertices.prefix(1))
    }
}

extension Polygon: Codable {
    package init(from decoder: any Decoder) throws {
        vertices = try decoder.singleValueContainer().decode([Point].self)
    }

    package func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        try value.encode(vertices)
    }
}
