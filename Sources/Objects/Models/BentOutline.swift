package import Geometry

/// The outline in the image of a text on a surface that may be bent: of the part of it that lies on the side towards the
/// camera.
package struct BentOutline {
    /// The upper edge from left to right, with the upper halves of the sides.
    package private(set) var upper: [Point]
    /// The lower edge from left to right, with as many points.
    package private(set) var lower: [Point]
    /// Its four corners, clockwise from the top left of the upright text. Where it is bent, the sides between them are
    /// moved outwards as far as the outline reaches.
    package private(set) var quad: [Point]

    /// Points nearer than this to the line between their neighbours are none of a bend.
    private static let tolerance = 0.02

    package var isBent: Bool { upper.count > 2 }

    /// Whether four corners still go round an area when they are moved to whole pixels, as some formats do: each moves by
    /// half a pixel at most, across and down. Of a word at the horizon of a round body there may be less.
    package static func isLargerThanPixels(_ quad: [Point]) -> Bool {
        let reach = [(0, 2), (1, 3)].reduce(0.0) { reach, ends in
            let (a, b) = (quad[ends.0], quad[ends.1])
            return reach + abs(b.x - a.x) + abs(b.y - a.y)
        }
        return Polygon(quad).area > reach / 2 + 1
    }

    /// The outline as a mirror shows it whose picture this is the outline of: its points from left to right as the
    /// upright text has it, and its corners the other way round.
    package var mirrored: BentOutline {
        var mirrored = self
        (mirrored.upper, mirrored.lower) = (upper.reversed(), lower.reversed())
        mirrored.quad = [quad[1], quad[0], quad[3], quad[2]]
        return mirrored
    }

    /// - Parameters:
    ///   - top: points along the upper edge, from left to right as the upright text has it.
    ///   - bottom: the same along the lower edge, as many.
    ///   - left: points between the ends of the left edge, from the top.
    ///   - right: the same at the right edge.
    /// - Returns: nil where all of it lies on the side away from the camera.
    package init?(top: [Point], bottom: [Point], left: [Point], right: [Point]) {
        // Beyond the surface's horizon its strips are mirrored.
        let areas = (1..<top.count).map {
            Polygon([top[$0 - 1], top[$0], bottom[$0], bottom[$0 - 1]]).signedArea
        }
        var (best, most): (ClosedRange<Int>?, Double) = (nil, 0)
        var index = 0
        while index < areas.count {
            guard areas[index] > 0 else {
                index += 1
                continue
            }
            let start = index
            while index < areas.count, areas[index] > 0 { index += 1 }
            let area = areas[start..<index].reduce(0, +)
            if area > most { (best, most) = (start...index, area) }
        }
        guard let run = best else { return nil }
        (upper, lower) = (Array(top[run]), Array(bottom[run]))
        let corners = [upper[0], upper[upper.count - 1], lower[lower.count - 1], lower[0]]
        if run.lowerBound == 0, let side = Self.halves(upper[0], left, lower[0]) {
            (upper, lower) = (side.upper.reversed() + upper, side.lower + lower)
        }
        if run.upperBound == top.count - 1, let side = Self.halves(corners[1], right, corners[2]) {
            (upper, lower) = (upper + side.upper, lower + side.lower.reversed())
        }
        quad = corners
        straighten()
        widen()
    }

    /// The upper and the lower half of the points along a side, as many each; nil for a straight side.
    private static func halves(
        _ start: Point, _ between: [Point], _ end: Point
    ) -> (upper: [Point], lower: [Point])? {
        guard let next = between.first else { return nil }
        let middle = Point((start.x + next.x) / 2, (start.y + next.y) / 2)
        let points = between.count.isMultiple(of: 2) ? between : [middle] + between
        let whole = [start] + points + [end]
        guard points.contains(where: { whole[0].distance(of: $0, toLineTo: end) > tolerance }) else { return nil }
        return (Array(points.prefix(points.count / 2)), Array(points.suffix(points.count / 2)))
    }

    /// Leaves out the pairs of points at which neither edge is bent.
    private mutating func straighten() {
        var kept = [0]
        for index in 1..<upper.count - 1 {
            let last = kept[kept.count - 1]
            let isBent = [upper, lower].contains { edge in
                (last + 1...index).contains {
                    edge[last].distance(of: edge[$0], toLineTo: edge[index + 1]) > Self.tolerance
                }
            }
            if isBent { kept.append(index) }
        }
        kept.append(upper.count - 1)
        (upper, lower) = (kept.map { upper[$0] }, kept.map { lower[$0] })
    }

    /// Moves each side of the quad outwards until all points lie inside.
    private mutating func widen() {
        let points = upper + lower
        guard isBent, let middle = Polygon(points).centroid else { return }
        let corners = quad
        // The outer normal of each side and how far the outline reaches beyond it.
        let sides = (0..<4).compactMap { side -> (normal: Point, reach: Double)? in
            let (a, b) = (corners[side], corners[(side + 1) % 4])
            let length = a.distance(to: b)
            guard length > 1e-6 else { return nil }
            let normal = Point((b.y - a.y) / length, (a.x - b.x) / length)
            return (normal, points.map { ($0.x - a.x) * normal.x + ($0.y - a.y) * normal.y }.max() ?? 0)
        }
        var moved: [Point] = []
        if sides.count == 4 {
            for (corner, place) in corners.enumerated() {
                let (before, after) = (sides[(corner + 3) % 4], sides[corner])
                let cross = before.normal.x * after.normal.y - before.normal.y * after.normal.x
                // A convex corner, and no needle.
                guard cross > 0.2 else { break }
                moved.append(
                    Point(
                        place.x + (before.reach * after.normal.y - after.reach * before.normal.y) / cross,
                        place.y + (after.reach * before.normal.x - before.reach * after.normal.x) / cross))
            }
        }
        if moved.count == 4 {
            quad = moved
            return
        }
        // Too folded for that: the smallest box along the way from its left end to its right end.
        let (from, to) = (
            Point((corners[0].x + corners[3].x) / 2, (corners[0].y + corners[3].y) / 2),
            Point((corners[1].x + corners[2].x) / 2, (corners[1].y + corners[2].y) / 2)
        )
        let length = max(1e-6, from.distance(to: to))
        let along = Point((to.x - from.x) / length, (to.y - from.y) / length)
        let places = points.map { point in
            Point(
                (point.x - middle.x) * along.x + (point.y - middle.y) * along.y,
                (point.y - middle.y) * along.x - (point.x - middle.x) * along.y)
        }
        quad = (Rect(bounding: places)?.corners ?? []).map { corner in
            Point(
                middle.x + corner.x * along.x - corner.y * along.y, middle.y + corner.x * along.y + corner.y * along.x)
        }
    }
}

extension Point {
    /// The distance of a point from the straight way from this one to another.
    fileprivate func distance(of point: Point, toLineTo end: Point) -> Double {
        let (dx, dy) = (end.x - x, end.y - y)
        let length = dx * dx + dy * dy
        guard length > 0 else { return distance(to: point) }
        let share = min(1, max(0, ((point.x - x) * dx + (point.y - y) * dy) / length))
        return point.distance(to: Point(x + share * dx, y + share * dy))
    }
}
