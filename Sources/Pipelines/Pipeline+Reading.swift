package import Cards

extension Pipeline {
    /// Reads a pipeline file.
    ///
    /// - Parameters:
    ///   - path: the file; its relative paths start from its folder.
    ///   - changes: `key.path=value` each, applied to the file before it is read; the value is YAML.
    ///   - without: keys of what is left out besides what the file leaves out.
    /// - Throws: `InvalidFile` with every mistake in the file and the changes.
    package static func read(
        path: String, changes: [String] = [], without: [String] = [], parts: Parts
    ) throws(InvalidFile) -> (pipeline: Pipeline, text: String) {
        let source = try Source(path: path)
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        return try decode(
            source, folder: path.hasPrefix("/") && folder.isEmpty ? "/" : folder, changes: changes, without: without,
            parts: parts)
    }

    package static func decode(
        _ source: Source, folder: String, changes: [String] = [], without: [String] = [], parts: Parts
    ) throws(InvalidFile) -> (pipeline: Pipeline, text: String) {
        var node: Node
        do throws(Diagnostic) {
            node = try Node(parsing: source)
            for change in changes { try node.apply(Change(change)) }
        } catch {
            throw InvalidFile([error])
        }
        node.leaveOut(without)
        if let kind = node.otherKind { throw InvalidFile([Diagnostic(.rule(kind), at: node.position)]) }
        var reading = Reading(folder: folder)
        var pipeline = card(parts).decode(node, &reading)
        pipeline?.paths = reading.paths
        if let pipeline {
            pipeline.checkRules(at: node, parts, &reading)
            pipeline.checkVariants(&reading)
        }
        pipeline?.leaveOut(&reading)
        guard let pipeline, reading.diagnostics.isEmpty else { throw InvalidFile(reading.diagnostics) }
        return (pipeline, changes.isEmpty && without.isEmpty ? source.text : node.documentText)
    }

    /// Rules between blocks.
    private func checkRules(at node: Node, _ parts: Parts, _ reading: inout Reading) {
        checkNames(&reading)
        checkPanoramas(at: node, &reading)
        checkSources(at: node, &reading)
        let needs = PipelineNeeds(self, placers: parts.placers, sources: parts.sources)
        if scene.decoys.constants != [0], needs.outlines.isEmpty, let place = node["scene"]?["decoys"]?.position {
            reading.report(
                .rule(
                    "decoys have the outlines of labelled objects, and there is none: one of weight 0, a distractor, one "
                        + "that replaces things, and one that is flat or solid by choice do not count"), at: place)
        }
        // One kind never stands in for the other.
        for replaces in [false, true] {
            let group = needs.objects.filter { ($0.replacing != nil) == replaces }.map(\.object)
            if !group.isEmpty, group.allSatisfy({ $0.value.weight == 0 }) {
                reading.report(.allWeightsZero, at: group[0].position)
            }
        }
        for stated in needs.objects {
            let object = stated.object
            for problem in replacingProblems(of: stated) + planeProblems(of: stated) {
                reading.report(.rule("“\(object.name)” \(problem)"), at: object.position)
            }
            let takesNoSize = stated.placers.allSatisfy { $0.needs.contains(.height) } && object.value.size != nil
            let needsHeight = stated.placers.contains { $0.needs.contains(.height) }
            if needsHeight, object.value.height == nil, !stated.isSized {
                reading.report(
                    .rule(
                        "“\(object.name)” is placed on the ground, which needs its “height” in metres"
                            + (takesNoSize ? " in place of “size”" : "")), at: object.position)
            } else if takesNoSize {
                reading.report(
                    .rule(
                        "“\(object.name)” is placed on the ground, where its distance and its “height” in metres make its "
                            + "size in the picture: leave out “size”"), at: object.position)
            }
        }
    }

    /// The reasons why an object cannot replace things of the photo, if it is to: the ends of sentences.
    private func replacingProblems(of stated: ObjectNeeds) -> [String] {
        guard stated.replacing != nil else {
            guard let placer = stated.placers.first(where: \.isReplacing) else { return [] }
            return [
                "replaces things only by chance: take “\(placer.name)” out of the choice, because what is private must "
                    + "always go"
            ]
        }
        let object = stated.object.value
        var problems: [String] = []
        if case .one(_, let values, _, _) = place(of: object) {
            for value in values where !value.draft.isConstant {
                problems.append(
                    "replaces things by a “\(value.key)” that varies: give one value, because what is private must always go"
                )
            }
        }
        for source in stated.sources where source.needs.contains(.rendering) {
            problems.append(
                "is a \(source.name), which has no four corners to be fitted onto what it replaces; use a flat object")
        }
        let pose = object.pose
        if object.size != nil || object.height != nil {
            problems.append("is as large as what it replaces: leave out “size” and “height”")
        }
        if pose.isFree || pose.rest != nil
            || [pose.yaw, pose.pitch, pose.roll].contains(where: { $0.constants != [0] })
        {
            problems.append("lies as what it replaces does: leave out all of “pose” but “flip”")
        }
        return problems
    }

    /// Reports sources of backgrounds of which none has a weight, or two the same name.
    private func checkSources(at node: Node, _ reading: inout Reading) {
        let position = node["backgrounds"]?.position ?? node.position
        if backgrounds.allSatisfy({ $0.weight == 0 }) { reading.report(.allWeightsZero, at: position) }
        var known: Set<String> = []
        for index in backgrounds.indices {
            guard let name = sourceName(index), !known.insert(name).inserted else { continue }
            reading.report(.rule("two sources of backgrounds are called “\(name)”: rename one"), at: position)
        }
    }

    /// Reports keys for facts that a panorama brings itself, where all backgrounds are panoramas.
    private func checkPanoramas(at node: Node, _ reading: inout Reading) {
        guard
            backgrounds.allSatisfy({ $0.panoramas != nil && $0.photos.isEmpty && $0.datasets.isEmpty })
        else { return }
        let scene = node["scene"]
        for (key, given, instead) in [
            ("camera", scene?["camera"], "put “fov”, “pitch” and “camera_height” into “panoramas”"),
            ("light: sun", scene?["light"]?["sun"], "leave it out"),
            ("light: sky", scene?["light"]?["sky"], "leave it out"),
        ] {
            guard let given else { continue }
            reading.report(
                .rule("“\(key)” is for photos, and all backgrounds are panoramas, which bring their own: \(instead)"),
                at: given.position)
        }
    }

    /// JSON Schema (draft 2020-12) of the whole file, for editors.
    package static func schema(_ parts: Parts) -> Value {
        guard case .map(let entries) = card(parts).schema else { preconditionFailure("a card's schema is an object") }
        return .map(
            [
                Value.Entry(key: "$schema", value: "https://json-schema.org/draft/2020-12/schema"),
                Value.Entry(key: "title", value: "diorama pipeline"),
            ] + entries + [Value.Entry(key: "$defs", value: Schema.definitions)])
    }
}

extension Node {
    /// A message for a file that is not a pipeline, but another of our files.
    fileprivate var otherKind: String? {
        guard let keys = pairs?.map(\.key), !keys.contains("diorama"), !keys.contains("backgrounds") else { return nil }
        if keys.contains("parts") { return "this is a solid, not a pipeline: “diorama view” draws it" }
        if keys.contains("models") { return "this is a catalogue of models, not a pipeline: “diorama view” draws them" }
        return nil
    }
}
