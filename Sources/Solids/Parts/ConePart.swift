import Cards
import Geometry
import Rendering

struct ConePart: SolidPart {
    var common = PartCommon()
    var radius: Expression = 1
    var top: Expression = 0
    var height: Expression = 1
    var round: Expression = 0
    var segments: Expression?

    static let name = "cone"
    static let faces = ["side", "bottom", "top"]

    static func summary() -> String { "A cone along y about its origin, pointed or cut off." }

    static func fields(_ scope: SolidScope) -> [Field<ConePart>] {
        [
            .required("radius", \.radius, .expression(scope), "The radius of its foot, in metres."),
            .field("top", \.top, .expression(scope), "The radius of its upper end, in metres; 0 is a point."),
            .required("height", \.height, .expression(scope), "The height in metres."),
            .field("round", \.round, .expression(scope), "The radius of its edges, in metres."),
            .segments(\.segments, scope),
        ]
    }

    func add(to piece: inout Workpiece, _ pose: Pose) {
        let (radius, height) = (piece.length(radius, "radius"), piece.length(height, "height"))
        let top = piece.number(top, "top", in: 0...1e4, .metres)
        let round = piece.number(round, "round", in: 0...min(radius, height / 2), .metres)
        piece.addFrustum(
            bottom: radius, top: top, height: height, round: round,
            segments: piece.segments(segments, forRadius: max(radius, top)), common, faces: Self.faces, pose)
    }
}
