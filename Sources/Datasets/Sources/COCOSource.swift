import Foundation
package import Pipelines

/// A COCO file and the photos that it lists.
package struct COCOSource: DatasetSource {
    package var file = ""
    package var images: String?

    package init() {}

    package static let card = Card<COCOSource>(
        "coco", "A COCO file: instances, crowds, keypoints.",
        .required("file", \.file, .path, "The file; relative to this one."),
        .field(
            "images", \.images, .optional(.path),
            "The folder that its file names start from; unless given, the first that holds its first photo: the file's own, images/ in it, and the same beside it."
        )
    )

    package func open() throws -> any LabelledDataset { try COCODataset(file: file, images: images) }
}

/// A COCO file, read image by image: memory holds its index and what it says of its images.
struct COCODataset: LabelledDataset {
    let name: String
    private(set) var photos: [DatasetPhoto] = []
    private(set) var oddities: [DatasetOddity] = []
    private let index: COCOIndex
    /// Where each photo stands in the index.
    private var places: [Int] = []

    var numbersLabelsByPhoto: Bool { false }
    var info: COCO.Info? { index.header.info }
    var licenses: [COCO.License] { index.header.licenses }
    var categories: [COCO.Category] { index.header.categories }
    var extra: [JSONMember] { index.header.extra }

    init(file: String, images: String?) throws {
        name = file
        index = try COCOIndex(file)
        for oddity in index.oddities { report("\(oddity.subject): \(oddity.problem)") }
        for (annotation, image) in index.orphanIDs {
            report("annotation \(annotation): there is no image \(image); it is left out")
        }
        var folder = images
        var seen: Set<Int> = []
        for place in 0..<index.imageCount {
            let (record, odd) = try index.readImage(place)
            for oddity in odd { report("\(oddity.subject): \(oddity.problem)") }
            guard let record else { continue }
            guard seen.insert(record.id).inserted else {
                report("image \(record.id): the id is used twice; the second is left out")
                continue
            }
            if folder == nil { folder = Self.folder(of: file, holding: record.fileName) }
            let path = record.fileName.hasPrefix("/") ? record.fileName : "\(folder ?? ".")/\(record.fileName)"
            places.append(place)
            photos.append(
                DatasetPhoto(
                    id: record.id, path: path, width: record.width, height: record.height, license: record.license,
                    author: record.author, title: record.title, source: record.source))
        }
        for id in index.repeatedAnnotationIDs { report("annotation \(id): the id is used twice") }
    }

    private mutating func report(_ problem: String) {
        oddities.append(DatasetOddity(file: name, problem))
    }

    /// The first of the usual folders that holds a photo; the file's own where none does.
    static func folder(of file: String, holding photo: String) -> String {
        let own = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        let stem = file.split(separator: "/").last?.split(separator: ".").first ?? ""
        let split = stem.split(separator: "_").last.map(String.init) ?? ""
        let above = own + "/.."
        let usual = [own, own + "/images", above + "/images", above + "/images/" + split, above + "/" + split, above]
        return usual.first { FileManager.default.fileExists(atPath: "\($0)/\(photo)") } ?? own
    }

    func labels(ofPhoto place: Int, width: Int, height: Int) throws -> DatasetLabels {
        let read = try index.read(places[place])
        guard let image = read.image else {
            throw DatasetError(
                code: .malformed, action: "cannot read", path: name,
                reason: "image \(photos[place].id) has changed since the file was opened")
        }
        // What is odd about the image itself has been told.
        return DatasetLabels(
            image: image, annotations: read.annotations,
            oddities: read.oddities.filter { $0.subject != "image \(image.id)" }.map {
                // Where an entry stands was told in lines of its own text.
                DatasetOddity(
                    file: name,
                    $0.subject == "annotations"
                        ? "image \(image.id): an annotation has no usable id, image_id or category_id and is left out"
                        : "\($0.subject): \($0.problem)")
            }, lost: read.oddities.count(where: \.losesLabel))
    }

    func place(ofLabel id: Int, photo: Int) -> (file: String, subject: String) { (name, "annotation \(id)") }
}
