import Cards
import Drawings
import Findings

/// Pictures, and which mask belongs to each.
///
/// A mask belongs to the picture of the same name, extension aside, and of the nearest folder, see `FileMatch`; its name
/// may add `-mask` or `_mask`. One picture and one mask belong together, whatever their names.
struct MaskPairs: Sendable {
    /// The pictures, in order; those that are masks themselves are left out.
    let files: [String]
    /// By picture. Nil where there are no masks at all.
    private let found: [ExactText: Result<String?, FileMatch.Doubt>]?

    init(_ files: [String], masks: [String]?) throws(ObjectError) {
        guard let masks else {
            (self.files, found) = (files, nil)
            return
        }
        let own = Set(masks.map(ExactText.init))
        let pictures = files.filter { !own.contains(ExactText($0)) }
        guard !pictures.isEmpty else {
            throw ObjectError(
                .missing, file: files.first, "every one of the “files” is also among the “masks”: name the pictures")
        }
        self.files = pictures
        guard pictures.count > 1 || masks.count > 1 else {
            found = [ExactText(pictures[0]): .success(masks.first)]
            return
        }
        let match = FileMatch(pictures, with: masks, name: MaskPairs.stem) { mask in
            let stem = MaskPairs.stem(mask)
            return stem.hasSuffix("-mask") || stem.hasSuffix("_mask") ? [stem, String(stem.dropLast(5))] : [stem]
        }
        found = Dictionary(zip(pictures.map(ExactText.init), match.found)) { first, _ in first }
    }

    /// Nil where there are no masks at all; throws where there are some, but not one for this picture.
    func mask(of file: String) throws(ObjectError) -> String? {
        guard let found else { return nil }
        do throws(FileMatch.Doubt) {
            if let mask = try found[ExactText(file)]?.get() { return mask }
        } catch {
            switch error {
            case .several(let masks):
                throw ObjectError(.mask, file: file, "has more than one mask: \(masks.joined(separator: ", "))")
            case .shared(let mask, let files):
                throw ObjectError(
                    .mask, file: file,
                    "shares its name and mask, \(mask), with others, and their folders do not tell which of them it belongs "
                        + "to: \(files.joined(separator: ", "))")
            }
        }
        let stem = MaskPairs.stem(file)
        throw ObjectError(
            .mask, file: file, "has no mask: among the “masks” there is no \(stem), \(stem)-mask or \(stem)_mask")
    }

    private static func stem(_ path: String) -> String {
        let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
        return String(name.lastIndex(of: ".").map { name[..<$0] } ?? name)
    }
}
