package import Cards
package import Datasets
package import Objects
package import Pipelines

/// The categories of a dataset that is made: those of the datasets that its photos come from, and those of the
/// pipeline's objects.
package struct CategoryTable: Sendable {
    /// A category of a dataset, under the name that it takes in the output.
    package struct Real: Sendable {
        let category: COCO.Category
        /// Whether the pipeline gives it that name.
        let isRenamed: Bool
    }

    package private(set) var categories: [COCO.Category] = []
    /// For each dataset the place in `categories` of each of its own, by its id there.
    private var places: [[Int: Int]] = []
    /// The dataset that a category was first met in; nil for one of objects alone.
    private var origins: [Int?] = []
    private var used: Set<Int> = []
    private var isTaken: Set<Int> = []

    /// A dataset's categories keep their ids, so that a model which was trained on it goes on, and none of these is given
    /// to another category: new ones get the next ids that no dataset uses. Where two datasets use one id for different
    /// things, the first dataset keeps it.
    ///
    /// Categories of several datasets that are named alike are one, and so are those that the pipeline names alike. Two of
    /// one dataset with the same name stay apart, as they are there. Keypoints of solid objects come after those that a
    /// category has already.
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

    /// The category that objects of a name belong to. Of two that a dataset names alike it is the one that has a
    /// supercategory, since exporters put one without labels before it; else the first.
    package func category(named name: String) -> COCO.Category? { place(named: name).map { categories[$0] } }

    /// What a dataset's category is in the output.
    package func category(ofDataset number: Int, id: Int) -> COCO.Category? {
        places.indices.contains(number) ? places[number][id].map { categories[$0] } : nil
    }

    private mutating func add(_ dataset: [Real], number: Int) {
        var own: [Int: Int] = [:]
        let names = Set(dataset.filter { !$0.isRenamed }.map(\.category.name))
        // What is renamed to a name that the dataset has itself comes under that one, wherever it stands.
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

    /// Each name once, in the order of the categories.
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

    /// One more than the largest; where there is none that large, the first that is free.
    private func next() -> Int {
        let all = used.union(isTaken)
        let most = max(0, all.max() ?? 0)
        return most < Int.max ? most + 1 : (1...).first { !all.contains($0) } ?? 1
    }
}
