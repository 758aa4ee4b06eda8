import Foundation

/// Where the entries of a COCO file stand, so that a file of any size can be read image by image.
///
/// The file is read through once, a mebibyte at a time; memory holds 40 bytes for each annotation and 16 for each image.
/// Entries may stand in any order.
struct COCOIndex: Sendable {
    private struct Span {
        var offset: Int
        var length: Int
    }

    private struct AnnotationSpan {
        var id: Int?
        var imageID: Int
        var span: Span
    }

    /// The file without its images and annotations.
    private(set) var header = COCO.Document()
    /// What is odd about the header and about entries that could not be taken in.
    private(set) var oddities: [COCO.Oddity] = []
    /// Annotations that name an image which is not in the file, with the id of that image.
    private(set) var orphanIDs: [(annotation: Int, image: Int)] = []
    /// The ids of annotations that others have had before, in the order of the file.
    private(set) var repeatedAnnotationIDs: [Int] = []
    private let file: OpenFile
    private var images: [Span] = []
    /// By the id of the image, then in the order of the file.
    private var annotations: [AnnotationSpan] = []

    var imageCount: Int { images.count }

    /// - Throws: `DatasetError` when the file cannot be read, is no JSON object or is cut short.
    init(_ path: String) throws {
        file = try OpenFile(path, flags: O_RDONLY, action: "cannot read")
        var imageIDs: Set<Int> = []
        var sections: [UInt8] = Array("{".utf8)
        try JSONSections.scan(file, lists: ["images", "annotations"]) { entry, offset, bytes in
            let span = Span(offset: offset, length: bytes.count)
            do {
                switch entry {
                case .element("images"):
                    guard let id = try Self.integers(of: bytes).id else { break }
                    imageIDs.insert(id)
                    images.append(span)
                    return
                case .element:
                    if annotations.isEmpty, try JSONTree(bytes)["segments_info"] != nil {
                        throw Self.failure(path, ForeignJSON.panoptic)
                    }
                    let ids = try Self.integers(of: bytes)
                    guard let imageID = ids.imageID else { break }
                    annotations.append(AnnotationSpan(id: ids.id, imageID: imageID, span: span))
                    return
                case .member(let name):
                    if ["images", "annotations"].contains(name) { return }
                    if sections.count > 1 { sections.append(UInt8(ascii: ",")) }
                    sections += Array("\"\(name)\":".utf8) + bytes
                    return
                }
            } catch let error as JSONError {
                throw try malformed(error, at: offset, in: bytes)
            }
            oddities.append(
                COCO.Oddity(subject: "line \(try file.line(at: offset))", problem: "the entry has no usable id"))
        }
        let read = try COCO.decode(sections + Array("}".utf8))
        header = read.document
        if images.isEmpty, annotations.isEmpty, let name = ForeignJSON.name(keys: header.extra.map(\.name)) {
            throw Self.failure(path, "it is \(name)")
        }
        // One of these that is of another kind is no member of the user's own.
        header.extra.removeAll { ["info", "licenses", "categories"].contains($0.name) }
        oddities += read.oddities
        var annotationIDs: Set<Int> = []
        for case let id? in annotations.lazy.map(\.id) where !annotationIDs.insert(id).inserted {
            repeatedAnnotationIDs.append(id)
        }
        let place = annotations.indices.sorted { (annotations[$0].imageID, $0) < (annotations[$1].imageID, $1) }
        annotations = place.map { annotations[$0] }
        orphanIDs = annotations.filter { !imageIDs.contains($0.imageID) }.map { ($0.id ?? 0, $0.imageID) }
    }

    /// Annotations that name an image which is not in the file.
    var orphans: Int { orphanIDs.count }

    /// An image by its place in the file, without its annotations.
    func readImage(_ place: Int) throws -> (image: COCO.Image?, oddities: [COCO.Oddity]) {
        let image = try file.read(count: images[place].length, at: images[place].offset)
        let read = try COCO.decode(Array("{\"images\":[".utf8) + image + Array("]}".utf8))
        return (read.document.images.first, read.oddities)
    }

    /// An image by its place in the file, with its annotations and what is odd about them.
    func read(_ place: Int) throws -> (image: COCO.Image?, annotations: [COCO.Annotation], oddities: [COCO.Oddity]) {
        let span = images[place]
        let image = try file.read(count: span.length, at: span.offset)
        guard let id = try Self.integers(of: image).id else { return (nil, [], []) }
        var text = Array("{\"images\":[".utf8) + image + Array("],\"annotations\":[".utf8)
        var index = firstAnnotation(of: id)
        var isFirst = true
        while index < annotations.count, annotations[index].imageID == id {
            if !isFirst { text.append(UInt8(ascii: ",")) }
            isFirst = false
            text += try file.read(count: annotations[index].span.length, at: annotations[index].span.offset)
            index += 1
        }
        let read = try COCO.decode(text + Array("]}".utf8))
        return (read.document.images.first, read.document.annotations, read.oddities)
    }

    /// The first annotation of an image, by bisection; where it would stand when there is none.
    private func firstAnnotation(of imageID: Int) -> Int {
        var (low, high) = (0, annotations.count)
        while low < high {
            let middle = (low + high) / 2
            if annotations[middle].imageID < imageID { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The ids of an entry; nil where it is no object or has no such whole number. All of the entry is read.
    private static func integers(of bytes: [UInt8]) throws -> (id: Int?, imageID: Int?) {
        var reader = JSONReader(bytes)
        var (id, imageID): (Int?, Int?)
        guard try reader.kind() == .object else {
            try reader.skip()
            return (nil, nil)
        }
        try reader.object { reader, key in
            switch key {
            case "id": id = try reader.attempt { try $0.integer() }
            case "image_id": imageID = try reader.attempt { try $0.integer() }
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
