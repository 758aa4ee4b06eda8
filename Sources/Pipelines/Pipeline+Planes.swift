import Cards

extension Pipeline {
    /// The reasons why an object cannot lie in a plane of the photos, if it is to: the ends of sentences.
    func planeProblems(of stated: ObjectNeeds) -> [String] {
        guard stated.placers.flatMap(\.needs).contains(where: \.isPlane) else { return [] }
        var problems: [String] = []
        for source in stated.sources where source.needs.contains(.rendering) {
            problems.append(
                "is a \(source.name), which lies in no plane: use a flat object, or let it stand on the ground")
        }
        let pose = stated.object.value.pose
        if pose.isFree || [pose.yaw, pose.pitch].contains(where: { $0.constants != [0] }) {
            problems.append("lies flat in a plane, where only “roll” turns it: leave out the rest of “pose”")
        }
        return problems
    }
}

extension Need {
    /// Whether it is a plane that the object lies flat in.
    package var isPlane: Bool { if case .plane = self { true } else { false } }
}
