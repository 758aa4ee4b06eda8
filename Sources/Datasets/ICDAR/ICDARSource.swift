package import Cards
import Findings
import Foundation
import Geometry
import JSON

/// Words as the ICDAR 2015 competition has them. `###`, which nobody is asked to read, comes as a crowd, which evaluation
/// ignores.
package struct ICDARSource: DatasetSource {
    package var folder: String?
    package var images: String?
    package var labels: String?
    package var outside = false

    package init() {}

    package static let card = Card<ICDARSource>(
        "icdar", "Words with four corners, as ICDAR 2015 has them: gt_NAME.txt beside its pictures.",
        .field(
            "folder", \.folder, .optional(.path),
            "The folder of the files gt_NAME.txt, or one that has it as icdar/ or as a part. Not needed with “images” and “labels”."
        ),
        .field(
            "images", \.images, .optional(.path),
            "The folder of photos, as the competition's archives have one of their own; that of the labels, or images/ near it, unless given."
        ),
        .field(
            "labels", \.labels, .optional(.path), "The folder of the files gt_NAME.txt; found in “folder” unless given."
        ),
        .field("outside", \.outside, .flag, DatasetHome.about),
        check: {
            $0.folder == nil && ($0.images == nil || $0.labels == nil)
                ? ["icdar needs “folder”, or both “images” and “labels”"] : []
        }
    )

    package static func inFolder(_ folder: String) -> ICDARSource? {
        var source = ICDARSource()
        source.folder = folder
        return source
    }

    package var named: [String] { [folder, labels, images].compactMap { $0 } }

    package func open(in home: DatasetHome) throws -> any LabelledDataset {
        let name = folder ?? labels ?? ""
        guard let files = try ICDARFolder(root: name, labels: labels, images: images) else {
            throw PhotoFilesDataset.failure(labels ?? name, "there is no file gt_NAME.txt in it")
        }
        var (photos, oddities): ([PhotoFilesDataset.File], [Finding]) = ([], [])
        for label in try files.parts.flatMap(files.labels) {
            guard let picture = files.picture(of: label) else {
                oddities.append(
                    Finding(
                        .warning, .missingPicture, file: files.folder.path(label),
                        "there is no photo of that name; it is left out"))
                continue
            }
            photos.append(.init(photo: files.folder.path(picture), labels: files.folder.path(label)))
        }
        oddities +=
            try UnlabelledPhotos.finding(
                besides: photos.map(\.photo), lacking: "file gt_NAME.txt",
                remedy: "a photo without words needs an empty file"
            ).map { [$0] } ?? []
        return PhotoFilesDataset(
            name: name, categories: .init(named: ["text"], from: 1), photos: photos, unit: "line", oddities: oddities
        ) { file, _ in try Self.read(file) }
    }

    private static func read(_ file: String) throws -> PhotoFilesDataset.Reading {
        var reading = PhotoFilesDataset.Reading()
        let lines = try PhotoFilesDataset.lines(file)
        for (number, line) in lines {
            guard let word = ICDARWord(line) else {
                reading.oddities.append(
                    Finding(
                        .warning, .leftOut, file: file,
                        "line \(number): it is no word with four corners; it is left out"))
                continue
            }
            var annotation = COCO.Annotation(number: number, category: 1, box: Polygon(word.quad).bounds)
            annotation.segmentation = .polygons([word.quad.flatMap { [$0.x, $0.y] }])
            annotation.isCrowd = word.text == nil
            if let text = word.text {
                annotation.extra.append(JSONMember(name: COCO.Transcription.text, json: text.json()))
                annotation.textLines = [
                    COCO.TextPart(
                        text, word.quad, visibility: nil, parts: [COCO.TextPart(text, word.quad, visibility: nil)])
                ]
            }
            reading.annotations.append(annotation)
        }
        return reading
    }
}
