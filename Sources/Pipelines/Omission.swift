import Cards

/// Something that a pipeline asks for, that changes pixels alone, and that `without` can leave out.
///
/// No photo, camera, object, place or pose depends on it. Its numbers come from streams of their own, so the scenes
/// without it are the same scenes.
package struct Omission {
    /// The name that `without` takes, such as `effects.fog`.
    package let key: String
    /// A shorter name for it and all others of its kind, such as `effects`.
    package let group: String?
    let leaveOut: (inout Pipeline) -> Void
}

extension Pipeline {
    /// Everything that can be left out of this pipeline. A block that changes pixels alone adds its line here.
    package var omissions: [Omission] {
        effectOmissions + blendOmissions + matchOmissions + wearOmissions
            + [
                omission("render.shadows", \.render.shadows, off: .none),
                omission("scene.light.drawings", \.scene.light.drawings, off: 0, in: "scene.light"),
                omission("scene.light.gain", \.scene.light.gain, off: 1, in: "scene.light"),
                omission("scene.light.kelvin", \.scene.light.kelvin, off: 6504, in: "scene.light"),
                omission("scene.light.relief", \.scene.light.relief, off: 0, in: "scene.light"),
            ].compactMap { $0 }
    }

    /// The pipeline without some of what it asks for. Keys that name nothing in it change nothing.
    package func leavingOut(_ keys: [String]) -> Pipeline {
        var pipeline = self
        for omission in omissions where keys.contains(omission.key) || omission.group.map(keys.contains) == true {
            omission.leaveOut(&pipeline)
        }
        return pipeline
    }

    /// A value that can be set to one that does nothing; nil where it is that already.
    private func omission<V: Equatable>(
        _ key: String, _ path: WritableKeyPath<Pipeline, V>, off: V, in group: String? = nil
    ) -> Omission? {
        guard self[keyPath: path] != off else { return nil }
        return Omission(key: key, group: group) { $0[keyPath: path] = off }
    }

    /// The same for a value that may vary.
    private func omission<V: Equatable>(
        _ key: String, _ path: WritableKeyPath<Pipeline, Distribution<V>>, off: V, in group: String? = nil
    ) -> Omission? {
        if case .constant(off) = self[keyPath: path] { return nil }
        return Omission(key: key, group: group) { $0[keyPath: path] = .constant(off) }
    }

    /// An effect that is left out happens in no image. It keeps its place in the list and in choices, so that the
    /// others are drawn as before.
    private var effectOmissions: [Omission] {
        effects.flatMap(\.names).withoutRepeats.map { name in
            Omission(key: "effects.\(name)", group: "effects") { pipeline in
                pipeline.effects = pipeline.effects.map { $0.mapping(name) { $0.withChance(0) } }
            }
        }
    }

    /// A step of the match is left out of the pipeline's rule and of every object's own.
    private var matchOmissions: [Omission] {
        let steps: [(String, WritableKeyPath<Match, Distribution<Double>>)] = [
            ("noise", \.noise), ("sharpness", \.sharpness), ("jpeg", \.jpeg), ("colour", \.colour),
        ]
        return steps.compactMap { name, path in
            let rules = [match] + objects.compactMap(\.value.match)
            let isUsed = rules.contains { rule in
                guard case .by(let match) = rule else { return false }
                if case .constant(0) = match[keyPath: path] { return false }
                return true
            }
            guard isUsed else { return nil }
            return Omission(key: "match.\(name)", group: "match") { pipeline in
                pipeline.match = pipeline.match.without(path)
                pipeline.objects = pipeline.objects.map { object in
                    var value = object.value
                    value.match = value.match?.without(path)
                    return Named(name: object.name, value: value, position: object.position)
                }
            }
        }
    }

    /// Every object is as new.
    private var wearOmissions: [Omission] {
        let isUsed = objects.contains { object in
            if case .constant(0) = object.value.wear { false } else { true }
        }
        guard isUsed else { return [] }
        return [
            Omission(key: "wear", group: nil) { pipeline in
                pipeline.objects = pipeline.objects.map { object in
                    var value = object.value
                    value.wear = 0
                    return Named(name: object.name, value: value, position: object.position)
                }
            }
        ]
    }

    /// Alpha takes the place of another blend.
    private var blendOmissions: [Omission] {
        let plain = Pipeline().blend
        let used =
            (objects.map(\.value).contains { $0.blend == nil } ? [blend] : []) + objects.compactMap(\.value.blend)
        return used.flatMap(\.names).withoutRepeats.filter { !plain.names.contains($0) }.map { name in
            Omission(key: "blend.\(name)", group: "blend") { pipeline in
                pipeline.blend = pipeline.blend.mapping(name) { _ in plain }
                pipeline.objects = pipeline.objects.map { object in
                    var value = object.value
                    value.blend = value.blend?.mapping(name) { _ in plain }
                    return Named(name: object.name, value: value, position: object.position)
                }
            }
        }
    }
}

extension [String] {
    /// The first of each.
    fileprivate var withoutRepeats: [String] {
        var known: Set<String> = []
        return filter { known.insert($0).inserted }
    }
}
