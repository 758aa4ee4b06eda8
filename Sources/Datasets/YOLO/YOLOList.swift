import Cards
import Foundation

/// A text file that lists photos of a YOLO dataset, one a line; `data.yaml` names it: `train: train.txt`.
enum YOLOList {
    /// The photos in the order of the list, as the process opens them, each with its line from 1; blank lines have none.
    ///
    /// A path starts from the list's own folder, otherwise from those of the dataset. Ultralytics uses `./` for the
    /// first and starts other paths from the current folder, which comes last here.
    static func photos(in file: String, bases: [String]) throws -> [(line: Int, photo: String)] {
        let own = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        return try PhotoFilesDataset.lines(file).map { number, text in
            let path = text.trimmingCharacters(in: .whitespaces)
            var first: String?
            for spelling in PictureNames.spellings(of: path) {
                for base in spelling.hasPrefix("/") ? [""] : [own] + bases + ["."] {
                    let photo = Reading(folder: "").resolve(base.isEmpty ? spelling : "\(base)/\(spelling)")
                    first = first ?? photo
                    if FileManager.default.fileExists(atPath: photo) { return (number, photo) }
                }
            }
            return (number, first ?? path)
        }
    }
}
