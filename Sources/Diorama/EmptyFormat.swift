import Datasets
import Findings

/// A format that holds none of a dataset's labels, although there are some.
struct EmptyFormat: Sendable {
    let name: String
    /// The number of labels that it does not hold.
    let labels: Int

    private var need: LabelNeed? { AnnotationFormats.need(of: name) }

    var words: String {
        "“\(name)” holds none of \(labels.counting("label"))"
            + (need.map { ": it needs \($0.words), and they have none" } ?? "")
    }

    var remedy: String? { need?.remedy }

    /// The same as lines of a report.
    var lines: [String] { [words] + (remedy.map { ["  to change it: \($0)"] } ?? []) }

    func finding(_ severity: Finding.Severity) -> Finding {
        Finding(severity, .emptyFormat, subject: name, words, remedy: remedy)
    }
}

extension LabelNeed {
    fileprivate var words: String {
        switch self {
        case .pose: "labels with a pose"
        case .words: "words that can be read"
        }
    }

    fileprivate var remedy: String {
        switch self {
        case .pose: "use solids or meshes without “views”, and a camera that is known; or leave the format out"
        case .words: "use “text”, drawings or solids with text, large enough to be read; or leave the format out"
        }
    }
}
