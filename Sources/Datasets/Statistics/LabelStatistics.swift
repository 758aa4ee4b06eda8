/// The labels of a dataset in numbers: how many, how large, where, of what shape, how visible, and what with what.
///
/// Images are added one by one and not kept: memory holds histograms for each category. All of it is whole numbers, so
/// that neither the order of the images nor the threads that count them leave a trace.
package struct LabelStatistics: Hashable, Sendable {
    /// Two categories, by their places in the list, the lower place first.
    package struct Pair: Hashable, Sendable, Comparable {
        package let first: Int
        package let second: Int

        package static func < (a: Pair, b: Pair) -> Bool { (a.first, a.second) < (b.first, b.second) }
    }

    /// A category and its labels.
    package struct Category: Hashable, Sendable {
        package let category: COCO.Category
        package fileprivate(set) var labels = LabelGroup()
    }

    package private(set) var images = 0
    /// Images without a label.
    package private(set) var empty = 0
    /// All labels.
    package private(set) var all = LabelGroup()
    /// The categories in the order of the dataset.
    package private(set) var categories: [Category]
    /// The number of images that show two categories together.
    package private(set) var together: [Pair: Int] = [:]
    /// The place of a category in the list, by its id.
    package let placeOfCategory: [Int: Int]

    package init(_ categories: [COCO.Category]) {
        self.categories = categories.map { Category(category: $0) }
        placeOfCategory = Dictionary(
            categories.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    /// Adds an image with its labels. Labels of a category that is not listed count among all labels only.
    ///
    /// - Parameter width: the image's width in pixels.
    package mutating func add(_ labels: [MeasuredLabel], width: Int, height: Int) {
        images += 1
        guard !labels.isEmpty else {
            empty += 1
            return
        }
        all.add(imageWith: labels.count)
        var counts: [Int: Int] = [:]
        for label in labels {
            all.add(label, width: Double(width), height: Double(height))
            guard let place = placeOfCategory[label.categoryID] else { continue }
            categories[place].labels.add(label, width: Double(width), height: Double(height))
            counts[place, default: 0] += 1
        }
        let shown = counts.keys.sorted()
        for (number, place) in shown.enumerated() {
            categories[place].labels.add(imageWith: counts[place] ?? 0)
            for other in shown[(number + 1)...] { together[Pair(first: place, second: other), default: 0] += 1 }
        }
    }

    /// Labels in an image, of all images.
    package var labelsPerImage: Histogram {
        var counts = all.perImage
        counts.add(0, times: empty)
        return counts
    }

    /// Adds the images of another part of the same dataset.
    package static func += (total: inout Self, more: Self) {
        precondition(total.categories.map(\.category) == more.categories.map(\.category), "the same categories")
        total.images += more.images
        total.empty += more.empty
        total.all += more.all
        for place in more.categories.indices { total.categories[place].labels += more.categories[place].labels }
        total.together.merge(more.together, uniquingKeysWith: +)
    }
}
