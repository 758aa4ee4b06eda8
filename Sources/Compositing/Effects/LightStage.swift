package import Cards

/// A place on the way that light takes to the picture.
package enum LightStage: Int, Comparable, Sendable {
    case air, lens, sensor

    package static func < (a: LightStage, b: LightStage) -> Bool { a.rawValue < b.rawValue }

    fileprivate var place: String {
        switch self {
        case .air: "in the air before the lens"
        case .lens: "in the lens"
        case .sensor: "on the sensor"
        }
    }
}

extension Effects {
    /// Effects that come after one which light meets later, or a second one of its stage: the labels and the camera of the
    /// picture could then not say where things are. Effects that go by distance act in the air.
    package static func orderMistakes(_ drafts: [PartDraft]) -> [Diagnostic] {
        var moved: (name: String, stage: LightStage)?
        var mistakes: [Diagnostic] = []
        for draft in drafts {
            var latest = moved
            for effect in catalogue.needs(of: draft) {
                let own = catalogue.names.firstIndex(of: effect.name).flatMap { all[$0].stage }
                guard let stage = own ?? (effect.needs.contains { [.depth, .sun].contains($0) } ? .air : nil) else {
                    continue
                }
                if let moved, moved.stage > stage {
                    mistakes.append(
                        Diagnostic(
                            .rule(
                                "“\(effect.name)” acts \(stage.place), and “\(moved.name)” \(moved.stage.place): put "
                                    + "“\(effect.name)” above “\(moved.name)”"), at: effect.position))
                } else if let moved, moved.stage == stage, own != nil {
                    mistakes.append(
                        Diagnostic(
                            .rule(
                                "“\(moved.name)” and “\(effect.name)” both act \(stage.place), which moves things once: "
                                    + "leave one out, or make the two a “choice”"), at: effect.position))
                }
                if own != nil, latest.map({ $0.stage < stage }) ?? true { latest = (effect.name, stage) }
            }
            moved = latest
        }
        return mistakes
    }
}
