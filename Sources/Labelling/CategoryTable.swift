package import Cards
package import Datasets
import JSON
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
    /// For each dataset, the place that each keypoint of its own categories has in the output, by the category's id there;
    /// none for categories whose keypoints keep their places.
    private var keypoints: [[Int: [Int]]] = []
    /// The dataset in which a category was first found; nil for one of objects alone.
    private var origins: [Int?] = []
    private var used: Set<Int> = []
    private var isTaken: Set<Int> = []

    /// A dataset's categories keep their ids, so that a model trained on it can still be used, and no other category
    /// gets one of these ids: new ones get the next ids that no dataset uses. Where two datasets use one id for
    /// different things, the first dataset keeps it.
    ///
    /// Categories of several datasets with the same name become one, and so do those that the pipeline gives the same
    /// name. Two of one dataset with the same name stay apart, as they are there. Keypoints of categories that become one
    /// are joined by their names, and those of solid objects come after those that a category has already.
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

    /// The place in the output of each keypoint of a dataset's category, in the order of the dataset; nil where all keep
    /// their places.
    func keypointPlaces(ofDataset number: Int, id: Int) -> [Int]? {
        keypoints.indices.contains(number) ? keypoints[number][id] : nil
    }

    private mutating func add(_ dataset: [Real], number: Int) {
        var own: [Int: Int] = [:]
        var moved: [Int: [Int]] = [:]
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
                moved[real.category.id] = join(real.category, to: known)
                continue
            }
            var category = real.category
            if used.contains(category.id) { category.id = next() }
            own[real.category.id] = append(category, from: number)
        }
        places.append(own)
        keypoints.append(moved)
    }

    /// Adds another category's keypoints and their joints to those of a category, by their names.
    ///
    /// - Returns: the place of each keypoint of the other category; nil where all keep theirs.
    private mutating func join(_ other: COCO.Category, to index: Int) -> [Int]? {
        guard let names = other.keypoints, !names.isEmpty else { return nil }
        var all = categories[index].keypoints ?? []
        let known = all
        var taken: Set<Int> = []
        let places = names.map { name -> Int in
            // A name may stand twice in one list.
            let place = all.indices.first { all[$0] == name && !taken.contains($0) } ?? all.endIndex
            if place == all.endIndex { all.append(name) }
            taken.insert(place)
            return place
        }
        let own = (other.skeleton ?? []).filter { $0.allSatisfy { places.indices.contains($0 - 1) } }
        let joints = categories[index].skeleton ?? []
        let added = own.map { $0.map { places[$0 - 1] + 1 } }.filter { joint in
            !joints.contains { Set($0) == Set(joint) }
        }
        categories[index].keypoints = all
        if !added.isEmpty { categories[index].skeleton = joints + added }
        // Which keypoints change places in a mirror, the names tell.
        if all != known { categories[index].extra.removeAll { $0.name == COCO.Category.mirrorName } }
        return places == Array(places.indices) ? nil : places
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
