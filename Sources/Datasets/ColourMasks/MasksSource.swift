package import Cards
import Findings
import Foundation
import Pictures

/// Photos with masks beside them: PNGs whose pixels are numbers, 0 where nothing is, or colours that `values` names.
package struct MasksSource: DatasetSource {
    package var images: [String] = []
    package var masks: [String] = []
    package var category = "object"
    package var values: [Named<String>] = []
    package var void: [Int]?
    package var outside = false

    package init() {}

    package static let card = Card<MasksSource>(
        "masks", "Photos with instance masks: PNGs whose pixels are numbers, 0 where nothing is.",
        .required("images", \.images, .oneOrMore(.path), "Files, folders or globs of photos."),
        .required(
            "masks", \.masks, .oneOrMore(.path),
            "Files, folders or globs of PNGs; each belongs to the photo of the same name."),
        .field(
            "category", \.category, .text("a category's name"),
            "The category of every value; each value is one instance."),
        .field(
            "values", \.values, .map(.text("a category's name"), of: "pixel values"),
            "In place of “category”: the category of each value, or of each colour, such as \"#804000\"."),
        .field(
            "void", \.void, .optional(.oneOrMore(.integer(in: 1...65_535, .other("as a value of the mask")))),
            "Values that label nothing."),
        .field("outside", \.outside, .flag, DatasetHome.about)
    )

    package var named: [String] { images + masks }

    package func open(in home: DatasetHome) throws -> any LabelledDataset {
        let name = masks.first ?? ""
        func files(_ paths: [String], _ extensions: [String]) throws -> [String] {
            do throws(FilePatternError) { return try FilePattern.files(paths, extensions: extensions) } catch {
                throw PhotoFilesDataset.failure(error.path, error.reason)
            }
        }
        let found = try files(masks, ["png"])
        let photos = try MaskMatch(photos: files(images, FilePattern.pictureExtensions), masks: found).pairs.map {
            PhotoFilesDataset.File(photo: $0.photo, labels: $0.mask)
        }
        var categories: [Int: Int] = [:]
        var names: [String] = values.isEmpty ? [category] : []
        let isColoured = values.contains { $0.name.hasPrefix("#") }
        for value in values {
            guard let number = isColoured ? MaskColour.number(value.name) : Int(value.name) else {
                throw PhotoFilesDataset.failure(
                    name,
                    "“values” has “\(value.name)”, which is no "
                        + (isColoured
                            ? "colour such as #804000, as others there are"
                            : "pixel value, nor a colour such as #804000"))
            }
            if !names.contains(value.value) { names.append(value.value) }
            categories[number] = (names.firstIndex(of: value.value) ?? 0) + 1
        }
        let (byValue, apart, single) = (categories, Set(void ?? []), values.isEmpty)
        let unmasked = photos.filter { $0.labels == nil }.map {
            Finding(.warning, .missingFile, file: $0.photo, "it has no mask of the same name, and so no labels")
        }
        return PhotoFilesDataset(
            name: name, categories: .init(named: names, from: 1), photos: photos, unit: "value", oddities: unmasked
        ) { file, frame in
            var reading = PhotoFilesDataset.Reading()
            func report(_ code: Finding.Code, _ problem: String) {
                reading.oddities.append(Finding(.warning, code, file: file, problem))
            }
            do {
                let masks =
                    isColoured
                    ? try MaskColour.masks(of: byValue.keys.sorted(), in: file, of: frame, report: report)
                    : try InstanceMasks.read(file, of: frame, home, apart: apart, report: report)
                for (value, mask) in masks.sorted(by: { $0.key < $1.key }) {
                    guard let category = single ? 1 : byValue[value] else {
                        reading.oddities.append(
                            Finding(
                                .warning, .leftOut, file: file,
                                "value \(value) has no category: it is left out; list it under “values”, or under "
                                    + "“void”"))
                        continue
                    }
                    reading.annotations.append(
                        COCO.Annotation(
                            number: value, category: category, box: nil, segmentation: COCO.Segmentation(mask)))
                }
            } catch let oddity as Finding {
                // Without its labels the photo would be one that shows nothing.
                throw PhotoFilesDataset.failure(file, (isColoured ? oddity : MaskColour.named(oddity)).problem)
            }
            return reading
        }
    }
}
