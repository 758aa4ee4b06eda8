/// Which of some other files belongs to each of a list of files, such as the mask to a photo.
///
/// What has the same name belongs together. If a name is there several times, the folders tell: `masks/val/7.png` belongs
/// to `images/val/7.jpg`, and `val/masks/7.png` to `val/images/7.jpg`. One of the others belongs to one file alone, or to
/// several of one folder.
package struct FileMatch: Sendable {
    /// Why it cannot be told what belongs to a file.
    package enum Doubt: Error, Hashable, Sendable {
        /// The file has several others of its name, of which none is nearest.
        case several(others: [String])
        /// The other has the name of several files, of which none is nearest.
        case shared(other: String, files: [String])
    }

    /// For each file in turn, what belongs to it: nil where nothing has its name.
    package let found: [Result<String?, Doubt>]

    /// How well the folders of two files agree: first by their last parts, then by their first ones.
    private struct Nearness: Comparable {
        let ends: Int
        let starts: Int

        init(_ first: String, _ second: String) {
            let (first, second) = (FileMatch.folders(first), FileMatch.folders(second))
            ends = zip(first.reversed(), second.reversed()).prefix { $0 == $1 }.count
            starts = zip(first, second).prefix { $0 == $1 }.count
        }

        static func < (first: Nearness, second: Nearness) -> Bool {
            (first.ends, first.starts) < (second.ends, second.starts)
        }
    }

    /// - Parameters:
    ///   - name: the name of a file by its path.
    ///   - otherNames: the names of files that one of the others may belong to, by its path.
    package init(
        _ files: [String], with others: [String], name: (String) -> String, otherNames: (String) -> [String]
    ) {
        // Two names may differ only in how their accents are composed; each then has its own.
        var exact: [ExactText: [String]] = [:]
        var byName: [String: [String]] = [:]
        for other in others {
            for name in otherNames(other) {
                exact[ExactText(name), default: []].append(other)
                byName[name, default: []].append(other)
            }
        }
        var found: [Result<String?, Doubt>] = []
        var owners: [ExactText: [Int]] = [:]
        for file in files {
            let name = name(file)
            let nearest = Self.nearest(exact[ExactText(name)] ?? byName[name] ?? [], to: file)
            if nearest.count == 1 { owners[ExactText(nearest[0]), default: []].append(found.count) }
            found.append(nearest.count > 1 ? .failure(.several(others: nearest)) : .success(nearest.first))
        }
        let shared = owners.filter { $0.value.count > 1 }
        for (other, places) in shared {
            let nearest = Self.nearest(places.map { files[$0] }, to: other.text)
            let isTold = Set(nearest.map(Self.folders)).count == 1
            for place in places {
                if !nearest.contains(files[place]) {
                    found[place] = .success(nil)
                } else if !isTold {
                    found[place] = .failure(.shared(other: other.text, files: nearest))
                }
            }
        }
        self.found = found
    }

    /// Those files whose folders agree best with that of another file.
    private static func nearest(_ files: [String], to other: String) -> [String] {
        guard files.count > 1 else { return files }
        let ranked = files.map { ($0, Nearness($0, other)) }
        let best = ranked.map(\.1).max()
        return ranked.filter { $0.1 == best }.map(\.0)
    }

    private static func folders(_ path: String) -> [Substring] { path.split(separator: "/").dropLast() }
}
