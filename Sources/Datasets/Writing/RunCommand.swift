package import JSON

/// The command that a run was begun with, as far as finishing its dataset needs it. It is in the journal alone: no file
/// of the finished dataset names a folder of the machine.
package struct RunCommand: Hashable, Sendable {
    /// The pipeline file, as an absolute path.
    package var pipeline: String
    /// The changes by `--set` and the options that stand for such.
    package var changes: [String] = []
    package var without: [String] = []
    package var only: String?
    package var maxPixels: Int?
    package var isStrict = false
    package var allowsEmpty = false
    package var writesReport = false

    package init(pipeline: String) { self.pipeline = pipeline }
}

extension RunCommand: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("pipeline", pipeline)
            writer.member("set", changes)
            writer.member("without", without)
            writer.member("only", ifPresent: only)
            writer.member("max_pixels", ifPresent: maxPixels)
            writer.member("strict", isStrict)
            writer.member("allow_empty", allowsEmpty)
            writer.member("report", writesReport)
        }
    }

    init?(_ tree: JSONTree) {
        func texts(_ name: String) -> [String] { (tree[name]?.elements ?? []).compactMap(\.text) }
        func flag(_ name: String) -> Bool { if case .boolean(true)? = tree[name] { true } else { false } }
        guard let pipeline = tree["pipeline"]?.text else { return nil }
        self.pipeline = pipeline
        (changes, without, only) = (texts("set"), texts("without"), tree["only"]?.text)
        maxPixels = tree["max_pixels"]?.integer
        (isStrict, allowsEmpty) = (flag("strict"), flag("allow_empty"))
        writesReport = flag("report")
    }
}
