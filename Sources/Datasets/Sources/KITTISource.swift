import Foundation
import Geometry
package import Pipelines

/// KITTI's 2D boxes: `image_2/` and `label_2/`, a line an object.
///
/// Regions that KITTI does not care for come as crowds, which evaluation ignores. What a line says of the object in space
/// is carried along under KITTI's own names.
package struct KITTISource: DatasetSource {
    package var folder = ""

    package init() {}

    package static let card = Card<KITTISource>(
        "kitti", "KITTI's 2D boxes.",
        .required("folder", \.folder, .path, "What holds image_2/ and label_2/; relative to this file.")
    )

    /// What an annotation carries of its object's place in space, as the photo's own camera sees it.
    package static let spatialMembers = ["alpha", "location", "rotation_y"]

    package func open() throws -> any LabelledDataset {
        let folder = DatasetFolder(root: folder)
        guard folder.holdsFolder("image_2") else {
            throw PhotoFilesDataset.failure(self.folder, "there is no folder image_2 in it")
        }
        var (photos, names): ([PhotoFilesDataset.File], [String]) = ([], [])
        for photo in try folder.files(below: "image_2", endingIn: Set(FilePattern.pictureExtensions)) {
            let stem = photo.dropFirst("image_2/".count)
            let labels = "label_2/" + stem[..<(stem.lastIndex(of: ".") ?? stem.endIndex)] + ".txt"
            let hasLabels = folder.holdsFile(labels)
            photos.append(.init(photo: folder.path(photo), labels: hasLabels ? folder.path(labels) : nil))
            guard hasLabels else { continue }
            for line in try PhotoFilesDataset.lines(folder.path(labels)) {
                let name = String(line.text.split(whereSeparator: \.isWhitespace).first ?? "")
                if !names.contains(name) { names.append(name) }
            }
        }
        names.sort()
        let known = names
        return PhotoFilesDataset(
            name: self.folder, categories: .init(named: known, from: 1), photos: photos, unit: "line"
        ) { file, _, _ in try Self.read(file, names: known) }
    }

    private static func read(_ file: String, names: [String]) throws -> PhotoFilesDataset.Reading {
        var reading = PhotoFilesDataset.Reading()
        for (number, text) in try PhotoFilesDataset.lines(file) {
            let line: KITTILine
            do throws(LabelLineError) { line = try KITTILine(text) } catch {
                reading.oddities.append(DatasetOddity(file: file, "line \(number): \(error.problem); it is left out"))
                continue
            }
            guard let category = names.firstIndex(of: line.type) else { continue }
            var annotation = COCO.Annotation(number: number, category: category + 1, box: line.box)
            annotation.isCrowd = line.type == "DontCare"
            if (0...1).contains(line.numbers[0]) { annotation.truncation = line.numbers[0] }
            func keep(_ name: String, _ places: ClosedRange<Int>) {
                let numbers = Array(line.numbers[places])
                annotation.extra.append(
                    JSONMember(name: name, json: numbers.count == 1 ? numbers[0].json() : numbers.json()))
            }
            keep("occluded", 1...1)
            // −10 stands for an alpha that is not known.
            if line.numbers[2] != -10 { keep("alpha", 2...2) }
            if line.isInSpace {
                keep("dimensions", 7...9)
                keep("location", 10...12)
                keep("rotation_y", 13...13)
            }
            reading.annotations.append(annotation)
        }
        return reading
    }
}
