package import Cards
import Findings
import Foundation
import Geometry
import JSON
import Pipelines

/// Create ML's boxes: a JSON file in each folder of photos, or one file.
///
/// Its files state no size of the photos: boxes are those of the upright photo, as Apple's frameworks show it.
package struct CreateMLSource: DatasetSource {
    package var folder = ""
    package var outside = false

    package init() {}

    package static let card = Card<CreateMLSource>(
        "createml", "Create ML's boxes: a JSON file in each folder of photos.",
        .required(
            "folder", \.folder, .path,
            "The folder that files named *.createml.json lie in or below; or one file of any name, in its folder of photos."
        ),
        .field("outside", \.outside, .flag, DatasetHome.about)
    )

    /// The labels of a photo in a file.
    private struct Entry {
        let file: String
        let image: String
        let labels: [JSONTree]
    }

    package static func inFolder(_ folder: String) -> CreateMLSource? {
        var source = CreateMLSource()
        source.folder = folder
        return source
    }

    package var named: [String] { [folder] }

    package func open(in home: DatasetHome) throws -> any LabelledDataset {
        let root = DatasetFolder(root: folder)
        let files = root.holdsFolder("") ? try CreateMLAudit.files(in: root).map(root.path) : [folder]
        guard !files.isEmpty else {
            throw PhotoFilesDataset.failure(folder, "there is no file in it whose name ends in .createml.json")
        }
        var (entries, oddities, names): ([Entry], [Finding], [String]) = ([], [], [])
        for file in files {
            do {
                let tree = try JSONTree(try JSONFile.bytes(of: file))
                guard let list = tree.elements else { throw PhotoFilesDataset.failure(file, "it is no list of photos") }
                for (number, entry) in list.enumerated() {
                    guard let image = (entry["image"] ?? entry["imagefilename"])?.text else {
                        oddities.append(
                            Finding(
                                .warning, .missingValue, file: file,
                                "entry \(number + 1) has no “image”; it is left out"))
                        continue
                    }
                    let labels = (entry["annotations"] ?? entry["annotation"])?.elements ?? []
                    for case let name? in labels.map({ $0["label"]?.text }) where !names.contains(name) {
                        names.append(name)
                    }
                    entries.append(Entry(file: file, image: image, labels: labels))
                }
            } catch let error as JSONError {
                throw PhotoFilesDataset.failure(file, "line \(error.line): \(error.problem)")
            }
        }
        let (all, known) = (entries, names)
        return RecordsDataset(
            name: folder, categories: .init(named: known, from: 1),
            photos: all.enumerated().map { index, entry in
                let folder = entry.file.lastIndex(of: "/").map { String(entry.file[...$0]) } ?? ""
                return DatasetPhoto(
                    id: index + 1,
                    path: folder
                        + (DatasetFolder(root: folder.isEmpty ? "." : folder).file(entry.image) ?? entry.image),
                    split: OwnSplits.name(String(folder.dropLast()).lastPart, amongSeveral: files.count > 1))
            }, oddities: oddities, unit: "annotation", place: { (all[$0].file, all[$0].image) },
            read: { index, _ in Self.read(all[index], names: known) })
    }

    private static func read(_ entry: Entry, names: [String]) -> PhotoFilesDataset.Reading {
        var reading = PhotoFilesDataset.Reading()
        for (index, label) in entry.labels.enumerated() {
            let numbers = ["x", "y", "width", "height"].compactMap { label["coordinates"]?[$0]?.number }
            guard numbers.count == 4, let category = label["label"]?.text.flatMap(names.firstIndex) else {
                reading.oddities.append(
                    Finding(
                        .warning, .missingValue, file: entry.file,
                        "\(entry.image), annotation \(index + 1): it has no label, or not x, y, width and height; it is left out"
                    ))
                continue
            }
            reading.annotations.append(
                COCO.Annotation(
                    number: index + 1, category: category + 1,
                    box: Rect(
                        x: numbers[0] - numbers[2] / 2, y: numbers[1] - numbers[3] / 2, width: numbers[2],
                        height: numbers[3])))
        }
        return reading
    }
}
