import Cards
import Geometry
import Rendering

struct TubePart: SolidPart {
    var common = PartCommon()
    var points: [[Expression]] = []
    var radius: Expression = 0.01

    static let name = "tube"
    static let faces = SolidShape.tubeFaces

    static func summary() -> String { "A round bar along a way through space." }

    static func fields(_ scope: SolidScope) -> [Field<TubePart>] {
        [
            .required(
                "points", \.points, .corners(scope, 3...4, atLeast: 2),
                "Corners of its middle line, [x, y, z] or [x, y, z, rounding], in metres."),
            .required("radius", \.radius, .expression(scope), "The radius in metres."),
        ]
    }

    func add(to piece: inout Workpiece, _ pose: Pose) {
        let radius = piece.length(radius, "radius")
        let way = piece.way(points, isClosed: false, "points")
        guard way.count > 1 else { return }
        piece.add(.tube(way, radius: radius), common, faces: Self.faces, pose)
    }
}
