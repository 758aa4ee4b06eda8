import Datasets

/// Pictures to look through: those of a dataset with their labels, or photos without any.
struct Gallery: Sendable {
    /// What was named, for people.
    let name: String
    let dataset: any LabelledDataset
    /// The files that may be read.
    let places: NamedPlaces
    /// Whether it is a dataset, rather than photos.
    let isDataset: Bool
    /// The folder of a dataset that a run of ours has made.
    let root: String?
    /// The folder that names of photos are relative to, and the file beside them that holds the marks; nil where the
    /// photos have no place in common.
    let home: (folder: String, marks: String)?

    /// The catalogue that lists the photos, where one alone was named.
    var catalogue: String?

    /// The photo's name for people and in the file of marks.
    func name(ofPhoto index: Int) -> String {
        let path = dataset.photos[index].path.withoutStepsBack
        guard let folder = home?.folder.withoutStepsBack, path.hasPrefix(folder + "/") else { return path }
        return String(path.dropFirst(folder.count + 1))
    }

    /// The number of an image in its run, as `--only` takes it: that of its scene, where scenes come in variants.
    func number(ofPhoto index: Int) -> Int? {
        guard root != nil else { return nil }
        let file = dataset.photos[index].path.split(separator: "/").last ?? ""
        return Int(file.prefix { $0.isASCII && $0.isNumber })
    }
}

extension String {
    /// A path for people: `a/../b` becomes `b`. With links this may be another file, so it is not opened.
    fileprivate var withoutStepsBack: String {
        guard contains("/..") || contains("./") else { return self }
        var parts: [Substring] = []
        for part in split(separator: "/", omittingEmptySubsequences: false) where part != "." {
            if part == "..", let last = parts.last, last != "..", !last.isEmpty {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        return parts.joined(separator: "/")
    }
}
