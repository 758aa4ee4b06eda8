package import Cards
package import Datasets
package import Findings
import Geometry
import JSON
import Masks
import Pictures
package import Pipelines
package import Scenes

/// The opened datasets of a pipeline: photos that are used with their labels in the dataset.
package struct RealDatasets: Sendable {
    /// A dataset, and its settings in the pipeline.
    package struct Entry: Sendable {
        let rules: Pipeline.Dataset
        package let dataset: any LabelledDataset
        /// Its categories by id, under their names in the output.
        let categories: [Int: COCO.Category]
        let credits: DatasetCredits
    }

    package let entries: [Entry]
    /// The photos that the datasets list, one dataset after the other.
    package let photos: [ListedPhoto]
    /// The photos and labels that cannot be used, in order.
    package private(set) var skipped: [Finding] = []
    /// The oddities of files that are used, in order.
    package private(set) var odd: [Finding] = []
    /// Datasets that have labels, none of which can be used.
    package private(set) var unlabelled: [Finding] = []
    /// Notes about the datasets, a line each.
    package private(set) var notes: [String] = []
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
    /// - Parameter mistakes: receives the pipeline's mistakes about them.
    package init(_ rules: [Pipeline.Dataset], mistakes: inout [Diagnostic]) throws {
        var entries: [Entry] = []
        var photos: [ListedPhoto] = []
        var places: [PhotoLabelReference: Place] = [:]
        for (number, rule) in rules.enumerated() {
            guard let drawn = rule.source.draw(from: RandomStreams(seed: 0, image: 0)) else { continue }
            var source = try DatasetSources.catalogue.make(drawn, as: (any DatasetSource).self)
            // Photos of its other parts are copied unchanged.
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
                    "\(dataset.name): no photo is copied unchanged, because all photos that are read are in "
                        + "\(parts.sorted().joined(separator: ", "))")
            }
            let credits = DatasetCredits(dataset.licenses)
            for (index, photo) in dataset.photos.enumerated() {
                let reference = PhotoLabelReference(dataset: dataset.name, image: photo.id)
                if places[reference] == nil { places[reference] = Place(entry: entries.count, photo: index) }
                photos.append(
                    ListedPhoto(
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

    /// The categories; one without a name gets a name from its id.
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
    package var categories: [COCO.Category] { realCategories.joined().map(\.category) }

    /// The categories of each dataset in its order.
    package var realCategories: [[CategoryTable.Real]] {
        entries.map { entry in
            entry.dataset.categories.compactMap { own in
                entry.categories[own.id].map { named in
                    CategoryTable.Real(
                        category: named, isRenamed: entry.rules.map.contains { $0.name == own.name })
                }
            }
        }
    }

    /// Adds to the oddities the keypoints that a mirror leaves on the wrong side, since no name is known to be the other
    /// side's.
    package mutating func checkMirror() {
        for entry in entries {
            for category in entry.dataset.categories {
                for name in category.keypointsWithoutPartner {
                    odd.append(
                        Finding(
                            .warning, .unpairedKeypoint, file: entry.dataset.name, subject: "category \(category.name)",
                            "the keypoint \(name) has no partner on the other side, so a mirror does not exchange it",
                            remedy: "name one by “flip_idx” in the category"))
                }
            }
        }
    }

    /// Reads the labels of all photos once, so that their faults are known before the first image.
    ///
    /// - Parameters:
    ///   - moves: whether the images may show the photos resized, cropped or mirrored.
    ///   - unread: receives the photos whose labels cannot be read.
    ///
    /// - Returns: mistakes of the pipeline: datasets whose labels it refuses.
    package mutating func check(
        _ photos: [Photo], moves: Bool, unread: inout Set<PhotoLabelReference>
    ) -> [Diagnostic] {
        var lists: [Int: [String]] = [:]
        var unmasked: [Int: (count: Int, first: Int)] = [:]
        var (used, lost): (Set<Int>, [Int: String]) = ([], [:])
        for photo in photos {
            guard let reference = photo.labels, let place = places[reference] else { continue }
            do {
                let labels = try read(place, in: photo.frame)
                odd += labels.oddities
                if !labels.annotations.isEmpty { used.insert(place.entry) }
                if labels.lost + labels.leftOut > 0, lost[place.entry] == nil {
                    lost[place.entry] = labels.oddities.first?.words ?? reference.dataset
                }
                if moves {
                    for member in labels.annotations.flatMap(\.extra)
                    where !lists[place.entry, default: []].contains(member.name)
                        && !KITTISource.numberMembers.contains(member.name) && member.isListOfNumbers
                    {
                        lists[place.entry, default: []].append(member.name)
                    }
                }
                for annotation in labels.annotations where !annotation.hasMask {
                    unmasked[place.entry, default: (0, annotation.id)].count += 1
                }
            } catch {
                unread.insert(reference)
                if lost[place.entry] == nil { lost[place.entry] = "\(error)" }
                skipped.append(
                    Finding(
                        .warning, .unreadLabels, file: reference.dataset, subject: "image \(reference.image)",
                        "\(error)"))
            }
        }
        unlabelled = lost.filter { !used.contains($0.key) }.sorted { $0.key < $1.key }.map { number, first in
            Finding(
                .error, .unlabelledDataset, file: entries[number].dataset.name,
                "none of its labels can be used, although it has some: \(first)",
                remedy: "to use its photos without labels, name them in “backgrounds.photos”")
        }
        for (number, names) in lists.sorted(by: { $0.key < $1.key }) {
            notes.append(
                "\(entries[number].dataset.name): its labels have lists of numbers that diorama does not know, and that stay "
                    + "as they are: \(names.map { "“\($0)”" }.joined(separator: ", ")); if they are places in the photo, they "
                    + "fit no image that shows it resized, cropped or mirrored")
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
    package func labels(of photo: Photo) throws -> RealPhoto? {
        guard let reference = photo.labels, let place = places[reference] else { return nil }
        let labels = try read(place, in: photo.frame)
        return RealPhoto(labels, of: entries[place.entry], number: place.entry)
    }

    private func read(_ place: Place, in frame: PhotoFrame) throws -> DatasetLabels {
        try entries[place.entry].dataset.checkedLabels(ofPhoto: place.photo, in: frame)
    }
}
