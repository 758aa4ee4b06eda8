import Findings
import Foundation
import Geometry
import JSON
import Pipelines

/// A dataset whose COCO files are written: other formats are made from it.
///
/// Any folder is accepted whose `annotations/` holds `instances.json` or `instances_NAME.json`, and whose `images/` or
/// `images/NAME/` holds their images. Images are read one by one, so that memory holds an index of the files and one
/// image's labels.
package struct FinishedDataset: Sendable {
    /// A part of the dataset: one COCO file and the folder of its images.
    package struct Subset: Sendable {
        /// The split's name; nil for a dataset without any.
        package let split: String?
        /// Relative to the dataset's folder: `images/train`.
        package let imageFolder: String
        fileprivate let index: COCOIndex

        package var info: COCO.Info? { index.header.info }
        package var licenses: [COCO.License] { index.header.licenses }
    }

    package let root: String
    /// In the order of training, validation and test; others after them by name.
    package let subsets: [Subset]
    /// The categories of all subsets, in the order of their files.
    package let records: [COCO.Category]
    /// The categories, one for each name, for formats that identify categories by their names or places: most of their
    /// readers refuse a name that occurs twice.
    package let categories: [COCO.Category]
    /// A category's place in `categories` by its id.
    package let categoryPlaces: [Int: Int]
    /// The faults of the files that still let the rest be read, each with its count.
    let oddities: [String: Int]
    /// The source of the surfaces of its objects; nil unless the run that makes the dataset is still at work.
    let surfaces: ObjectSurfaces?

    /// - Parameter isUnfinished: whether the run or import that makes it is not over yet, and this is a part of it.
    /// - Throws: `DatasetError` when the folder holds no finished dataset, or a file is damaged.
    package init(_ root: String, isUnfinished: Bool = false, surfaces: ObjectSurfaces? = nil) throws {
        self.root = root
        self.surfaces = surfaces
        let layout = DatasetLayout(root: root)
        guard Folder.kind(of: root) != .missing else {
            throw DatasetError(code: .system, action: "cannot read", path: root, reason: "No such file or directory")
        }
        if !isUnfinished, let unfinished = layout.unfinished {
            throw Self.failure(root, "\(unfinished.words); \(unfinished.remedy)")
        }
        let folder = layout.path(DatasetLayout.annotations)
        let names = Folder.kind(of: folder) == .missing ? [] : try Folder.names(in: folder)
        let splits = names.compactMap(Self.split).sorted { OwnSplits.rank($0) < OwnSplits.rank($1) }
        guard !splits.isEmpty else { throw Self.failure(root, "there is no annotations/instances*.json in it") }

        subsets = try splits.map { name in
            let split = name.isEmpty ? nil : name
            let own = split.map { "\(DatasetLayout.images)/\($0)" }
            let hasOwn = own.map { Folder.kind(of: layout.path($0)) != .missing } ?? false
            return Subset(
                split: split, imageFolder: hasOwn ? own ?? DatasetLayout.images : DatasetLayout.images,
                index: try COCOIndex(layout.annotationsPath(split: split)))
        }
        var categories: [COCO.Category] = []
        var known: [Int: String] = [:]
        var oddities: [String: Int] = [:]
        for subset in subsets {
            for category in subset.index.header.categories {
                if let name = known[category.id] {
                    guard name == category.name else {
                        throw Self.failure(root, "category \(category.id) is both \(name) and \(category.name)")
                    }
                } else {
                    known[category.id] = category.name
                    categories.append(category)
                }
            }
            for oddity in subset.index.oddities { oddities[oddity.words, default: 0] += 1 }
            if subset.index.orphans > 0 {
                oddities["annotation of an image that is not listed", default: 0] += subset.index.orphans
            }
        }
        records = categories
        var (classes, places, named): ([COCO.Category], [Int: Int], [String: Int]) = ([], [:], [:])
        for category in categories {
            let place = named[category.name] ?? classes.count
            if place == classes.count {
                classes.append(category)
                named[category.name] = place
            } else {
                oddities[
                    "category with the name of another: formats without ids take both for one", default: 0] +=
                    1
                if classes[place].keypoints == nil {
                    (classes[place].keypoints, classes[place].skeleton) = (category.keypoints, category.skeleton)
                }
            }
            places[category.id] = place
        }
        (self.categories, categoryPlaces) = (classes, places)
        self.oddities = oddities
    }

    /// The ids of categories that are no things that can be counted, such as sky.
    var stuff: Set<Int> { Set(records.filter { $0.extra["isthing"]?.integer == 0 }.map(\.id)) }

    /// The split in a file's name, empty for `instances.json`; nil for other files.
    private static func split(of name: String) -> String? {
        guard name.hasPrefix("instances"), name.hasSuffix(".json") else { return nil }
        let middle = name.dropFirst("instances".count).dropLast(".json".count)
        return middle.isEmpty ? "" : middle.first == "_" && middle.count > 1 ? String(middle.dropFirst()) : nil
    }

    private static func failure(_ root: String, _ reason: String) -> DatasetError {
        DatasetError(code: .malformed, action: "cannot convert", path: root, reason: reason)
    }

    /// - Throws: `DatasetError` where two images of a subset have one name but for their extensions.
    func checkStems() throws {
        for subset in subsets {
            var stems = SharedStem()
            for index in 0..<subset.index.imageCount {
                if let image = try subset.index.readImage(index).image { try stems.add(image.fileName, of: root) }
            }
        }
    }

    /// Calls `body` with each image of a subset, in the order of its file. Oddities of its entries are noted.
    ///
    /// - Parameter output: the output that gets these notes; nil when the images are read once more.
    /// - Throws: `DatasetError` for a file name that leads out of the folder of images.
    package func forEachImage(
        of subset: Subset, for output: LabelOutput?, _ body: (LabelledImage) throws -> Void
    ) throws {
        for index in 0..<subset.index.imageCount {
            let read = try subset.index.read(index)
            for oddity in read.oddities { output?.note("\(oddity.problem), in the COCO file") }
            guard let image = read.image else { continue }
            let labelled = LabelledImage(
                image: image, instances: read.annotations, split: subset.split, imageFolder: subset.imageFolder)
            guard labelled.hasSafeName else {
                throw Self.failure(
                    root,
                    "image \(image.id) has the file name “\(image.fileName.showingControls)”, which other formats cannot hold: "
                        + "it leads out of the folder of images, or has a control character; rename the file")
            }
            guard image.statedSize != nil else {
                throw Self.failure(
                    root, "image \(image.id) has no width and height; “diorama convert --from” takes those of its photo"
                )
            }
            guard image.width > 0, image.height > 0 else {
                throw Self.failure(root, "image \(image.id) is \(image.width) × \(image.height) pixels")
            }
            output?.offer(labelled.instances)
            try body(labelled)
        }
    }
}
