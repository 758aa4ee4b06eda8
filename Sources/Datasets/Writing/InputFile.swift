package import JSON

/// A file that a run reads, as it was when the run began.
package struct InputFile: Hashable, Sendable {
    /// The path, relative to the pipeline file where possible, so that the folder of the project may be moved.
    package var name: String
    package var bytes: Int
    /// When it was last changed: seconds and nanoseconds since 1970, `1700000000.000000000`.
    package var modified: String
    /// The checksum of its content, where it was asked for.
    package var checksum: String?

    package init(name: String, bytes: Int, modified: String, checksum: String? = nil) {
        self.name = name
        self.bytes = bytes
        self.modified = modified
        self.checksum = checksum
    }

    /// The change since an earlier state, in words; nil where there is none. Where both have a checksum, the content
    /// decides.
    func difference(from earlier: InputFile) -> String? {
        if bytes != earlier.bytes { return "has \(bytes) bytes and had \(earlier.bytes)" }
        if let checksum, let before = earlier.checksum {
            return checksum == before ? nil : "has another content"
        }
        return modified == earlier.modified ? nil : "was changed since"
    }
}

extension InputFile: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.array { writer in
            writer.value(name)
            writer.value(bytes)
            writer.value(modified)
            if let checksum { writer.value(checksum) }
        }
    }

    init?(_ tree: JSONTree) {
        guard let parts = tree.elements, parts.count >= 3, let name = parts[0].text, let bytes = parts[1].integer,
            let modified = parts[2].text
        else { return nil }
        self.init(name: name, bytes: bytes, modified: modified, checksum: parts.count > 3 ? parts[3].text : nil)
    }
}

/// All files that a run reads.
package struct RunInputs: Hashable, Sendable {
    /// The files, each once, in any order.
    package var files: [InputFile]

    package init(_ files: [InputFile]) {
        self.files = files
    }

    /// The changes since an earlier run, a line for each file, sorted by name.
    func differences(from earlier: RunInputs) -> [String] {
        let before = Dictionary(earlier.files.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let now = Set(files.map(\.name))
        return
            (files.compactMap { file in
                guard let old = before[file.name] else { return "\(file.name) is new" }
                return file.difference(from: old).map { "\(file.name) \($0)" }
            } + before.keys.filter { !now.contains($0) }.map { "\($0) is no longer there" }).sorted()
    }
}
