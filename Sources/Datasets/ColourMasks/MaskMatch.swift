import Cards

/// Photos, and which mask belongs to each.
///
/// A mask belongs to the photo of the same name, extension aside. If the name is there several times, the folders tell:
/// `masks/val/7.png` belongs to `images/val/7.jpg`, and `val/masks/7.png` to `val/images/7.jpg`. A mask belongs to one
/// photo alone, or to several of one folder.
struct MaskMatch {
    /// The photos in order, without files that are masks themselves; nil for a photo without a mask.
    let pairs: [(photo: String, mask: String?)]

    /// How well the folders of two files agree: first by their last parts, then by their first ones.
    private struct Nearness: Comparable {
        let ends: Int
        let starts: Int

        init(_ first: String, _ second: String) {
            let (first, second) = (Self.folders(first), Self.folders(second))
            ends = zip(first.reversed(), second.reversed()).prefix { $0 == $1 }.count
            starts = zip(first, second).prefix { $0 == $1 }.count
        }

        private static func folders(_ path: String) -> [Substring] { path.split(separator: "/").dropLast() }

        static func < (first: Nearness, second: Nearness) -> Bool {
            (first.ends, first.starts) < (second.ends, second.starts)
        }
    }

    /// - Throws: `DatasetError` where it cannot be told which mask belongs to a photo, and where all photos are masks.
    init(photos: [String], masks: [String]) throws {
        // Two names may differ only in how their accents are composed; each then has its own mask.
        let exact = Dictionary(grouping: masks) { ExactText(Self.stem($0)) }
        let byStem = Dictionary(grouping: masks) { Self.stem($0) }
        let own = Set(masks.map(ExactText.init))
        let photos = photos.filter { !own.contains(ExactText($0)) }
        guard !photos.isEmpty || masks.isEmpty else {
            throw PhotoFilesDataset.failure(masks[0], "every one of the “images” is among the “masks”, too")
        }
        var pairs: [(photo: String, mask: String?)] = []
        var owners: [ExactText: [Int]] = [:]
        for photo in photos {
            let named = exact[ExactText(Self.stem(photo))] ?? byStem[Self.stem(photo)] ?? []
            let nearest = Self.nearest(named, to: photo)
            guard nearest.count < 2 else {
                throw PhotoFilesDataset.failure(
                    photo,
                    "it has several masks of its name: \(nearest.joined(separator: ", ")); name one folder of masks")
            }
            if let mask = nearest.first { owners[ExactText(mask), default: []].append(pairs.count) }
            pairs.append((photo, nearest.first))
        }
        let shared: [[Int]] = owners.values.filter { $0.count > 1 }
        for places in shared.sorted(by: { $0[0] < $1[0] }) {
            guard let mask = pairs[places[0]].mask else { continue }
            let nearest = Self.nearest(places.map { pairs[$0].photo }, to: mask)
            let folders = Set(nearest.map { $0.enclosingFolder })
            guard folders.count == 1 else {
                throw PhotoFilesDataset.failure(
                    mask,
                    "it has the name of several photos: \(nearest.joined(separator: ", ")); name one folder of photos")
            }
            for place in places where !nearest.contains(pairs[place].photo) { pairs[place].mask = nil }
        }
        self.pairs = pairs
    }

    /// Those files whose folders agree best with that of another file.
    private static func nearest(_ files: [String], to other: String) -> [String] {
        guard files.count > 1 else { return files }
        let ranked = files.map { ($0, Nearness($0, other)) }
        let best = ranked.map(\.1).max()
        return ranked.filter { $0.1 == best }.map(\.0)
    }

    private static func stem(_ path: String) -> String { path.lastPart.stem }
}
