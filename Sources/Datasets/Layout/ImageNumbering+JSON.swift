import JSON

extension ImageNumbering {
    /// Writes nothing for a run without variants.
    func encodeMembers(to writer: inout JSONWriter) {
        guard !variants.isEmpty else { return }
        writer.member("scenes", scenes)
        writer.member("variants", variants)
    }

    /// Reads what `encodeMembers` wrote.
    init(_ tree: JSONTree) {
        self.init(
            variants: (tree["variants"]?.elements ?? []).compactMap(\.text), scenes: tree["scenes"]?.integer ?? 0)
    }
}
