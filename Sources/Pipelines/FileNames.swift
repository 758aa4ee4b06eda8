package import Cards
import Foundation

/// Names for the files that a pipeline reads. The names do not depend on the machine, nor on the folder that a run is
/// started in: they are relative to the pipeline file, with `..` for files outside its folder.
///
/// Other files below `/usr` keep their paths: packages install them, in the same place on every machine. Files that come
/// with the program lie where the program does, so their names begin with `diorama:`, unless the pipeline is one of them.
package struct FileNames: Hashable, Sendable {
    /// The pipeline's folder as the process can open it; empty for the current one.
    private let opened: String
    /// The names on the way from the root to the folder.
    private let folder: [Substring]
    /// The names on the way to the folder of the program's own files; nil where there is none.
    private let shipped: [Substring]?

    /// - Parameters:
    ///   - path: the pipeline file.
    ///   - shipped: the folder of the files that come with the program.
    package init(pipeline path: String, shipped: String? = ShippedFiles.root) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        opened = path.hasPrefix("/") && parts.isEmpty ? "/" : parts
        folder = Self.names(on: opened)
        self.shipped = shipped.map(Self.names)
    }

    /// - Parameter path: the file as the process can open it. The text behind `#` stays.
    package func name(of path: String) -> String {
        let file = Self.names(on: path)
        let shipped = shippedName(of: file)
        if let shipped, shippedName(of: folder) == nil { return ShippedFiles.prefix + shipped }
        guard file.first != "usr" || shipped != nil else { return "/" + file.joined(separator: "/") }
        let common = zip(folder, file).prefix { $0 == $1 }.count
        let up = folder.dropFirst(common).map { _ in ".." as Substring }
        let name = (up + file.dropFirst(common)).joined(separator: "/")
        return name.isEmpty ? "." : name
    }

    /// The file of such a name, as the process can open it.
    package func path(of name: String) -> String { Reading(folder: opened).resolve(name) }

    /// A text that names a file by its path, and perhaps others of the pipeline's folder, with the stored names in
    /// their place.
    package func naming(_ text: String, _ path: String? = nil) -> String {
        let named = path.map { text.replacing($0, with: name(of: $0)) } ?? text
        return opened.isEmpty || opened == "/" ? named : named.replacing(opened + "/", with: "")
    }

    /// The path from the folder of the program's own files on; nil where it is none of them.
    private func shippedName(of path: [Substring]) -> String? {
        guard let shipped, path.starts(with: shipped), path.count > shipped.count,
            ShippedFiles.folders.contains(String(path[shipped.count]))
        else { return nil }
        return path.dropFirst(shipped.count).joined(separator: "/")
    }

    private static func names(on path: String) -> [Substring] {
        let start = path.hasPrefix("/") ? "" : FileManager.default.currentDirectoryPath
        return Reading(folder: start).resolve(path.isEmpty ? "." : path).split(separator: "/")
    }
}

extension Catalogue {
    /// A part with other names for its files: those in the values of all keys that take a path.
    package func renamingFiles(of part: DrawnPart, _ rename: (String) -> String) -> DrawnPart {
        guard let entry = entries.first(where: { $0.name == part.name }), case .map(let values) = part.values else {
            return part
        }
        let keys = entry.description.keys.filter { $0.expectation.contains(Form<String>.path.expectation) }.map(\.path)
        return DrawnPart(
            name: part.name,
            values: .map(
                values.map {
                    keys.contains($0.key) ? Value.Entry(key: $0.key, value: $0.value.mapTexts(rename)) : $0
                }))
    }
}

extension Value {
    /// The same value with other texts; keys of maps stay.
    fileprivate func mapTexts(_ transform: (String) -> String) -> Value {
        switch self {
        case .text(let text): .text(transform(text))
        case .list(let values): .list(values.map { $0.mapTexts(transform) })
        case .map(let entries): .map(entries.map { Entry(key: $0.key, value: $0.value.mapTexts(transform)) })
        case .null, .flag, .number: self
        }
    }
}
