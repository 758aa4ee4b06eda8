package import Foundation
package import Pictures

/// A folder of one test's own, with photos, cut-outs and pipelines that the test draws; gone with the last reference.
package final class Studio: Sendable {
    package let path: String

    package init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("studio-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    package func path(_ name: String) -> String { "\(path)/\(name)" }

    // MARK: - Writing

    /// Writes a file, with the folders above it, and returns its path.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String) throws -> String {
        let url = URL(fileURLWithPath: path(name))
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        return url.path
    }

    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    /// Draws a photo: a JPEG, or a PNG where the name ends so.
    @discardableResult
    package func photo(
        _ name: String = "photos/a.jpg", width: Int = 96, height: Int = 64, seed: Int = 1
    ) throws -> String {
        let raster = Raster.scenery(width: width, height: height, seed: seed)
        return try write(
            PhotoFile.encode(raster, as: name.hasSuffix(".png") ? .png() : .jpeg(quality: 95)), to: name)
    }

    /// Draws several photos: `photos/0.jpg`, `photos/1.jpg`, …
    package func photos(_ count: Int, width: Int = 96, height: Int = 64) throws {
        for number in 0..<count {
            try photo("photos/\(number).jpg", width: width, height: height, seed: number + 1)
        }
    }

    /// Draws a cut-out: a PNG with alpha.
    @discardableResult
    package func cutout(
        _ name: String, _ shape: Shape, width: Int = 40, height: Int = 40, colour: [UInt8] = [220, 60, 40]
    ) throws -> String {
        try write(PhotoFile.encodeWithAlpha(shape.raster(width: width, height: height, colour: colour)), to: name)
    }

    // MARK: - Reading

    /// Every file below a folder by its path from there, with its bytes.
    package func files(_ folder: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try names(folder) {
            files[name] = try Data(contentsOf: URL(fileURLWithPath: "\(path(folder))/\(name)"))
        }
        return files
    }

    /// Every file below a folder by its path from there, sorted.
    package func names(_ folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: path(folder)).filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(path(folder))/\(name)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    package func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    package func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path(name))), as: UTF8.self)
    }

    /// A photo or a finished image, decoded.
    package func raster(_ name: String) throws -> Raster {
        var raster = Raster()
        try PhotoFile.decode(path(name), into: &raster)
        return raster
    }
}
