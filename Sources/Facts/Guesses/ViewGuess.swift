import Foundation
package import Geometry

/// A guess at how a camera looked at a scene, from the straight edges of its photo.
///
/// Most straight edges of what people build are upright or level. A camera that is right explains many of them: as lines
/// that meet at the zenith, or on the horizon in a few points. Every tilt and roll within reach is tried on a grid, and the
/// best ones are moved on until nothing nearby explains more. So the result is the same each time, with no dice thrown.
///
/// After J. Lezama, R. Grompone von Gioi, G. Randall and J.-M. Morel, "Finding vanishing points via point alignments in
/// image primal and dual domains", CVPR 2014; M. Zhai, S. Workman and N. Jacobs, "Detecting vanishing points using global
/// image context in a non-Manhattan world", CVPR 2016; and G. Simon, A. Fond and M.-O. Berger, "A-contrario horizon-first
/// vanishing point detection", ECCV 2018: the horizon comes first, and the points on it follow from it.
package struct ViewGuess: Sendable {
    /// The horizon's row at the middle of the photo, as a share of its height.
    package var horizon: Double
    package var roll: Angle
    /// The field of view that the guess was made with.
    package var fieldOfView: Angle
    /// The share of the edges, by length, that the guess explains.
    package var explained: Double
    /// How much less the best guess explains whose horizon lies elsewhere, relative to this one.
    package var lead: Double
    /// How many edges there are, as lengths in diagonals of the photo.
    package var edges: Double
    /// Whether the horizon is good enough to be used.
    package var isSure: Bool
    /// Whether the edges tell the field of view, or it was known.
    package var isFieldSure: Bool

    /// A camera's tilt and roll, and its focal length in units of half the photo's diagonal.
    struct View {
        var pitch: Double
        var roll: Double
        var focal: Double

        /// The direction of the zenith in the photo's axes: x right, y down, z ahead.
        var up: Vector3 { [sin(roll) * cos(pitch), -cos(roll) * cos(pitch), sin(pitch)] }
    }

    /// An edge, in units of half the photo's diagonal from its middle.
    private struct Edge {
        var from: Vector3
        var to: Vector3
        var middle: Vector3
        var along: (x: Double, y: Double)
        var weight: Double
        /// The error of its direction, by its length in pixels, in radians.
        var doubt: Double

        /// How well an edge runs towards a direction of the world, 0 to 1.
        func fit(_ direction: Vector3, _ focal: Double, within tolerance: Double) -> Double {
            let (x, y) = (
                direction.x * focal - middle.x * direction.z, direction.y * focal - middle.y * direction.z
            )
            let reach = x * x + y * y
            guard reach > 1e-8 else { return 0 }
            let cross = along.x * y - along.y * x
            let square = cross * cross / reach / (tolerance * tolerance + doubt * doubt)
            guard square < 1 else { return 0 }
            return (1 - square) * (1 - square)
        }
    }

    /// - Parameters:
    ///   - lines: the straight edges, the longest first; in pixels.
    ///   - principal: the point where the optical axis met the photo, in pixels; nil for its middle.
    ///   - known: the field of view, where it is known.
    /// - Returns: nil where there are next to no edges.
    package init?(
        _ lines: [LineSegment], width: Int, height: Int, principal: Point? = nil, fieldOfView known: Angle?
    ) {
        let frame = PhotoScale(width: width, height: height)
        // The edges as the uncropped photo has them about its middle.
        let off = principal.map { ($0.x - frame.middle.x, $0.y - frame.middle.y) } ?? (0, 0)
        let edges = lines.prefix(ViewGuess.mostEdges).map { line -> Edge in
            let (from, to) = (frame.ray(line.from.seen(from: off)), frame.ray(line.to.seen(from: off)))
            let length = line.length / frame.unit
            return Edge(
                from: from, to: to, middle: (from + to) / 2,
                along: ((to.x - from.x) / length, (to.y - from.y) / length), weight: length,
                doubt: 0.7 / max(1, line.length))
        }
        let total = edges.reduce(0) { $0 + $1.weight }
        guard edges.count >= 6, total > 0.3 else { return nil }
        let half = Double(width) / 2 / frame.unit
        let tall = Double(height) / frame.unit
        let fields = known.map { [$0] } ?? Self.fields
        let found = fields.compactMap { field -> Found? in
            Found(edges, focal: half / (field / 2).tangent, tall: tall)
        }
        // The usual field of view, where edges do not tell.
        func worth(_ found: Found) -> Double {
            known != nil
                ? found.score : found.score * (1 - 0.08 * abs(log(found.view.focal * Self.usual.tangent / half)))
        }
        guard let best = found.max(by: { worth($0) < worth($1) }), best.score > 0 else { return nil }
        roll = .radians(best.view.roll)
        horizon = best.row + (off.1 - off.0 * roll.tangent) / Double(height)
        explained = best.score / total
        lead = best.lead
        self.edges = total / 2
        isSure = lead > Self.leastLead && explained > 0.5 && total > 4
        fieldOfView = .arcTangent(half, best.view.focal) * 2
        isFieldSure = known != nil
        // Where other lenses explain the edges as well, they must see the horizon in the same place.
        let rivals = found.filter { $0.score > Self.asGood * best.score }
        if known == nil {
            if rivals.contains(where: { abs($0.row - best.row) > 0.02 }) { isSure = false }
            isFieldSure = isSure && rivals.count < 3
        }
    }

    private static let fields = [28, 36, 44, 52, 60, 68, 76].map { Angle.degrees($0) }
    /// Half the usual field of view.
    private static let usual = Angle.degrees(30)
    private static let asGood = 0.96

    /// The best view through a lens.
    private struct Found {
        var view: View
        var score: Double
        var row: Double
        var lead: Double

        init?(_ edges: [Edge], focal: Double, tall: Double) {
            func row(_ view: View) -> Double { 0.5 + view.focal * tan(view.pitch) / cos(view.roll) / tall }
            func isNear(_ view: View) -> Bool { (-0.5...1.5).contains(row(view)) && abs(view.roll) < 0.2 }
            var grid: [(view: View, score: Double)] = []
            for row in stride(from: -0.4, through: 1.4, by: 0.04) {
                for roll in stride(from: -6.0, through: 6, by: 1.5) {
                    let tilt = atan2((row - 0.5) * tall * cos(roll * .pi / 180), focal)
                    let view = View(pitch: tilt, roll: roll * .pi / 180, focal: focal)
                    grid.append((view, ViewGuess.score(view, edges, within: 0.07, peaks: 2)))
                }
            }
            grid.sort { $0.score > $1.score }
            var tried: [(view: View, score: Double)] = []
            for candidate in grid {
                guard tried.count < 8 else { break }
                // Neighbours of the grid lead to the same place.
                if tried.contains(where: { abs(row($0.view) - row(candidate.view)) < 0.06 }) { continue }
                tried.append(candidate)
            }
            tried = tried.map { ViewGuess.climb($0.view, edges, from: 0.02, within: 0.03, where: isNear) }
            tried.sort { $0.score > $1.score }
            guard let first = tried.first, first.score > 0 else { return nil }
            let other = tried.dropFirst().first { abs(row($0.view) - row(first.view)) > 0.03 }
            view = ViewGuess.climb(first.view, edges, from: 0.004, within: ViewGuess.fine, where: isNear).view
            score = first.score
            self.row = row(view)
            lead = 1 - (other?.score ?? 0) / first.score
        }
    }

    private static let mostEdges = 150
    private static let fine = 0.02
    private static let rightAngle = 1.15
    private static let leastLead = 0.08

    /// The length of the edges that a view explains.
    private static func score(_ view: View, _ edges: [Edge], within tolerance: Double, peaks: Int) -> Double {
        let up = view.up
        var left = [Double](repeating: 0, count: edges.count)
        var score = 0.0
        for (index, edge) in edges.enumerated() {
            let fit = edge.fit(up, view.focal, within: tolerance)
            score += edge.weight * fit
            left[index] = edge.weight * (1 - fit)
        }
        // A level edge lies in the plane through the camera and the edge, and in the ground's direction.
        var candidates: [Vector3] = []
        candidates.reserveCapacity(mostCandidates)
        for edge in edges.prefix(mostCandidates) {
            let (a, b): (Vector3, Vector3) = (
                [edge.from.x, edge.from.y, view.focal], [edge.to.x, edge.to.y, view.focal]
            )
            let direction = a.cross(b).cross(up)
            let length = direction.length
            if length > 1e-9 { candidates.append(direction / length) }
        }
        func sum(_ direction: Vector3) -> Double {
            var sum = 0.0
            for (number, edge) in edges.enumerated() where left[number] > 0 {
                sum += left[number] * edge.fit(direction, view.focal, within: tolerance)
            }
            return sum
        }
        var first: Vector3?
        for _ in 0..<peaks {
            var (most, best): (Double, Vector3?) = (0, nil)
            for direction in candidates {
                let own = sum(direction)
                if own > most { (most, best) = (own, direction) }
            }
            // What people build has right angles, more often than not.
            if let across = first?.cross(up) {
                let own = sum(across) * ViewGuess.rightAngle
                if own > most { (most, best) = (own, across) }
            }
            guard let best else { break }
            first = first ?? best
            score += most
            for (number, edge) in edges.enumerated() {
                left[number] *= 1 - edge.fit(best, view.focal, within: tolerance)
            }
        }
        // People hold cameras level: where edges do not tell, there is no roll.
        return score * (1 - abs(view.roll) * 0.4)
    }

    private static let mostCandidates = 50

    /// Moves a view in ever smaller steps as long as it explains more.
    private static func climb(
        _ view: View, _ edges: [Edge], from step: Double, within tolerance: Double,
        where isNear: (View) -> Bool
    ) -> (view: View, score: Double) {
        var (view, step) = (view, step)
        var score = Self.score(view, edges, within: tolerance, peaks: 3)
        let moves: [(pitch: Double, roll: Double)] = [
            (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1),
        ]
        while step > 0.0006 {
            var better: (View, Double)?
            for move in moves {
                var next = view
                next.pitch += move.pitch * step
                next.roll += move.roll * step
                guard isNear(next) else { continue }
                let own = Self.score(next, edges, within: tolerance, peaks: 3)
                if own > max(score, better?.1 ?? 0) { better = (next, own) }
            }
            if let better { (view, score) = better } else { step /= 2 }
        }
        return (view, score)
    }
}

extension Point {
    /// The point relative to another.
    fileprivate func seen(from off: (Double, Double)) -> Point { Point(x - off.0, y - off.1) }
}
