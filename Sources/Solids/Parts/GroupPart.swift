import Cards
import Geometry
import Rendering

struct GroupPart: SolidPart {
    var common = PartCommon()
    var parts: [any SolidPart] = []

    static let name = "group"

    static func summary() -> String { "Parts that are moved, turned and scaled together." }

    static func fields(_ scope: SolidScope) -> [Field<GroupPart>] {
        [.required("parts", \.parts, .parts(scope), "The parts of the group.")]
    }

    func add(to piece: inout Workpiece, _ pose: Pose) {
        piece.add(parts, pose)
    }
}
