import Geometry
import Rendering

/// The ground under an object and how far it reaches up: two objects that share some of both would stand inside each
/// other.
struct Footprint: Sendable {
    /// The convex outline on the ground, as x and z of the world in metres.
    private let outline: Polygon
    private let lower: Double
    private let upper: Double
    /// Whether the object is flat. Nobody knows how deep a flat object is: it may not stick in a solid one, but cards
    /// may cross.
    private let isFlat: Bool

    /// Makes the footprint of an object from its outermost points, in the world.
    init(_ points: [Vector3], isFlat: Bool = false) {
        self.isFlat = isFlat
        outline = Polygon(points.map { Point($0.x, $0.z) }).convexHull
        lower = points.map(\.y).min() ?? 0
        upper = points.map(\.y).max() ?? 0
    }

    /// Objects that share less than this only touch: one may stand on what lies on the ground.
    private static let touchMetres = 0.001

    /// Whether the two have some space in common. Two convex outlines have, unless an edge of one has the other wholly
    /// on its outer side.
    func intersects(_ other: Footprint) -> Bool {
        !(isFlat && other.isFlat) && min(upper, other.upper) - max(lower, other.lower) > Footprint.touchMetres
            && !outline.isParted(from: other.outline) && !other.outline.isParted(from: outline)
    }
}

extension Polygon {
    /// Whether an edge of this convex polygon, clockwise on the screen, has all of another on its outer side.
    fileprivate func isParted(from other: Polygon) -> Bool {
        edges.contains { a, b in
            other.vertices.allSatisfy { (b.x - a.x) * ($0.y - a.y) - (b.y - a.y) * ($0.x - a.x) <= 0 }
        }
    }
}
