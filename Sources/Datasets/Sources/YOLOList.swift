import Foundation
import Pipelines

/// A text file that lists photos of a YOLO dataset, one a line, as `train: train.txt` in `data.yaml` names it.
enum YOLOList {
    /// The photos in the order of the list, as the process opens them, each with its line from 1; blank lines have none.
    ///
    /// A path is looked for from the list's own folder, then from `base`, the dataset's; Ultralytics takes `./` for the
    /// first and leaves others to the current folder, which comes last here.
    static func photos(in file: String, base: String) throws -> [(line: Int, photo: String)] {
        let own = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        return try PhotoFilesDataset.lines(file).map { number, text in
            let path = text.trimmingCharacters(in: .whitespaces)
            guard !path.hasPrefix("/") else { return (number, Reading(folder: "").resolve(path)) }
            let usual = [own, base, "."].map { Reading(folder: "").resolve("\($0)/\(path)") }
            return (number, usual.first { FileManager.default.fileExists(atPath: $0) } ?? usual[0])
        }
    }
}
