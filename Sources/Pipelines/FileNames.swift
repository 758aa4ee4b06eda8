package import Cards
import Foundation

/// Names for the files that a pipeline reads. The names do not depend on the machine, nor on the folder that a run is
/// started in: they are relative to the pipeline file, with `..` for files outside its folder.
///
/// Files below `/usr` keep their paths: packages install them, in the same place on every machine.
package struct FileNames: Hashable, Sendable {
    /// The pipeline's folder as the process can open it; empty for the current one.
    private let opened: String
    /// The names on the way from the root to the folder.
    private let folder: [Substring]

    /// - Parameter path: the pipeline file.
    package init(pipeline path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        opened = path.hasPrefix("/") && parts.isEmpty ? "/" : parts
        folder = Self.names(on: opened)
    }

    /// - Parameter path: the file as the process can open it. The text behind `#` stays.
    package func name(of path: String) -> String {
        let file = Self.names(on: path)
        guard file.first != "usr" || folder.first == "usr" else { return "/" + file.joined(separator: "/") }
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
