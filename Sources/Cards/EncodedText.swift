import CIconv
import Foundation

/// Where a text breaks the encoding that it claims, and what to do.
package struct TextError: Error, Hashable, CustomStringConvertible {
    /// The line, from 1.
    package var line: Int
    package var problem: String

    package var description: String { "line \(line): \(problem)" }
}

/// The text of files in any encoding.
///
/// A text that claims UTF-8, or claims nothing, has to be UTF-8: a byte that is not UTF-8 is refused with its place,
/// since class names would be garbled. UTF-16 and UTF-32 are recognised by their byte order mark. An XML declaration
/// names further encodings, which the C library converts (GBK, Shift_JIS, ISO-8859-1, windows-1252 …).
package enum EncodedText {
    /// A text file: UTF-8 with or without a byte order mark, or UTF-16 or UTF-32 with one.
    package static func decode(_ bytes: [UInt8]) throws(TextError) -> String {
        if let mark = ByteOrderMark(of: bytes) {
            return try converted(bytes[mark.length...], from: mark.encoding, named: mark.encoding)
        }
        return try utf8(bytes[...], instead: "; save the file as UTF-8")
    }

    /// A text in an encoding that its user names; a byte order mark wins over it.
    package static func decode(_ bytes: [UInt8], as encoding: String) throws(TextError) -> String {
        guard ByteOrderMark(of: bytes) == nil, !["utf-8", "utf8"].contains(encoding.lowercased()) else {
            if ByteOrderMark(of: bytes) == nil {
                return try utf8(bytes[...], instead: "; save the file as UTF-8, or give the “encoding” that it has")
            }
            return try decode(bytes)
        }
        guard encoding.wholeMatch(of: /[A-Za-z0-9._:-]+/) != nil else {
            throw TextError(line: 1, problem: "“\(encoding)” is the name of no encoding")
        }
        return try converted(bytes[...], from: encoding, named: encoding, claim: .named)
    }

    /// Who says in which encoding a text is, for messages.
    private enum Claim {
        /// The file itself.
        case declared
        /// Its user.
        case named

        var unknown: String { self == .declared ? "it declares the encoding" : "“encoding” is" }
        var broken: String { self == .declared ? "which the file declares" : "which “encoding” says" }
        var remedy: String { self == .declared ? ": mend its declaration" : "" }
    }

    /// An XML file without its declaration; the line breaks of the declaration stay.
    package static func decode(xml bytes: [UInt8]) throws(TextError) -> (text: String, doubt: String?) {
        let declared = declaredEncoding(bytes)
        var text: String
        var doubt: String?
        if let mark = ByteOrderMark(of: bytes) ?? ByteOrderMark(ofXML: bytes) {
            text = try converted(bytes[mark.length...], from: mark.encoding, named: mark.encoding)
        } else if let declared, !isUnicode(declared) {
            text = try converted(bytes[...], from: declared, named: declared)
            if bytes.contains(where: { $0 >= 0x80 }), let other = String(validating: bytes, as: UTF8.self),
                other != text
            {
                doubt =
                    "its text is read as \(declared), which it declares; it is valid UTF-8 as well, so check that "
                    + "the names are right"
            }
        } else {
            // A text whose declaration can be read byte by byte is not UTF-16, whatever the declaration says.
            let claim =
                declared == nil ? "it declares no encoding, so it has to be UTF-8" : "it declares \(declared ?? "")"
            text = try utf8(bytes[...], instead: "; \(claim): declare the encoding that it has, or save it as UTF-8")
        }
        // With its declaration the parser would decode the text once more.
        if text.hasPrefix("<?xml"), let end = text.range(of: "?>") {
            let breaks = text[..<end.upperBound].unicodeScalars.count { $0 == "\n" }
            text.replaceSubrange(..<end.upperBound, with: String(repeating: "\n", count: breaks))
        }
        return (text, doubt)
    }

    private static func isUnicode(_ name: String) -> Bool {
        ["utf-8", "utf8", "utf-16", "utf16", "utf-16le", "utf-16be", "ucs-2", "iso-10646-ucs-2", "unicode"].contains(
            name.lowercased())
    }

    /// The encoding that an XML declaration names, where it can be read byte by byte.
    private static func declaredEncoding(_ bytes: [UInt8]) -> String? {
        guard bytes.starts(with: "<?xml".utf8) else { return nil }
        let start = bytes.prefix(512)
        guard let end = start.firstIndex(of: UInt8(ascii: ">")) else { return nil }
        let declaration = String(decoding: start[..<end], as: UTF8.self)
        guard let match = declaration.firstMatch(of: #/encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']/#) else { return nil }
        return String(match.1)
    }

    private static func utf8(_ bytes: ArraySlice<UInt8>, instead: String) throws(TextError) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        let place = firstInvalid(bytes)
        throw error(at: place, in: bytes, "is not UTF-8" + instead)
    }

    private static func error(at index: Int, in bytes: ArraySlice<UInt8>, _ problem: String) -> TextError {
        let line = bytes[..<index].count { $0 == UInt8(ascii: "\n") } + 1
        let value = index < bytes.endIndex ? String(bytes[index], radix: 16, uppercase: true) : "?"
        return TextError(line: line, problem: "byte \(index) (0x\(value)) \(problem)")
    }

    /// The index of the first byte that is not UTF-8.
    package static func firstInvalid(_ bytes: ArraySlice<UInt8>) -> Int {
        var place = bytes.startIndex
        var decoder = UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let scalar): place += scalar.count
            case .error, .emptyInput: return place
            }
        }
    }

    /// - Parameter encoding: a name of letters, digits and `._:-` alone.
    private static func converted(
        _ bytes: ArraySlice<UInt8>, from encoding: String, named name: String, claim: Claim = .declared
    ) throws(TextError) -> String {
        guard let converter = iconv_open("UTF-8", encoding), Int(bitPattern: converter) != -1 else {
            throw TextError(
                line: 1, problem: "\(claim.unknown) \(name), which is not known here; save it as UTF-8")
        }
        defer { iconv_close(converter) }
        var source = bytes.map { CChar(bitPattern: $0) }
        var text: [UInt8] = []
        var buffer = [CChar](repeating: 0, count: 4096)
        let consumed = source.withUnsafeMutableBufferPointer { source -> Int in
            var next = source.baseAddress
            var left = source.count
            while left > 0 {
                let (result, made) = buffer.withUnsafeMutableBufferPointer { buffer -> (Int, Int) in
                    var place = buffer.baseAddress
                    var room = buffer.count
                    let result = iconv(converter, &next, &left, &place, &room)
                    return (result, buffer.count - room)
                }
                text += buffer[..<made].map { UInt8(bitPattern: $0) }
                if result == -1, errno != E2BIG { break }
            }
            return source.count - left
        }
        guard consumed == bytes.count else {
            let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
            throw error(
                at: bytes.startIndex + consumed, in: bytes,
                "is not \(name), \(claim.broken)" + (isUTF8 ? "; the file is UTF-8\(claim.remedy)" : ""))
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// The mark at the beginning of some texts.
package struct ByteOrderMark {
    /// The encoding's name for `iconv`.
    package let encoding: String
    /// The length in bytes.
    package let length: Int

    package init?(of bytes: some Collection<UInt8>) {
        let marks: [(String, [UInt8])] = [
            ("UTF-8", [0xEF, 0xBB, 0xBF]), ("UTF-32LE", [0xFF, 0xFE, 0, 0]), ("UTF-32BE", [0, 0, 0xFE, 0xFF]),
            ("UTF-16LE", [0xFF, 0xFE]), ("UTF-16BE", [0xFE, 0xFF]),
        ]
        guard let (encoding, mark) = marks.first(where: { bytes.starts(with: $0.1) }) else { return nil }
        self.encoding = encoding
        length = mark.count
    }

    /// XML without a mark shows its byte order by its first bracket: XML 1.0, appendix F.
    init?(ofXML bytes: [UInt8]) {
        if bytes.starts(with: [0x3C, 0, 0x3F, 0]) || bytes.starts(with: [0x3C, 0, 0x61, 0]) {
            encoding = "UTF-16LE"
        } else if bytes.starts(with: [0, 0x3C, 0, 0x3F]) || bytes.starts(with: [0, 0x3C, 0, 0x61]) {
            encoding = "UTF-16BE"
        } else {
            return nil
        }
        length = 0
    }
}
