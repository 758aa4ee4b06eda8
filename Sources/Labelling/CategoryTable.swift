package import Cards
package import Datasets
package import Objects
package import Pipelines

/// The categories of a new dataset: those of the datasets that its photos come from, and those of the pipeline's
/// objects.
package struct CategoryTable: Sendable {
    /// A category of a dataset, under its name in the output.
    package struct Real: Sendable {
        let category: COCO.Category
        /// Whether the pipeline gives it this name.
        let isRenamed: Bool
    }

    package private(set) var categories: [COCO.Category] = []
    /// For each dataset, the index in `categories` of each of its own categories, by its id there.
    private var places: [[Int: Int]] = []
    /// The dataset in which a category was first found; nil for one of objects alone.
    private var origins: [Int?] = []
    private var used: Set<Int> = []
    private var isTaken: Set<Int> = []

    /// A dataset's categories keep their ids, so that a model trained on it can still be used, and no other category
    /// gets one of these ids: new ones get the next ids that no dataset uses. Where two datasets use one id for
    /// different things, the first dataset keeps it.
    ///
    /// Categories of several datasets with the same name become one, and so do those that the pipeline gives the same
    /// name. Two of one dataset with the same name stay apart, as they are there. Keypoints of solid objects come after
    /// those that a category has already.
    package init(objects: [Named<Pipeline.Object>], datasets: [[Real]], _ library: ObjectLibrary) {
        isTaken = Set(datasets.joined().map(\.category.id))
        for (number, dataset) in datasets.enumerated() { add(dataset, number: number) }
        for object in objects where !object.value.isDistractor {
            for own in library.categories(in: object.value.from) {
                let name = object.value.category ?? own ?? object.name
                let place = place(named: name) ?? append(COCO.Category(id: next(), name: name), from: nil)
                complete(place, with: object.value.supercategory)
                add(keypoints: library.keypointNames(of: object.value.from, category: own), to: place)
            }
        }
    }

    /// The category for objects of a name. Where a dataset has two of this name, it is the one with a supercategory,
    /// since exporters put one without labels before it; otherwise the first.
    package func category(named name: String) -> COCO.Category? { place(named: name).map { categories[$0] } }

    /// The category in the output for a dataset's category.
    package func category(ofDataset number: Int, id: Int) -> COCO.Category? {
        places.indices.contains(number) ? places[number][id].map { categories[$0] } : nil
    }

    private mutating func add(_ dataset: [Real], number: Int) {
        var own: [Int: Int] = [:]
        let names = Set(dataset.filter { !$0.isRenamed }.map(\.category.name))
        // A category that is renamed to a name that the dataset already has joins that one, whichever comes first.
        let order =
            dataset.filter { !$0.isRenamed || !names.contains($0.category.name) }
            + dataset.filter { $0.isRenamed && names.contains($0.category.name) }
        for real in order where own[real.category.id] == nil {
            let known = place(named: real.category.name)
            if let known, real.isRenamed || origins[known] != number {
                complete(known, with: real.category.supercategory)
                own[real.category.id] = known
                continue
            }
            var category = real.category
            if used.contains(category.id) { category.id = next() }
            own[real.category.id] = append(category, from: number)
        }
        places.append(own)
    }

    /// The names, each once, in the order of the categories.
    package var names: [String] {
        var known: Set<String> = []
        return categories.map(\.name).filter { known.insert($0).inserted }
    }

    private func place(named name: String) -> Int? {
        let named = categories.indices.filter { categories[$0].name == name }
        return named.first { !["", "none"].contains(categories[$0].supercategory ?? "") } ?? named.first
    }

    private mutating func append(_ category: COCO.Category, from dataset: Int?) -> Int {
        used.insert(category.id)
        categories.append(category)
        origins.append(dataset)
        return categories.count - 1
    }

    /// Gives a category a supercategory that it lacks.
    private mutating func complete(_ index: Int, with supercategory: String?) {
        if categories[index].supercategory == nil { categories[index].supercategory = supercategory }
    }

    private mutating func add(keypoints names: [String], to index: Int) {
        guard !names.isEmpty else { return }
        let known = categories[index].keypoints ?? []
        categories[index].keypoints = known + names.filter { !known.contains($0) }
    }

    /// One more than the largest id; where no larger number is possible, the first that is free.
    private func next() -> Int {
        let all = used.union(isTaken)
        let most = max(0, all.max() ?? 0)
        return most < Int.max ? most + 1 : (1...).first { !all.contains($0) } ?? 1
    }
}
