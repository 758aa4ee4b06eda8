import Datasets
import Drawings
import Findings
import Foundation
import Pictures

/// The pictures of a gallery as the page shows them. Small ones are made when they are asked for first, and kept within a
/// limit of memory.
struct GalleryPictures: Sendable {
    private let gallery: Gallery
    private let thumbnails = BoundedCache<Thumbnail, [UInt8], PictureError>(capacity: 96 << 20)

    private struct Thumbnail: Hashable {
        let photo: Int
        let size: Int
    }

    /// A file that a browser shows as it is may have so many bytes.
    private static let largestFile = 32 << 20
    /// The longer side of a picture that is made for the page.
    private static let longestSide = 4096

    init(_ gallery: Gallery) { self.gallery = gallery }

    /// A small picture.
    ///
    /// - Parameter size: the longer side in pixels, unless the photo is smaller.
    func thumbnail(_ index: Int, size: Int) throws(PictureError) -> [UInt8] {
        let path = try admitted(index)
        return try thumbnails.value(Thumbnail(photo: index, size: size)) { () throws(PictureError) in
            let bytes = try Self.jpeg(path, longestSide: size, quality: 82)
            return (bytes, bytes.count)
        }
    }

    /// The whole picture, and its media type. JPEG, PNG and WebP files are sent as they are.
    func whole(_ index: Int) throws(PictureError) -> (bytes: [UInt8], type: String) {
        let path = try admitted(index)
        if let bytes = FileManager.default.contents(atPath: path), bytes.count <= Self.largestFile,
            let type = Self.type(of: bytes)
        {
            return ([UInt8](bytes), type)
        }
        return (try Self.jpeg(path, longestSide: Self.longestSide, quality: 92), "image/jpeg")
    }

    /// The media type of what a browser shows as it is; nil for anything else.
    private static func type(of file: Data) -> String? {
        let start = Array(file.prefix(12))
        if start.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if start.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
        let isWebP = start.starts(with: Array("RIFF".utf8)) && start.dropFirst(8).elementsEqual("WEBP".utf8)
        return isWebP ? "image/webp" : nil
    }

    private func admitted(_ index: Int) throws(PictureError) -> String {
        let path = gallery.dataset.photos[index].path
        guard gallery.places.holds(path) else {
            throw PictureError(.missing, "read", file: path, "is not there, or lies outside what was named")
        }
        return path
    }

    /// A photo is decoded at about the size that is needed.
    private static func jpeg(_ path: String, longestSide: Int, quality: Int) throws(PictureError) -> [UInt8] {
        let info = try PhotoFile.probe(path)
        let scale = min(1, Double(longestSide) / Double(max(info.width, info.height, 1)))
        var raster = Raster(width: 1, height: 1)
        try PhotoFile.decode(
            path,
            PhotoFile.Options(
                width: max(1, Int((Double(info.width) * scale).rounded())),
                height: max(1, Int((Double(info.height) * scale).rounded()))), into: &raster)
        return try PhotoFile.encode(raster, as: .jpeg(quality: quality, subsampling: .quarter))
    }
}
