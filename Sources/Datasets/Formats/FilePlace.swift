/// Where files of a format lie, relative to the dataset's folder: `labels/*/#.txt`.
///
/// In each part between slashes `#` stands for an image's number as its files carry it (`000007`), or for several of
/// them (`000007_000002`), and `*` for any text.
package struct FilePlace: Hashable, Sendable, ExpressibleByStringLiteral {
    private let parts: [Component]

    private struct Component: Hashable {
        var prefix: String
        /// `#`, `*`, or nil for a name without either.
        var wildcard: Character?
        var suffix: String

        /// - Parameter isStem: whether a text can stand for `#`.
        func matches(_ name: String, isStem: (String) -> Bool) -> Bool {
            guard let wildcard else { return name == prefix }
            guard name.count >= prefix.count + suffix.count, name.hasPrefix(prefix), name.hasSuffix(suffix) else {
                return false
            }
            let stem = String(name.dropFirst(prefix.count).dropLast(suffix.count))
            return !name.hasPrefix(".") && (wildcard == "*" || isStem(stem))
        }
    }

    package init(stringLiteral pattern: String) {
        parts = pattern.split(separator: "/").map { part in
            guard let index = part.firstIndex(where: { $0 == "#" || $0 == "*" }) else {
                return Component(prefix: String(part), wildcard: nil, suffix: "")
            }
            return Component(
                prefix: String(part[..<index]), wildcard: part[index], suffix: String(part[part.index(after: index)...])
            )
        }
    }

    /// Whether this place covers a path relative to the dataset's folder.
    ///
    /// - Parameter isStem: whether a text can stand for `#`; by default any text can.
    func holds(_ path: String, isStem: (String) -> Bool = { _ in true }) -> Bool {
        let names = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        return names.count == parts.count && zip(parts, names).allSatisfy { $0.matches($1, isStem: isStem) }
    }

    /// Whether there is such a file for each image, with the image's name.
    var isOfImage: Bool { parts.contains { $0.wildcard == "#" } }

    /// Whether the place lies in this folder, which is relative to the dataset's.
    func lies(in folder: String) -> Bool {
        let names = folder.split(separator: "/").map(String.init)
        return names.count == parts.count - 1
            && zip(parts, names).allSatisfy { $0.matches($1, isStem: { _ in true }) }
    }

    /// The files and links at this place, relative to `root`; `#` stands for any text. Links to folders are not
    /// followed.
    func found(in root: String) throws -> [String] {
        let layout = DatasetLayout(root: root)
        var folders = [""]
        for (depth, part) in parts.enumerated() {
            var found: [String] = []
            for folder in folders where depth == 0 || Folder.kind(of: layout.path(folder)) == .folder {
                let candidates = part.wildcard == nil ? [part.prefix] : try Folder.names(in: layout.path(folder))
                for name in candidates where part.matches(name, isStem: { _ in true }) {
                    let path = folder.isEmpty ? name : "\(folder)/\(name)"
                    if Folder.kind(of: layout.path(path)) != .missing { found.append(path) }
                }
            }
            folders = found
        }
        return folders.filter { [.file, .link].contains(Folder.kind(of: layout.path($0))) }
    }

    /// The folders of such files that exist; the deepest first.
    func folders(in root: String) throws -> [String] {
        let layout = DatasetLayout(root: root)
        var (all, level): ([String], [String]) = ([], [""])
        for part in parts.dropLast() {
            level = try level.flatMap { folder in
                try Folder.names(in: layout.path(folder)).filter { part.matches($0, isStem: { _ in true }) }
                    .map { folder.isEmpty ? $0 : "\(folder)/\($0)" }
            }.filter { Folder.kind(of: layout.path($0)) == .folder }
            all = level + all
        }
        return all
    }
}
