import Cards
import Geometry
import Rendering

struct BoxPart: SolidPart {
    var common = PartCommon()
    var size: [Expression] = [1, 1, 1]
    var round: Expression = 0

    static let name = "box"
    static let faces = SolidShape.boxFaces

    static func summary() -> String { "A box about its origin." }

    static func fields(_ scope: SolidScope) -> [Field<BoxPart>] {
        [
            .required("size", \.size, .triple(scope), "The size along x, y and z, in metres."),
            .field("round", \.round, .expression(scope), "The radius of its edges and corners, in metres."),
        ]
    }

    func add(to piece: inout Workpiece, _ pose: Pose) {
        let half =
            Vector3(
                piece.length(size[0], "size"), piece.length(size[1], "size"), piece.length(size[2], "size")) / 2
        let radius = piece.number(round, "round", in: 0...half.min(), .metres)
        piece.add(.box(half: half, radius: min(radius, half.min())), common, faces: Self.faces, pose)
    }
}
