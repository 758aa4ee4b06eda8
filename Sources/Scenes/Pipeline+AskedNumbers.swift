import Cards
package import Pipelines

extension Distribution {
    /// Whether every draw gives the same.
    fileprivate var isConstant: Bool { if case .constant = self { true } else { false } }

    /// An event of this chance: 1 where it happens, else 0.
    fileprivate static func event(chance: Double) -> Distribution<Double> {
        .choice([.constant(0), .constant(1)], weights: [1 - chance, chance])
    }
}

extension Pipeline {
    /// The numbers that the file asks to vary, and whose values in the images are known, in the order of the file.
    ///
    /// Numbers of parts that are drawn from a choice of parts are not among them, nor those that a photo's own facts may
    /// overrule.
    package var askedNumbers: [AskedNumber] {
        let others = needs.objects.filter { $0.replacing == nil && $0.object.value.weight > 0 }.map(\.object)
        var asked = objects.flatMap(numbers(of:))
        let byScene = others.filter { $0.value.place == nil }.map(\.name)
        if !byScene.isEmpty { asked += numbers(of: scene.place, "scene.place", of: byScene) }
        if !others.isEmpty, case .drawn(let drawn) = scene.count {
            // Nothing is set into a negative.
            let count: Distribution<Double> = .choice(
                [.constant(0), drawn.numbers], weights: [scene.negatives, 1 - scene.negatives])
            asked.append(AskedNumber("scene.count", "", count, .count, of: others.map(\.name)))
        }
        return asked + weights(of: others) + light + effectNumbers
    }

    /// The shares of objects that are of each kind.
    private func weights(of objects: [Named<Pipeline.Object>]) -> [AskedNumber] {
        guard objects.count > 1 else { return [] }
        let whole = objects.reduce(0) { $0 + $1.value.weight }
        return objects.map { object in
            AskedNumber(
                "objects.\(object.name).weight", "", .event(chance: object.value.weight / whole),
                .isObject(object.name), of: objects.map(\.name))
        }
    }

    private func numbers(of object: Named<Pipeline.Object>) -> [AskedNumber] {
        let (rule, name) = (object.value, object.name)
        var asked: [AskedNumber] = []
        func add(_ key: String, _ unit: String, _ what: Distribution<Double>?, _ measure: AskedNumber.OfObject) {
            guard let what, !what.isConstant else { return }
            asked.append(AskedNumber("objects.\(name).\(key)", unit, what, .object(measure), of: [name]))
        }
        add("height", "m", rule.height, .height)
        if case .drawn(let size)? = rule.size { add("size", "", size, .size) }
        if !rule.pose.isFree, rule.pose.rest == nil {
            add("pose.yaw", "°", rule.pose.yaw, .yaw)
            add("pose.pitch", "°", rule.pose.pitch, .pitch)
            add("pose.roll", "°", rule.pose.roll, .roll)
        }
        let flip = rule.pose.flip.chance
        if flip > 0, flip < 1 { add("pose.flip.chance", "", .event(chance: flip), .flip) }
        if let place = rule.place { asked += numbers(of: place, "objects.\(name).place", of: [name]) }
        add("wear", "", rule.wear, .wear)
        return asked
    }

    /// The varying numbers of a placer.
    private func numbers(of place: PartDraft, _ key: String, of objects: [String]) -> [AskedNumber] {
        guard case .one(let part, let values, _, _) = place else { return [] }
        return values.compactMap { value in
            guard case .drawn(let draft) = value.draft, !draft.isConstant, let numbers = draft.numbers else {
                return nil
            }
            return AskedNumber(
                "\(key).\(part).\(value.key)", "", numbers, .object(.place(part, key: value.key)), of: objects)
        }
    }

    private var light: [AskedNumber] {
        let rules = scene.light
        let numbers: [(String, String, Distribution<Double>, AskedNumber.OfLight)] = [
            ("gain", "", rules.gain, .gain), ("kelvin", "K", rules.kelvin, .kelvin),
        ]
        return numbers.filter { !$0.2.isConstant }.map {
            AskedNumber("scene.light.\($0.0)", $0.1, $0.2, .light($0.3), of: [])
        }
    }

    /// The numbers of the effects that every image may have; effects of one name cannot be told apart in an image.
    private var effectNumbers: [AskedNumber] {
        guard variants.isEmpty else { return [] }
        let names = effects.flatMap(\.alternatives).map { part -> String in
            if case .one(let name, _, _, _) = part { name } else { "" }
        }
        return effects.flatMap { effect -> [AskedNumber] in
            guard case .one(let name, let values, let chance, _) = effect, names.filter({ $0 == name }).count == 1
            else { return [] }
            var asked: [AskedNumber] = []
            if chance > 0, chance < 1 {
                asked.append(
                    AskedNumber("effects.\(name).chance", "", .event(chance: chance), .hasEffect(name), of: []))
            }
            for value in values {
                guard case .drawn(let draft) = value.draft, !draft.isConstant, let numbers = draft.numbers else {
                    continue
                }
                asked.append(
                    AskedNumber(
                        "effects.\(name).\(value.key)", "", numbers, .effect(name, key: value.key), of: []))
            }
            return asked
        }
    }
}
