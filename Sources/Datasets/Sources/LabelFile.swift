import Foundation

/// A file of a dataset's labels, which its first lines distinguish from a pipeline.
package enum LabelFile: Equatable {
    /// A JSON file, COCO's or another tool's.
    case json
    /// A YOLO dataset's `data.yaml`, under whatever name.
    case yolo
    /// CVAT's or VOC's XML; the folder of its dataset.
    case xml(folder: String)

    private static let endings = [".json", ".yaml", ".yml", ".xml"]

    /// Nil for a pipeline, and for any other file.
    package init?(_ path: String) {
        let name = path.lastPart.lowercased()
        // A folder may hold 100,000 photos: none of them is read for this.
        guard Self.endings.contains(where: name.hasSuffix), !Folder.isFolder(path),
            let file = try? OpenFile(path, flags: O_RDONLY, action: "cannot read"),
            let start = try? file.read(count: 64 << 10, at: 0)
        else { return nil }
        // Zero bytes belong to UTF-16, which is refused with a reason where the file is read.
        let text = String(decoding: start.filter { $0 != 0 }, as: UTF8.self)
        if name.hasSuffix(".json") {
            if text.contains(#/^[\s\u{FEFF}\u{FFFD}]*\{\s*"diorama"\s*:/#) || text.contains(#/"backgrounds"\s*:/#) {
                return nil
            }
            self = .json
        } else if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
            let lines = text.split(whereSeparator: \.isNewline)
            func has(_ key: String) -> Bool {
                ["\(key):", "\"\(key)\":", "'\(key)':"].contains { key in lines.contains { $0.hasPrefix(key) } }
            }
            guard !has("diorama"), !has("objects"), has("names") || has("nc"), has("train") || has("val") else {
                return nil
            }
            self = .yolo
        } else if name.hasSuffix(".xml"), text.contains("<annotation") {
            let own = path.enclosingFolder
            // CVAT's file names the photos; VOC's lie beside them, or in a folder of their own.
            let isBeside =
                text.contains("<annotations") || DatasetFolder(root: own).picture(path.lastPart.stem) != nil
            self = .xml(folder: isBeside ? own : own + "/..")
        } else {
            return nil
        }
    }
}
