import Cards
import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// XML of labels, element by element: the one way to read it, for every format.
///
/// A format's reader is a subclass that takes the elements it needs from `begin` and `end`. Prefixes of names are
/// removed; external entities are not read.
class XMLElements: NSObject, XMLParserDelegate {
    /// The names of the elements that have begun and not ended, the outermost first.
    private(set) final var path: [String] = []
    private var text = ""
    private var root: String?
    /// The line where the text first stops being XML.
    private var brokenLine: Int?

    /// An element begins; `path` holds it.
    ///
    /// - Parameter line: from 1.
    func begin(_ name: String, _ attributes: [String: String], line: Int) {}

    /// An element ends; `path` still holds it.
    ///
    /// - Parameter content: its text after the last element in it, without white space at its ends.
    func end(_ name: String, _ content: String) {}

    /// Reads a file's bytes, in the encoding that they declare.
    /// - Parameter wanted: the name of the outermost element.
    /// - Returns: the place where the text stops being such XML, and the doubt about its encoding.
    final func read(
        _ bytes: [UInt8], root wanted: String
    ) -> (error: (line: Int, problem: String)?, doubt: String?) {
        let (text, doubt): (String, String?)
        do throws(TextError) { (text, doubt) = try EncodedText.decode(xml: bytes) } catch {
            return ((error.line, error.problem), nil)
        }
        let parser = XMLParser(data: Data(text.utf8))
        parser.shouldResolveExternalEntities = false
        parser.shouldProcessNamespaces = true
        parser.delegate = self
        // The parser accepts a text that is cut short.
        let isWhole = parser.parse() && path.isEmpty
        if let line = brokenLine ?? (isWhole ? nil : parser.lineNumber) {
            return ((max(line, 1), "this is not valid XML, or it is cut short"), doubt)
        }
        return (root == wanted ? nil : (1, "its outermost element is not <\(wanted)>"), doubt)
    }

    /// Whether a file begins with such an element, in any encoding.
    static func looksLike(_ root: String, _ path: String) throws -> Bool {
        let start = try OpenFile(path, flags: O_RDONLY, action: "cannot read").read(count: 4096, at: 0)
        let text = String(decoding: start.filter { $0 != 0 }, as: UTF8.self)
        return text.matches(of: #/<(?:\w+:)?(\w+)[\s>]/#).contains { $0.output.1 == root }
    }

    // MARK: - XMLParserDelegate

    final func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        if path.isEmpty { root = root ?? name }
        path.append(name)
        text = ""
        begin(name, attributes, line: parser.lineNumber)
    }

    final func parser(_ parser: XMLParser, parseErrorOccurred parseError: any Error) {
        brokenLine = brokenLine ?? parser.lineNumber
    }

    final func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    final func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        end(name, text.trimmingCharacters(in: .whitespacesAndNewlines))
        path.removeLast()
        text = ""
    }
}

extension String {
    /// The text as the content of an XML element. U+FFFD stands for characters that XML 1.0 cannot hold (section 2.2).
    var escapedForXML: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            // Readers treat a carriage return as the end of a line.
            case "\r": escaped += "&#13;"
            case "\t", "\n": escaped.unicodeScalars.append(scalar)
            case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
