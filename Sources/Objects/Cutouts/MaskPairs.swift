import Drawings
import Findings

/// Pictures, and which mask belongs to each.
///
/// A mask belongs to the picture of the same name, extension aside; it may add `-mask` or `_mask`. If several masks
/// fit, the one in a folder of the same name as the picture's belongs to it. One picture and one mask belong together,
/// whatever their names.
struct MaskPairs: Sendable {
    /// The pictures, in order; those that are masks themselves are left out.
    let files: [String]
    /// By stem. Nil where there are no masks at all.
    private let masks: [Substring: [String]]?
    private let only: String?

    init(_ files: [String], masks: [String]?) throws(ObjectError) {
        guard let masks else {
            (self.files, self.masks, only) = (files, nil, nil)
            return
        }
        let own = Set(masks)
        let pictures = files.filter { !own.contains($0) }
        guard !pictures.isEmpty else {
            throw ObjectError(
                .missing, file: files.first, "every one of the “files” is also among the “masks”: name the pictures")
        }
        self.files = pictures
        self.masks = Dictionary(grouping: masks) { mask in
            let stem = MaskPairs.stem(mask)
            return stem.hasSuffix("-mask") || stem.hasSuffix("_mask") ? stem.dropLast(5) : stem
        }
        only = pictures.count == 1 && masks.count == 1 ? masks[0] : nil
    }

    /// Nil where there are no masks at all; throws where there are some, but not one for this picture.
    func mask(of file: String) throws(ObjectError) -> String? {
        guard let masks else { return nil }
        if let only { return only }
        let stem = MaskPairs.stem(file)
        let fitting = masks[stem] ?? []
        let nearest = fitting.filter { MaskPairs.folder($0) == MaskPairs.folder(file) }
        let candidates = nearest.isEmpty ? fitting : nearest
        guard let mask = candidates.first else {
            throw ObjectError(
                .mask, file: file,
                "has no mask: among the “masks” there is no \(stem), \(stem)-mask or \(stem)_mask")
        }
        guard candidates.count == 1 else {
            throw ObjectError(
                .mask, file: file,
                "has more than one mask: \(candidates.joined(separator: ", "))")
        }
        return mask
    }

    private static func stem(_ path: String) -> Substring {
        let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
        return name.lastIndex(of: ".").map { name[..<$0] } ?? name
    }

    /// The name of the folder that the file is in.
    private static func folder(_ path: String) -> Substring? {
        path.split(separator: "/").dropLast().last
    }
}
