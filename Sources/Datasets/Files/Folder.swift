import Foundation

/// Folders by path, with errors that say which one and why.
package enum Folder {
    enum Kind {
        case folder, file, link, other, missing
    }

    /// The kind of the path itself; a symbolic link is not followed.
    static func kind(of path: String) -> Kind {
        var status = stat()
        guard lstat(path, &status) == 0 else { return .missing }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .folder
        case S_IFREG: return .file
        case S_IFLNK: return .link
        default: return .other
        }
    }

    /// Whether a folder exists there; links are followed.
    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Makes the folder and those above it; a folder that exists already stays unchanged.
    package static func make(_ path: String) throws {
        // An unset variable of a script, most often.
        guard !path.isEmpty else {
            throw DatasetError(
                code: .occupied, action: "cannot make the folder", path: "“”", reason: "its name is empty")
        }
        if mkdir(path, 0o777) == 0 { return }
        switch errno {
        case EEXIST:
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                throw DatasetError(
                    code: .system, action: "cannot make the folder", path: path,
                    reason: "a file of that name is in the way")
            }
        case ENOENT:
            let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
            guard parent != path else { throw DatasetError.system("cannot make the folder", path) }
            try make(parent)
            guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
                throw DatasetError.system("cannot make the folder", path)
            }
        default:
            throw DatasetError.system("cannot make the folder", path)
        }
    }

    /// The names in a folder, sorted by their bytes.
    static func names(in path: String) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
                .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        } catch {
            throw DatasetError(
                code: .system, action: "cannot list the folder", path: path, reason: error.localizedDescription)
        }
    }

    /// The names of the folders in a folder, and of links to such, sorted by their bytes.
    ///
    /// Where the file system says which names are files, as nearly all do, none of these is looked at: a folder may hold
    /// a hundred thousand photos.
    static func folders(in path: String) throws -> [String] {
        guard let stream = opendir(path) else { throw DatasetError.system("cannot list the folder", path) }
        defer { closedir(stream) }
        var found: [String] = []
        while let entry = readdir(stream) {
            let type = Int(entry.pointee.d_type)
            guard type != Int(DT_REG) else { continue }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            if type == Int(DT_DIR) || isFolder("\(path)/\(name)") { found.append(name) }
        }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Returns when the names in the folder are on the disk.
    static func synchronize(_ path: String) throws {
        try OpenFile(path, flags: O_RDONLY | O_DIRECTORY, action: "cannot write").synchronizeNames()
    }

    /// The files and links below a folder, by their paths relative to it, sorted by their bytes. Links are
    /// not followed.
    static func contents(of root: String) throws -> [String] {
        var found: [String] = []
        func collect(_ folder: String) throws {
            for name in try names(in: folder.isEmpty ? root : "\(root)/\(folder)") {
                let path = folder.isEmpty ? name : "\(folder)/\(name)"
                if kind(of: "\(root)/\(path)") == .folder { try collect(path) } else { found.append(path) }
            }
        }
        try collect("")
        return found
    }

    /// All folders above a relative path, the deepest first.
    static func parents(of path: String) -> [String] {
        Array(sequence(first: path.parent, next: \.parent).prefix { !$0.isEmpty })
    }

    /// Removes the empty ones of these folders, the deepest first.
    static func removeEmpty(_ folders: Set<String>, in layout: DatasetLayout) throws {
        for folder in folders.sorted(by: { ($1.count, $0) < ($0.count, $1) }) {
            try removeIfEmpty(layout.path(folder))
        }
    }

    /// Removes a file or a link; a missing one is no error.
    static func removeFile(_ path: String) throws {
        guard unlink(path) == 0 || errno == ENOENT else { throw DatasetError.system("cannot remove", path) }
    }

    /// Removes a folder with everything in it; a missing one is no error. Links are removed, not followed.
    ///
    /// Another process may still be writing in it: what it adds meanwhile is removed, too.
    static func removeTree(_ path: String) throws {
        for attempt in 1... {
            guard kind(of: path) == .folder else { return try removeFile(path) }
            for name in try names(in: path) {
                let inner = "\(path)/\(name)"
                if kind(of: inner) == .folder { try removeTree(inner) } else { try removeFile(inner) }
            }
            if rmdir(path) == 0 || errno == ENOENT { return }
            guard errno == ENOTEMPTY || errno == EEXIST, attempt < 100 else {
                throw DatasetError.system("cannot remove", path)
            }
        }
    }

    /// Removes the folder if it is empty.
    static func removeIfEmpty(_ path: String) throws {
        guard rmdir(path) == 0 || errno == ENOTEMPTY || errno == EEXIST || errno == ENOENT || errno == ENOTDIR else {
            throw DatasetError.system("cannot remove", path)
        }
    }
}
