import Foundation

extension AtomicFile {
    /// Replaces the text of a person's own file, or makes it. A link stays a link: what it leads to is replaced. The file
    /// keeps its permissions.
    ///
    /// - Throws: `DatasetError` for a file that cannot be written, and for a link that leads nowhere.
    package static func edit(_ path: String, _ text: String) throws {
        let target = try target(of: path)
        let mode = (try? FileManager.default.attributesOfItem(atPath: target))?[.posixPermissions]
        try write(Array(text.utf8), to: target)
        if let mode { try? FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: target) }
    }

    private static func target(of path: String) throws -> String {
        let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
        guard isLink else { return path }
        guard let resolved = realpath(path, nil) else { throw DatasetError.system("cannot write", path) }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
