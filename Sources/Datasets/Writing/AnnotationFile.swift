import JSON

/// A COCO file that is being written: one image or annotation per line.
struct AnnotationFile {
    private let file: AtomicFile
    private var writer = JSONWriter()

    init(_ path: String, header: DatasetHeader) throws {
        file = try AtomicFile(path)
        writer.beginObject()
        writer.member("info", header.info)
        writer.lineBreak()
        writer.member("licenses", header.licenses)
        writer.lineBreak()
        writer.member("categories", header.categories)
        writer.lineBreak()
        for member in header.extra {
            writer.members([member])
            writer.lineBreak()
        }
        writer.key("images")
        writer.beginArray()
    }

    /// - Parameter image: the image's record in JSON.
    mutating func add(image: some Sequence<UInt8>) throws {
        writer.lineBreak()
        writer.raw(image)
        try file.write(writer.drain())
    }

    mutating func beginAnnotations() {
        writer.endArray()
        writer.lineBreak()
        writer.key("annotations")
        writer.beginArray()
    }

    mutating func add(annotation: ArraySlice<UInt8>, id: Int) throws {
        writer.lineBreak()
        // The stored object has no id: the id goes in front of the other members.
        writer.raw("{\"id\":\(id),".utf8)
        writer.continueRaw(annotation.dropFirst())
        try file.write(writer.drain())
    }

    mutating func add(annotation: COCO.Annotation) throws {
        writer.lineBreak()
        annotation.encode(to: &writer)
        try file.write(writer.drain())
    }

    mutating func commit() throws {
        writer.endArray()
        writer.endObject()
        writer.lineBreak()
        try file.write(writer.drain())
        try file.commit(durably: true)
    }
}
