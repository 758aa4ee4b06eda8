import Cards
import Findings

/// Photos among those of a dataset that no file of labels is for. In kinds of datasets that have such a file for photos
/// without any thing too, nobody has labelled these: they are left out, and one finding counts them.
enum UnlabelledPhotos {
    /// - Parameters:
    ///   - photos: the pictures of the dataset's folders of photos, as the process opens them.
    ///   - labelled: those that have a file of labels.
    ///   - file: the file that they lack, as words: `XML file`.
    ///   - remedy: what the file holds for a photo without any thing.
    /// - Returns: nil where there are none.
    static func finding(
        _ photos: [String], besides labelled: [String], lacking file: String, remedy: String
    ) -> Finding? {
        let known = Set(labelled.map(ExactText.init))
        let others = photos.filter { !known.contains(ExactText($0)) }
        guard let first = others.first else { return nil }
        return Finding(
            .warning, .unlabelled, file: first,
            others.count == 1
                ? "the photo has no \(file) and is left out"
                : "the photo and \((others.count - 1).grouped) more have no \(file) and are left out",
            remedy: remedy, count: others.count)
    }

    /// The same of all pictures that lie in a folder with a labelled photo.
    static func finding(besides labelled: [String], lacking file: String, remedy: String) throws -> Finding? {
        var folders: [ExactText] = []
        var known: Set<ExactText> = []
        for photo in labelled {
            let folder = ExactText(photo.enclosingFolder)
            if known.insert(folder).inserted { folders.append(folder) }
        }
        let photos = try folders.filter { Folder.isFolder($0.text) }.flatMap { folder in
            try Folder.names(in: folder.text).filter { !$0.hasPrefix(".") && PictureNames.isPicture($0) }
                .map {
                    folder.text != "." || labelled[0].hasPrefix("./") ? DatasetFolder(root: folder.text).path($0) : $0
                }
        }
        return finding(photos, besides: labelled, lacking: file, remedy: remedy)
    }
}
