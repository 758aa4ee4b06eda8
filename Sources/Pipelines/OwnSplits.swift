/// The splits, such as train and val, that photos have in their datasets.
///
/// If photos have several splits, these are kept, so that no photo serves both for training and for testing. If all
/// have the same split, there is nothing to keep apart.
package struct OwnSplits: Hashable, Sendable {
    /// The split of photos that have none of their own, where other photos have one.
    package static let usual = "train"

    /// The splits in the order of training, validation and test, then others by name. Empty where there is nothing to
    /// keep.
    package let names: [String]
    /// How many photos go to `usual` because they have no split of their own.
    package let unassigned: Int

    /// - Parameter photos: the split of each.
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

    /// The side of a photo with that split; nil where there are no sides.
    package func side(of split: String?) -> String? { names.isEmpty ? nil : split ?? Self.usual }

    /// Whether a photo that has both splits stays in the first. It stays in the one that is further from training.
    package static func isKept(_ split: String, before other: String) -> Bool { rank(other) < rank(split) }

    /// Photos that stand on several sides: the indices of those that give way, each with the side that the photo keeps.
    package func repeated(_ photos: [(path: String, split: String?)]) -> [Int: String] {
        guard !names.isEmpty else { return [:] }
        var kept: [String: String] = [:]
        for (path, split) in photos {
            let side = split ?? Self.usual
            if let known = kept[path], !Self.isKept(side, before: known) { continue }
            kept[path] = side
        }
        return Dictionary(
            uniqueKeysWithValues: photos.enumerated().compactMap { index, photo in
                kept[photo.path].flatMap { $0 == photo.split ?? Self.usual ? nil : (index, $0) }
            })
    }

    /// The order of splits.
    package static func rank(_ split: String) -> (Int, String) {
        (["", "train", "val", "test"].firstIndex(of: split) ?? 4, split)
    }
}
