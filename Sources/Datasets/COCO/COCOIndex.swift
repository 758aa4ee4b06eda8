import Findings
import Foundation
import JSON

/// The places of the entries of a COCO file, so that a file of any size can be read image by image.
///
/// The file is read through once, a mebibyte at a time; memory holds 32 bytes for each annotation and 24 for each image.
/// Entries may stand in any order.
struct COCOIndex: Sendable {
    private struct Span {
        var offset: Int
        var length: Int
    }

    private struct ImageSpan {
        var id: Int
        var span: Span
    }

    private struct AnnotationSpan {
        /// Unique in the file; `unnumbered` until it is given one.
        var id: Int
        var imageID: Int
        var span: Span

        static let unnumbered = Int.min
    }

    /// The file without its images and annotations.
    private(set) var header = COCO.Document()
    /// The oddities of the header and of entries that could not be taken in.
    private(set) var oddities: [Finding] = []
    /// Annotations that name an image which is not in the file, with the id of that image.
    private(set) var orphanIDs: [(annotation: Int, image: String)] = []
    /// The ids of annotations that earlier ones have too, in the order of the file, with the new ids that they got.
    private(set) var repeatedAnnotationIDs: [(id: Int, own: Int)] = []
    /// How many annotations have no usable id and have got one.
    private(set) var unnumberedAnnotations = 0
    private let file: OpenFile
    private var images: [ImageSpan] = []
    /// The annotations by the id of their image, then in the order of the file.
    private var annotations: [AnnotationSpan] = []
    /// The numbers of categories whose ids are words.
    private var categories: [String: Int] = [:]

    var imageCount: Int { images.count }
    var annotationCount: Int { annotations.count }

    /// - Throws: `DatasetError` when the file cannot be read, is no JSON object, is cut short, is not UTF-8 or is known to
    ///   be of another kind.
    init(_ path: String) throws {
        file = try OpenFile(path, flags: O_RDONLY, action: "cannot read")
        var words = IDWords()
        var sections: [UInt8] = Array("{".utf8)
        var keys: Set<String> = []
        try JSONSections.scan(file, lists: ["images", "annotations"]) { entry, offset, bytes in
            let span = Span(offset: offset, length: bytes.count)
            do {
                switch entry {
                case .element("images"):
                    keys.insert("images")
                    guard let id = try Self.ids(of: bytes).id else { break }
                    images.append(ImageSpan(id: words.number(of: id), span: span))
                    return
                case .element:
                    if annotations.isEmpty, try JSONTree(bytes)["segments_info"] != nil {
                        throw Self.failure(path, ForeignJSON.panoptic)
                    }
                    keys.insert("annotations")
                    let ids = try Self.ids(of: bytes)
                    guard let imageID = ids.imageID else { break }
                    annotations.append(
                        AnnotationSpan(
                            id: ids.id?.number ?? AnnotationSpan.unnumbered, imageID: words.number(of: imageID),
                            span: span))
                    return
                case .member(let name):
                    keys.insert(name)
                    if ["images", "annotations"].contains(name) { return }
                    if sections.count > 1 { sections.append(UInt8(ascii: ",")) }
                    sections += Array("\"\(name)\":".utf8) + bytes
                    return
                }
            } catch let error as JSONError {
                throw try malformed(error, at: offset, in: bytes)
            }
            oddities.append(
                Finding(
                    .warning, .missingValue, subject: "line \(try file.line(at: offset))", "the entry has no usable id")
            )
        }
        if images.isEmpty, annotations.isEmpty, let name = ForeignJSON.name(keys: keys) {
            throw Self.failure(path, "it is \(name)")
        }
        let read = try COCO.decode(sections + Array("}".utf8), numbering: nil)
        (header, categories) = (read.document, read.categories)
        // One of these members with a value of another kind is no member of the user's own.
        header.extra.removeAll { ["info", "licenses", "categories"].contains($0.name) }
        oddities += read.oddities
        numberImages(words)
        numberAnnotations()
        let imageIDs = Set(images.lazy.map(\.id))
        let place = annotations.indices.sorted { (annotations[$0].imageID, $0) < (annotations[$1].imageID, $1) }
        annotations = place.map { annotations[$0] }
        let names = words.words
        orphanIDs = annotations.filter { !imageIDs.contains($0.imageID) }.map {
            ($0.id, names[$0.imageID].map { "“\($0)”" } ?? String($0.imageID))
        }
    }

    /// The ids of images that are words, each with a number below all others until the largest of the file is known.
    private struct IDWords {
        private(set) var numbers: [String: Int] = [:]

        mutating func number(of id: COCO.EntryID) -> Int {
            switch id {
            case .number(let number): return number
            case .word(let word):
                let number = numbers[word] ?? Int.min + numbers.count
                numbers[word] = number
                return number
            }
        }

        var words: [Int: String] {
            Dictionary(numbers.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// Gives images whose ids are words the numbers after the largest, in the order of the file.
    private mutating func numberImages(_ words: IDWords) {
        guard !words.numbers.isEmpty else { return }
        let isWord = { (id: Int) in id < Int.min + words.numbers.count }
        var next = max(0, images.lazy.map(\.id).max() ?? 0)
        var numbers: [Int: Int] = [:]
        for index in images.indices where isWord(images[index].id) {
            if numbers[images[index].id] == nil {
                next += 1
                numbers[images[index].id] = next
            }
            images[index].id = numbers[images[index].id] ?? 0
        }
        for index in annotations.indices where isWord(annotations[index].imageID) {
            annotations[index].imageID = numbers[annotations[index].imageID] ?? annotations[index].imageID
        }
        oddities.append(
            Finding(
                .warning, .badValue, subject: "images",
                "\(numbers.count) of the ids are words, not whole numbers; they are replaced with the numbers up to \(next)"
            ))
    }

    /// Gives annotations without an id, and those whose id an earlier one has, the numbers after the largest.
    private mutating func numberAnnotations() {
        var seen: Set<Int> = []
        seen.reserveCapacity(annotations.count)
        var odd: [Int] = []
        for (index, annotation) in annotations.enumerated()
        where annotation.id == AnnotationSpan.unnumbered || !seen.insert(annotation.id).inserted {
            odd.append(index)
        }
        guard !odd.isEmpty else { return }
        var next = max(0, annotations.lazy.map(\.id).max() ?? 0)
        for place in odd where next < Int.max {
            next += 1
            if annotations[place].id == AnnotationSpan.unnumbered {
                unnumberedAnnotations += 1
            } else {
                repeatedAnnotationIDs.append((annotations[place].id, next))
            }
            annotations[place].id = next
        }
        if unnumberedAnnotations > 0 {
            oddities.append(
                Finding(
                    .warning, .badValue, subject: "annotations",
                    "\(unnumberedAnnotations) have no whole number for an id; they get the numbers up to \(next)"))
        }
    }

    /// The ids that several images have.
    var repeatedImageIDs: Set<Int> {
        var seen: Set<Int> = []
        return Set(images.lazy.map(\.id).filter { !seen.insert($0).inserted })
    }

    /// The ids of all annotations, each once.
    var annotationIDs: some Sequence<Int> { annotations.lazy.map(\.id) }

    /// Annotations that name an image which is not in the file.
    var orphans: Int { orphanIDs.count }

    /// An image by its place in the file, without its annotations.
    func readImage(_ index: Int) throws -> (image: COCO.Image?, oddities: [Finding]) {
        let entry = images[index]
        let image = try file.read(count: entry.span.length, at: entry.span.offset)
        let read = try COCO.decode(
            Array("{\"images\":[".utf8) + image + Array("]}".utf8),
            numbering: COCO.Numbering(image: entry.id, annotations: [], categories: categories))
        return (read.document.images.first, read.oddities)
    }

    /// An image by its place in the file, with its annotations and their oddities.
    func read(_ index: Int) throws -> (image: COCO.Image?, annotations: [COCO.Annotation], oddities: [Finding]) {
        let (id, span) = (images[index].id, images[index].span)
        let image = try file.read(count: span.length, at: span.offset)
        var text = Array("{\"images\":[".utf8) + image + Array("],\"annotations\":[".utf8)
        var index = firstAnnotation(of: id)
        var isFirst = true
        var numbers: [Int] = []
        while index < annotations.count, annotations[index].imageID == id {
            if !isFirst { text.append(UInt8(ascii: ",")) }
            isFirst = false
            numbers.append(annotations[index].id)
            text += try file.read(count: annotations[index].span.length, at: annotations[index].span.offset)
            index += 1
        }
        let read = try COCO.decode(
            text + Array("]}".utf8),
            numbering: COCO.Numbering(image: id, annotations: numbers, categories: categories))
        return (read.document.images.first, read.document.annotations, read.oddities)
    }

    /// The first annotation of an image, by bisection; where there is none, the place where it would be.
    private func firstAnnotation(of imageID: Int) -> Int {
        var (low, high) = (0, annotations.count)
        while low < high {
            let middle = (low + high) / 2
            if annotations[middle].imageID < imageID { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The ids of an entry; nil where the entry is no object or has none. The whole entry is read.
    private static func ids(of bytes: [UInt8]) throws -> (id: COCO.EntryID?, imageID: COCO.EntryID?) {
        var reader = JSONReader(bytes)
        var (id, imageID): (COCO.EntryID?, COCO.EntryID?)
        guard try reader.kind() == .object else {
            try reader.skip()
            return (nil, nil)
        }
        try reader.object { reader, key in
            switch key {
            case "id": id = try reader.attempt { try COCO.EntryID(from: &$0) }
            case "image_id": imageID = try reader.attempt { try COCO.EntryID(from: &$0) }
            default: try reader.skip()
            }
        }
        return (id, imageID)
    }

    private static func failure(_ path: String, _ reason: String) -> DatasetError {
        DatasetError(code: .malformed, action: "cannot read", path: path, reason: reason)
    }

    private func malformed(_ error: JSONError, at offset: Int, in bytes: [UInt8]) throws -> DatasetError {
        let line = try file.line(at: offset) + error.line - 1
        return DatasetError(
            code: .malformed, action: "cannot read", path: file.path, reason: "line \(line): \(error.problem)")
    }
}
