package import Cards
import Findings
import Foundation
import Geometry
import JSON
import Pictures

/// KITTI's 2D boxes: `image_2/` and `label_2/`, a line an object.
///
/// `DontCare` regions come as crowds, which evaluation ignores. The values for the object in space are carried along
/// under KITTI's own names.
package struct KITTISource: DatasetSource {
    package var folder: String?
    package var images: String?
    package var labels: String?
    package var outside = false

    package init() {}

    package static let card = Card<KITTISource>(
        "kitti", "KITTI's 2D boxes.",
        .field(
            "folder", \.folder, .optional(.path),
            "The folder that holds image_2/ and label_2/, or images/ and labels/; relative to this file. Not needed with “images” and “labels”."
        ),
        .field("images", \.images, .optional(.path), "The folder of photos; found in the dataset's unless given."),
        .field("labels", \.labels, .optional(.path), "The folder of labels; found in the dataset's unless given."),
        .field("outside", \.outside, .flag, DatasetHome.about),
        check: {
            $0.folder == nil && ($0.images == nil || $0.labels == nil)
                ? ["kitti needs “folder”, or both “images” and “labels”"] : []
        }
    )

    /// The members of an annotation about its object's place in space, as the photo's own camera sees it.
    package static let spatialMembers = ["alpha", "location", "rotation_y"]

    /// All its members that are lists of numbers: places that move with the camera, and sizes in metres.
    package static let numberMembers = spatialMembers + ["dimensions"]

    package static func inFolder(_ folder: String) -> KITTISource? {
        var source = KITTISource()
        source.folder = folder
        return source
    }

    package var named: [String] { [folder, labels, images].compactMap { $0 } }

    package func open(in home: DatasetHome) throws -> any LabelledDataset {
        let above = labels.map(\.enclosingFolder)
        let name = folder ?? above ?? ""
        let parts =
            labels == nil && images == nil
            ? try KITTIFolder.parts(in: name)
            : try [KITTIFolder(root: name, labels: labels, images: images)].compactMap { $0 }
        guard Folder.isFolder(name) else { throw PhotoFilesDataset.failure(name, "there is no such folder") }
        guard let part = parts.first, part.images != nil else {
            throw PhotoFilesDataset.failure(
                name,
                parts.isEmpty
                    ? "there is no folder of labels in it: label_2/, or labels/ with lines of KITTI's; “labels” names another"
                    : "there is no folder of photos in it: image_2/ or images/; “images” names another")
        }
        guard parts.count == 1 else {
            throw PhotoFilesDataset.failure(
                name, "it holds several datasets, \(parts.map(\.part).joined(separator: ", ")): name one of them")
        }
        var (photos, names): ([PhotoFilesDataset.File], Set<String>) = ([], [])
        var oddities: [Finding] = []
        let folder = part.folder
        var labelled: Set<String> = []
        for photo in try part.photos() {
            let labels = part.labels(of: photo)
            let hasLabels = folder.holdsFile(labels)
            if hasLabels {
                labelled.insert(labels)
                do {
                    for line in try PhotoFilesDataset.lines(folder.path(labels)) {
                        if let line = try? KITTILine(line.text) { names.insert(line.type) }
                    }
                } catch let error as DatasetError where error.code == .malformed {
                    oddities.append(
                        Finding(.warning, .leftOut, file: error.path, "\(error.reason); the photo is left out"))
                    continue
                }
            }
            let path = folder.path(labels)
            photos.append(
                .init(photo: folder.path(photo), labels: hasLabels ? path : nil, missing: hasLabels ? nil : path))
        }
        for label in try part.labelFiles() where !labelled.contains(label) && part.photo(of: label) == nil {
            oddities.append(
                Finding(
                    .warning, .missingPicture, file: folder.path(label),
                    "there is no photo of that name; it is left out"))
        }
        let known = names.sorted()
        return PhotoFilesDataset(
            name: name, categories: .init(named: known, from: 1), photos: photos, unit: "line", oddities: oddities
        ) { file, _ in try Self.read(file, names: known) }
    }

    private static func read(_ file: String, names: [String]) throws -> PhotoFilesDataset.Reading {
        var reading = PhotoFilesDataset.Reading()
        for (number, text) in try PhotoFilesDataset.lines(file) {
            let line: KITTILine
            do throws(LabelLineError) { line = try KITTILine(text) } catch {
                reading.oddities.append(
                    Finding(.warning, .leftOut, file: file, "line \(number): \(error.problem); it is left out"))
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
            // −10 means an unknown alpha.
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
