import Cards
import Foundation
package import Geometry

/// The field of view, the horizon and the roll of a camera, from lines of the photo that are parallel in the scene.
///
/// Two directions at right angles give the focal length, and the directions on the ground give the horizon, as in fSpy
/// and in Caprile and Torre, "Using vanishing points for camera calibration", IJCV 4 (1990).
package struct ViewFromLines: Hashable, Sendable {
    /// Nil where the lines do not tell.
    package var fieldOfView: Angle?
    /// The horizon's row at the middle of the photo, as a share of its height; nil where the lines do not tell.
    package var horizon: Double?
    package var roll: Angle?
    /// Reasons to trust the result less, a sentence each.
    package var warnings: [String] = []

    /// Lines that are parallel in the scene.
    package struct Group: Hashable, Sendable {
        package var direction: Direction
        package var lines: [LineSegment]

        package init(_ direction: Direction, _ lines: [LineSegment]) {
            (self.direction, self.lines) = (direction, lines)
        }

        package enum Direction: String, CaseIterable, Sendable {
            /// Along the ground: edges of roads, of tables, of roofs.
            case level
            /// Corners of houses, posts.
            case upright
        }
    }

    /// Lines whose directions in the picture differ by less than this meet in a point that is not known well.
    package static let leastSpread = Angle.degrees(2)

    /// - Parameters:
    ///   - groups: two groups at right angles to each other, or one where the field of view is known.
    ///   - principal: the point where the optical axis met the photo; nil for its middle. It differs in a cropped photo.
    ///   - known: the field of view where EXIF or a person gives it.
    /// - Throws: `Undetermined` with the reason, where nothing follows from the lines.
    package init(
        _ groups: [Group], width: Int, height: Int, principal: Point? = nil, fieldOfView known: Angle? = nil
    ) throws(Undetermined) {
        let frame = PhotoScale(width: width, height: height)
        let principal = principal ?? frame.middle
        var found: [(direction: Group.Direction, point: VanishingPoint)] = []
        for (number, group) in groups.enumerated() {
            guard group.lines.count > 1 else {
                throw Undetermined(
                    "group \(number + 1) has \(group.lines.count == 0 ? "no line" : "one line"): draw two or more")
            }
            guard let point = VanishingPoint.fit(group.lines, in: frame) else {
                throw Undetermined(
                    "the lines of group \(number + 1) lie on one line: draw others that are parallel to it")
            }
            found.append((group.direction, point))
            warnings += Self.warnings(of: group, number + 1, at: point)
        }
        let level = found.filter { $0.direction == .level }.map(\.point)
        let upright = found.first { $0.direction == .upright }?.point
        let pair: [VanishingPoint] = level.count > 1 ? Array(level.prefix(2)) : level + (upright.map { [$0] } ?? [])
        var focal = known.map { Double(width) / 2 / ($0 / 2).tangent }
        if focal == nil, pair.count == 2 {
            focal = try Self.focalPixels(pair[0], pair[1], principal, &warnings)
        }
        fieldOfView = known ?? focal.map { .arcTangent(Double(width) / 2, $0) * 2 }
        if let focal {
            let directions = level.map { $0.inSpace(focalPixels: focal, principal: principal) }
            let up = upright?.inSpace(focalPixels: focal, principal: principal)
            let normal: Vector3? =
                if directions.count > 1 {
                    directions[0].cross(directions[1])
                } else if let up, let along = directions.first {
                    up - along * along.dot(up)
                } else {
                    up
                }
            if let normal, normal.length > 1e-9 {
                set(up: normal.normalized, focalPixels: focal, width: width, height: height, principal: principal)
            }
        }
        // Without roll, the horizon runs straight across through any level direction.
        if horizon == nil, let point = level.first?.point {
            horizon = point.y / Double(height)
            warnings.append("the horizon is taken as straight across: lines of a second direction would tell its tilt")
        }
        guard fieldOfView != nil || horizon != nil else {
            throw Undetermined("these lines are parallel in the picture too: draw lines that run into the distance")
        }
    }

    /// A hand misses an edge by about so much, as a share of the photo's diagonal.
    private static let handError = 0.0015
    /// A field of view or a horizon that is known less well is warned of: a share of itself, and of the photo's height.
    private static let mostDoubt = (field: 0.15, horizon: 0.03)

    /// How well the lines tell the view: each end is moved by what a hand misses, and the changes are summed up as
    /// independent errors are.
    ///
    /// - Returns: a warning for lines that tell it badly; nil otherwise.
    package static func doubt(
        _ groups: [Group], width: Int, height: Int, principal: Point? = nil, fieldOfView known: Angle? = nil
    ) -> String? {
        func view(_ groups: [Group]) -> ViewFromLines? {
            try? ViewFromLines(groups, width: width, height: height, principal: principal, fieldOfView: known)
        }
        guard let exact = view(groups) else { return nil }
        let error = handError * 2 * PhotoScale(width: width, height: height).unit
        var (field, row) = (0.0, 0.0)
        for group in groups.indices {
            for line in groups[group].lines.indices where groups[group].lines[line].length > 0 {
                for moved in groups[group].lines[line].moved(across: error) {
                    var others = groups
                    others[group].lines[line] = moved
                    // Lines that tell nothing any more once they are moved are as doubtful as can be.
                    guard let other = view(others) else { return tellsLittle("the view", nil) }
                    field += ((other.fieldOfView ?? .zero).degrees - (exact.fieldOfView ?? .zero).degrees).squared
                    row += ((other.horizon ?? 0) - (exact.horizon ?? 0)).squared
                }
            }
        }
        // Each end was moved to either side.
        let (fieldDoubt, rowDoubt) = ((field / 2).squareRoot(), (row / 2).squareRoot())
        if let fieldOfView = exact.fieldOfView, known == nil, fieldDoubt > mostDoubt.field * fieldOfView.degrees {
            return tellsLittle("the field of view", "\(fieldDoubt.inThreeDigits)°")
        }
        if exact.horizon != nil, rowDoubt > mostDoubt.horizon {
            return tellsLittle("the horizon", "\(rowDoubt.asShare) of the height")
        }
        return nil
    }

    private static func tellsLittle(_ what: String, _ error: String?) -> String {
        "these lines tell \(what) \(error.map { "to about ± \($0)" } ?? "badly"), as well as a hand can draw them: draw longer ones, "
            + "or some that are farther apart"
    }

    /// The principal point by lines of three directions at right angles to each other, two of them level: the point in
    /// which the altitudes of the triangle of their vanishing points meet (Caprile and Torre). So a photo tells how it was
    /// cropped.
    ///
    /// - Returns: a place in pixels.
    /// - Throws: `Undetermined` with the reason, where the lines do not tell.
    package static func principal(of groups: [Group], width: Int, height: Int) throws(Undetermined) -> Point {
        let frame = PhotoScale(width: width, height: height)
        let counted = groups.filter { $0.lines.count > 1 }
        guard counted.filter({ $0.direction == .level }).count == 2, counted.count == 3 else {
            throw Undetermined("draw two or more lines of each: A, B and uprights")
        }
        var corners: [Point] = []
        for group in counted {
            guard let point = VanishingPoint.fit(group.lines, in: frame)?.point,
                spread(of: group) >= leastSpread.degrees
            else {
                throw Undetermined(
                    "the lines of one direction are nearly parallel in the photo, and tell nothing of how it was cropped"
                )
            }
            corners.append(point)
        }
        // P · (b − c) = a · (b − c), and the same from another corner.
        let (a, b, c) = (corners[0], corners[1], corners[2])
        let (p, q) = ((b.x - c.x, b.y - c.y), (a.x - c.x, a.y - c.y))
        let (s, t) = (a.x * p.0 + a.y * p.1, b.x * q.0 + b.y * q.1)
        let area = p.0 * q.1 - p.1 * q.0
        guard abs(area) > 1e-6 * frame.unit * frame.unit else {
            throw Undetermined("these lines meet in points on one line: correct them, or choose others")
        }
        let point = Point((s * q.1 - t * p.1) / area, (t * p.0 - s * q.0) / area)
        let focal = -(a.x - point.x) * (b.x - point.x) - (a.y - point.y) * (b.y - point.y)
        guard focal > 0 else {
            throw Undetermined(
                "the three directions cannot be at right angles in the scene as they are drawn: correct the lines")
        }
        return point
    }

    private mutating func set(up: Vector3, focalPixels: Double, width: Int, height: Int, principal: Point) {
        let up = up.y < 0 ? -up : up
        let camera = Camera(
            width: width, height: height, focalPixels: focalPixels, principal: principal,
            pitch: .radians(asin(max(-1, min(1, -up.z)))), roll: .arcTangent(up.x, up.y))
        guard abs(camera.roll.degrees) < 60 else { return }
        horizon = camera.horizonY(atX: Double(width) / 2) / Double(height)
        roll = camera.roll
    }

    private static func focalPixels(
        _ a: VanishingPoint, _ b: VanishingPoint, _ principal: Point, _ warnings: inout [String]
    ) throws(Undetermined) -> Double? {
        guard let first = a.point, let second = b.point else {
            warnings.append(
                "the lines of one group are parallel in the picture, and tell nothing of the field of view: give it by hand"
            )
            return nil
        }
        let square =
            -(first.x - principal.x) * (second.x - principal.x) - (first.y - principal.y) * (second.y - principal.y)
        guard square > 0 else {
            throw Undetermined(
                "the two groups cannot be at right angles in the scene as they are drawn: correct the lines, or choose others"
            )
        }
        return square.squareRoot()
    }

    /// The widest angle between two of a group's lines in the picture, in degrees.
    private static func spread(of group: Group) -> Double {
        let slopes = group.lines.map(\.slope.degrees)
        return slopes.reduce(0.0) { widest, slope in
            max(widest, slopes.map { abs((slope - $0).remainder(dividingBy: 180)) }.max() ?? 0)
        }
    }

    private static func warnings(of group: Group, _ number: Int, at point: VanishingPoint) -> [String] {
        var warnings: [String] = []
        if spread(of: group) < leastSpread.degrees {
            warnings.append(
                "the lines of group \(number) are nearly parallel in the picture, so that they tell little: "
                    + "draw lines that are farther apart")
        }
        let worst = group.lines.map { point.error(of: $0).degrees }.max() ?? 0
        if worst > 3 {
            warnings.append(
                "the lines of group \(number) do not meet in one point (one is off by \(Int(worst.rounded()))°): "
                    + "they may not be parallel in the scene")
        }
        return warnings
    }
}

extension LineSegment {
    /// The lines with one end moved across it, to either side.
    fileprivate func moved(across pixels: Double) -> [LineSegment] {
        let x = (to.y - from.y) / length * pixels
        let y = (from.x - to.x) / length * pixels
        var moved: [LineSegment] = []
        for side in [1.0, -1] {
            moved.append(LineSegment(Point(from.x + side * x, from.y + side * y), to))
            moved.append(LineSegment(from, Point(to.x + side * x, to.y + side * y)))
        }
        return moved
    }
}

extension Double {
    fileprivate var squared: Double { self * self }
}
