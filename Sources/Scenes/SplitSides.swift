package import Cards
import Findings
package import Objects
import Pictures
package import Pipelines

/// The part of a split, such as train or val, that each photo, object and image belongs to.
package struct SplitSides: Sendable {
    private let plan: SplitPlan
    /// The parts of photos, by their identities; empty unless a split is by background.
    private let photos: [String: String]
    /// The parts of what objects are; nil unless a split is by object.
    private let objects: [String: String]?
    /// A line about photos that show the same.
    package let notes: [String]

    /// The parts' names.
    package var names: [String] { plan.names }

    /// Divides photos and objects. Where a split is by background, photos are opened to find those that show the same.
    ///
    /// - Parameters:
    ///   - photos: all photos of the run.
    ///   - rules: the objects of the pipeline.
    /// - Throws: `InvalidFile` where there are fewer photos than parts, or an object has too little to give each part
    ///   something of its own.
    package init(
        _ split: Positioned<Pipeline.Split>, photos: [Photo], objects rules: [Named<Pipeline.Object>],
        of library: ObjectLibrary, seed: UInt64
    ) throws(InvalidFile) {
        let shares = split.value
        let plan = SplitPlan(
            [.init("train", shares.train), .init("val", shares.val), .init("test", shares.test)], seed: seed)
        self.plan = plan
        var (notes, mistakes): ([String], [Diagnostic]) = ([], [])
        if shares.isByBackground {
            let groups =
                shares.nearDuplicates == .together && plan.parts.count > 1
                ? NearDuplicates.groups(of: photos) : photos.map { [$0] }
            let names = groups.map { Array(Set($0.map(\.identity))).sorted() }
            self.photos = plan.parts(of: names)
            if Set(self.photos.values).count < plan.parts.count {
                mistakes.append(split.diagnostic(SplitSides.tooFew(groups.count, of: photos.count, for: plan)))
            }
            let several = groups.filter { $0.count > 1 }
            if let example = several.first {
                notes.append(
                    "photos that show the same: \(several.reduce(0) { $0 + $1.count }), in "
                        + "\(several.count.counting("group")), such as \(example[0].path) and \(example[1].path); "
                        + "each group is on one side of the split")
            }
        } else {
            self.photos = [:]
        }
        if shares.by.contains(.object) {
            let sides = self.photos
            var known = Dictionary(
                photos.compactMap { photo in sides[photo.identity].map { (FileLists.resolved(photo.path), $0) } },
                uniquingKeysWith: { first, _ in first })
            for rule in rules {
                let origins = SplitSides.alike(library.origins(in: rule.value.from))
                guard !origins.isEmpty else { continue }
                let parts = plan.parts(of: origins, keeping: known)
                known.merge(parts) { first, _ in first }
                let empty = plan.names.filter { !parts.values.contains($0) }
                if !empty.isEmpty {
                    mistakes.append(split.diagnostic(SplitSides.tooFew(rule.name, origins.count, without: empty)))
                }
            }
            objects = known
        } else {
            objects = nil
        }
        self.notes = notes
        guard mistakes.isEmpty else { throw InvalidFile(mistakes) }
    }

    /// The part of an image.
    ///
    /// - Parameter number: the number of its scene.
    package func part(of photo: Photo, image number: Int) -> String {
        photos[photo.identity] ?? plan.part(ofImage: number)
    }

    /// The side that an image's objects are to be of; nil where they may be of any.
    func side(of photo: Photo, image number: Int) -> SplitSide? {
        objects.map { objects in
            SplitSide(part: part(of: photo, image: number), objects: objects, others: plan.part(ofName:))
        }
    }

    /// Files that are the same, byte for byte, are in one group; everything else is a group by itself.
    private static func alike(_ origins: [String]) -> [[String]] {
        let sums = origins.concurrentMap { Checksum.of(file: $0).map { String($0, radix: 16) } ?? $0 }
        return zip(origins, sums).map { (origin: $0, sum: $1) }.grouped(by: \.sum).map { $0.map(\.origin) }
    }

    private static func tooFew(_ groups: Int, of photos: Int, for plan: SplitPlan) -> Problem {
        let parts = plan.parts.count
        return .rule(
            "a split by background needs a photo for each of its \(parts) parts, and the \(photos.counting("photo")) "
                + "show \(groups == 1 ? "the same" : "only \(groups) different things"): use “near_duplicates: ignore” or "
                + "“by: image”, or other photos")
    }

    private static func tooFew(_ name: String, _ origins: Int, without parts: [String]) -> Problem {
        .rule(
            "a split by object leaves nothing of “\(name)” for \(parts.joined(separator: " and ")): it has "
                + "\(origins.counting("source")) (files, texts, models, or photos that it is cut out of), and each part needs "
                + "one of its own; give it more, or leave “object” out of “by”")
    }
}

/// One part of a split by object.
struct SplitSide: Sendable {
    fileprivate let part: String
    fileprivate let objects: [String: String]
    fileprivate let others: @Sendable (String) -> String

    /// Whether an object may be seen in this part.
    ///
    /// - Parameter origin: see `ObjectLibrary.origin`.
    func admits(_ origin: String) -> Bool { (objects[origin] ?? others(origin)) == part }
}
