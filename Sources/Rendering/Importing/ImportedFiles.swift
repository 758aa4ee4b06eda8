internal import Archives
import Findings
internal import Foundation
internal import Pictures

/// The files that a model is read from: its own and those that it names, on the disk or all in one archive.
///
/// The files that a model of an archive names are looked for in that archive alone, whatever their paths. Used by one
/// thread.
final class ImportedFiles {
    let place: ModelPlace
    /// The model's name in errors.
    var name: String { place.name }
    /// The number of bytes that may still be unpacked for this model.
    private var left = ImportedFiles.mostUnpacked
    /// Members that were read before: Assimp opens a file more than once.
    private var unpacked: [String: [UInt8]] = [:]
    /// The model's own text, where it is changed for Assimp.
    var completed: [UInt8]?
    /// Contents of the file that the mesh lacks, a sentence each.
    private(set) var notices: [String] = []
    /// An error of the archive that happened while other code was reading from it.
    private(set) var failure: ArchiveError?

    /// The most bytes of all files of one model together: enough for any real one, and safe for the memory.
    static let mostUnpacked = 512 << 20

    init(_ place: ModelPlace) {
        self.place = place
    }

    /// The model's own path, from which other paths start.
    var path: String {
        switch place {
        case .disk(let path): path
        case .archive(_, let member): member
        }
    }

    var isGLTF: Bool { ["gltf", "glb"].contains(pathExtension) }
    var isOBJ: Bool { pathExtension == "obj" }
    var isPLY: Bool { pathExtension == "ply" }
    /// Whether Assimp places bones correctly for the vertices on them. In Half-Life's models it does not.
    var posesSkins: Bool { pathExtension != "mdl" }

    private var pathExtension: String { (path as NSString).pathExtension.lowercased() }

    func note(_ notice: String) { notices.append(notice) }

    /// The path of a file that the model names, relative to its own folder.
    func beside(_ name: String) -> String {
        let folder = (path as NSString).deletingLastPathComponent
        return name.hasPrefix("/") || folder.isEmpty ? name : folder + "/" + name
    }

    /// The file of the model's own name with another extension.
    func sibling(_ pathExtension: String) -> String { (path as NSString).deletingPathExtension + "." + pathExtension }

    /// The bytes of a file; nil where it cannot be read.
    func bytes(of path: String) -> [UInt8]? {
        switch place {
        case .archive: read(path)
        case .disk: (try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)).map { [UInt8]($0) }
        }
    }

    /// The path of a picture that the model names.
    ///
    /// Throws `.missingTexture`.
    func find(texture named: String) throws(RenderingError) -> String {
        // Blanks at a line's end belong to the name in an MTL file, and are never meant.
        let relative = named.replacingOccurrences(of: "\\", with: "/").trimmingCharacters(in: .whitespaces)
        let plain = relative.removingPercentEncoding ?? relative
        // Files made elsewhere often carry that machine's folders.
        let candidates = [relative, plain, (relative as NSString).lastPathComponent].map(beside)
        guard let found = candidates.first(where: has) else {
            throw RenderingError(.missingTexture, file: name, "its texture \(named) is not there")
        }
        return found
    }

    /// A picture that the model names.
    ///
    /// Throws `.missingTexture` and `.badTexture`.
    func texture(_ named: String, maxPixels: Int) throws(RenderingError) -> Raster {
        let found = try find(texture: named)
        do throws(PictureError) {
            guard case .archive(let archive, _) = place else {
                return try Image(file: found, maxPixels: maxPixels).raster()
            }
            guard let bytes = read(found) else {
                throw PictureError(.damaged, "unpack", file: found, failure?.words ?? "cannot be unpacked")
            }
            return try Image(encoded: FileBytes(bytes), named: archive.reference(found), maxPixels: maxPixels).raster()
        } catch {
            throw RenderingError(.badTexture, file: name, "its texture cannot be read: \(error)")
        }
    }

    func has(_ path: String) -> Bool {
        switch place {
        case .disk: FileManager.default.fileExists(atPath: path)
        case .archive(let archive, _): archive.has(Self.tidy(path))
        }
    }

    /// The bytes of a member of the archive, by its path there; nil where it cannot be read. `failure` then holds the
    /// reason, unless the member just does not exist.
    func read(_ path: String) -> [UInt8]? {
        guard case .archive(let archive, _) = place else { preconditionFailure("the disk is read by others") }
        let member = Self.tidy(path)
        guard archive.has(member) else { return nil }
        if let known = unpacked[member] { return known }
        do throws(ArchiveError) {
            let bytes = try archive.read(member, atMost: left)
            left -= bytes.count
            unpacked[member] = bytes
            return bytes
        } catch {
            failure = failure ?? error
            return nil
        }
    }

    /// A path without `.` and `..`, as archives write it.
    private static func tidy(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}
