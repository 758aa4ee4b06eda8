package import JSON

extension COCO {
    /// The credit for something in an image besides the photo itself: a model that an object was made of.
    package struct Attribution: Hashable, Sendable {
        package var title: String?
        package var author: String?
        /// The id of a `License`.
        package var license: Int?
        package var source: String?

        package init(title: String? = nil, author: String? = nil, license: Int? = nil, source: String? = nil) {
            (self.title, self.author, self.license, self.source) = (title, author, license, source)
        }
    }
}

extension COCO.Attribution: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("title", ifPresent: title)
            writer.member("author", ifPresent: author)
            writer.member("license", ifPresent: license)
            writer.member("source", ifPresent: source)
        }
    }

    /// Throws for a key that is not one of ours: the object is then kept unchanged.
    init(from reader: inout JSONReader) throws {
        self.init()
        try reader.object { reader, name in
            switch name {
            case "title": title = try reader.string()
            case "author": author = try reader.string()
            case "license": license = try reader.integer()
            case "source": source = try reader.string()
            default: throw reader.error("\(name) is no part of an attribution")
            }
        }
    }
}
