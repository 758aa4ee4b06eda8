import Findings
import Foundation
import JSON

/// A folder that holds a dataset, with names relative to it; one that begins with a slash stands for itself.
struct DatasetFolder {
    let root: String

    func path(_ name: String) -> String {
        name.isEmpty ? root : name.hasPrefix("/") ? name : DatasetLayout(root: root).path(name)
    }

    /// A path as the process opens it, relative to the folder where it lies in it.
    func name(of path: String) -> String {
        if let name = plainName(of: path) { return name }
        let base = URL(fileURLWithPath: root).standardizedFileURL.path + "/"
        let full = URL(fileURLWithPath: path).standardizedFileURL.path
        if full + "/" == base { return "" }
        return full.hasPrefix(base) ? String(full.dropFirst(base.count)) : full
    }

    /// What stands behind the folder's own path, where nothing in it has to be resolved; nil elsewhere.
    private func plainName(of path: String) -> String? {
        let prefix = DatasetLayout(root: root).path("")
        guard path.utf8.count > prefix.utf8.count, path.utf8.starts(with: prefix.utf8) else { return nil }
        let name = path.utf8.dropFirst(prefix.utf8.count)
        let isPlain = name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8)
        }
        return isPlain ? String(path[name.startIndex...]) : nil
    }

    /// Whether there is such a folder, also behind a link.
    func holdsFolder(_ name: String) -> Bool { Folder.isFolder(path(name)) }

    /// Whether there is such a file, also behind a link.
    func holdsFile(_ name: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path(name), isDirectory: &isFolder) && !isFolder.boolValue
    }

    /// The names in a folder, hidden ones aside, in order; none when it is not there.
    func names(in folder: String) throws -> [String] {
        guard holdsFolder(folder) else { return [] }
        return try Folder.names(in: path(folder)).filter { !$0.hasPrefix(".") }
    }

    func folders(in folder: String) throws -> [String] {
        try names(in: folder).map { folder.isEmpty ? $0 : "\(folder)/\($0)" }.filter(holdsFolder)
    }

    /// The files below a folder, at any depth, whose names end so; in order.
    func files(below folder: String, endingIn endings: Set<String>) throws -> [String] {
        try names(in: folder).flatMap { name -> [String] in
            let file = folder.isEmpty ? name : "\(folder)/\(name)"
            if holdsFolder(file) { return try files(below: file, endingIn: endings) }
            let ending = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
            return endings.contains(ending) ? [file] : []
        }
    }

    /// A text file; nil, with the place told, where its encoding is not what it claims.
    func text(of file: String, into audit: inout Audit) throws -> String? {
        let bytes = try bytes(of: file)
        do throws(TextError) { return try LabelText.decode(bytes) } catch {
            audit.add([Finding(.error, .malformed, file: file, line: error.line, error.problem)])
            return nil
        }
    }

    func bytes(of file: String) throws -> [UInt8] {
        let opened = try OpenFile(path(file), flags: O_RDONLY, action: "cannot read")
        return try opened.read(count: try opened.size(), at: 0)
    }

    /// A JSON file as a tree; nil, with the place told, where it is none.
    func tree(of file: String, into audit: inout Audit) throws -> JSONTree? {
        do {
            return try JSONTree(try JSONFile.bytes(of: path(file)))
        } catch let error as JSONError {
            audit.add([Finding(.error, .malformed, file: file, line: error.line, column: error.column, error.problem)])
            return nil
        }
    }

    /// A picture with one of the usual endings, in small letters or capitals; nil when there is none.
    func picture(_ stem: String) -> String? {
        for spelling in PictureNames.spellings(of: stem) {
            for ending in PictureNames.endings {
                for name in ["\(spelling).\(ending)", "\(spelling).\(ending.uppercased())"] where holdsFile(name) {
                    return name
                }
            }
        }
        return nil
    }
}
