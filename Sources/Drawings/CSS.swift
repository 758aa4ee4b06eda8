import Foundation

/// The part of CSS that decides which font a drawing's text has and which files it draws from: the declarations of
/// `style` attributes, and style sheets with selectors of elements, classes, ids and their ancestors. Rules with other
/// selectors are kept unread.
///
/// After "Cascading Style Sheets Level 2 Revision 1", W3C (2011), chapters 4 to 6; like librsvg, it skips rules of
/// media and fonts.
enum CSS {
    struct Declaration {
        let name: String
        let value: String
        let isImportant: Bool

        /// The families of a `font-family` or a `font` that names some.
        var families: [String]? {
            switch name {
            case "font-family": CSS.families(value)
            case "font": CSS.families(ofFont: value)
            default: nil
            }
        }
    }

    /// `name: value; …`.
    static func declarations(_ text: String) -> [Declaration] {
        split(withoutComments(text), at: ";").compactMap { entry in
            guard let colon = entry.firstIndex(of: ":") else { return nil }
            var value = String(entry[entry.index(after: colon)...]).trimmingSpace
            let isImportant = value.lowercased().hasSuffix("!important")
            if isImportant { value = String(value.dropLast("!important".count)).trimmingSpace }
            return Declaration(
                name: String(entry[..<colon]).trimmingSpace.lowercased(), value: value, isImportant: isImportant)
        }
    }

    /// The families of a `font-family`, without their quotes.
    static func families(_ list: String) -> [String] {
        split(list, at: ",").map { $0.trimmingSpace.unquoted }.filter { !$0.isEmpty }
    }

    /// The families at the end of a `font`, behind its size; nil where it has none.
    static func families(ofFont value: String) -> [String]? {
        // The line height behind the size belongs to the size.
        var rest = value.replacing(#/\s*\/\s*/#, with: "/")[...]
        while let start = rest.firstIndex(where: { !$0.isWhitespace }) {
            let end = rest[start...].firstIndex(where: \.isWhitespace) ?? rest.endIndex
            let word = rest[start..<end]
            rest = rest[end...]
            // A number alone is a weight.
            let isSize = word.first.map { $0.isNumber || $0 == "." } == true && Double(word) == nil
            guard isSize || sizes.contains(word.lowercased()) else { continue }
            let families = families(String(rest))
            return families.isEmpty ? nil : families
        }
        return nil
    }

    private static let sizes: Set<String> = [
        "xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large", "larger", "smaller",
    ]

    /// The targets of the `url(…)`s of a value.
    static func addresses(in value: String) -> [String] {
        var (addresses, rest) = ([String](), value[...])
        while let open = rest.range(of: "url(", options: .caseInsensitive),
            let close = rest[open.upperBound...].firstIndex(of: ")")
        {
            addresses.append(String(rest[open.upperBound..<close]).trimmingSpace.unquoted)
            rest = rest[rest.index(after: close)...]
        }
        return addresses
    }

    // MARK: - Sheets

    struct Sheet {
        var rules: [Rule] = []
        /// The targets of `@import`.
        var imports: [String] = []
        /// The names of the fonts that the sheet brings along.
        var broughtFamilies: [String] = []
        var unread: [UnreadRule] = []
    }

    /// A rule whose elements `Selector` cannot describe.
    struct UnreadRule {
        let selector: String
        let declarations: [Declaration]
    }

    struct Rule {
        let selector: Selector
        let declarations: [Declaration]
    }

    static func sheet(_ text: String) -> Sheet {
        var sheet = Sheet()
        var rest = withoutComments(text).replacing("<!--", with: "").replacing("-->", with: "")[...]
        while let start = rest.firstIndex(where: { !$0.isWhitespace }) {
            rest = rest[start...]
            let end = rest.firstIndex { $0 == "{" || $0 == ";" } ?? rest.endIndex
            let head = String(rest[..<end]).trimmingSpace
            guard end < rest.endIndex, rest[end] == "{" else {
                if head.lowercased().hasPrefix("@import") {
                    let words = String(head.dropFirst("@import".count)).trimmingSpace
                    sheet.imports.append(addresses(in: words).first ?? words.unquoted)
                }
                rest = end < rest.endIndex ? rest[rest.index(after: end)...] : rest[end...]
                continue
            }
            let close = closing(rest, from: end)
            let body = String(rest[rest.index(after: end)..<close])
            rest = close < rest.endIndex ? rest[rest.index(after: close)...] : rest[close...]
            let declarations = declarations(body)
            guard !head.hasPrefix("@") else {
                if head.lowercased() == "@font-face" {
                    sheet.broughtFamilies += declarations.compactMap(\.families).joined()
                }
                continue
            }
            for text in split(head, at: ",") {
                if let selector = Selector(text) {
                    sheet.rules.append(Rule(selector: selector, declarations: declarations))
                } else {
                    sheet.unread.append(UnreadRule(selector: text.trimmingSpace, declarations: declarations))
                }
            }
        }
        return sheet
    }

    /// The end of the block that opens at a place.
    private static func closing(_ text: Substring, from open: String.Index) -> String.Index {
        var (depth, place) = (0, open)
        while place < text.endIndex {
            if text[place] == "{" { depth += 1 }
            if text[place] == "}" { depth -= 1 }
            if depth == 0 { return place }
            place = text.index(after: place)
        }
        return text.endIndex
    }

    private static func withoutComments(_ text: String) -> String {
        var (kept, rest) = ("", text[...])
        while let open = rest.range(of: "/*") {
            kept += rest[..<open.lowerBound] + " "
            rest = rest[(rest[open.upperBound...].range(of: "*/")?.upperBound ?? rest.endIndex)...]
        }
        return kept + rest
    }

    /// The parts between a character, except within quotes and parentheses.
    private static func split(_ text: String, at separator: Character) -> [String] {
        var (parts, part, quote, depth) = ([String](), "", Character?.none, 0)
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "(" {
                depth += 1
            } else if character == ")" {
                depth -= 1
            } else if character == separator, depth <= 0 {
                parts.append(part)
                part = ""
                continue
            }
            part.append(character)
        }
        return parts + [part]
    }
}

extension CSS {
    /// An element with the facts that selectors use.
    struct Node {
        let name: String
        let id: String?
        let classes: Set<String>
    }

    /// The elements that a rule is for: `g.label text`. Nil for selectors of other kinds, whose rules are skipped.
    struct Selector {
        /// The parts of the selector. The last is the element's own; the others are ancestors.
        private let compounds: [(simple: Compound, isParentOfNext: Bool)]

        private struct Compound {
            var name: String?
            var ids: Set<String> = []
            var classes: Set<String> = []

            init?(_ text: Substring) {
                var rest = text
                let head = rest.prefix { $0 != "." && $0 != "#" }
                guard !text.contains(where: { "[]:+~\\".contains($0) }) else { return nil }
                if !head.isEmpty, head != "*" { name = String(head) }
                rest = rest[head.endIndex...]
                while let kind = rest.first {
                    let word = rest.dropFirst().prefix { $0 != "." && $0 != "#" }
                    guard !word.isEmpty else { return nil }
                    if kind == "." { classes.insert(String(word)) } else { ids.insert(String(word)) }
                    rest = rest[word.endIndex...]
                }
            }

            func matches(_ node: Node) -> Bool {
                (name == nil || name == node.name) && ids.allSatisfy { $0 == node.id }
                    && classes.isSubset(of: node.classes)
            }
        }

        init?(_ text: String) {
            var compounds: [(Compound, Bool)] = []
            for word in text.replacing(">", with: " > ").split(whereSeparator: \.isWhitespace) {
                if word == ">" {
                    guard !compounds.isEmpty else { return nil }
                    compounds[compounds.count - 1].1 = true
                } else {
                    guard let compound = Compound(word) else { return nil }
                    compounds.append((compound, false))
                }
            }
            guard let last = compounds.last, !last.1 else { return nil }
            self.compounds = compounds
        }

        /// The number of ids, classes and names, weighted so that ids come first.
        var specificity: Int {
            compounds.reduce(0) { sum, compound in
                let simple = compound.simple
                return sum + simple.ids.count << 20 + simple.classes.count << 10 + (simple.name == nil ? 0 : 1)
            }
        }

        /// - Parameter path: the nodes from the root to the element.
        func matches(_ path: [Node]) -> Bool { matches(path[...], compounds[...]) }

        private func matches(
            _ path: ArraySlice<Node>, _ compounds: ArraySlice<(simple: Compound, isParentOfNext: Bool)>
        )
            -> Bool
        {
            guard let own = compounds.last else { return true }
            guard let node = path.last, own.simple.matches(node) else { return false }
            let (ancestors, rest) = (path.dropLast(), compounds.dropLast())
            guard let next = rest.last else { return true }
            if next.isParentOfNext { return matches(ancestors, rest) }
            return (ancestors.startIndex...ancestors.endIndex).contains { matches(ancestors[..<$0], rest) }
        }
    }
}

extension String {
    var trimmingSpace: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// The text without quotes around it, if there are any.
    fileprivate var unquoted: String {
        guard count >= 2, let first, first == last, first == "\"" || first == "'" else { return self }
        return String(dropFirst().dropLast())
    }
}
