/// A list that counts all findings and keeps the worst of each kind: large files can have millions of similar ones. Its
/// memory is bounded, however many there are.
package struct FindingList: Sendable, Equatable {
    /// Similar findings.
    package struct Group: Equatable, Sendable {
        /// The worst findings of the group, the worst first; equal ones in the order of arrival.
        package fileprivate(set) var findings: [Finding]
        /// The number of further findings.
        package fileprivate(set) var more = 0

        package var severity: Finding.Severity { findings[0].severity }
    }

    package private(set) var errors = 0
    package private(set) var warnings = 0

    /// The number of findings of each kind that are kept by default; always one for notes.
    package static let defaultEach = 20
    /// The most findings that are kept in all; kinds that come after that are counted together.
    private static let limit = 10_000

    private let each: Int
    /// The kinds, in the order of their first findings.
    private var kinds: [Group] = []
    private var kept = 0
    private var indices: [String: Int] = [:]
    private var others: Group?

    /// - Parameter each: the number of findings of each kind that are kept, 1 at least.
    package init(each: Int = defaultEach) {
        self.each = each
    }

    /// Errors, then warnings, then notes; within each the kinds in the order of arrival.
    package var groups: [Group] {
        let ranked: [Finding.Severity] = [.error, .warning, .note]
        return ranked.flatMap { rank in kinds.filter { $0.severity == rank } } + (others.map { [$0] } ?? [])
    }

    /// The findings, in the order of the groups.
    package var findings: [Finding] { groups.filter { $0 != others }.flatMap(\.findings) }

    /// The findings, with one more for each group that stands for those not kept, so that the counts cover all. For
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

    /// The number of reported notes.
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
