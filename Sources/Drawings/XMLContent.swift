/// The content of an XML document: its elements with their attributes, and the text between them, with the document's
/// own entities filled in.
///
/// It checks little: the parser of the renderer reports text that is not well formed.
struct XMLContent {
    struct Attribute {
        /// The name as it is written, with a prefix if it has one.
        let name: String
        let value: String
        /// The place of the value in the document, quotes included; nil within an entity's text.
        let place: Range<Int>?
    }

    enum Event {
        case start(String, [Attribute])
        case end
        /// The whole text between two tags.
        case text(String)
        /// A processing instruction, without its brackets.
        case instruction(String)
    }

    enum Failure: Error {
        case unknownEntity(String)
        /// The entities expand to more than a sound document holds, or refer to each other in a circle.
        case endless
    }

    private(set) var events: [Event] = []
    /// The entities by name, with the text between their quotes.
    private let entities: [String: String]
    private var text = ""
    private var expandedBytes = 0

    private static let mostExpandedBytes = 1 << 24
    private static let deepest = 16
    private static let predefined = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]

    init(_ bytes: [UInt8], entities: [String: String]) throws(Failure) {
        self.entities = entities
        try read(bytes, depth: 0)
        endText()
    }

    private mutating func read(_ bytes: [UInt8], depth: Int) throws(Failure) {
        guard depth <= Self.deepest else { throw .endless }
        var scanner = XMLScanner(bytes)
        while !scanner.isAtEnd {
            let open = scanner.find("<") ?? bytes.count
            try readText(bytes[scanner.at..<open], depth: depth)
            scanner.at = open
            guard !scanner.isAtEnd else { return }
            if scanner.starts("<?") {
                endText()
                let start = open + 2
                _ = scanner.skipMarkup()
                events.append(.instruction(String(decoding: bytes[start..<max(start, scanner.at - 2)], as: UTF8.self)))
            } else if scanner.skipMarkup() {
                continue
            } else if scanner.starts("<![CDATA[") {
                scanner.at += "<![CDATA[".utf8.count
                let end = scanner.find("]]>") ?? bytes.count
                text += String(decoding: bytes[scanner.at..<end], as: UTF8.self)
                scanner.at = min(bytes.count, end + 3)
            } else if scanner.starts("<!DOCTYPE") {
                scanner.skipDoctype { _, _ in }
            } else if scanner.starts("</") {
                endText()
                events.append(.end)
                scanner.at = scanner.find(">").map { $0 + 1 } ?? bytes.count
            } else {
                endText()
                scanner.at += 1
                let name = scanner.name()
                var attributes: [Attribute] = []
                while let (name, literal) = scanner.attribute() {
                    let value = try expanded(bytes[literal.dropFirst().dropLast()], depth: depth)
                    attributes.append(Attribute(name: name, value: value, place: depth == 0 ? literal : nil))
                }
                events.append(.start(name, attributes))
                scanner.at = scanner.find(">").map { $0 + 1 } ?? bytes.count
                if scanner.at >= 2, bytes[scanner.at - 2] == UInt8(ascii: "/") { events.append(.end) }
            }
        }
    }

    private mutating func endText() {
        if !text.isEmpty { events.append(.text(text)) }
        text = ""
    }

    /// Text between tags: an entity in it may hold elements.
    private mutating func readText(_ bytes: ArraySlice<UInt8>, depth: Int) throws(Failure) {
        for piece in Self.pieces(bytes) {
            switch piece {
            case .plain(let plain): text += plain
            case .entity(let name):
                let replacement = Array(try replacement(name).utf8)
                try read(replacement, depth: depth + 1)
            }
        }
    }

    /// An attribute's value, in which entities are only text.
    private mutating func expanded(_ bytes: ArraySlice<UInt8>, depth: Int) throws(Failure) -> String {
        guard depth <= Self.deepest else { throw .endless }
        var value = ""
        for piece in Self.pieces(bytes) {
            switch piece {
            case .plain(let plain): value += plain
            case .entity(let name):
                let replacement = Array(try replacement(name).utf8)
                value += try expanded(replacement[...], depth: depth + 1)
            }
        }
        return value
    }

    private mutating func replacement(_ name: String) throws(Failure) -> String {
        guard let text = entities[name] else { throw .unknownEntity(name) }
        expandedBytes += text.utf8.count
        guard expandedBytes <= Self.mostExpandedBytes else { throw .endless }
        return text
    }

    private enum Piece {
        case plain(String)
        case entity(String)
    }

    /// Text with its character references filled in, and the names of the entities between.
    private static func pieces(_ bytes: ArraySlice<UInt8>) -> [Piece] {
        var (pieces, plain) = ([Piece](), [UInt8]())
        var rest = bytes
        while let ampersand = rest.firstIndex(of: UInt8(ascii: "&")),
            let end = rest[ampersand...].firstIndex(of: UInt8(ascii: ";"))
        {
            plain += rest[rest.startIndex..<ampersand]
            let name = String(decoding: rest[(ampersand + 1)..<end], as: UTF8.self)
            if let known = predefined[name] ?? character(name) {
                plain += known.utf8
            } else {
                pieces += [.plain(String(decoding: plain, as: UTF8.self)), .entity(name)]
                plain = []
            }
            rest = rest[(end + 1)...]
        }
        return pieces + [.plain(String(decoding: plain + rest, as: UTF8.self))]
    }

    /// The character of `#64` and `#x40`.
    private static func character(_ name: String) -> String? {
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let number = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return number.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
    }
}
