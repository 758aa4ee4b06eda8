extension Polygon {
    /// The part where `a x + b y + c ≥ 0`.
    ///
    /// Sutherland and Hodgman, "Reentrant polygon clipping", Communications of the ACM 17 (1974). A concave polygon
    /// that falls apart stays one polygon, its parts joined along the cutting line by edges that hold no area.
    package func clipped(a: Double, b: Double, c: Double) -> Polygon {
        clipped { a * $0.x + b * $0.y + c }
    }

    /// The part inside a rectangle.
    package func clipped(to rect: Rect) -> Polygon {
        clipped { $0.x - rect.minX }
            .clipped { rect.maxX - $0.x }
            .clipped { $0.y - rect.minY }
            .clipped { rect.maxY - $0.y }
    }

    /// The part inside a convex polygon, of either orientation. A convex polygon without area holds nothing.
    package func clipped(toConvex convex: Polygon) -> Polygon {
        let area = convex.signedArea
        guard area != 0 else { return Polygon([]) }
        var rest = self
        for (p, q) in convex.edges where p != q {
            // Clockwise on the screen, the inside is to the right of each edge: where this cross product is positive.
            let (dx, dy) = area > 0 ? (q.x - p.x, q.y - p.y) : (p.x - q.x, p.y - q.y)
            rest = rest.clipped { dx * ($0.y - p.y) - dy * ($0.x - p.x) }
        }
        return rest
    }

    /// The polygon's image, without the part behind the camera; empty when all of it is there.
    ///
    /// It is cut where w falls to a millionth of its greatest value among the vertices, so that every coordinate of
    /// the image is finite: a plane that runs to the horizon ends a million times farther away than its nearest vertex.
    package func transformed(by map: Homography) -> Polygon {
        let greatest = vertices.reduce(0) { max($0, map.w(at: $1)) }
        guard greatest > 0 else { return Polygon([]) }
        let near = greatest * 1e-6
        return Polygon(clipped { map.w(at: $0) - near }.vertices.compactMap { map($0) })
    }

    /// The part where a function that is linear in x and y is not negative.
    private func clipped(where inside: (Point) -> Double) -> Polygon {
        var kept: [Point] = []
        kept.reserveCapacity(vertices.count + 2)
        for (p, q) in edges {
            let (dp, dq) = (inside(p), inside(q))
            if dp >= 0 { kept.append(p) }
            if (dp > 0 && dq < 0) || (dp < 0 && dq > 0) {
                let t = dp / (dp - dq)
                kept.append(Point(p.x + (q.x - p.x) * t, p.y + (q.y - p.y) * t))
            }
        }
        return Polygon(kept)
    }
}
