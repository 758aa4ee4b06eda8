import Geometry
import JSON

/// The models of a dataset, a number for each: objects of one category and of one size, to a hundredth of a millimetre.
///
/// They are numbered from 1 in the order of the categories, those of a category by their sizes; a category without any
/// leaves a number free, so that the number is the category's place where each has one size.
struct BOPModels: JSONEncodable {
    private struct Model: Hashable {
        var category: Int
        /// Along the model's x, y and z, in hundredths of a millimetre.
        var size: [Int]
    }

    private var numbers: [Model: Int] = [:]
    /// By number: the category's name, and the size in millimetres.
    private var entries: [(number: Int, category: String, size: Vector3)] = []

    /// Goes through all images once.
    init(of dataset: FinishedDataset) throws {
        var models: Set<Model> = []
        for subset in dataset.subsets {
            try dataset.forEachImage(of: subset, for: nil) { image in
                guard image.image.camera != nil else { return }
                for instance in image.instances where instance.pose != nil && !instance.isCrowd {
                    guard let box = instance.box3D, let place = dataset.categoryPlaces[instance.categoryID] else {
                        continue
                    }
                    models.insert(Self.model(of: box, category: place))
                }
            }
        }
        let byCategory = Dictionary(grouping: models, by: \.category)
        var number = 1
        for (place, category) in dataset.categories.enumerated() {
            guard let own = byCategory[place] else {
                number += 1
                continue
            }
            for model in own.sorted(by: { $0.size.lexicographicallyPrecedes($1.size) }) {
                numbers[model] = number
                entries.append((number, category.name, Vector3(model.size.map { Double($0) / 100 })))
                number += 1
            }
        }
    }

    /// The number of an object's model.
    func number(of box: COCO.Box3D, category: Int) -> Int {
        guard let number = numbers[Self.model(of: box, category: category)] else {
            preconditionFailure("every object that has a pose was gone through")
        }
        return number
    }

    /// The model's z is the object's y, and its y the object's −z.
    private static func model(of box: COCO.Box3D, category: Int) -> Model {
        Model(
            category: category,
            size: [box.size.x, box.size.z, box.size.y].map { Int(($0 * 100_000).rounded()) })
    }

    func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            for (number, category, size) in entries {
                writer.key(String(number))
                writer.object { writer in
                    writer.member("category", category)
                    writer.member("diameter", size.length)
                    for (axis, extent) in [("x", size.x), ("y", size.y), ("z", size.z)] {
                        writer.member("min_\(axis)", -extent / 2)
                    }
                    for (axis, extent) in [("x", size.x), ("y", size.y), ("z", size.z)] {
                        writer.member("size_\(axis)", extent)
                    }
                }
            }
        }
    }
}
