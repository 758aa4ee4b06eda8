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

    private static func warnings(of group: Group, _ number: Int, at point: VanishingPoint) -> [String] {
        var warnings: [String] = []
        let slopes = group.lines.map(\.slope.degrees)
        let spread = slopes.reduce(0.0) { widest, slope in
            max(widest, slopes.map { abs((slope - $0).remainder(dividingBy: 180)) }.max() ?? 0)
        }
        if spread < leastSpread.degrees {
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
