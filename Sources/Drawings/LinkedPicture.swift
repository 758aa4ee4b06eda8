import Findings
import Foundation
import Pictures

/// A picture that a drawing shows: a file in the drawing's own folder or below, or one that is written into it.
///
/// Drawings are rendered from memory and have no address, so they can open no file. So a picture is read here, by the
/// same rules as every other picture, and written into the drawing as an upright PNG.
enum LinkedPicture {
    /// The picture as a `data:` address.
    ///
    /// - Parameters:
    ///   - address: the picture's address in the drawing.
    ///   - file: the drawing.
    static func embedded(_ address: String, in file: String) throws(ObjectError) -> String {
        do throws(ObjectError) {
            if address.lowercased().hasPrefix("data:") {
                return try png(FileBytes(bytes(of: address)), named: "it")
            }
            let path = try path(of: address, in: file)
            return try cache.value(path) { () throws(ObjectError) in
                let bytes: FileBytes
                do throws(PictureError) { bytes = try FileBytes(path: path) } catch { throw ObjectError(error) }
                let made = try png(bytes, named: path)
                return (made, made.utf8.count)
            }
        } catch {
            throw ObjectError(
                error.code, file: file, "its picture “\(address.prefix(80))” cannot be drawn: \(error.words)")
        }
    }

    /// A drawing is rendered several times for each of its sizes.
    private static let cache = BoundedCache<String, String, ObjectError>(capacity: 64 << 20)

    private static func png(_ bytes: FileBytes, named name: String) throws(ObjectError) -> String {
        do throws(PictureError) {
            let raster = try Image(encoded: bytes, named: name).autorot().raster()
            return "data:image/png;base64," + Data(try PhotoFile.encodeWithAlpha(raster)).base64EncodedString()
        } catch {
            let own = ObjectError(error)
            // The words about a picture follow its name elsewhere.
            let hasVerb = ["is ", "has "].contains { own.words.hasPrefix($0) }
            throw hasVerb ? ObjectError(own.code, "it " + own.words) : own
        }
    }

    /// The bytes of a `data:` address (RFC 2397).
    private static func bytes(of address: String) throws(ObjectError) -> [UInt8] {
        guard let comma = address.firstIndex(of: ","), let plain = address[comma...].dropFirst().removingPercentEncoding
        else { throw ObjectError(.unreadable, "it is no data: address") }
        guard address[..<comma].lowercased().hasSuffix(";base64") else { return Array(plain.utf8) }
        guard let data = Data(base64Encoded: plain.filter { !$0.isWhitespace }), !data.isEmpty else {
            throw ObjectError(.unreadable, "it is not base64")
        }
        return Array(data)
    }

    /// The path of a picture. With all links followed, it must be in the drawing's folder or below.
    private static func path(of address: String, in file: String) throws(ObjectError) -> String {
        var name = address
        if let scheme = name.firstIndex(of: ":"), name[..<scheme].allSatisfy({ $0.isLetter || $0.isNumber }) {
            guard name[..<scheme].lowercased() == "file" else {
                throw ObjectError(.unreadable, "nothing is opened but pictures in the drawing's own folder")
            }
            name = String(name[scheme...].dropFirst())
            if name.hasPrefix("//") { name = String(name.dropFirst(2)) }
        }
        name = name.removingPercentEncoding ?? name
        guard !name.isEmpty, !name.hasPrefix("#") else {
            throw ObjectError(.unreadable, "it names no picture file")
        }
        let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let base = folder.isEmpty ? (file.hasPrefix("/") ? "/" : ".") : folder
        guard let own = real(base) else { throw ObjectError(.missing, "the drawing's folder is not there") }
        guard let path = real(name.hasPrefix("/") ? name : own + "/" + name) else {
            throw ObjectError(.missing, "there is no such file in the drawing's folder")
        }
        guard path.hasPrefix(own == "/" ? "/" : own + "/") else {
            throw ObjectError(.unreadable, "it lies outside of the drawing's own folder; put a copy there")
        }
        return path
    }

    /// A path without links and dots; nil where no file is there.
    private static func real(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
