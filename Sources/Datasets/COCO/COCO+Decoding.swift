package import Findings
import Geometry
import JSON

extension COCO {
    /// Reads an annotation file's text.
    ///
    /// The oddities name no file yet. An error stands for a label that is left out, so that its place in its image is
    /// not known.
    ///
    /// Real files hold odd things. A known member whose value is of the wrong kind is kept unchanged in `extra` and
    /// reported; an entry without the ids that it needs is left out and reported; a missing section is empty. Only text
    /// that is no JSON object at all, or is cut short, throws (a `JSONError`).
    package static func decode(_ bytes: [UInt8]) throws -> (document: Document, oddities: [Finding]) {
        let (document, oddities, _) = try decode(bytes, numbering: nil)
        return (document, oddities)
    }

    /// The ids that entries get in place of their own.
    struct Numbering {
        var image: Int
        /// The annotations' ids, in the order of the entries.
        var annotations: [Int]
        /// The numbers of categories whose ids are words.
        var categories: [String: Int]
    }

    /// - Returns: the document, and the numbers of categories whose ids are words.
    static func decode(
        _ bytes: [UInt8], numbering: Numbering?
    ) throws -> (document: Document, oddities: [Finding], categories: [String: Int]) {
        var document = Document()
        var entries = EntryReader(numbering)
        var reader = JSONReader(bytes)
        try reader.object { reader, name in
            switch name {
            case "info" where try reader.kind() == .object:
                document.info = try entries.info(&reader)
            case "licenses" where try reader.kind() == .array:
                try reader.array { reader in try entries.license(&reader).map { document.licenses.append($0) } }
            case "categories" where try reader.kind() == .array:
                try reader.array { reader in try entries.category(&reader).map { document.categories.append($0) } }
            case "images" where try reader.kind() == .array:
                try reader.array { reader in try entries.image(&reader).map { document.images.append($0) } }
            case "annotations" where try reader.kind() == .array:
                try reader.array { reader in try entries.annotation(&reader).map { document.annotations.append($0) } }
            default:
                let before = reader.looseValues
                document.extra.append(JSONMember(name: name, json: try reader.raw()))
                if reader.looseValues > before {
                    entries.oddities.append(Finding(.warning, .badValue, subject: "the file", EntryReader.loose(name)))
                }
            }
        }
        guard reader.isAtEnd() else { throw reader.error("more text after the end of the file's object") }
        entries.numberCategories(&document.categories)
        return (document, entries.oddities, entries.categoryNumbers)
    }

    /// Reads one annotation from JSON text; nil when it has no image or category.
    package static func decodeAnnotation(_ json: [UInt8]) throws -> Annotation? {
        var reader = JSONReader(json)
        var entries = EntryReader()
        return try entries.annotation(&reader)
    }
}

/// Reads the entries of an annotation file and collects the oddities in them.
private struct EntryReader {
    var oddities: [Finding] = []
    /// The numbers of categories whose ids are words.
    private(set) var categoryNumbers: [String: Int] = [:]
    private let numbering: COCO.Numbering?
    private var annotationCount = 0

    init(_ numbering: COCO.Numbering? = nil) {
        self.numbering = numbering
    }

    static func loose(_ name: String) -> String {
        "\(name) holds NaN, an infinity or half of a surrogate pair, which JSON does not have; null or U+FFFD is written"
    }

    /// Gives categories whose ids are words the next free numbers; until then their numbers lie below all others.
    mutating func numberCategories(_ categories: inout [COCO.Category]) {
        guard !categoryNumbers.isEmpty else { return }
        let words = Dictionary(categoryNumbers.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
        var next = max(0, categories.lazy.map(\.id).max() ?? 0)
        for index in categories.indices {
            guard let word = words[categories[index].id] else { continue }
            next += 1
            categories[index].id = next
            categoryNumbers[word] = next
            oddities.append(
                Finding(
                    .warning, .badValue, subject: "category “\(word)”",
                    "the id is no whole number; it is replaced with \(next)"))
        }
    }

    /// The members of one entry: those of the expected kind through `take`, all others into `extra`.
    private struct Fields {
        var extra: [JSONMember] = []
        var problems: [String] = []

        mutating func read<Value>(
            _ name: String, _ expected: String, from reader: inout JSONReader,
            _ read: (inout JSONReader) throws -> Value
        ) throws -> Value? {
            let start = reader
            if let value = try reader.attempt(read) { return value }
            var again = start
            extra.append(JSONMember(name: name, json: try again.raw()))
            problems.append("\(name) is not \(expected)")
            return nil
        }

        mutating func string(_ name: String, from reader: inout JSONReader) throws -> String? {
            let before = reader.looseValues
            let text = try read(name, "a string", from: &reader) { try $0.string() }
            if text != nil, reader.looseValues > before { problems.append(EntryReader.loose(name)) }
            return text
        }

        /// A category's name; a number without quotes is accepted too.
        mutating func name(_ name: String, from reader: inout JSONReader) throws -> String? {
            guard try reader.kind() == .number else { return try string(name, from: &reader) }
            let text = String(decoding: try reader.raw(), as: UTF8.self)
            problems.append("\(name) is the number \(text), not a string; “\(text)” is used")
            return text
        }

        mutating func integer(_ name: String, from reader: inout JSONReader) throws -> Int? {
            try read(name, "a whole number", from: &reader) { try $0.integer() }
        }

        /// The width or the height of an image; 0 for null.
        mutating func side(_ name: String, from reader: inout JSONReader) throws -> Int? {
            guard try reader.kind() == .null else { return try integer(name, from: &reader) }
            try reader.skip()
            return 0
        }

        /// An id: a whole number, or a word.
        mutating func id(_ name: String, from reader: inout JSONReader) throws -> COCO.EntryID? {
            let id = try reader.attempt { try COCO.EntryID(from: &$0) }
            if id == nil { problems.append("\(name) is neither a whole number nor a word") }
            return id
        }

        mutating func number(_ name: String, from reader: inout JSONReader) throws -> Double? {
            try read(name, "a finite number", from: &reader) { try $0.finite() }
        }

        mutating func box(_ name: String, from reader: inout JSONReader) throws -> Rect? {
            try read(name, "four finite numbers", from: &reader) { reader in
                var numbers: [Double] = []
                try reader.array { reader in numbers.append(try reader.finite()) }
                guard numbers.count == 4 else { throw reader.error("expected four numbers") }
                return Rect(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
            }
        }

        mutating func segmentation(_ name: String, from reader: inout JSONReader) throws -> COCO.Segmentation? {
            try read(name, "rings of finite numbers or run lengths", from: &reader) { reader in
                try COCO.Segmentation(from: &reader)
            }
        }

        /// A member whose name other tools use for values of their own: a value that is not ours stays unchanged.
        mutating func ours<Value>(
            _ name: String, from reader: inout JSONReader, _ read: (inout JSONReader) throws -> Value
        ) throws -> Value? {
            let start = reader
            if let value = try reader.attempt(read) { return value }
            var again = start
            try keep(name, from: &again)
            return nil
        }

        mutating func keep(_ name: String, from reader: inout JSONReader) throws {
            let before = reader.looseValues
            extra.append(JSONMember(name: name, json: try reader.raw()))
            if reader.looseValues > before { problems.append(EntryReader.loose(name)) }
        }
    }

    private mutating func report(_ fields: Fields, on subject: String) {
        for problem in fields.problems { oddities.append(Finding(.warning, .badValue, subject: subject, problem)) }
    }

    /// Keeps an id that is a word and that a number replaces.
    private func keep(_ id: COCO.EntryID?, in extra: inout [JSONMember]) {
        if case .word(let word)? = id { extra.append(JSONMember(name: "original_id", json: word.json())) }
    }

    /// Whether an object comes; anything else is passed over and reported.
    private mutating func isObject(_ section: String, _ reader: inout JSONReader) throws -> Bool {
        if try reader.kind() == .object { return true }
        let place = reader.error("")
        try reader.skip()
        oddities.append(
            Finding(.warning, .badValue, subject: section, "the entry at line \(place.line) is not an object"))
        return false
    }

    private mutating func leaveOut(_ section: String, at place: JSONReader, lacking members: String) {
        let error = place.error("")
        oddities.append(
            Finding(
                section == "annotations" ? .error : .warning, .leftOut, subject: section,
                "the entry at \(error.line):\(error.column) has no usable \(members) and is left out"))
    }

    mutating func info(_ reader: inout JSONReader) throws -> COCO.Info {
        var info = COCO.Info()
        var fields = Fields()
        try reader.object { reader, name in
            switch name {
            case "description": info.description = try fields.string(name, from: &reader)
            case "version": info.version = try fields.string(name, from: &reader)
            case "url": info.url = try fields.string(name, from: &reader)
            default: try fields.keep(name, from: &reader)
            }
        }
        report(fields, on: "info")
        info.extra = fields.extra
        return info
    }

    mutating func license(_ reader: inout JSONReader) throws -> COCO.License? {
        guard try isObject("licenses", &reader) else { return nil }
        let place = reader
        var (id, license): (Int?, COCO.License) = (nil, COCO.License(id: 0, name: ""))
        var fields = Fields()
        try reader.object { reader, name in
            switch name {
            case "id": id = try fields.integer(name, from: &reader)
            case "name": license.name = try fields.string(name, from: &reader) ?? ""
            case "url": license.url = try fields.string(name, from: &reader)
            default: try fields.keep(name, from: &reader)
            }
        }
        guard let id else {
            leaveOut("licenses", at: place, lacking: "id")
            return nil
        }
        license.id = id
        license.extra = fields.extra
        report(fields, on: "licence \(id)")
        return license
    }

    mutating func category(_ reader: inout JSONReader) throws -> COCO.Category? {
        guard try isObject("categories", &reader) else { return nil }
        let place = reader
        var (id, category): (COCO.EntryID?, COCO.Category) = (nil, COCO.Category(id: 0, name: ""))
        var fields = Fields()
        try reader.object { reader, name in
            switch name {
            case "id": id = try fields.id(name, from: &reader)
            case "name": category.name = try fields.name(name, from: &reader) ?? ""
            case "supercategory": category.supercategory = try fields.string(name, from: &reader)
            case "keypoints":
                category.keypoints = try fields.read(name, "a list of names", from: &reader) { reader in
                    var names: [String] = []
                    try reader.array { reader in names.append(try reader.string()) }
                    return names
                }
            case "skeleton":
                category.skeleton = try fields.read(name, "a list of pairs", from: &reader) { reader in
                    var pairs: [[Int]] = []
                    try reader.array { reader in
                        var pair: [Int] = []
                        try reader.array { reader in pair.append(try reader.integer()) }
                        guard pair.count == 2 else { throw reader.error("expected two whole numbers") }
                        pairs.append(pair)
                    }
                    return pairs
                }
            default: try fields.keep(name, from: &reader)
            }
        }
        guard let id else {
            leaveOut("categories", at: place, lacking: "id")
            return nil
        }
        switch id {
        case .number(let number): category.id = number
        case .word(let word):
            category.id = categoryNumbers[word] ?? Int.min + categoryNumbers.count
            categoryNumbers[word] = category.id
        }
        category.extra = fields.extra
        // A name that is no string is reported, and the name made from it is kept instead.
        category.extra.removeAll { $0.name == "name" }
        report(fields, on: "category \(id)")
        return category
    }

    mutating func image(_ reader: inout JSONReader) throws -> COCO.Image? {
        guard try isObject("images", &reader) else { return nil }
        let place = reader
        var id: COCO.EntryID?
        // 0 where it is not stated, nil where it is no number.
        var (width, height): (Int?, Int?) = (0, 0)
        var (fileName, address): (String?, String?)
        var image = COCO.Image(id: 0, fileName: "", width: 0, height: 0)
        var fields = Fields()
        try reader.object { reader, name in
            switch name {
            case "id": id = try fields.id(name, from: &reader)
            case "coco_url":
                let start = reader
                address = try reader.attempt { try $0.string() }
                var again = start
                try fields.keep(name, from: &again)
            case "file_name": fileName = try fields.string(name, from: &reader)
            case "width": width = try fields.side(name, from: &reader)
            case "height": height = try fields.side(name, from: &reader)
            case "license": image.license = try fields.integer(name, from: &reader)
            case "author": image.author = try fields.string(name, from: &reader)
            case "title": image.title = try fields.string(name, from: &reader)
            case "source": image.source = try fields.string(name, from: &reader)
            case "attributions":
                image.attributions = try fields.ours(name, from: &reader) { reader in
                    var list: [COCO.Attribution] = []
                    try reader.array { reader in list.append(try COCO.Attribution(from: &reader)) }
                    return list
                }
            case "instance_map": image.instanceMap = try fields.string(name, from: &reader)
            case "camera": image.camera = try fields.ours(name, from: &reader) { try COCO.Camera(from: &$0) }
            default: try fields.keep(name, from: &reader)
            }
        }
        guard let number = numbering?.image ?? id?.number, let fileName = fileName ?? address, let width, let height,
            (width == 0) == (height == 0), max(width, height) <= LabelNumber.longestSide
        else {
            if let numbering {
                // The entry's place in this text is not that in the file.
                oddities.append(
                    Finding(
                        .warning, .leftOut, subject: "image \(id.map { "\($0)" } ?? "\(numbering.image)")",
                        "it has no usable file_name, width or height and is left out"))
            } else {
                leaveOut("images", at: place, lacking: "id, file_name, width or height")
            }
            return nil
        }
        (image.id, image.fileName, image.width, image.height) = (number, fileName, width, height)
        image.extra = fields.extra
        keep(id, in: &image.extra)
        report(fields, on: "image \(number)")
        return image
    }

    mutating func annotation(_ reader: inout JSONReader) throws -> COCO.Annotation? {
        guard try isObject("annotations", &reader) else { return nil }
        let place = reader
        defer { annotationCount += 1 }
        var (id, imageID, categoryID): (COCO.EntryID?, COCO.EntryID?, COCO.EntryID?)
        var annotation = COCO.Annotation(id: 0, imageID: 0, categoryID: 0)
        var fields = Fields()
        try reader.object { reader, name in
            switch name {
            case "id": id = try reader.attempt { try COCO.EntryID(from: &$0) }
            case "image_id": imageID = try fields.id(name, from: &reader)
            case "category_id": categoryID = try fields.id(name, from: &reader)
            case "bbox": annotation.box = try fields.box(name, from: &reader)
            case "area": annotation.area = try fields.number(name, from: &reader)
            case "segmentation": annotation.segmentation = try fields.segmentation(name, from: &reader)
            case "iscrowd":
                if try reader.kind() == .boolean {
                    annotation.isCrowd = try reader.boolean()
                    fields.problems.append("iscrowd is \(annotation.isCrowd), neither 0 nor 1")
                } else {
                    let crowd = try fields.integer(name, from: &reader) ?? 0
                    annotation.isCrowd = crowd != 0
                    if !(0...1).contains(crowd) { fields.problems.append("iscrowd is \(crowd), neither 0 nor 1") }
                }
            case "instance_id": annotation.instance = try fields.integer(name, from: &reader)
            case "visibility": annotation.visibility = try fields.number(name, from: &reader)
            case "truncation": annotation.truncation = try fields.number(name, from: &reader)
            case "amodal_bbox": annotation.amodalBox = try fields.box(name, from: &reader)
            case "amodal_segmentation": annotation.amodalSegmentation = try fields.segmentation(name, from: &reader)
            case "pose": annotation.pose = try fields.ours(name, from: &reader) { try COCO.Pose(from: &$0) }
            case "box_3d": annotation.box3D = try fields.ours(name, from: &reader) { try COCO.Box3D(from: &$0) }
            case "corners_2d":
                annotation.corners2D = try fields.ours(name, from: &reader) { try $0.points(count: 8) }
            case "keypoints":
                annotation.keypoints = try fields.read(name, "x, y and 0, 1 or 2 a keypoint", from: &reader) {
                    try [COCO.Keypoint](from: &$0)
                }
            case "text_lines":
                annotation.textLines = try fields.ours(name, from: &reader) { try COCO.TextPart.lines(from: &$0) }
            case "num_keypoints": annotation.keypointCount = try fields.integer(name, from: &reader)
            default: try fields.keep(name, from: &reader)
            }
        }
        let own = numbering.flatMap {
            $0.annotations.indices.contains(annotationCount) ? $0.annotations[annotationCount] : nil
        }
        guard let number = own ?? id?.number, let image = numbering?.image ?? imageID?.number,
            let category = categoryID.flatMap({ $0.number(in: numbering?.categories ?? categoryNumbers) })
        else {
            leaveOut("annotations", at: place, lacking: "id, image_id or category_id")
            return nil
        }
        (annotation.id, annotation.imageID, annotation.categoryID) = (number, image, category)
        annotation.extra = fields.extra
        keep(id, in: &annotation.extra)
        report(fields, on: "annotation \(number)")
        if let problem = annotation.wildNumber {
            oddities.append(
                Finding(.error, .leftOut, subject: "annotation \(number)", "\(problem); it is left out"))
            return nil
        }
        return annotation
    }
}

extension COCO {
    /// The id of an entry: a whole number, as in COCO, also one in quotes; or a word, as some tools write.
    enum EntryID: Hashable, CustomStringConvertible {
        case number(Int)
        case word(String)

        init(from reader: inout JSONReader) throws {
            if try reader.kind() == .string {
                let text = try reader.string()
                self = Int(text).map(Self.number) ?? .word(text)
            } else {
                self = .number(try reader.integer())
            }
        }

        var number: Int? { number(in: [:]) }

        func number(in words: [String: Int]) -> Int? {
            switch self {
            case .number(let number): number
            case .word(let word): words[word]
            }
        }

        var description: String {
            switch self {
            case .number(let number): String(number)
            case .word(let word): "“\(word)”"
            }
        }
    }
}

extension COCO.Segmentation {
    /// Reads any of the three forms.
    fileprivate init(from reader: inout JSONReader) throws {
        guard try reader.kind() == .object else {
            var rings: [[Double]] = []
            try reader.array { reader in
                var ring: [Double] = []
                try reader.array { reader in ring.append(try reader.finite()) }
                rings.append(ring)
            }
            self = .polygons(rings)
            return
        }
        var size: [Int] = []
        var text: String?
        var counts: [Int]?
        try reader.object { reader, name in
            switch name {
            case "size": try reader.array { reader in size.append(try reader.integer()) }
            case "counts" where try reader.kind() == .string: text = try reader.string()
            case "counts":
                var list: [Int] = []
                try reader.array { reader in list.append(try reader.integer()) }
                counts = list
            default: try reader.skip()
            }
        }
        guard size.count == 2 else { throw reader.error("expected a size of two whole numbers") }
        if let text {
            self = .compressed(height: size[0], width: size[1], counts: text)
        } else if let counts {
            self = .counts(height: size[0], width: size[1], counts: counts)
        } else {
            throw reader.error("run lengths need counts")
        }
    }
}
