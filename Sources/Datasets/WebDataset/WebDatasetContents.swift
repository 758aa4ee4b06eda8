/// The samples in a list of archives, as WebDataset's readers see them: where each member lies. Memory holds this index.
struct WebDatasetContents {
    struct Sample {
        /// The archive's path.
        var archive: String
        /// Its members by their kinds.
        var members: [String: TarReader.Member] = [:]
    }

    /// By their keys.
    private(set) var samples: [String: Sample] = [:]

    /// Reads an archive.
    ///
    /// - Parameter report: gets each fault, with the key of its sample, where it is one of a sample.
    /// - Returns: the number of samples in it.
    mutating func read(_ path: String, report: (_ key: String?, _ problem: String) -> Void) throws -> Int {
        var count = 0
        var key: String?
        // A sample that is there again must not change the first one.
        var isAgain = false
        do {
            var reader = try TarReader(path)
            while let member = try reader.next() {
                guard let (next, kind) = Self.split(member.name) else { continue }
                if next != key {
                    (key, count) = (next, count + 1)
                    isAgain = samples[next] != nil
                    if let first = samples[next] {
                        report(
                            next,
                            first.archive == path
                                ? "it is there twice, or its members are not neighbours, and readers take it for two samples"
                                : "it is in \(first.archive.lastPart) as well")
                    } else {
                        samples[next] = Sample(archive: path)
                    }
                }
                guard !isAgain else { continue }
                if samples[next]?.members.updateValue(member, forKey: kind) != nil {
                    report(next, "it has two members \(kind), which readers refuse")
                }
            }
        } catch let torn as TarReader.Torn {
            report(nil, torn.problem)
        }
        return count
    }

    /// Takes a sample out.
    mutating func remove(_ key: String) -> Sample? { samples.removeValue(forKey: key) }

    /// A member's key and kind; nil for one that readers pass over.
    private static func split(_ name: String) -> (key: String, kind: String)? {
        let last = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
        guard let dot = name[last...].firstIndex(of: "."), dot > last else { return nil }
        if name.hasPrefix("__"), name.hasSuffix("__") { return nil }
        return (String(name[..<dot]), name[name.index(after: dot)...].lowercased())
    }
}
