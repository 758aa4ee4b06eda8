/// Findings, of which all are counted and the worst of each kind are kept: files of real size can have millions that are
/// alike. Memory is bounded, however many there are.
package struct FindingList: Sendable, Equatable {
    /// Findings that are alike.
    package struct Group: Equatable, Sendable {
        /// The worst of them, the worst first; of those that are as bad the first that came.
        package fileprivate(set) var findings: [Finding]
        /// How many there are besides.
        package fileprivate(set) var more = 0

        package var severity: Finding.Severity { findings[0].severity }
    }

    package private(set) var errors = 0
    package private(set) var warnings = 0

    /// How many of each kind are kept, unless another number is asked for; of notes always one.
    package static let defaultEach = 20
    /// How many are kept in all; what is of a kind that is met after these is counted together.
    private static let limit = 10_000

    private let each: Int
    /// In the order of the first of each kind.
    private var kinds: [Group] = []
    private var kept = 0
    private var indices: [String: Int] = [:]
    private var others: Group?

    /// - Parameter each: how many findings of each kind are kept, 1 at least.
    package init(each: Int = defaultEach) {
        self.each = each
    }

    /// Errors, then warnings, then notes; of each the kinds in the order in which they came.
    package var groups: [Group] {
        let ranked: [Finding.Severity] = [.error, .warning, .note]
        return ranked.flatMap { rank in kinds.filter { $0.severity == rank } } + (others.map { [$0] } ?? [])
    }

    /// In the order of the groups.
    package var findings: [Finding] { groups.filter { $0 != others }.flatMap(\.findings) }

    /// The same with one more of each group that stands for those which are not kept, so that the counts make up all: of
    /// notes, the one that is kept stands for the others too.
    package var counted: [Finding] {
        groups.flatMap { group -> [Finding] in
            guard group.more > 0, let first = group.findings.first else { return group.findings }
            var rest = first
            if group.severity == .note {
                rest.count += group.more
                return [rest]
            }
            rest = Finding(first.severity, first.code, "more like “\(first.words)”", count: group.more)
            return group.findings + [rest]
        }
    }

    /// How many notes are told.
    package var notes: Int { kinds.count { $0.severity == .note } }

    package mutating func add(_ finding: Finding) {
        switch finding.severity {
        case .error: errors += 1
        case .warning: warnings += 1
        case .note: break
        }
        let kind = finding.kind
        let hasRoom = kept < Self.limit
        if let index = indices[kind] {
            let most = finding.severity == .note ? 1 : each
            let isFull = kinds[index].findings.count >= most || !hasRoom
            if isFull {
                kinds[index].more += 1
                guard let least = kinds[index].findings.last, finding.weight > least.weight else { return }
                kinds[index].findings.removeLast()
            } else {
                kept += 1
            }
            let worse = kinds[index].findings.lastIndex { $0.weight >= finding.weight }
            kinds[index].findings.insert(finding, at: worse.map { $0 + 1 } ?? 0)
        } else if hasRoom {
            indices[kind] = kinds.count
            kinds.append(Group(findings: [finding]))
            kept += 1
        } else if others == nil {
            others = Group(findings: [finding])
        } else {
            others?.more += 1
        }
    }
}
