/// A drawing's elements with their nesting.
///
/// It checks nothing: the parser of the renderer reports text that is not well formed.
struct SVGTree {
    struct Element {
        /// The name without its prefix.
        let name: String
        /// The name as it is written.
        let written: String
        /// Whether it belongs to SVG's own vocabulary; other elements are not drawn.
        let isSVG: Bool
        let attributes: [XMLContent.Attribute]
        let parent: Int?
        /// The element with the facts that selectors use.
        let node: CSS.Node
        fileprivate(set) var children: [Int] = []
        /// The runs of text between its tags and its children's.
        fileprivate(set) var texts: [String] = []
        /// Its children and the runs of text between them, in their order.
        fileprivate(set) var content: [Content] = []

        enum Content {
            case element(Int)
            case text(String)
        }

        func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }

        /// The target of its reference. The newer name of the two wins.
        var reference: XMLContent.Attribute? {
            attributes.first { $0.name == "href" } ?? attributes.first { $0.name.hasSuffix(":href") }
        }
    }

    /// The elements in the order of the document: the first is the outermost.
    private(set) var elements: [Element] = []
    /// The first element of each id.
    private var places: [String: Int] = [:]

    /// The depth above which librsvg's parser refuses a document.
    private static let deepest = 256

    init(_ events: [XMLContent.Event]) {
        var open: [Int] = []
        // The number of open elements that are too deep to be read.
        var ignored = 0
        // The vocabulary of each prefix, for each open element.
        var vocabularies: [[String: String]] = [[:]]
        for event in events {
            switch event {
            case .start(let written, let attributes):
                guard open.count < Self.deepest, ignored == 0 else {
                    ignored += 1
                    continue
                }
                var named = vocabularies[vocabularies.count - 1]
                for attribute in attributes where attribute.name == "xmlns" || attribute.name.hasPrefix("xmlns:") {
                    named[String(attribute.name.dropFirst("xmlns:".count))] = attribute.value
                }
                vocabularies.append(named)
                let parts = written.split(separator: ":", maxSplits: 1)
                let (prefix, name) = parts.count == 2 ? (String(parts[0]), String(parts[1])) : ("", written)
                // The outermost element is an <svg>, whatever the name of its vocabulary.
                let isSVG = elements.isEmpty || elements[0].isSVG && named[prefix] == own
                if elements.isEmpty { own = named[prefix] }
                let element = Element(
                    name: name, written: written, isSVG: isSVG, attributes: attributes, parent: open.last,
                    node: CSS.Node(name: name, attributes))
                if let parent = open.last {
                    elements[parent].children.append(elements.count)
                    elements[parent].content.append(.element(elements.count))
                }
                if let id = element.node.id, places[id] == nil { places[id] = elements.count }
                open.append(elements.count)
                elements.append(element)
            case .end:
                if ignored > 0 {
                    ignored -= 1
                } else if open.popLast() != nil {
                    vocabularies.removeLast()
                }
            case .text(let text):
                guard let parent = open.last, ignored == 0 else { continue }
                elements[parent].texts.append(text)
                elements[parent].content.append(.text(text))
            case .instruction: break
            }
        }
    }

    /// The vocabulary of the outermost element.
    private var own: String?

    /// The element that `#id` refers to.
    func element(at address: String) -> Int? {
        address.hasPrefix("#") ? places[String(address.dropFirst())] : nil
    }

    /// The nodes from the outermost element to this one.
    func path(to index: Int) -> [CSS.Node] {
        var (path, next) = ([CSS.Node](), Int?(index))
        while let place = next {
            path.append(elements[place].node)
            next = elements[place].parent
        }
        return path.reversed()
    }

    /// All text in an element and in the elements within it. These directly follow the element.
    func text(in index: Int) -> String {
        let within = elements[(index + 1)...].prefix { ($0.parent ?? -1) >= index }
        return ([elements[index]] + within).map { $0.texts.joined() }.joined()
    }
}

extension CSS.Node {
    fileprivate init(name: String, _ attributes: [XMLContent.Attribute]) {
        self.init(
            name: name, id: attributes.first { $0.name == "id" }?.value,
            classes: Set(
                (attributes.first { $0.name == "class" }?.value ?? "").split(whereSeparator: \.isWhitespace)
                    .map(String.init)))
    }
}
