package import Cards
import Datasets
import Findings
import Pipelines
package import Scenes

/// Learns from the labels of datasets how large, where and how many the objects of a pipeline are to be.
package struct LikenessReader {
    private let backgrounds: RealDatasets
    private var tables: [Likeness.Dataset: Result<[LabelTable], DatasetError>] = [:]
    package private(set) var likenesses = Likenesses()
    package private(set) var mistakes: [Diagnostic] = []
    /// What was learnt, and from how many labels; a line each.
    package private(set) var facts: [String] = []
    /// Where that is too little, a line each.
    package private(set) var warnings: [String] = []

    /// Fewer boxes than these are told: a few say little about the next.
    package static let fewBoxes = 30

    package init(_ backgrounds: RealDatasets) {
        self.backgrounds = backgrounds
    }

    /// Learns the size, the place or both of an object.
    ///
    /// - Parameters:
    ///   - uses: what is learnt, in words.
    ///   - object: the object's name.
    ///   - categories: all that its labels may be called.
    package mutating func learnBoxes(
        _ likeness: Positioned<Likeness>, for uses: [String], of object: String, categories: [String]
    ) {
        guard let tables = read(likeness) else { return }
        let name = Self.name(likeness.value, tables)
        let isOwn = likeness.value.categories.isEmpty
        guard check(isOwn ? categories : likeness.value.categories, isOwn: isOwn, in: tables, name, likeness) else {
            return
        }
        var (told, cut, crowds): ([String], Int, Int) = ([], 0, 0)
        for category in isOwn ? categories : [categories.first ?? object] {
            let rule = likeness.value.of(category)
            let labels = tables.flatMap { $0.images.joined() }.filter { rule.categories.contains($0.category) }
            let usable = labels.filter {
                $0.standing == .whole || ($0.standing == .truncated && rule.takesTruncated)
            }.compactMap(\.box)
            let left = (
                cut: rule.takesTruncated ? 0 : labels.count { $0.standing == .truncated },
                crowds: labels.count { $0.standing == .crowd }
            )
            let words = rule.categories.joined(separator: " and ")
            guard !usable.isEmpty else {
                let unread = tables.reduce(0) { $0 + $1.unread }
                mistakes.append(
                    likeness.diagnostic(
                        .rule(
                            "\(name) shows no whole “\(words)”: of its \(labels.count.counting("label")), "
                                + "\(left.cut.grouped) reach an edge of their photo, which may cut them, or are marked as truncated"
                                + (left.cut > 0 ? " (“truncated: true” takes them)" : "")
                                + ", and \(left.crowds.grouped) are crowds, ignored or without a box"
                                + (unread > 0
                                    ? "; the labels of \(unread.counting("image")) cannot be read, such as those of photos that "
                                        + "are missing and whose size is not stated" : ""))))
                continue
            }
            likenesses.boxes[rule] = BoxDistribution(usable)
            told.append("\(usable.count.grouped) of \(words)")
            (cut, crowds) = (cut + left.cut, crowds + left.crowds)
            if usable.count < Self.fewBoxes {
                warnings.append(
                    "the \(uses.joined(separator: " and ")) of “\(object)” is learnt from only "
                        + "\(usable.count.grouped) \(usable.count == 1 ? "box" : "boxes") of “\(words)” in \(name), which say little about "
                        + "others")
            }
        }
        guard !told.isEmpty else { return }
        facts.append(
            "\(uses.joined(separator: " and ")) of “\(object)”: like boxes of \(name), \(told.joined(separator: ", ")); "
                + "left out: \(cut.grouped) at an edge of their photo or marked as truncated, \(crowds.grouped) crowds or ignored"
        )
    }

    /// Learns the number of objects in an image: that of labels of these categories, in images with and without any.
    ///
    /// - Parameter categories: those of the pipeline's labelled objects.
    package mutating func learnCount(_ likeness: Positioned<Likeness>, categories: [String]) {
        guard let tables = read(likeness) else { return }
        let name = Self.name(likeness.value, tables)
        let isOwn = likeness.value.categories.isEmpty
        let known = Set(tables.flatMap(\.categories))
        // Of its own objects' categories some may be new to the dataset, but not all.
        let counted = isOwn ? categories.filter(known.contains) : likeness.value.categories
        guard check(counted.isEmpty ? categories : counted, isOwn: isOwn, in: tables, name, likeness) else { return }
        let counts = tables.flatMap(\.images).map { image in
            image.count { $0.standing != .crowd && counted.contains($0.category) }
        }
        guard !counts.isEmpty else { return }
        likenesses.count = CountDistribution(counts)
        let mean = Double(counts.reduce(0, +)) / Double(counts.count)
        facts.append(
            "count: like \(counts.count.counting("image")) of \(name), \(counts.min() ?? 0) to \(counts.max() ?? 0) labels of "
                + "\(counted.joined(separator: ", ")), \((mean * 100).rounded() / 100) on average; "
                + "\(counts.count { $0 == 0 }.grouped) of the images have none")
    }

    // MARK: - Reading

    private static func name(_ likeness: Likeness, _ tables: [LabelTable]) -> String {
        if case .path(let path) = likeness.dataset { return path }
        return tables.count == 1 ? tables[0].name : "the datasets of “backgrounds”"
    }

    /// Reports the categories that no table has.
    private mutating func check(
        _ categories: [String], isOwn: Bool, in tables: [LabelTable], _ name: String, _ likeness: Positioned<Likeness>
    ) -> Bool {
        var seen: Set<String> = []
        let known = tables.flatMap(\.categories).filter { seen.insert($0).inserted }
        let unknown = categories.filter { !known.contains($0) }
        for category in unknown {
            let hint =
                category.nearest(among: known).map { "did you mean “\($0)”?" }
                ?? (known.isEmpty ? "it has no categories" : "its categories are \(known.joined(separator: ", "))")
            mistakes.append(
                likeness.diagnostic(
                    .rule(
                        "\(name) has no category “\(category)”\(isOwn ? "; name another by “category”" : ""): \(hint)"))
            )
        }
        return unknown.isEmpty
    }

    /// The labels of a dataset, read once; nil where they cannot be read, which is reported.
    private mutating func read(_ likeness: Positioned<Likeness>) -> [LabelTable]? {
        let dataset = likeness.value.dataset
        if case .source = dataset {
            mistakes.append(
                likeness.diagnostic(.rule("“source” is for “size”: name a labelled dataset, or “backgrounds”")))
            return nil
        }
        if case .backgrounds = dataset, backgrounds.entries.isEmpty {
            mistakes.append(
                likeness.diagnostic(
                    .rule("“backgrounds” has no dataset with labels that can be read: name a labelled dataset")))
            return nil
        }
        let known = tables[dataset] ?? Result { () throws(DatasetError) in try read(dataset) }
        let isNew = tables.updateValue(known, forKey: dataset) == nil
        switch known {
        case .success(let tables):
            let unread = tables.reduce(0) { $0 + $1.unread }
            if isNew, unread > 0 {
                warnings.append(
                    "\(Self.name(likeness.value, tables)): the labels of \(unread.counting("image")) cannot be read and do not "
                        + "count")
            }
            return tables
        case .failure(let error):
            mistakes.append(likeness.diagnostic(.rule("\(error)")))
            return nil
        }
    }

    private func read(_ dataset: Likeness.Dataset) throws(DatasetError) -> [LabelTable] {
        guard case .path(let path) = dataset else {
            return backgrounds.entries.map { entry in
                // What is not used to make images must not decide what they look like.
                let used = Set(entry.rules.splits.map(\.value))
                return LabelTable(entry.dataset, names: entry.categories.mapValues(\.name)) { photo in
                    used.isEmpty || used.contains(photo.split ?? OwnSplits.usual)
                }
            }
        }
        do {
            let opened = try DatasetSources.open(path)
            let names = Dictionary(
                opened.categories.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
            return [LabelTable(opened, names: names) { _ in true }]
        } catch let error as DatasetError {
            throw error
        } catch {
            throw DatasetError(code: .malformed, action: "cannot read", path: path, reason: "\(error)")
        }
    }
}
