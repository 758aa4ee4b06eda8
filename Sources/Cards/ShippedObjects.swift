import Foundation

/// The folder `objects/` that comes with the program. Its files can be named without a path.
package enum ShippedObjects {
    /// The environment variable that names the folder if it lies elsewhere.
    static let variable = "DIORAMA_OBJECTS"

    /// The folders that it may be, of which the first that exists counts: the one that the environment names, or else
    /// those beside the executable and above it, as in a build in the source tree and in an installed program.
    package static var folders: [String] {
        if let named = ProcessInfo.processInfo.environment[variable] { return [named] }
        guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
            return []
        }
        var folders: [String] = []
        var folder = URL(fileURLWithPath: program).deletingLastPathComponent()
        for _ in 0..<5 {
            folders += [folder.path + "/objects", folder.path + "/share/diorama/objects"]
            folder.deleteLastPathComponent()
        }
        return folders
    }

    /// The file of an object by its name.
    ///
    /// - Parameter extensions: of such files, without dots.
    package static func file(named name: String, extensions: [String]) -> String? {
        for folder in folders {
            for path in extensions.map({ "\(folder)/\(name).\($0)" }) where FileManager.default.fileExists(atPath: path)
            {
                return path
            }
        }
        return nil
    }

    /// The folder that is there, for messages.
    fileprivate static var place: String {
        let there = folders.first { folder in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) && isFolder.boolValue
        }
        return there ?? "the folder that \(variable) names"
    }

    fileprivate static func names(extensions: [String]) -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        return files.filter { file in extensions.contains { file.hasSuffix("." + $0) } }
            .map { String($0[..<($0.lastIndex(of: ".") ?? $0.endIndex)]) }.sorted()
    }
}

extension Form where V == String {
    /// A path or glob, as `path`; or the bare name of a file that comes with the program, such as `forklift`. A file of the
    /// pipeline's own folder is taken first.
    ///
    /// - Parameters:
    ///   - kind: the word for such a file in messages.
    ///   - extensions: of such files, without dots.
    package static func shippedPath(_ kind: String, extensions: [String]) -> Form {
        .path { find($0, $1, kind, extensions, &$2) }
    }

    private static func find(
        _ path: String, _ node: Node, _ kind: String, _ extensions: [String], _ reading: inout Reading
    ) -> String {
        // Only a bare word is a name.
        guard let name = node.scalar, !name.contains(where: { "/.*?[#".contains($0) }),
            !FileManager.default.fileExists(atPath: path)
        else { return path }
        for own in extensions.map({ path + "." + $0 }) where FileManager.default.fileExists(atPath: own) { return own }
        if let shipped = ShippedObjects.file(named: name, extensions: extensions) { return shipped }
        let near = name.nearest(among: ShippedObjects.names(extensions: extensions))
        reading.report(
            .rule(
                "there is no \(kind) “\(name)”: looked for \(path), \(path).\(extensions[0]), and \(name).\(extensions[0]) "
                    + "in \(ShippedObjects.place)" + (near.map { "; did you mean “\($0)”?" } ?? "")),
            at: node.position)
        return path
    }
}
