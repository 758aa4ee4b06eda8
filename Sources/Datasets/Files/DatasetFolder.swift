import Cards
import Findings
import Foundation
import JSON

/// A folder that holds a dataset. File names are relative to it; a name that begins with a slash is an absolute path.
struct DatasetFolder {
    let root: String

    func path(_ name: String) -> String {
        name.isEmpty ? root : name.hasPrefix("/") ? name : DatasetLayout(root: root).path(name)
    }

    /// The name of a path as the process opens it: relative to the folder where the path lies in it.
    func name(of path: String) -> String {
        if let name = plainName(of: path) { return name }
        let base = URL(fileURLWithPath: root).standardizedFileURL.path + "/"
        let full = URL(fileURLWithPath: path).standardizedFileURL.path
        if full + "/" == base { return "" }
        return full.hasPrefix(base) ? String(full.dropFirst(base.count)) : full
    }

    /// The part of the path behind the folder's own path, without `.` and `..`; nil where it leads out of the folder.
    private func plainName(of path: String) -> String? {
        let prefix = DatasetLayout(root: root).path("")
        guard path.utf8.count > prefix.utf8.count, path.utf8.starts(with: prefix.utf8) else { return nil }
        let name = path.utf8.dropFirst(prefix.utf8.count)
        var parts: [Substring.UTF8View] = []
        var isPlain = true
        for part in name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            if part.isEmpty || part.elementsEqual(".".utf8) {
                isPlain = false
            } else if part.elementsEqual("..".utf8) {
                isPlain = false
                if parts.popLast() == nil { return nil }
            } else {
                parts.append(part)
            }
        }
        return isPlain ? String(path[name.startIndex...]) : parts.map { String(Substring($0)) }.joined(separator: "/")
    }

    /// Whether there is such a folder; links are followed.
    func holdsFolder(_ name: String) -> Bool { Folder.isFolder(path(name)) }

    /// Whether there is such a file; links are followed.
    func holdsFile(_ name: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path(name), isDirectory: &isFolder) && !isFolder.boolValue
    }

    /// The name of a file as it is on the disk, in one of the spellings that its name may have; nil where there is none.
    func file(_ name: String) -> String? { PictureNames.spellings(of: name).first(where: holdsFile) }

    /// The names in a folder without hidden ones, in order; none when the folder does not exist.
    func names(in folder: String) throws -> [String] {
        guard holdsFolder(folder) else { return [] }
        return try Folder.names(in: path(folder)).filter { !$0.hasPrefix(".") }
    }

    func folders(in folder: String) throws -> [String] {
        guard holdsFolder(folder) else { return [] }
        return try Folder.folders(in: path(folder)).filter { !$0.hasPrefix(".") }
            .map { folder.isEmpty ? $0 : "\(folder)/\($0)" }
    }

    /// The files below a folder, at any depth, with one of these endings; in order.
    func files(below folder: String, endingIn endings: Set<String>) throws -> [String] {
        try names(in: folder).flatMap { name -> [String] in
            let file = folder.isEmpty ? name : "\(folder)/\(name)"
            if holdsFolder(file) { return try files(below: file, endingIn: endings) }
            let ending = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
            return endings.contains(ending) ? [file] : []
        }
    }

    /// A text file. Where its encoding is not the one that it claims, reports the place and returns nil.
    func text(of file: String, into audit: inout Audit) throws -> String? {
        let bytes = try bytes(of: file)
        do throws(TextError) { return try EncodedText.decode(bytes) } catch {
            audit.add([Finding(.error, .malformed, file: file, line: error.line, error.problem)])
            return nil
        }
    }

    func bytes(of file: String) throws -> [UInt8] {
        let opened = try OpenFile(path(file), flags: O_RDONLY, action: "cannot read")
        return try opened.read(count: try opened.size(), at: 0)
    }

    /// A JSON file as a tree. Where it is no JSON, reports the place and returns nil.
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
