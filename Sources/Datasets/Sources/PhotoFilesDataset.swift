import Cards
import Findings
import Foundation
import Geometry
import Pictures

/// A dataset that has a label file, or none, for each photo.
struct PhotoFilesDataset: LabelledDataset {
    /// The content of a label file, and its faults.
    struct Reading {
        var annotations: [COCO.Annotation] = []
        var oddities: [Finding] = []
        /// The camera that took the photo, where the labels state it.
        var camera: COCO.Camera?
    }

    /// A photo's path and that of its label file; nil where there is none.
    struct File {
        var photo: String
        var labels: String?
        /// The path of the label file where there is none.
        var missing: String?
        /// See `DatasetPhoto.split`.
        var split: String?
        /// The photo's size in the label file, in pixels.
        var size: (width: Int, height: Int)?
    }

    let name: String
    let categories: [COCO.Category]
    private(set) var photos: [DatasetPhoto] = []
    let oddities: [Finding]
    /// The file with each photo's labels; nil where there is none.
    private let files: [String?]
    /// Why it is of no use: no photo has a file of labels, which are then elsewhere. Nil where some photo has one.
    let problem: String?
    /// The noun for a label's number: `line`, `object`.
    private let unit: String
    /// Reads a label file for a photo of this size. A label's id is its number in the file.
    private let read: @Sendable (_ file: String, _ frame: PhotoFrame) throws -> Reading

    var numbersLabelsByPhoto: Bool { true }
    var info: COCO.Info? { nil }
    var licenses: [COCO.License] { [] }

    init(
        name: String, categories: [COCO.Category], photos: [File], unit: String, oddities: [Finding] = [],
        read: @escaping @Sendable (_ file: String, _ frame: PhotoFrame) throws -> Reading
    ) {
        self.name = name
        let names = CategoryNames(categories)
        self.categories = names.categories
        self.photos = photos.enumerated().map { index, file in
            DatasetPhoto(
                id: index + 1, path: file.photo, width: file.size?.width, height: file.size?.height, split: file.split)
        }
        files = photos.map(\.labels)
        if let first = photos.first, photos.allSatisfy({ $0.labels == nil }) {
            problem =
                (photos.count == 1
                    ? "its only photo has no file of labels"
                    : "none of its \(photos.count.grouped) photos has a file of labels")
                + (first.missing.map { "; that of \(first.photo) would be \($0)" } ?? "")
        } else {
            problem = nil
        }
        self.unit = unit
        self.oddities = oddities + (names.repeated + names.problems).map { $0.inFile(name) }
        self.read = read
    }

    func labels(ofPhoto index: Int, in frame: PhotoFrame) throws -> DatasetLabels {
        let reading = try files[index].map { try read($0, frame) } ?? Reading()
        return DatasetLabels(reading, of: photos[index], width: frame.width, height: frame.height)
    }

    func place(ofLabel id: Int, photo: Int) -> (file: String, subject: String) {
        (files[photo] ?? name, "\(unit) \(id)")
    }

    // MARK: - Files

    /// A text file's lines that are not blank, each with its number from 1.
    static func lines(_ file: String) throws -> [(number: Int, text: Substring)] {
        try text(file).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
            .filter { !$0.element.allSatisfy(\.isWhitespace) }.map { ($0.offset + 1, $0.element) }
    }

    /// - Throws: `DatasetError` for a file whose encoding is not what it claims, with the place.
    static func text(_ file: String) throws -> String {
        let open = try OpenFile(file, flags: O_RDONLY, action: "cannot read")
        let bytes = try open.read(count: try open.size(), at: 0)
        do throws(TextError) { return try EncodedText.decode(bytes) } catch { throw failure(file, "\(error)") }
    }

    static func failure(_ path: String, _ reason: String) -> DatasetError {
        DatasetError(code: .malformed, action: "cannot read", path: path, reason: reason)
    }
}

extension [COCO.Category] {
    /// Categories that are known by their names alone.
    init(named names: [String], from first: Int) {
        self = names.enumerated().map { COCO.Category(id: $0.offset + first, name: $0.element) }
    }
}

extension COCO.Annotation {
    /// A label of a file that holds labels of one photo alone.
    init(number: Int, category: Int, box: Rect?, segmentation: COCO.Segmentation? = nil) {
        self.init(id: number, imageID: 0, categoryID: category)
        self.box = box
        self.segmentation = segmentation
    }
}
