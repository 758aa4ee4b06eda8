package import Cards
import Findings
import Foundation
import JSON
import Pictures
import Pipelines

/// A COCO file and the photos that it lists, or a folder with such files.
package struct COCOSource: DatasetSource {
    package var file = ""
    package var images: String?
    package var splits: [String]?
    package var outside = false

    package init() {}

    package static let card = Card<COCOSource>(
        "coco", "COCO files: instances, crowds, keypoints.",
        .required(
            "file", \.file, .path,
            "The file, or a folder with a file for each of its parts, such as train and valid; relative to this one."),
        .field(
            "images", \.images, .optional(.path),
            "The folder that its file names start from; unless given, the first that holds one of its photos: the file's own, images/ in it, and the same beside it."
        ),
        .field(
            "splits", \.splits, .optional(.oneOrMore(.word(["train", "val", "test"]))),
            "The splits of a folder that are used; the default is all."),
        .field("outside", \.outside, .flag, DatasetHome.about)
    )

    package static func inFolder(_ folder: String) -> COCOSource? {
        var source = COCOSource()
        source.file = folder
        return source
    }

    package var named: [String] { [file] + (images.map { [$0] } ?? []) }

    package var ownFolders: [String] {
        get throws {
            guard Folder.isFolder(file) else { return COCOPictures.ownFolders(of: file, images: images) }
            let folder = DatasetFolder(root: file)
            return try DatasetHome.folders(of: file)
                + COCOFiles.instances(in: folder).flatMap {
                    COCOPictures.ownFolders(of: folder.path($0.path), images: images)
                }
        }
    }

    package func open(in home: DatasetHome) throws -> any LabelledDataset {
        guard Folder.isFolder(file) else {
            return try COCODataset(file: file, images: images, home)
        }
        let folder = DatasetFolder(root: file)
        let files = try COCOFiles.instances(in: folder).filter { found in
            splits.map { wanted in found.split.map(wanted.contains) ?? false } ?? true
        }
        guard !files.isEmpty else {
            throw PhotoFilesDataset.failure(
                file,
                splits.map { "there is no COCO file of \($0.joined(separator: ", ")) in it" }
                    ?? "there is no COCO file in it, nor in annotations/ or a folder such as train/")
        }
        let parts = try files.map { found in
            COCOParts.Part(
                dataset: try COCODataset(file: folder.path(found.path), images: images, home),
                split: found.split ?? OwnSplits.name(found.path.lastPart.stem, amongSeveral: files.count > 1))
        }
        return parts.count == 1 ? parts[0].dataset : COCOParts(name: file, parts)
    }
}

/// A COCO file, read image by image: memory holds its index and the entries of its images.
struct COCODataset: LabelledDataset {
    let name: String
    private(set) var photos: [DatasetPhoto] = []
    private(set) var oddities: [Finding] = []
    private let index: COCOIndex
    /// Where each photo stands in the index.
    private var places: [Int] = []

    var numbersLabelsByPhoto: Bool { false }
    var info: COCO.Info? { index.header.info }
    var licenses: [COCO.License] { index.header.licenses }
    let categories: [COCO.Category]
    var extra: [JSONMember] { index.header.extra }
    var labelCount: Int? { index.annotationCount }
    /// The ids of all its labels.
    var labelIDs: some Sequence<Int> { index.annotationIDs }

    init(file: String, images: String?, _ home: DatasetHome) throws {
        name = file
        index = try COCOIndex(file)
        let read = CategoryNames(index.header.categories)
        categories = read.categories
        oddities += index.oddities.map { $0.inFile(file) }
        oddities += (read.repeated + read.problems).map { $0.inFile(file) }
        for (annotation, image) in index.orphanIDs {
            report(.unknownReference, "annotation \(annotation)", "there is no image \(image); it is left out")
        }
        var pictures = COCOPictures(of: file, images: images, home)
        let (shared, split) = (try sharedIDs(), COCOFiles.split(of: file))
        var seen: Set<Int> = []
        for number in 0..<index.imageCount {
            let (record, odd) = try index.readImage(number)
            oddities += odd.map { $0.inFile(file).asWarning }
            guard let record else { continue }
            guard !shared.contains(record.id) else {
                report(
                    .repeatedID, "image \(record.id)",
                    "other photos have this id too, so it is not known which labels belong to which; "
                        + "\(record.fileName) is left out")
                continue
            }
            guard seen.insert(record.id).inserted else {
                report(.repeatedImage, "image \(record.id)", "it is listed twice; the second is left out")
                continue
            }
            let path = pictures.path(of: record.fileName)
            places.append(number)
            photos.append(
                DatasetPhoto(
                    id: record.id, path: path, width: record.statedSize?.width, height: record.statedSize?.height,
                    license: record.license, author: record.author, title: record.title, source: record.source,
                    split: split))
        }
        for (id, own) in index.repeatedAnnotationIDs {
            report(.repeatedID, "annotation \(id)", "the id is used twice; the second becomes \(own)")
        }
    }

    /// Ids that several photos have.
    private func sharedIDs() throws -> Set<Int> {
        let repeated = index.repeatedImageIDs
        guard !repeated.isEmpty else { return [] }
        var names: [Int: Set<String>] = [:]
        for number in 0..<index.imageCount {
            guard let record = try index.readImage(number).image, repeated.contains(record.id) else { continue }
            names[record.id, default: []].insert(record.fileName)
        }
        return Set(names.filter { $0.value.count > 1 }.keys)
    }

    private mutating func report(_ code: Finding.Code, _ subject: String, _ problem: String) {
        oddities.append(Finding(.warning, code, file: name, subject: subject, problem))
    }

    func labels(ofPhoto index: Int, in frame: PhotoFrame) throws -> DatasetLabels {
        let read = try self.index.read(places[index])
        guard var image = read.image else {
            throw DatasetError(
                code: .malformed, action: "cannot read", path: name,
                reason: "image \(photos[index].id) has changed since the file was opened")
        }
        if image.statedSize == nil { (image.width, image.height) = (frame.width, frame.height) }
        // The oddities of the image itself have been reported.
        return DatasetLabels(
            image: image, annotations: read.annotations,
            oddities: read.oddities.filter { $0.subject != "image \(image.id)" }.map {
                // The place of an entry was reported in lines of its own text.
                $0.subject == "annotations"
                    ? Finding(
                        .warning, .missingValue, file: name, subject: "image \(image.id)",
                        "an annotation has no usable id, image_id or category_id and is left out")
                    : $0.inFile(name).asWarning
            }, lost: read.oddities.count { $0.severity == .error })
    }

    func place(ofLabel id: Int, photo: Int) -> (file: String, subject: String) { (name, "annotation \(id)") }
}
