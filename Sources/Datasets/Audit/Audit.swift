/// What an audit looked at and what it found.
package struct Audit: Sendable, Equatable {
    /// What one format says.
    private struct Part: Equatable {
        let name: String
        var images = 0
        var annotations = 0
    }

    private var parts: [Part] = []
    /// Of the first format that was looked at; others say the same in other words.
    package var images: Int { parts.first?.images ?? 0 }
    package var annotations: Int { parts.first?.annotations ?? 0 }
    /// The first of each kind, in the order of the files, then of the entries in them. Files of real size can have
    /// millions that are alike.
    package private(set) var findings: [Finding] = []
    /// Of how many findings there are more than are kept, in the order of the first of each kind.
    package var more: [Rest] { kinds.filter { $0.count > 0 } + (others.map { [$0] } ?? []) }
    package private(set) var errors = 0
    package private(set) var warnings = 0

    /// Findings of one kind that are not kept.
    package struct Rest: Equatable, Sendable {
        /// The first of the kind.
        package let first: Finding
        package fileprivate(set) var count = 0
    }

    /// How many of each kind are kept.
    private let each: Int
    /// How many are kept in all; what is of a kind that is met after these is counted together.
    private static let limit = 10_000
    private var kinds: [Rest] = []
    private var kept: [Int] = []
    private var places: [String: Int] = [:]
    private var others: Rest?

    package static let defaultEach = 20

    /// - Parameter each: how many findings of each kind are kept, 1 at least.
    init(each: Int = defaultEach) {
        self.each = each
    }

    /// For example "24 images, 96 annotations: 2 errors, 1 warning", with the formats' names where there are several.
    package var summary: String {
        func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
        let found =
            errors + warnings == 0 ? "nothing wrong" : "\(count(errors, "error")), \(count(warnings, "warning"))"
        let counts = parts.map { part in
            (parts.count > 1 ? "\(part.name): " : "")
                + "\(count(part.images, "image")), \(count(part.annotations, "annotation"))"
        }
        return counts.joined(separator: "; ") + ": " + found
    }

    /// What is counted from here on is of this format.
    mutating func begin(_ name: String) { parts.append(Part(name: name)) }

    mutating func count(images: Int, annotations: Int) {
        parts[parts.count - 1].images += images
        parts[parts.count - 1].annotations += annotations
    }

    mutating func add(_ findings: [Finding]) {
        for finding in findings { add(finding) }
    }

    private mutating func add(_ finding: Finding) {
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
