import Foundation

extension SetText {
    /// Circles with one centre that the lines of a text stand along.
    package struct Arc: Hashable, Sendable {
        package let centre: SIMD2<Double>
        /// 1 for lines that stand on their circles and bulge up, −1 for lines that hang inside of them and bulge down.
        package let side: Double
        /// How far the lines between the points of an outline may be from the circles, in units.
        let tolerance: Double
        /// The angles of the clusters, by their first byte.
        let angles: [Int: Double]

        /// - Parameters:
        ///   - angle: in radians, in the direction of reading from left to right; 0 is the middle of the text.
        ///   - radius: in units.
        func point(_ angle: Double, _ radius: Double) -> SIMD2<Double> {
            centre + radius * SIMD2(sin(angle), -side * cos(angle))
        }

        /// - Parameter known: an angle of which the point's is within half a turn.
        func place(of point: SIMD2<Double>, near known: Double) -> (angle: Double, radius: Double) {
            let way = SIMD2(point.x - centre.x, side * (centre.y - point.y))
            let angle = atan2(way.x, way.y)
            return (
                angle + 2 * .pi * ((known - angle) / (2 * .pi)).rounded(), (way.x * way.x + way.y * way.y).squareRoot()
            )
        }
    }

    /// A piece of a ring round the centre of an arc: what is a box for a straight text.
    package struct Ring: Hashable, Sendable {
        package let arc: Arc
        package private(set) var angles: ClosedRange<Double>
        package private(set) var radii: ClosedRange<Double>

        /// The smallest around some closed lines, with room of one width round each; nil for no points.
        ///
        /// - Parameter known: an angle of which those of the points are within half a turn.
        init?(_ arc: Arc, around lines: [[SIMD2<Double>]], near known: Double, room: Double) {
            self.arc = arc
            let points = lines.flatMap { $0 }
            let places = points.map { arc.place(of: $0, near: known) }
            let turns = places.map { asin(min(1, room / max($0.radius, room, .leastNonzeroMagnitude))) }
            // A straight line is nearest to the centre between its ends, where it stands upright on the way there.
            let nearest = lines.map { line in
                zip(line, line.dropFirst() + line.prefix(1)).reduce(Double.infinity) { nearest, edge in
                    let (start, way) = (edge.0 - arc.centre, edge.1 - edge.0)
                    let length = (way * way).sum()
                    let foot = start + (length > 0 ? min(1, max(0, -(start * way).sum() / length)) : 0) * way
                    return min(nearest, (foot * foot).sum().squareRoot())
                }
            }
            guard let nearest = nearest.min(), let farthest = places.map(\.radius).max(),
                let first = zip(places, turns).map({ $0.angle - $1 }).min(),
                let last = zip(places, turns).map({ $0.angle + $1 }).max()
            else { return nil }
            angles = first...last
            radii = max(0, nearest - room)...farthest + room
        }

        package func union(_ other: Ring) -> Ring {
            var whole = self
            whole.angles =
                min(angles.lowerBound, other.angles.lowerBound)...max(angles.upperBound, other.angles.upperBound)
            whole.radii = min(radii.lowerBound, other.radii.lowerBound)...max(radii.upperBound, other.radii.upperBound)
            return whole
        }

        /// Points on its upper edge from left to right, then as many on its lower edge back.
        package var outline: [SIMD2<Double>] {
            let step = 2 * acos(max(0.5, 1 - arc.tolerance / max(radii.upperBound, arc.tolerance)))
            let width = angles.upperBound - angles.lowerBound
            let steps = max(1, Int((width / step).rounded(.up)))
            let along = (0...steps).map { angles.lowerBound + width * Double($0) / Double(steps) }
            let (top, bottom) =
                arc.side > 0 ? (radii.upperBound, radii.lowerBound) : (radii.lowerBound, radii.upperBound)
            return along.map { arc.point($0, top) } + along.reversed().map { arc.point($0, bottom) }
        }

        /// The corners of the smallest box round its outline along the line's direction at its middle: clockwise from the
        /// top left of the upright text.
        package var box: [SIMD2<Double>] {
            let turn = arc.side * (angles.lowerBound + angles.upperBound) / 2
            let (along, down) = (SIMD2(cos(turn), sin(turn)), SIMD2(-sin(turn), cos(turn)))
            let turned = outline.map { SIMD2(($0 * along).sum(), ($0 * down).sum()) }
            return Box(around: turned).corners.map { $0.x * along + $0.y * down }
        }
    }

    /// Sets the lines along circles with one centre. Each cluster is turned as its circle is at the cluster's middle, after
    /// the moves that it has already.
    ///
    /// - Parameters:
    ///   - angle: the part of its circle that the widest line takes, in radians, more than 0.
    ///   - isUp: whether the lines bulge up.
    ///   - height: the height above the baseline at which clusters keep their distances, in units.
    ///   - leastRadius: the least radius of a circle, at that height. Where it is needed, the text takes less of its circles.
    ///   - tolerance: how far the lines between the points of an outline may be from the circles, in units.
    ///   - alignment: the alignment of lines of different lengths.
    package func bend(
        by angle: Double, isUp: Bool, height: Double, leastRadius: Double, tolerance: Double, _ alignment: Alignment
    ) {
        let lines = lines.map { line -> (line: Line, middle: Double, extent: Box) in
            (line, line.baseline - height, Box(around: line.words.flatMap(\.clusters).flatMap(\.ink.corners)))
        }
        let side = isUp ? 1.0 : -1.0
        // Each line's radius is its distance from the centre, which is as near as all of them allow.
        guard let centre = lines.map({ side * $0.middle + max($0.extent.width / angle, leastRadius) }).max() else {
            return
        }
        let known = lines.map { (radius: centre - side * $0.middle, extent: $0.extent) }
        let whole = known.map { $0.extent.width / $0.radius }.max() ?? 0
        var angles: [Int: Double] = [:]
        for (line, (radius, extent)) in zip(lines, known) {
            let own = extent.width / radius
            let left =
                switch alignment {
                case .left: -whole / 2
                case .centre: -own / 2
                case .right: whole / 2 - own
                }
            for cluster in line.line.words.flatMap(\.clusters) {
                let turn = left + (cluster.middle - extent.x) / radius
                angles[cluster.bytes.lowerBound] = turn
            }
        }
        let arc = Arc(centre: SIMD2(0, side * centre), side: side, tolerance: tolerance, angles: angles)
        for (line, (radius, _)) in zip(lines, known) {
            for cluster in line.line.words.flatMap(\.clusters) {
                guard let turn = angles[cluster.bytes.lowerBound] else { continue }
                let middle = SIMD2(cluster.middle, line.middle)
                let move = Move(
                    about: middle, cosine: cos(turn), sine: side * sin(turn), size: 1,
                    shift: arc.point(turn, radius) - middle)
                moves[cluster.bytes.lowerBound] = move.after(moves[cluster.bytes.lowerBound] ?? .still)
            }
        }
        self.arc = arc
    }
}
