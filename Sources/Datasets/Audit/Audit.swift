package import Findings

/// The counts and findings of an audit.
package struct Audit: Sendable, Equatable {
    /// The counts of one format.
    package struct Part: Equatable, Sendable {
        package let name: String
        package fileprivate(set) var images = 0
        package fileprivate(set) var annotations = 0
        /// Whether a label has been seen that a run or a conversion can use.
        fileprivate(set) var hasUsable = false
    }

    package private(set) var parts: [Part] = []
    /// The images of the first format; the other formats label the same images.
    package var images: Int { parts.first?.images ?? 0 }
    package var annotations: Int { parts.first?.annotations ?? 0 }
    private var list: FindingList
    /// The worst findings of each kind; see `FindingList.groups`.
    package var findings: [Finding] { list.findings }
    package var groups: [FindingList.Group] { list.groups }
    /// The findings with counts of those that are not kept; see `FindingList.counted`.
    package var counted: [Finding] { list.counted }
    package var errors: Int { list.errors }
    package var warnings: Int { list.warnings }

    /// - Parameter each: how many findings of each kind are kept, 1 at least.
    init(each: Int = FindingList.defaultEach) {
        list = FindingList(each: each)
    }

    /// For example "24 images, 96 annotations: 2 errors, 1 warning", with the formats' names where there are several.
    package var summary: String {
        func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
        let found =
            (errors + warnings == 0 ? "nothing wrong" : "\(count(errors, "error")), \(count(warnings, "warning"))")
            + (list.notes == 0 ? "" : ", \(count(list.notes, "note"))")
        let counts = parts.map { part in
            (parts.count > 1 ? "\(part.name): " : "")
                + "\(count(part.images, "image")), \(count(part.annotations, "annotation"))"
        }
        return counts.joined(separator: "; ") + ": " + found
    }

    /// Begins a format: everything counted from here on belongs to it.
    mutating func begin(_ name: String) { parts.append(Part(name: name)) }

    mutating func count(images: Int, annotations: Int) {
        parts[parts.count - 1].images += images
        parts[parts.count - 1].annotations += annotations
    }

    /// Whether a label of this format has been seen that can be used.
    var hasUsable: Bool { parts.last?.hasUsable == true }

    /// Notes that a label of this format can be used, so that the labels need not be read again to find one.
    mutating func noteUsable() { parts[parts.count - 1].hasUsable = true }

    /// Reports labels without any image, unless the findings say so already.
    mutating func requireImages(in file: String) {
        if images == 0, errors == 0 { add([Finding(.error, .unusable, file: file, "its labels are of no image")]) }
    }

    /// Reports labels of which none can be used, unless the findings in them say so already.
    ///
    /// - Parameters:
    ///   - errors: the number of errors before these labels were checked.
    ///   - sources: the readers of these labels; none where nothing reads them.
    mutating func requireUsable(
        _ sources: [any DatasetSource], in file: String, outside: Bool, since errors: Int
    ) throws {
        guard self.errors == errors, let part = parts.last, part.annotations > 0, !part.hasUsable, !sources.isEmpty,
            let problem = try UsableLabels.problem(in: sources, outside: outside)
        else { return }
        add([Finding(.error, .unusable, file: file, problem)])
    }

    /// Looks at all labels of a format.
    mutating func run(_ format: any FormatAudit, _ pictures: inout PictureChecks) throws {
        let name = type(of: format).name
        begin(name)
        let errors = errors
        try format.run(into: &self, &pictures)
        try requireUsable(format.sources, in: name, outside: pictures.allowsOutside, since: errors)
    }

    /// Reports what is odd about the names of categories.
    mutating func check(names categories: [COCO.Category], in file: String) {
        add(CategoryNames(categories).problems.map { $0.inFile(file) })
    }

    /// Reports what is odd about the names of labels. A label without a name is another matter.
    mutating func check(names: Set<String>, in file: String) {
        add(CategoryNames(.init(named: names.sorted(), from: 1)).doubts.map { $0.inFile(file) })
    }

    mutating func add(_ findings: [Finding]) {
        for finding in findings { list.add(finding) }
    }
}
