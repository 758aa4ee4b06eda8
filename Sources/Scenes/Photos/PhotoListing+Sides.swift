import Findings
import Pictures
import Pipelines

/// No photo is on two sides.
extension [Photo] {
    /// Photos that equal one on another side, byte for byte, with the same name: those that give way.
    var copiesOnOtherSides: [Finding] {
        var skips: [Finding] = []
        for alike in Dictionary(grouping: self.filter { $0.split != nil }, by: \.identity).values
        where Set(alike.map(\.split)).count > 1 {
            // Pictures that are not compressed can be of one size without being copies.
            for copies in Dictionary(grouping: alike, by: { Self.checksum($0.path) }).values {
                guard
                    let kept = copies.max(by: { OwnSplits.isKept($1.split ?? "", before: $0.split ?? "") })
                else { continue }
                skips += copies.filter { $0.split != kept.split }.map { copy in
                    Finding(
                        .warning, .copyOnOtherSide, file: copy.path,
                        "is of \(copy.split ?? "") and the same as \(kept.path) of \(kept.split ?? "")",
                        remedy: "no photo is on two sides: take it out of one of them")
                }
            }
        }
        let order = Dictionary(enumerated().map { ($1.path, $0) }, uniquingKeysWith: { first, _ in first })
        return skips.sorted { order[$0.file ?? ""] ?? 0 < order[$1.file ?? ""] ?? 0 }
    }

    /// A file that cannot be read equals no other.
    private static func checksum(_ path: String) -> String {
        Checksum.of(file: path).map { String($0, radix: 16) } ?? path
    }
}

extension PhotoListing {
    /// A line about photos that datasets list for several splits.
    static func givenUp(_ listings: [PhotoListing]) -> [String] {
        let several = listings.filter { $0.givenUp != nil }
        guard let first = several.first, let kept = first.labelled?.split, let lost = first.givenUp else { return [] }
        return [
            "photos in several splits of their datasets: \(several.count); each stays in one, as \(first.path), of "
                + "\(lost) and \(kept), stays in \(kept)"
        ]
    }
}

extension PhotoListing {
    /// A line about photos that datasets list more than once, with labels of their own each time.
    static func listedAgain(_ listings: [PhotoListing]) -> [String] {
        let several = listings.filter { $0.lost != nil }
        guard let first = several.first, let kept = first.labelled?.labels, let lost = first.lost else { return [] }
        return [
            "photos that datasets list more than once: \(several.count); the labels of the first listing count alone, as those "
                + "of image \(kept.image) in \(kept.dataset) for \(first.path), and not of image \(lost.image) in \(lost.dataset)"
        ]
    }
}

extension OwnSplits {
    /// A line about photos without a split.
    func notes(_ photos: Int) -> [String] {
        guard unassigned > 0 else { return [] }
        return [
            "photos without a split of a dataset: \(unassigned) of \(photos); they go to \(Self.usual), and “output.split” "
                + "can divide all otherwise"
        ]
    }
}
