import Cards

/// Photos, and which mask belongs to each: that of the same name, extension aside, and of the nearest folder; see
/// `FileMatch`.
struct MaskMatch {
    /// The photos in order, without files that are masks themselves; nil for a photo without a mask.
    let pairs: [(photo: String, mask: String?)]

    /// - Throws: `DatasetError` where it cannot be told which mask belongs to a photo, and where all photos are masks.
    init(photos: [String], masks: [String]) throws {
        let own = Set(masks.map(ExactText.init))
        let photos = photos.filter { !own.contains(ExactText($0)) }
        guard !photos.isEmpty || masks.isEmpty else {
            throw PhotoFilesDataset.failure(masks[0], "every one of the “images” is among the “masks”, too")
        }
        let match = FileMatch(photos, with: masks, name: Self.name, otherNames: { [Self.name($0)] })
        pairs = try zip(photos, match.found).map { photo, found in
            do throws(FileMatch.Doubt) {
                return (photo, try found.get())
            } catch {
                switch error {
                case .several(let masks):
                    throw PhotoFilesDataset.failure(
                        photo,
                        "it has several masks of its name: \(masks.joined(separator: ", ")); name one folder of masks")
                case .shared(let mask, let photos):
                    throw PhotoFilesDataset.failure(
                        mask,
                        "it has the name of several photos: \(photos.joined(separator: ", ")); name one folder of photos"
                    )
                }
            }
        }
    }

    private static func name(_ path: String) -> String { path.lastPart.stem }
}
