import Cards
import Findings
import Foundation

/// Files beside photos that are not used, although a person may think so.
extension PhotoListing {
    /// Kinds of pictures that cameras and editors write and that are not read.
    private static let foreignExtensions = ["heic", "heif", "avif", "jxl", "bmp", "gif", "dng", "cr2", "nef", "arw"]

    /// Such pictures in folders and globs, and files of facts with a wrong name.
    static func passedOver(_ paths: [Positioned<String>], _ photos: [PhotoListing]) -> [Finding] {
        var skips: [Finding] = []
        for path in paths where !FilePattern.isFile(path.value) {
            let files = (try? FilePattern(path.value).files(extensions: foreignExtensions)) ?? []
            skips += files.map {
                Finding(
                    .warning, .unreadKind, file: $0, "pictures of this kind are not read",
                    remedy:
                        "save it as one of \(FilePattern.pictureExtensions.map { "." + $0 }.joined(separator: ", "))")
            }
        }
        for photo in photos {
            let right = PhotoSidecar.path(beside: photo.path)
            let wrong = right.dropLast("yaml".count) + "yml"
            guard FileManager.default.fileExists(atPath: String(wrong)), photo.sidecar == nil else { continue }
            skips.append(
                Finding(
                    .warning, .unreadFacts, file: String(wrong), "facts of a photo are not read from this name",
                    remedy: "rename it to \(right)"))
        }
        return skips
    }

    /// Whether a file beside a photo looks like its labels: those of YOLO or KITTI, VOC or Labelme. Other texts, such as
    /// captions, lie beside photos too.
    private static func looksLikeLabels(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        let start = (try? file.read(upToCount: 4096)) ?? Data()
        // The letters of UTF-16 have zero bytes.
        let text = String(decoding: start.filter { $0 != 0 }, as: UTF8.self)
        switch (path as NSString).pathExtension {
        case "txt":
            let words = text.split(whereSeparator: \.isNewline).first?.split(whereSeparator: \.isWhitespace) ?? []
            return words.count >= 5 && words.dropFirst().allSatisfy { Double($0) != nil }
        case "xml": return text.contains("<annotation")
        default: return text.contains("\"shapes\"") || text.contains("\"imagePath\"")
        }
    }

    /// Photos that are read without labels although some lie beside them, a line for each folder.
    static func labelsBeside(_ photos: [Photo]) -> [String] {
        var looked: [String: Int] = [:]
        var found: [String: String] = [:]
        for photo in photos where photo.labels == nil && photo.panorama == nil {
            let url = URL(fileURLWithPath: photo.path)
            let folder = String(photo.path.dropLast(url.lastPathComponent.count))
            // Of a large folder the first photos tell enough.
            guard found[folder] == nil, looked[folder, default: 0] < 50 else { continue }
            looked[folder, default: 0] += 1
            let stem = url.deletingPathExtension().lastPathComponent
            let name = stem + ".txt"
            var places = [folder + "labels/" + name, folder + "../labels/" + name]
            if let images = folder.range(of: "images/", options: .backwards) {
                places.append(folder.replacingCharacters(in: images, with: "labels/") + name)
            }
            found[folder] =
                places.first { FileManager.default.fileExists(atPath: $0) }
                ?? ["txt", "xml", "json"].map { "\(folder)\(stem).\($0)" }.first(where: looksLikeLabels)
        }
        return found.sorted { $0.key < $1.key }.map { folder, label in
            "the photos in \(folder.isEmpty ? "./" : folder) have labels beside them (\(label)), which are not read: to use "
                + "them, name the dataset in “backgrounds.datasets”"
        }
    }
}
