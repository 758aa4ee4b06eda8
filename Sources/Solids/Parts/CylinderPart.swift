import Cards
import Geometry
import Rendering

struct CylinderPart: SolidPart {
    var common = PartCommon()
    var radius: Expression = 1
    var height: Expression = 1
    var round: Expression = 0
    var segments: Expression?

    static let name = "cylinder"
    static let faces = ["side", "bottom", "top"]

    static func summary() -> String { "A cylinder along y about its origin." }

    static func fields(_ scope: SolidScope) -> [Field<CylinderPart>] {
        [
            .required("radius", \.radius, .expression(scope), "The radius in metres."),
            .required("height", \.height, .expression(scope), "The height in metres."),
            .field("round", \.round, .expression(scope), "The radius of its two edges, in metres."),
            .segments(\.segments, scope),
        ]
    }

    func add(to piece: inout Workpiece, _ pose: Pose) {
        let (radius, height) = (piece.length(radius, "radius"), piece.length(height, "height"))
        let round = min(
            piece.number(round, "round", in: 0...min(radius, height / 2), .metres), min(radius, height / 2) * 0.999)
        piece.addFrustum(
            bottom: radius, top: radius, height: height, round: round,
            segments: piece.segments(segments, forRadius: radius), common, faces: Self.faces, pose)
    }
}

extension Workpiece {
    /// A cone or cylinder along y about the origin; a radius may be 0.
    mutating func addFrustum(
        bottom: Double, top: Double, height: Double, round: Double, segments: Int, _ common: PartCommon,
        faces: [String], _ pose: Pose
    ) {
        var corners = [RoundedPath.Corner(point: [0, -height / 2, 0], radius: 0)]
        if bottom > 0 { corners.append(RoundedPath.Corner(point: [bottom, -height / 2, 0], radius: round)) }
        if top > 0 { corners.append(RoundedPath.Corner(point: [top, height / 2, 0], radius: round)) }
        corners.append(RoundedPath.Corner(point: [0, height / 2, 0], radius: 0))
        guard let way = try? RoundedPath.points(corners, isClosed: false) else {
            report(.rule("the “round” of \(round.plainText) does not fit: make it smaller"))
            return
        }
        let points = way.map { Point($0.x, $0.y) }
        // The ends lie flat; the surface between them, with the rounding, goes around.
        let first = bottom > 0 ? 1 : 0
        let last = points.count - (top > 0 ? 2 : 1)
        var pieces: [SolidShape.ProfilePiece] = []
        if first > 0 { pieces.append(.init(points: Array(points[0...first]), face: 1, isFlat: true)) }
        pieces.append(.init(points: Array(points[first...last]), face: 0))
        if last < points.count - 1 { pieces.append(.init(points: Array(points[last...]), face: 2, isFlat: true)) }
        add(.turned(pieces, segments: segments, faceCount: 3), common, faces: faces, pose)
    }
}
