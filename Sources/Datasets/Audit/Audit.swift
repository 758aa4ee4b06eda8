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
    /// In the order of the files, then of the entries in them.
    package private(set) var findings: [Finding] = []

    package var errors: Int { findings.count { $0.severity == .error } }
    package var warnings: Int { findings.count { $0.severity == .warning } }

    /// For example "24 images, 96 annotations: 2 errors, 1 warning", with the formats' names where there are several.
    package var summary: String {
        func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
        let found =
            findings.isEmpty ? "nothing wrong" : "\(count(errors, "error")), \(count(warnings, "warning"))"
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
        self.findings += findings
    }
}
