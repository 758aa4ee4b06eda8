/// What an audit looked at and what it found.
package struct Audit: Sendable, Equatable {
    package private(set) var images = 0
    package private(set) var annotations = 0
    /// In the order of the files, then of the entries in them.
    package private(set) var findings: [Finding] = []

    package var errors: Int { findings.count { $0.severity == .error } }
    package var warnings: Int { findings.count { $0.severity == .warning } }

    /// For example "24 images, 96 annotations: 2 errors, 1 warning".
    package var summary: String {
        func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
        let found =
            findings.isEmpty ? "nothing wrong" : "\(count(errors, "error")), \(count(warnings, "warning"))"
        return "\(count(images, "image")), \(count(annotations, "annotation")): \(found)"
    }

    mutating func count(images: Int, annotations: Int) {
        self.images += images
        self.annotations += annotations
    }

    mutating func add(_ findings: [Finding]) {
        self.findings += findings
    }
}
