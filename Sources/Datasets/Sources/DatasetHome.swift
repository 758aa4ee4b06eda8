import Foundation
import Synchronization

/// The folders in which the files of a dataset may lie: its own, and others only where the user allows it.
///
/// A dataset from elsewhere can name any file by `../`, by an absolute path or by a link, and such a file would be
/// copied into a new dataset. So a file that leads outside is left out and reported, unless the key `outside` says
/// otherwise. Folders that the user names count as the dataset's own.
package final class DatasetHome: Sendable {
    /// The dataset's own folders, with links resolved.
    private let roots: [String]
    private let allowsOutside: Bool
    /// Folders by their path, with links resolved.
    private let folders = Mutex<[String: String]>([:])

    /// - Parameter folders: the folders as the process opens them.
    init(_ folders: [String], allowsOutside: Bool) {
        roots = folders.map { Self.withoutLinks($0) ?? $0 }
        self.allowsOutside = allowsOutside
    }

    /// The help text of the key.
    static let about =
        "Whether files outside the dataset's own folders are read, too: those that it names by ../, by an absolute path or by links."

    /// Why a file is not read; nil where it is, or where there is none.
    func problem(of path: String) -> String? {
        guard !allowsOutside, let place = place(of: path) else { return nil }
        if roots.contains(where: { place == $0 || place.hasPrefix($0 == "/" ? "/" : $0 + "/") }) { return nil }
        return "it lies outside the dataset's folder, at \(place), and is not read; “outside: true” allows it"
    }

    func holds(_ path: String) -> Bool { problem(of: path) == nil }

    /// The folders that a path of the user's stands for: the folder itself or that of a file or pattern; for a dataset
    /// of ours its whole folder.
    static func folders(of path: String) -> [String] {
        var fixed = ""
        for (number, part) in path.split(separator: "/", omittingEmptySubsequences: false).enumerated() {
            let longer = number == 0 ? String(part) : "\(fixed)/\(part)"
            // A folder may have such characters in its own name.
            if part.contains(where: { "*?[{".contains($0) }), !FileManager.default.fileExists(atPath: longer) { break }
            fixed = longer
        }
        if Folder.isFolder(fixed) { return [fixed, whole(fixed)] }
        let parent = fixed.enclosingFolder
        // The file itself may be a link.
        return [path, parent, whole(parent)]
    }

    /// The path of a file with links resolved; nil where there is no file.
    private func place(of path: String) -> String? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        guard status.st_mode & S_IFMT != S_IFLNK, let slash = path.lastIndex(of: "/"), !path.hasSuffix("/..") else {
            return Self.withoutLinks(path)
        }
        // A folder may hold thousands of files.
        let folder = slash == path.startIndex ? "/" : String(path[..<slash])
        let known = folders.withLock { $0[folder] }
        guard let place = known ?? Self.withoutLinks(folder) else { return nil }
        if known == nil { folders.withLock { $0[folder] = place } }
        return (place == "/" ? "" : place) + path[slash...]
    }

    private static func withoutLinks(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The folder of the dataset of ours that holds a folder, up to two levels above it; elsewhere the folder itself.
    /// With the whole dataset, the links of our formats to the images lead inside.
    static func whole(_ folder: String) -> String {
        for up in ["", "/..", "/../.."]
        where FileManager.default.fileExists(
            atPath: "\(folder)\(up)/\(DatasetLayout.formats)")
        {
            return folder + up
        }
        return folder
    }
}
