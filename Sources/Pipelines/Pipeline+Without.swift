package import Cards

extension Pipeline {
    /// The keys that name something to leave out: those of each omission, and of each group.
    package var omissionKeys: [String] {
        Set(omissions.flatMap { [$0.key] + ($0.group.map { [$0] } ?? []) }).sorted()
    }

    /// Reports the keys of `without` that name nothing in the pipeline nor in a variant, and leaves out what the others
    /// name. A variant's own keys must name something in the variant.
    mutating func leaveOut(_ reading: inout Reading) {
        var whole = self
        whole.without = []
        let known = Set(([whole] + variants.map(whole.version)).flatMap(\.omissionKeys))
        Self.report(without, unlessIn: known, &reading)
        for variant in variants { Self.report(variant.without, unlessIn: Set(version(variant).omissionKeys), &reading) }
        wholeEffects = (variants.isEmpty ? [whole] : variants.map(whole.version)).map(\.effects)
        self = leavingOut(without.map(\.value))
    }

    /// The effects of each image of a scene, by which its objects are placed: those of all variants, and also those that
    /// `without` leaves out, so that the scenes without them are the same scenes.
    package var effectsOfScene: [[PartDraft]] { wholeEffects.isEmpty ? [effects] : wholeEffects }

    private static func report(_ keys: [Positioned<String>], unlessIn known: Set<String>, _ reading: inout Reading) {
        for key in keys where !known.contains(key.value) {
            reading.report([key.diagnostic(.unknownName(key.value, kind: "key to leave out", known: known.sorted()))])
        }
    }
}

extension Node {
    /// Adds keys to the list under `without`, which becomes one in the order of the names, each once: the order in which
    /// the options are given makes no difference.
    mutating func leaveOut(_ keys: [String]) {
        guard !keys.isEmpty, case .mapping(var pairs) = content else { return }
        let given = keys.map { key in
            Node(
                .scalar(key, quoted: false),
                at: Position(source: Source(name: "--without \(key)", text: key), line: 1, column: 1))
        }
        let place = pairs.firstIndex { $0.key == "without" }
        let written = place.map { pairs[$0].value }
        // What is no list of texts stays, for the message about it.
        let old: [Node] = written?.elements ?? written.map { $0.isNull ? [] : [$0] } ?? []
        var (known, all): (Set<String>, [Node]) = ([], [])
        for node in old + given where node.scalar.map({ known.insert($0).inserted }) ?? true { all.append(node) }
        let position = written?.position ?? given[0].position
        let value = Node(.sequence(all.sorted { ($0.scalar ?? "") < ($1.scalar ?? "") }), at: position)
        if let place {
            pairs[place].value = value
        } else {
            pairs.append(Pair(key: "without", keyPosition: position, value: value))
        }
        content = .mapping(pairs)
    }
}
