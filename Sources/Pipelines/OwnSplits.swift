/// The parts, such as train and val, that photos have in their datasets.
///
/// Where they are of several parts, these are kept: what a model is tested with stays apart from what it learns from.
/// Photos of one part alone have no sides to be kept apart.
package struct OwnSplits: Hashable, Sendable {
    /// Where photos go that have no part of their own while others have.
    package static let usual = "train"

    /// In the order of training, validation and test; others after them by name. Empty where there is nothing to keep.
    package let names: [String]
    /// How many photos go to `usual` for want of a part of their own.
    package let unassigned: Int

    /// - Parameter photos: the part of each.
    package init(_ photos: some Sequence<String?>) {
        var (known, none): (Set<String>, Int) = ([], 0)
        for split in photos {
            if let split { known.insert(split) } else { none += 1 }
        }
        guard known.count > 1 else {
            (names, unassigned) = ([], 0)
            return
        }
        if none > 0 { known.insert(Self.usual) }
        (names, unassigned) = (known.sorted { Self.rank($0) < Self.rank($1) }, none)
    }

    /// The side of a photo of that part; nil where there are no sides.
    package func side(of split: String?) -> String? { names.isEmpty ? nil : split ?? Self.usual }

    /// Which of two parts a photo stays in that is in both: the one that is not learnt from.
    package static func isKept(_ split: String, before other: String) -> Bool { rank(other) < rank(split) }

    /// Photos that stand on several sides: the places of those that give way, each with the side that the photo keeps.
    package func repeated(_ photos: [(path: String, split: String?)]) -> [Int: String] {
        guard !names.isEmpty else { return [:] }
        var kept: [String: String] = [:]
        for (path, split) in photos {
            let side = split ?? Self.usual
            if let known = kept[path], !Self.isKept(side, before: known) { continue }
            kept[path] = side
        }
        return Dictionary(
            uniqueKeysWithValues: photos.enumerated().compactMap { place, photo in
                kept[photo.path].flatMap { $0 == photo.split ?? Self.usual ? nil : (place, $0) }
            })
    }

    /// By it parts are ordered.
    package static func rank(_ split: String) -> (Int, String) {
        (["", "train", "val", "test"].firstIndex(of: split) ?? 4, split)
    }
}
