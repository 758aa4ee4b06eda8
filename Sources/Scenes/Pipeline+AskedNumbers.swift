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
    /// Of the camera and the sun, the values in those images count whose photos say nothing else.
    package var askedNumbers: [AskedNumber] {
        let others = needs.objects.filter { $0.replacing == nil && $0.object.value.weight > 0 }.map(\.object)
        var asked = objects.flatMap(numbers(of:))
        let byScene = others.filter { $0.value.place == nil }.map(\.name)
        if !byScene.isEmpty { asked += numbers(ofPlace: scene.place, "scene.place", of: byScene) }
        let blended = objects.filter { $0.value.weight > 0 && $0.value.blend == nil }.map(\.name)
        if !blended.isEmpty { asked += numbers(ofBlend: blend, "blend", of: blended) }
        if !others.isEmpty, case .drawn(let drawn) = scene.count {
            // Nothing is set into a negative.
            let count: Distribution<Double> = .choice(
                [.constant(0), drawn.numbers], weights: [scene.negatives, 1 - scene.negatives])
            asked.append(AskedNumber("scene.count", "", count, .count, of: others.map(\.name)))
        }
        return asked + weights(of: others) + sourceNumbers + camera + light + sun + effectNumbers
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
        if let place = rule.place { asked += numbers(ofPlace: place, "objects.\(name).place", of: [name]) }
        if let blend = rule.blend { asked += numbers(ofBlend: blend, "objects.\(name).blend", of: [name]) }
        add("wear", "", rule.wear, .wear)
        return asked
    }

    /// The shares of placers that are chosen among, and their varying numbers.
    private func numbers(ofPlace place: PartDraft, _ key: String, of objects: [String]) -> [AskedNumber] {
        numbers(of: place.shares, key) { part, share in
            AskedNumber("\(key).\(part)", "", share, .object(.isPlaced(by: part)), of: objects)
        } each: { key, part, value, numbers in
            AskedNumber(key, "", numbers, .object(.place(part, key: value)), of: objects)
        }
    }

    /// The same for blends.
    private func numbers(ofBlend blend: PartDraft, _ key: String, of objects: [String]) -> [AskedNumber] {
        guard variants.isEmpty else { return [] }
        return numbers(of: blend.shares, key) { part, share in
            AskedNumber("\(key).\(part)", "", share, .object(.isBlended(by: part)), of: objects)
        } each: { key, part, value, numbers in
            AskedNumber(key, "", numbers, .object(.blend(part, key: value)), of: objects)
        }
    }

    /// The numbers of one part, or of those that are chosen among. Parts of one name cannot be told apart in an image.
    private func numbers(
        of parts: [PartDraft.Share], _ key: String, share: (String, Distribution<Double>) -> AskedNumber,
        each: (_ key: String, _ part: String, _ value: String, Distribution<Double>) -> AskedNumber
    ) -> [AskedNumber] {
        var asked: [AskedNumber] = []
        for part in parts where parts.count(where: { $0.part == part.part }) == 1 {
            let name = part.part
            if part.chance > 0, part.chance < 1 { asked.append(share(name, .event(chance: part.chance))) }
            for value in part.values {
                guard case .drawn(let draft) = value.draft, !draft.isConstant, let numbers = draft.numbers else {
                    continue
                }
                asked.append(each("\(key).\(name).\(value.key)", name, value.key, numbers))
            }
        }
        return asked
    }

    /// The shares of the sources of backgrounds, and how each of them cuts and mirrors its photos.
    private var sourceNumbers: [AskedNumber] {
        let whole = backgrounds.reduce(0) { $0 + $1.weight }
        return backgrounds.enumerated().flatMap { index, rules -> [AskedNumber] in
            let key = sourceName(index).map { "backgrounds.\($0)" } ?? "backgrounds"
            var asked: [AskedNumber] = []
            func add(_ name: String, _ what: Distribution<Double>?, _ measure: AskedNumber.OfStage) {
                guard let what, !what.isConstant else { return }
                asked.append(AskedNumber("\(key).\(name)", "", what, .stage(measure), of: []))
            }
            if backgrounds.count > 1 { add("weight", .event(chance: rules.weight / whole), .isSource(index)) }
            add("crop.share", rules.crop?.share, .cropShare(index))
            add("crop.aspect", rules.crop?.aspect, .cropAspect(index))
            let flip = rules.flip.chance
            if flip > 0, flip < 1 { add("flip.chance", .event(chance: flip), .flip(index)) }
            return asked
        }
    }

    private var camera: [AskedNumber] {
        let rules = scene.camera
        return varying(
            "scene.camera",
            [
                ("height", "m", rules.height, .cameraHeight), ("fov", "°", rules.fieldOfView, .fieldOfView),
                ("horizon", "", rules.horizon, .horizon),
            ])
    }

    private var sun: [AskedNumber] {
        guard let rules = scene.light.sun else { return [] }
        return varying(
            "scene.light.sun",
            [
                ("elevation", "°", rules.elevation, .sunElevation), ("azimuth", "°", rules.azimuth, .sunAzimuth),
                ("share", "", rules.share, .sunShare), ("kelvin", "K", rules.kelvin, .sunKelvin),
                ("diameter", "°", rules.diameter, .sunDiameter),
            ])
    }

    private func varying(
        _ key: String, _ numbers: [(key: String, unit: String, Distribution<Double>?, AskedNumber.OfStage)]
    ) -> [AskedNumber] {
        numbers.compactMap { number in
            guard let distribution = number.2, !distribution.isConstant else { return nil }
            return AskedNumber("\(key).\(number.key)", number.unit, distribution, .stage(number.3), of: [])
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

    /// The numbers of the effects that every image may have.
    private var effectNumbers: [AskedNumber] {
        guard variants.isEmpty else { return [] }
        return numbers(of: effects.flatMap(\.shares), "effects") { effect, share in
            AskedNumber("effects.\(effect).chance", "", share, .hasEffect(effect), of: [])
        } each: { key, effect, value, numbers in
            AskedNumber(key, "", numbers, .effect(effect, key: value), of: [])
        }
    }
}
