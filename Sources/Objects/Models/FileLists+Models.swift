import Cards
package import Drawings
import Findings
import Foundation
import Synchronization

/// The models that archives and catalogues list, each of which is read once.
final class ModelLists: Sendable {
    fileprivate struct Key: Hashable {
        let patterns: [String]
        let tags: [String]
    }

    fileprivate let archives = Mutex<[String: Result<ModelArchive, ObjectError>]>([:])
    fileprivate let catalogues = Mutex<[String: Result<ModelCatalogue, ObjectError>]>([:])
    fileprivate let lists = Mutex<[Key: Result<[ModelListing], ObjectError>]>([:])
}

extension FileLists {
    /// The models that patterns stand for, one pattern after the other, each once: files, folders and globs of them,
    /// `ARCHIVE#NAME` and `CATALOGUE#NAME`. The name may be a glob; without it, all models of the file are meant.
    ///
    /// - Parameter tags: only models with one of these, in any case; all, where none is given.
    /// - Throws: where a pattern stands for none, or no model has one of the tags.
    package func models(_ patterns: [String], tags: [String] = []) throws(ObjectError) -> [ModelListing] {
        let key = ModelLists.Key(patterns: patterns, tags: tags)
        if let known = models.lists.withLock({ $0[key] }) { return try known.get() }
        let found = Result { () throws(ObjectError) in
            var seen: Set<String> = []
            var all: [ModelListing] = []
            for pattern in patterns {
                all += try list(pattern).filter { seen.insert($0.reference).inserted }
            }
            return try choose(all, tags, patterns)
        }
        models.lists.withLock { $0[key] = found }
        return try found.get()
    }

    /// The model of a reference that stands for one.
    func model(_ reference: String, ofCatalogue: Bool = false) throws(ObjectError) -> ModelListing {
        if ofCatalogue, Self.kind(Self.parts(of: reference).path) == .catalogue {
            throw ObjectError(.badValue, file: reference, "is a catalogue itself: name the model's own file")
        }
        let found = try models([reference])
        guard found.count == 1 else {
            throw ObjectError(.badValue, file: reference, "stands for \(found.count) models, and one is wanted")
        }
        return found[0]
    }

    /// Whether the file or archive of a reference is there.
    func exists(_ reference: String) -> Bool {
        FileManager.default.fileExists(atPath: Self.parts(of: reference).path)
    }

    // MARK: - Finding

    private enum Kind {
        case model, archive, catalogue
    }

    private static func kind(_ path: String) -> Kind {
        let name = path.lowercased()
        if ModelArchive.extensions.contains(where: { name.hasSuffix("." + $0) }) { return .archive }
        return ModelCatalogue.extensions.contains { name.hasSuffix("." + $0) } ? .catalogue : .model
    }

    /// The path and, behind `#`, the name. A file that exists under the whole text has no name, unless the text before
    /// `#` names an archive or a catalogue: a name in one is never a path, whatever it looks like.
    private static func parts(of reference: String) -> (path: String, name: String?) {
        guard let mark = reference.firstIndex(of: "#") else { return (reference, nil) }
        let path = String(reference[..<mark])
        let holdsNames = kind(path) != .model && isFile(path)
        guard holdsNames || !isFile(reference) else { return (reference, nil) }
        return (path, String(reference[reference.index(after: mark)...]))
    }

    private static func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }

    private func list(_ reference: String) throws(ObjectError) -> [ModelListing] {
        let (path, name) = Self.parts(of: reference)
        // In a folder, a zip file may hold anything, and a YAML file may be a solid's definition.
        let extensions =
            name == nil
            ? MeshFile.extensions + ["sh3f"] : ModelArchive.extensions + ModelCatalogue.extensions
        var listings: [ModelListing] = []
        var known: [String] = []
        for file in try files([path], extensions: extensions) {
            let all = try models(in: file)
            guard let name else {
                listings += all.map(\.listing)
                continue
            }
            guard Self.kind(file) != .model else {
                throw ObjectError(.badValue, file: reference, "“#” names a model of an archive or a catalogue")
            }
            known += all.map(\.name)
            let exact = all.filter { $0.name == name }
            let pattern = NamePattern(name)
            listings += (exact.isEmpty ? all.filter { pattern.matches($0.name) } : exact).map(\.listing)
        }
        guard listings.isEmpty else { return listings }
        guard let name, !known.isEmpty else { throw ObjectError(.missing, file: path, "holds no model") }
        var words = "has no model “\(name)”"
        if let nearest = name.nearest(among: known) {
            words += "; did you mean “\(nearest)”?"
        } else if known.count <= 20 {
            words += "; it has: " + known.joined(separator: ", ")
        } else {
            words += ", but \(known.count) others: “diorama list” shows them"
        }
        throw ObjectError(.missing, file: path, words)
    }

    /// All models that a file holds, with their names behind `#`.
    private func models(in file: String) throws(ObjectError) -> [(name: String, listing: ModelListing)] {
        switch Self.kind(file) {
        case .model: return [("", ModelListing(reference: file, origin: .file))]
        case .archive:
            let archive = try models.archives.once(file) { () throws(ObjectError) in try ModelArchive(path: file) }
            return archive.pieces.map { piece in
                (
                    piece.name,
                    ModelListing(reference: "\(file)#\(piece.name)", origin: .piece(piece, of: archive.archive))
                )
            }
        case .catalogue:
            let catalogue = try models.catalogues.once(file) { () throws(ObjectError) in
                do throws(InvalidFile) {
                    return try ModelCatalogue.read(path: file)
                } catch {
                    throw ObjectError(
                        .unreadable, error.diagnostics.map { ObjectError($0).description }.joined(separator: "\n"))
                }
            }
            return catalogue.models.map { entry in
                (entry.name, ModelListing(reference: "\(file)#\(entry.name)", origin: .entry(entry.value)))
            }
        }
    }

    private func choose(
        _ all: [ModelListing], _ tags: [String], _ patterns: [String]
    ) throws(ObjectError) -> [ModelListing] {
        guard !tags.isEmpty else { return all }
        let asked = tags.map { $0.lowercased() }
        let known = Set(all.flatMap(\.tags).map { $0.lowercased() }).sorted()
        guard !known.isEmpty else {
            throw ObjectError(
                .badValue, file: patterns.joined(separator: ", "),
                "has no tags: only models of catalogues and furniture libraries have any")
        }
        for tag in asked where !known.contains(tag) {
            throw ObjectError(
                .badValue, file: patterns.joined(separator: ", "),
                "has no model with the tag “\(tag)”"
                    + (tag.nearest(among: known).map { "; did you mean “\($0)”?" }
                        ?? "; known here: \(known.joined(separator: ", "))"))
        }
        return all.filter { $0.tags.contains { asked.contains($0.lowercased()) } }
    }
}

extension Mutex {
    /// The value of a key, made the first time. Others wait for it meanwhile.
    fileprivate borrowing func once<Made: Sendable>(
        _ key: String, _ make: () throws(ObjectError) -> Made
    ) throws(ObjectError) -> Made where Value == [String: Result<Made, ObjectError>] {
        try withLock { values -> Result<Made, ObjectError> in
            if let known = values[key] { return known }
            let made = Result { () throws(ObjectError) in try make() }
            values[key] = made
            return made
        }.get()
    }
}
