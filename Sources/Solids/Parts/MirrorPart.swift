import Cards
import Geometry
import Rendering

struct MirrorPart: SolidPart {
    var common = PartCommon()
    var axis = Axis.x
    var parts: [any SolidPart] = []

    enum Axis: String, CaseIterable, Sendable {
        case x, y, z
    }

    static let name = "mirror"

    static func summary() -> String { "Parts and their mirror image. Lettering is not mirrored." }

    static func fields(_ scope: SolidScope) -> [Field<MirrorPart>] {
        [
            .field("axis", \.axis, .word, "The coordinate that changes its sign."),
            .required("parts", \.parts, .parts(scope), "The parts of one side."),
        ]
    }

    func add(to piece: inout Workpiece, _ pose: Pose) {
        let one = piece.apart { $0.add(parts, Pose()) }
        var flip = Matrix3.identity
        switch axis {
        case .x: flip.x.x = -1
        case .y: flip.y.y = -1
        case .z: flip.z.z = -1
        }
        piece.add(copyOf: one, pose)
        piece.add(copyOf: one, pose * Pose(flip))
    }
}
