import Foundation

/// The files that come with the program: the folders `objects/`, `backgrounds/` and `pipelines/`.
///
/// They are looked for at run time, so a program works wherever it is put: in `share/diorama` beside the program's own
/// folder, as in an installed package, or in the source tree that the program was built in.
package enum ShippedFiles {
    /// The environment variable that names the folder if it lies elsewhere.
    package static let variable = "DIORAMA_SHARE"
    /// What stands before the path of a shipped file in place of the folder, which differs between machines.
    package static let prefix = "diorama:"
    /// The folders that are shipped.
    package static let folders = ["objects", "backgrounds", "pipelines"]

    /// The folder that holds them; nil where there is none.
    package static let root = root(
        of: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "",
        named: ProcessInfo.processInfo.environment[variable])

    /// Where they were looked for, where they are not found.
    package static let absence =
        root.map { "the files that come with diorama are not in \($0)" }
        ?? "the files that come with diorama are neither in ../share/diorama beside the program nor in a folder above it: "
        + "name the folder that holds objects/, backgrounds/ and pipelines/ by the environment variable \(variable)"

    /// - Parameters:
    ///   - program: the path of the executable, without links.
    ///   - named: the folder that the environment names. It counts alone, even if it does not exist.
    static func root(of program: String, named: String?) -> String? {
        if let named, !named.isEmpty { return named }
        func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
        var folder = URL(fileURLWithPath: program).deletingLastPathComponent()
        let installed = folder.deletingLastPathComponent().appendingPathComponent("share/diorama").path
        if exists(installed + "/objects") { return installed }
        while folder.path != "/" {
            if exists(folder.path + "/Package.swift"), exists(folder.path + "/objects") { return folder.path }
            folder.deleteLastPathComponent()
        }
        return nil
    }

    /// The path as the process can open it where it begins with `diorama:`; else the path itself.
    static func opened(_ path: String) -> String {
        guard path.hasPrefix(prefix), let root else { return path }
        return root + "/" + path.dropFirst(prefix.count)
    }

    /// The file of a bare name, such as `stop-sign`, in one of the folders.
    ///
    /// - Parameter extensions: of such files, without dots.
    package static func file(named name: String, in folder: String, extensions: [String]) -> String? {
        guard let root else { return nil }
        return extensions.map { "\(root)/\(folder)/\(name).\($0)" }.first { FileManager.default.fileExists(atPath: $0) }
    }

    /// The path of an object that a command names, as the process can open it: a file that comes with the program by its
    /// path after `diorama:`, or by its bare name where there is no file of that name; else the path itself.
    package static func object(_ name: String, extensions: [String]) -> String {
        if name.hasPrefix(prefix) { return opened(name) }
        guard isBare(name), !FileManager.default.fileExists(atPath: name) else { return name }
        return file(named: name, in: "objects", extensions: extensions) ?? name
    }

    /// The bare names that a folder holds, in order.
    package static func names(in folder: String, extensions: [String]) -> [String] {
        let files = root.flatMap { try? FileManager.default.contentsOfDirectory(atPath: "\($0)/\(folder)") } ?? []
        return files.filter { file in extensions.contains { file.hasSuffix("." + $0) } }
            .map { String($0[..<($0.lastIndex(of: ".") ?? $0.endIndex)]) }.sorted()
    }

    /// Whether a word can be a bare name: nothing in it makes it a path, a glob or a file.
    package static func isBare(_ word: String) -> Bool { !word.contains { "/.*?[#:".contains($0) } }
}

extension Form where V == String {
    /// A path or glob, as `path`; or the bare name of an object that comes with the program, such as `forklift`. A file
    /// of the pipeline's own folder is taken first.
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
        guard let name = node.scalar, ShippedFiles.isBare(name), !FileManager.default.fileExists(atPath: path) else {
            return path
        }
        for own in extensions.map({ path + "." + $0 }) where FileManager.default.fileExists(atPath: own) { return own }
        if let file = ShippedFiles.file(named: name, in: "objects", extensions: extensions) { return file }
        let near = name.nearest(among: ShippedFiles.names(in: "objects", extensions: extensions))
        let place = ShippedFiles.root.map { "\($0)/objects" } ?? "the folder that \(ShippedFiles.variable) names"
        reading.report(
            .rule(
                "there is no \(kind) “\(name)”: looked for \(path), \(path).\(extensions[0]), and \(name).\(extensions[0]) "
                    + "in \(place)" + (near.map { "; did you mean “\($0)”?" } ?? "")),
            at: node.position)
        return path
    }
}
