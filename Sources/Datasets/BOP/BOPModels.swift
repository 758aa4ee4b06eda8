import Geometry
import JSON

/// The models of a dataset, with a number for each: the objects of one category and one size, to a hundredth of a
/// millimetre, share a model.
///
/// The numbers start from 1 and follow the order of the categories, then the sizes within a category. A category
/// without any object leaves a number free, so that where each category has one size, the number is the category's
/// place.
struct BOPModels: JSONEncodable {
    struct Entry {
        let number: Int
        let category: String
        /// Along the model's x, y and z, in millimetres.
        let size: Vector3
        /// Where its objects come from, in order; nil where that is not known of all of them.
        let origins: [BOPOrigin]?
        /// The diameter in millimetres: that of the box, until the mesh is known.
        var diameter: Double
    }

    private struct Model: Hashable {
        var category: Int
        /// Along the model's x, y and z, in hundredths of a millimetre.
        var size: [Int]
    }

    private var numbers: [Model: Int] = [:]
    /// The entries by number.
    var entries: [Entry] = []

    /// How many origins are remembered: a scene may draw each object's shape anew.
    private static let mostOrigins = 100_000

    /// Goes through all images once.
    init(of dataset: FinishedDataset) throws {
        var (models, originCount): ([Model: BOPOrigins], Int) = ([:], 0)
        // The origins of objects are needed only where their shapes can be made.
        let scenes = try dataset.surfaces == nil ? nil : SceneLines(of: dataset.root)
        for subset in dataset.subsets {
            try dataset.forEachImage(of: subset, for: nil) { image in
                guard image.image.camera != nil else { return }
                let scene = try scenes?.scene(ofImage: image.image.id)
                for instance in image.instances where instance.pose != nil && !instance.isCrowd {
                    guard let box = instance.box3D, let place = dataset.categoryPlaces[instance.categoryID] else {
                        continue
                    }
                    let object = scene?.object(of: instance, category: dataset.categories[place].name)
                    let origin = object.map { BOPOrigin(from: $0.from, isMirrored: $0.isFlipped) }
                    let model = Self.model(of: box, category: place)
                    let isNew = models[model, default: BOPOrigins()].add(
                        originCount < Self.mostOrigins ? origin : nil)
                    if isNew { originCount += 1 }
                }
            }
        }
        let byCategory = Dictionary(grouping: models.keys, by: \.category)
        var number = 1
        for (index, category) in dataset.categories.enumerated() {
            guard let own = byCategory[index] else {
                number += 1
                continue
            }
            for model in own.sorted(by: { $0.size.lexicographicallyPrecedes($1.size) }) {
                numbers[model] = number
                let size = Vector3(model.size.map { Double($0) / 100 })
                entries.append(
                    Entry(
                        number: number, category: category.name, size: size, origins: models[model]?.all?.sorted(),
                        diameter: size.length))
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
            for entry in entries {
                let size = entry.size
                writer.key(String(entry.number))
                writer.object { writer in
                    writer.member("category", entry.category)
                    writer.member("diameter", entry.diameter)
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
