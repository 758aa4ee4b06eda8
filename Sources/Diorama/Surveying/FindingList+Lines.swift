import Findings

extension FindingList {
    /// A line for each finding that is kept, and one for the others of its kind.
    var lines: [String] {
        groups.flatMap { group in
            group.findings.map(\.description)
                + (group.more > 0 ? ["\(group.severity.word): \(group.more.grouped) more like this"] : [])
        }
    }
}
