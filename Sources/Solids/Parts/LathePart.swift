import Cards
import Geometry
import Rendering

struct LathePart: SolidPart {
    var common = PartCommon()
    var profile: [[Expression]] = []
    var isRing = false
    var segments: Expression?

    static let name = "lathe"
    static let faces = ["side", "bottom", "top"]

    static func summary() -> String { "A profile turned about y." }

    static func fields(_ scope: SolidScope) -> [Field<LathePart>] {
        [
            .required(
                "profile", \.profile, .corners(scope, 2...3, atLeast: 2),
                "Points [distance from the axis, height] or [distance, height, rounding], in metres. Where the first or "
                    + "last is off the axis, a flat bottom or top closes it."),
            .field("ring", \.isRing, .flag, "true: the last point is joined to the first, as in a tyre."),
            .segments(\.segments, scope),
        ]
    }

    func add(to piece: inout Workpiece, _ pose: Pose) {
        var points = piece.path(profile, isClosed: isRing, "profile")
        guard points.count > 1 else { return }
        let nearest = points.map(\.x).min() ?? 0
        guard isRing ? nearest > 0 : nearest >= 0 else {
            piece.report(
                .rule(
                    isRing
                        ? "the profile of a ring keeps off the axis: every distance is more than 0"
                        : "a profile's distances from the axis are 0 or more"), at: profile[0][0].position)
            return
        }
        // The outside lies to the right of the way up: counter-clockwise about the enclosed area.
        let area = Polygon(points + (isRing ? [] : [Point(0, points[points.count - 1].y), Point(0, points[0].y)]))
            .signedArea
        guard abs(area) > 1e-10 else {
            piece.report(.rule("the profile encloses nothing"), at: profile[0][0].position)
            return
        }
        if area < 0 { points.reverse() }
        let segments = piece.segments(segments, forRadius: points.map(\.x).max() ?? 1)
        var pieces: [SolidShape.ProfilePiece] = []
        if isRing {
            pieces = [.init(points: points + [points[0]], face: 0)]
        } else {
            let (first, last) = (points[0], points[points.count - 1])
            if first.x > 0 { pieces.append(.init(points: [Point(0, first.y), first], face: 1, isFlat: true)) }
            pieces.append(.init(points: points, face: 0))
            if last.x > 0 { pieces.append(.init(points: [last, Point(0, last.y)], face: 2, isFlat: true)) }
        }
        piece.add(.turned(pieces, segments: segments, faceCount: 3), common, faces: Self.faces, pose)
    }
}

extension Form where V == [[Expression]] {
    /// The points of a path, each with a number of values in this range.
    static func corners(_ scope: SolidScope, _ numbers: ClosedRange<Int>, atLeast count: Int) -> Form {
        .list(.list(.expression(scope), count: numbers), count: count...10_000)
    }
}
