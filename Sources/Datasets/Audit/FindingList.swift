/// Findings, of which all are counted and the first of each kind are kept: files of real size can have millions that are
/// alike. Memory is bounded, however many there are.
package struct FindingList: Sendable, Equatable {
    /// In the order in which they came.
    package private(set) var findings: [Finding] = []
    package private(set) var errors = 0
    package private(set) var warnings = 0

    /// Findings of one kind that are not kept.
    package struct Rest: Equatable, Sendable {
        /// The first of the kind.
        package let first: Finding
        package fileprivate(set) var count = 0
    }

    /// How many of each kind are kept, unless another number is asked for.
    package static let defaultEach = 20
    /// How many are kept in all; what is of a kind that is met after these is counted together.
    private static let limit = 10_000

    private let each: Int
    private var kinds: [Rest] = []
    private var kept: [Int] = []
    private var places: [String: Int] = [:]
    private var others: Rest?

    /// - Parameter each: how many findings of each kind are kept, 1 at least.
    package init(each: Int = defaultEach) {
        self.each = each
    }

    /// Of how many findings there are more than are kept, in the order of the first of each kind.
    package var more: [Rest] { kinds.filter { $0.count > 0 } + (others.map { [$0] } ?? []) }

    package mutating func add(_ finding: Finding) {
        switch finding.severity {
        case .error: errors += 1
        case .warning: warnings += 1
        }
        let kind = finding.kind
        if let place = places[kind] {
            if kept[place] < each, findings.count < Self.limit {
                kept[place] += 1
                findings.append(finding)
            } else {
                kinds[place].count += 1
            }
        } else if findings.count < Self.limit {
            places[kind] = kinds.count
            kinds.append(Rest(first: finding))
            kept.append(1)
            findings.append(finding)
        } else {
            others = others ?? Rest(first: finding)
            others?.count += 1
        }
    }
}
