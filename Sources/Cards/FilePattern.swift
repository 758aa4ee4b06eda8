import Foundation

/// A path as a user writes it where one or more files are meant: a file, a folder, or a glob.
///
/// - A file that is named outright is taken, whatever it is called.
/// - A folder stands for the files in it and in all folders below it.
/// - A glob stands for the files that it matches: `*` and `?` within one name, `[a-z]` and `[!a-z]` for one character,
///   and `**` as a whole name for any number of folders, none included. A path that exists is never read as a glob, and neither is the name
///   of a folder that exists.
///
/// Folders and globs give only files with one of the extensions asked for, in any case, and none that is hidden (its
/// name, or that of a folder which a wildcard went through, begins with a dot). Links to folders are followed, but not
/// round in a circle.
package struct FilePattern: Hashable, Sendable {
    package let path: String

    /// - Parameter path: as the process can open it.
    package init(_ path: String) {
        self.path = path
    }

    /// The extensions of the pictures that are read, in lower case.
    package static let pictureExtensions = ["jpeg", "jpg", "png", "tif", "tiff", "webp"]

    /// The files that the path stands for, at least one, in the byte order of their paths, which no locale changes.
    ///
    /// - Parameter extensions: in lower case, without dots.
    package func files(extensions: [String] = FilePattern.pictureExtensions) throws(FilePatternError) -> [String] {
        switch Kind(of: path) {
        case .file: return [path]
        case .folder:
            var found = Found(extensions)
            try collect(below: path, ancestors: [], into: &found)
            guard !found.files.isEmpty else {
                throw .emptyFolder(path, others: found.others, extensions: extensions)
            }
            return found.sorted
        case nil:
            guard path.contains(where: { "*?[".contains($0) }) else { throw .noSuchPath(path) }
            var found = Found(extensions)
            let names = path.split(separator: "/").map(String.init)
            try match(names[...], in: path.hasPrefix("/") ? "/" : "", ancestors: [], into: &found)
            guard !found.files.isEmpty else {
                throw .noMatch(path, others: found.others, folders: found.folders, extensions: extensions)
            }
            return found.sorted
        }
    }

    /// The files that several patterns stand for: one pattern after the other, each file once.
    package static func files(
        _ paths: [String], extensions: [String] = FilePattern.pictureExtensions
    ) throws(FilePatternError) -> [String] {
        var seen: Set<ExactText> = []
        var files: [String] = []
        for path in paths {
            for file in try FilePattern(path).files(extensions: extensions)
            where seen.insert(ExactText(file)).inserted {
                files.append(file)
            }
        }
        return files
    }

    /// Whether a path names a file, and neither a folder nor a glob.
    package static func isFile(_ path: String) -> Bool {
        if case .file? = Kind(of: path) { true } else { false }
    }

    /// Whether there is anything at a path.
    package static func exists(_ path: String) -> Bool { Kind(of: path) != nil }

    // MARK: - Walking

    private enum Kind {
        case file, folder

        init?(of path: String) {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
            self = isFolder.boolValue ? .folder : .file
        }
    }

    private struct Found {
        package let extensions: [String]
        package var files: Set<ExactText> = []
        /// Files with other extensions, and folders where files were expected: they make the message more exact.
        package var others = 0
        package var folders = 0

        init(_ extensions: [String]) {
            self.extensions = extensions
        }

        package mutating func add(_ path: String) {
            let name = path.split(separator: "/").last ?? ""
            let dot = name.lastIndex(of: ".")
            if let dot, extensions.contains(name[name.index(after: dot)...].lowercased()) {
                files.insert(ExactText(path))
            } else {
                others += 1
            }
        }

        package var sorted: [String] {
            files.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
    }

    /// The names in a folder that are not hidden.
    private func names(in folder: String) throws(FilePatternError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)
                .filter { !$0.hasPrefix(".") }
        } catch {
            throw .unreadable(folder.isEmpty ? "." : folder)
        }
    }

    private func join(_ folder: String, _ name: String) -> String {
        folder.isEmpty || folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    /// The folder's place with every link resolved, unless that is where the walk already is.
    private func enter(_ folder: String, _ ancestors: Set<String>) -> Set<String>? {
        let place = URL(fileURLWithPath: folder.isEmpty ? "." : folder).resolvingSymlinksInPath().path
        return ancestors.contains(place) ? nil : ancestors.union([place])
    }

    private func collect(
        below folder: String, ancestors: Set<String>, into found: inout Found
    ) throws(FilePatternError) {
        guard let ancestors = enter(folder, ancestors) else { return }
        for name in try names(in: folder) {
            let path = join(folder, name)
            switch Kind(of: path) {
            // What is listed and cannot be followed, such as a link to a disk that is not there, is found missing by its
            // reader, who names it.
            case .file, nil: found.add(path)
            case .folder: try collect(below: path, ancestors: ancestors, into: &found)
            }
        }
    }

    /// Follows the rest of a glob, name by name, from a folder.
    private func match(
        _ rest: ArraySlice<String>, in folder: String, ancestors: Set<String>, into found: inout Found
    ) throws(FilePatternError) {
        guard let name = rest.first else { return }
        let after = rest.dropFirst()
        let isWild = name.contains { "*?[".contains($0) }
        // A folder may have such characters in its own name.
        if isWild, !after.isEmpty, case let path = join(folder, name), case .folder? = Kind(of: path) {
            return try match(after, in: path, ancestors: ancestors, into: &found)
        }
        guard isWild else {
            let path = join(folder, name)
            switch Kind(of: path) {
            case .file where after.isEmpty: found.add(path)
            case .folder where after.isEmpty: found.folders += 1
            case .folder: try match(after, in: path, ancestors: ancestors, into: &found)
            case .file, nil: break
            }
            return
        }
        if name == "**" {
            // No folder at all, or one more and the same again; at the end, every file below.
            guard !after.isEmpty else { return try collect(below: folder, ancestors: ancestors, into: &found) }
            try match(after, in: folder, ancestors: ancestors, into: &found)
            guard let ancestors = enter(folder, ancestors) else { return }
            for entry in try names(in: folder) where Kind(of: join(folder, entry)) == .folder {
                try match(rest, in: join(folder, entry), ancestors: ancestors, into: &found)
            }
            return
        }
        let pattern = NamePattern(name)
        for entry in try names(in: folder) where pattern.matches(entry) {
            let path = join(folder, entry)
            switch Kind(of: path) {
            case .folder where after.isEmpty: found.folders += 1
            case .folder: try match(after, in: path, ancestors: ancestors, into: &found)
            case .file, nil: if after.isEmpty { found.add(path) }
            }
        }
    }
}

/// The pattern of one name within a glob.
package struct NamePattern {
    private enum Element {
        case character(Character)
        case any
        case anyRun
        case set([ClosedRange<Character>], isExcluding: Bool)
    }

    private let elements: [Element]

    package init(_ text: String) {
        var elements: [Element] = []
        let characters = Array(text)
        var at = 0
        while at < characters.count {
            switch characters[at] {
            case "*": elements.append(.anyRun)
            case "?": elements.append(.any)
            case "[":
                if let (set, end) = NamePattern.set(in: characters, at: at) {
                    elements.append(set)
                    at = end
                } else {
                    // Never closed: the bracket itself is meant.
                    elements.append(.character("["))
                }
            default: elements.append(.character(characters[at]))
            }
            at += 1
        }
        self.elements = elements
    }

    /// Reads `[…]` from its opening bracket; a closing bracket that comes first stands for itself.
    private static func set(in characters: [Character], at start: Int) -> (Element, end: Int)? {
        var at = start + 1
        let isExcluding = at < characters.count && (characters[at] == "!" || characters[at] == "^")
        if isExcluding { at += 1 }
        var ranges: [ClosedRange<Character>] = []
        let first = at
        while at < characters.count, characters[at] != "]" || at == first {
            let low = characters[at]
            if at + 2 < characters.count, characters[at + 1] == "-", characters[at + 2] != "]",
                low <= characters[at + 2]
            {
                ranges.append(low...characters[at + 2])
                at += 3
            } else {
                ranges.append(low...low)
                at += 1
            }
        }
        return at < characters.count ? (.set(ranges, isExcluding: isExcluding), at) : nil
    }

    /// Greedy with one place to come back to, the latest `*`: time in proportion to the product of the lengths at worst.
    package func matches(_ name: String) -> Bool {
        let name = Array(name)
        var (i, k) = (0, 0)
        var retry: (element: Int, name: Int)?
        while k < name.count {
            if i < elements.count, case .anyRun = elements[i] {
                retry = (i, k)
                i += 1
            } else if i < elements.count, matches(elements[i], name[k]) {
                i += 1
                k += 1
            } else if let (element, start) = retry {
                retry = (element, start + 1)
                (i, k) = (element + 1, start + 1)
            } else {
                return false
            }
        }
        return elements[i...].allSatisfy { if case .anyRun = $0 { true } else { false } }
    }

    private func matches(_ element: Element, _ character: Character) -> Bool {
        switch element {
        case .character(let own): own == character
        case .any, .anyRun: true
        case .set(let ranges, let isExcluding): ranges.contains { $0.contains(character) } != isExcluding
        }
    }
}

/// Why a path stands for no file.
package enum FilePatternError: Error, Hashable, Sendable {
    case noSuchPath(String)
    /// `others` counts the files with other extensions than the ones asked for.
    case emptyFolder(String, others: Int, extensions: [String])
    /// A glob that matches no file asked for; `folders` counts the folders that it matches.
    case noMatch(String, others: Int, folders: Int, extensions: [String])
    case unreadable(String)
}

extension FilePatternError: CustomStringConvertible {
    package var path: String {
        switch self {
        case .noSuchPath(let path), .emptyFolder(let path, _, _), .noMatch(let path, _, _, _), .unreadable(let path):
            path
        }
    }

    /// What is wrong and what to do, without the path.
    package var reason: String {
        switch self {
        case .noSuchPath: return "there is no such file or folder"
        case .emptyFolder(_, let others, let extensions):
            let kinds = FilePatternError.list(extensions)
            return others == 0
                ? "the folder is empty: it should hold files ending in \(kinds)"
                : "the folder holds no file ending in \(kinds), only \(FilePatternError.count(others, "other file"))"
        case .noMatch(_, let others, let folders, let extensions):
            if others > 0 {
                return "the pattern matches \(FilePatternError.count(others, "file")), none ending in "
                    + FilePatternError.list(extensions)
            }
            if folders > 0 {
                return "the pattern matches only \(FilePatternError.count(folders, "folder")): add “/*” for "
                    + "the files in \(folders == 1 ? "it" : "them")"
            }
            return "the pattern matches nothing"
        case .unreadable: return "the folder cannot be read"
        }
    }

    package var description: String { "\(path): \(reason)" }

    private static func list(_ extensions: [String]) -> String {
        extensions.map { "." + $0 }.joined(separator: ", ")
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
