import Foundation
import Synchronization

/// Where the files of a dataset may lie: in its own folders, and elsewhere only where the user allows it.
///
/// A dataset from elsewhere can name any file by `../`, by an absolute path or by a link, and what it names would be
/// copied into a new dataset. So a file that leads outside is left out and reported, unless the key `outside` says
/// otherwise. Folders that the user names count as the dataset's own.
package final class DatasetHome: Sendable {
    /// Without links.
    private let roots: [String]
    private let allowsOutside: Bool
    /// Folders by their path, without links.
    private let folders = Mutex<[String: String]>([:])

    /// - Parameter folders: as the process opens them.
    init(_ folders: [String], allowsOutside: Bool) {
        roots = folders.map { Self.withoutLinks($0) ?? $0 }
        self.allowsOutside = allowsOutside
    }

    /// What the key says.
    static let about =
        "Whether files outside the dataset's own folders are read, too: those that it names by ../, by an absolute path or by links."

    /// Why a file is not read; nil where it is, or where there is none.
    func problem(of path: String) -> String? {
        guard !allowsOutside, let place = place(of: path) else { return nil }
        if roots.contains(where: { place == $0 || place.hasPrefix($0 == "/" ? "/" : $0 + "/") }) { return nil }
        return "it lies outside the dataset's folder, at \(place), and is not read; “outside: true” allows it"
    }

    func holds(_ path: String) -> Bool { problem(of: path) == nil }

    /// The folder that a path of the user's names, and that of a file or pattern; with the whole of a dataset of ours.
    static func folders(of path: String) -> [String] {
        let fixed = path.split(separator: "/", omittingEmptySubsequences: false).prefix {
            !$0.contains { "*?[{".contains($0) }
        }.joined(separator: "/")
        if Folder.isFolder(fixed) { return [fixed, whole(fixed)] }
        let parent = fixed.enclosingFolder
        // The file itself may be a link.
        return [path, parent, whole(parent)]
    }

    /// Where a file lies without links; nil where there is none.
    private func place(of path: String) -> String? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        guard status.st_mode & S_IFMT != S_IFLNK, let slash = path.lastIndex(of: "/"), !path.hasSuffix("/..") else {
            return Self.withoutLinks(path)
        }
        // Thousands of files lie in one folder.
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

    /// The folder of a dataset of ours that a folder lies in, up to two above it; the folder itself elsewhere. What a
    /// format of ours says is a link to the images is inside.
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
