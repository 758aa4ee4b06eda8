import Datasets
import Objects
import Pipelines

/// The categories of a dataset that is made: those of the pipeline's objects and those of the datasets that its photos
/// come from. What is named alike is one category.
struct CategoryTable: Sendable {
    private(set) var categories: [COCO.Category] = []

    /// A dataset's categories keep their ids as far as those are free, so that a model which was trained on it goes on.
    /// The others get the next ids, in the order of the file; without datasets those are numbered from 1. Keypoints of
    /// solid objects come after those that a category has already.
    init(objects: [Named<Pipeline.Object>], datasets: [COCO.Category], _ library: ObjectLibrary) {
        var used: Set<Int> = []
        for category in datasets where !merge(category.name, category.supercategory) {
            var own = category
            if used.contains(own.id) { own.id = next(after: used) }
            used.insert(own.id)
            categories.append(own)
        }
        for object in objects where !object.value.isDistractor {
            for own in library.categories(in: object.value.from) {
                let name = object.value.category ?? own ?? object.name
                let keypoints = library.keypointNames(of: object.value.from, category: own)
                defer { add(keypoints: keypoints, to: name) }
                guard !merge(name, object.value.supercategory) else { continue }
                let id = next(after: used)
                used.insert(id)
                categories.append(COCO.Category(id: id, name: name, supercategory: object.value.supercategory))
            }
        }
    }

    private mutating func add(keypoints names: [String], to category: String) {
        guard !names.isEmpty, let place = categories.firstIndex(where: { $0.name == category }) else { return }
        let known = categories[place].keypoints ?? []
        categories[place].keypoints = known + names.filter { !known.contains($0) }
    }

    /// Whether there is one of that name already; it takes a supercategory that it lacks.
    private mutating func merge(_ name: String, _ supercategory: String?) -> Bool {
        guard let known = categories.firstIndex(where: { $0.name == name }) else { return false }
        if categories[known].supercategory == nil { categories[known].supercategory = supercategory }
        return true
    }

    /// One more than the largest; where there is none that large, the first that is free.
    private func next(after used: Set<Int>) -> Int {
        let most = max(0, used.max() ?? 0)
        return most < Int.max ? most + 1 : (1...).first { !used.contains($0) } ?? 1
    }
}
