import Cards
import Datasets
import Findings
import Geometry
import Masks
import Pictures
import Pipelines
import Scenes

/// The datasets of a pipeline, opened: photos that are used with the labels that they have there.
package struct RealDatasets: Sendable {
    /// A dataset, and what the pipeline makes of it.
    struct Entry: Sendable {
        let rules: Pipeline.Dataset
        let dataset: any LabelledDataset
        /// Its categories by id, under the names that they take in the output.
        let categories: [Int: COCO.Category]
        let credits: DatasetCredits
    }

    let entries: [Entry]
    /// What the datasets list, one after the other.
    let photos: [LabelledPhoto]
    /// What of them cannot be used, in order.
    private(set) var skipped: [Finding] = []
    /// What is odd in what is used, in order.
    private(set) var odd: [Finding] = []
    /// What is worth knowing of them, a line each.
    private(set) var notes: [String] = []
    private let places: [PhotoLabelReference: Place]

    private struct Place {
        var entry: Int
        var photo: Int
    }

    /// No dataset at all.
    package init() {
        (entries, photos, places) = ([], [], [:])
    }

    /// Opens the datasets; one that cannot be read is skipped.
    ///
    /// - Parameter mistakes: takes what the pipeline has wrong about them.
    init(_ rules: [Pipeline.Dataset], mistakes: inout [Diagnostic]) throws {
        var entries: [Entry] = []
        var photos: [LabelledPhoto] = []
        var places: [PhotoLabelReference: Place] = [:]
        for (number, rule) in rules.enumerated() {
            guard let drawn = rule.source.draw(from: RandomStreams(seed: 0, image: 0)) else { continue }
            var source = try DatasetSources.catalogue.make(drawn, as: (any DatasetSource).self)
            // Its other parts are taken over as they are.
            if !rule.splits.isEmpty { source.readAllParts() }
            let dataset: any LabelledDataset
            do {
                dataset = try source.open()
            } catch let error as DatasetError {
                skipped.append(Finding(.warning, .unreadDataset, file: error.path, error.reason))
                continue
            }
            odd += dataset.oddities
            let known = dataset.categories.map(\.name)
            for name in rule.map where !known.contains(name.name) {
                mistakes.append(
                    Diagnostic(.unknownName(name.name, kind: "category", known: known), at: name.position))
            }
            let named = Self.categories(of: dataset, map: rule.map).values.map(\.name)
            for surface in rule.surfaces where !named.contains(surface.value) {
                mistakes.append(
                    surface.diagnostic(.unknownName(surface.value, kind: "category", known: named.sorted())))
            }
            let parts = Set(dataset.photos.map { $0.split ?? OwnSplits.usual })
            for split in rule.splits where !parts.contains(split.value) {
                mistakes.append(
                    split.diagnostic(.unknownName(split.value, kind: "split", known: parts.sorted())))
            }
            let pasted = Set(rule.splits.map(\.value))
            if !pasted.isEmpty, pasted == parts {
                notes.append(
                    "\(dataset.name): no photo is taken over as it is, since all that are read are of "
                        + "\(parts.sorted().joined(separator: ", "))")
            }
            let credits = DatasetCredits(dataset.licenses)
            for (place, photo) in dataset.photos.enumerated() {
                let reference = PhotoLabelReference(dataset: dataset.name, image: photo.id)
                if places[reference] == nil { places[reference] = Place(entry: entries.count, photo: place) }
                photos.append(
                    LabelledPhoto(
                        path: photo.path, labels: reference, size: photo.size, credits: credits.credits(of: photo),
                        dataset: number, split: photo.split,
                        isCarried: !pasted.isEmpty && !pasted.contains(photo.split ?? OwnSplits.usual)))
            }
            entries.append(
                Entry(
                    rules: rule, dataset: dataset, categories: Self.categories(of: dataset, map: rule.map),
                    credits: credits))
        }
        (self.entries, self.photos, self.places) = (entries, photos, places)
    }

    /// A category without a name goes by its id.
    private static func categories(of dataset: any LabelledDataset, map: [Named<String>]) -> [Int: COCO.Category] {
        Dictionary(
            dataset.categories.map { category in
                var named = category
                named.name =
                    map.first { $0.name == category.name }?.value
                    ?? (category.name.isEmpty ? "category \(category.id)" : category.name)
                return (category.id, named)
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Every category in the order of the datasets, under its name in the output.
    var categories: [COCO.Category] { realCategories.joined().map(\.category) }

    /// The categories of each dataset in its order.
    var realCategories: [[CategoryTable.Real]] {
        entries.map { entry in
            entry.dataset.categories.compactMap { own in
                entry.categories[own.id].map { named in
                    CategoryTable.Real(
                        category: named, isRenamed: entry.rules.map.contains { $0.name == own.name })
                }
            }
        }
    }

    /// Adds to what cannot be used the keypoints that a mirror leaves on the wrong side, since no name is known to be the other
    /// side's.
    mutating func checkMirror() {
        for entry in entries {
            for category in entry.dataset.categories {
                for name in category.keypointsWithoutPartner {
                    skipped.append(
                        Finding(
                            .warning, .unpairedKeypoint, file: entry.dataset.name, subject: "category \(category.name)",
                            "the keypoint \(name) has no partner of the other side, so a mirror leaves it as it is",
                            remedy: "“flip_idx” in the category can name one"))
                }
            }
        }
    }

    /// Reads the labels of all photos once, so that what is wrong with them is known before the first image.
    ///
    /// - Parameter unread: takes in the photos whose labels cannot be read.
    ///
    /// - Returns: mistakes of the pipeline: datasets whose labels it refuses.
    mutating func check(_ photos: [Photo], unread: inout Set<PhotoLabelReference>) -> [Diagnostic] {
        var unmasked: [Int: (count: Int, first: Int)] = [:]
        for photo in photos {
            guard let reference = photo.labels, let place = places[reference] else { continue }
            do {
                let labels = try read(place, in: photo.frame)
                odd += labels.oddities
                for annotation in labels.annotations where !annotation.hasMask {
                    unmasked[place.entry, default: (0, annotation.id)].count += 1
                }
            } catch {
                unread.insert(reference)
                skipped.append(
                    Finding(
                        .warning, .unreadLabels, file: reference.dataset, subject: "image \(reference.image)",
                        "\(error)"))
            }
        }
        return unmasked.sorted { $0.key < $1.key }.compactMap { number, found in
            let entry = entries[number]
            guard entry.rules.boxes == .refuse else { return nil }
            return Positioned((), at: entry.rules.position).diagnostic(
                .rule(
                    "\(entry.dataset.name) has \(found.count.counting("label")) without a mask (annotation "
                        + "\(found.first) is the first), which “boxes: refuse” does not take; “shrink” cuts their boxes to "
                        + "what nothing covers, “stay” leaves them"))
        }
    }

    /// A photo's labels; nil for one that no dataset labels.
    ///
    /// - Throws: `DatasetError` when they cannot be read.
    func labels(of photo: Photo) throws -> RealPhoto? {
        guard let reference = photo.labels, let place = places[reference] else { return nil }
        let labels = try read(place, in: photo.frame)
        return RealPhoto(labels, of: entries[place.entry], number: place.entry)
    }

    private func read(_ place: Place, in frame: PhotoFrame) throws -> DatasetLabels {
        try entries[place.entry].dataset.checkedLabels(ofPhoto: place.photo, in: frame)
    }
}

/// A photo's labels as its dataset has them, and what they say.
struct RealPhoto: Sendable {
    /// Which of the run's datasets it is of.
    let dataset: Int
    let rules: Pipeline.Dataset
    let image: COCO.Image
    let annotations: [COCO.Annotation]
    /// How many labels are left out so that where they are is not known.
    let lost: Int
    /// What each annotation labels.
    let instances: [RealInstance]
    /// The annotations' categories.
    let categories: [COCO.Category]
    /// Whose the things in it are that are not the photo's own, as an earlier run has noted.
    let attributions: [Credits]

    init(_ labels: DatasetLabels, of entry: RealDatasets.Entry, number: Int) {
        dataset = number
        rules = entry.rules
        image = labels.image
        lost = labels.lost
        let known = labels.annotations.compactMap { annotation in
            entry.categories[annotation.categoryID].map { (annotation, $0) }
        }
        annotations = known.map(\.0)
        categories = known.map(\.1)
        attributions = entry.credits.attributions(of: labels.image)
        let surfaces = Set(entry.rules.surfaces.map(\.value))
        instances = known.map { annotation, category in
            var instance = RealInstance(
                annotation, category: category.name, width: labels.image.width, height: labels.image.height)
            instance.stands = !surfaces.contains(category.name)
            return instance
        }
    }
}

extension COCO.Annotation {
    /// Whether it says which pixels it means.
    var hasMask: Bool { segmentation != nil && segmentation != .polygons([]) }
}

extension RealInstance {
    /// From a label that has been checked.
    init(_ annotation: COCO.Annotation, category: String, width: Int, height: Int) {
        guard let box = annotation.box else { preconditionFailure("a label that has been checked has a box") }
        self.init(
            id: annotation.id, category: category,
            shape: annotation.segmentation.flatMap { Shape($0, width: width, height: height) } ?? .box, box: box,
            isCrowd: annotation.isCrowd,
            keypoints: annotation.keypoints?.map { $0.visibility == .unlabelled ? nil : $0.position } ?? [])
    }
}

extension RealInstance.Shape {
    /// Nil for a segmentation without any ring, and for run lengths that are none of the photo's.
    init?(_ segmentation: COCO.Segmentation, width: Int, height: Int) {
        switch segmentation {
        case .polygons([]): return nil
        case .polygons(let rings): self = .polygons(rings.map { Polygon(ring: $0) })
        case .compressed, .counts:
            guard let mask = try? segmentation.mask(width: width, height: height) else { return nil }
            self = .mask(mask)
        }
    }
}
