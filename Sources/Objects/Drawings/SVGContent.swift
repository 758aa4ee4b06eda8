import Foundation
import Pipelines

/// What a drawing shows besides its shapes: text in fonts, and pictures and other files that it refers to.
///
/// librsvg draws text in whatever font there is, and passes over what it may not open: neither is reported. So both are
/// looked up here, with the drawing's parameters filled in. What `display: none` hides is not looked at.
struct SVGContent {
    /// A picture that an `<image>` or `<feImage>` shows.
    struct Picture {
        let address: String
        /// Of the address in the document, quotes included; nil within an entity's text.
        let place: Range<Int>?
    }

    private(set) var pictures: [Picture] = []
    private(set) var problems: [ObjectError] = []
    private let file: String
    private let sheets: [CSS.Sheet]

    /// What an element hands down to those within it.
    private struct State {
        /// The names from the root to here, for selectors.
        var path: [CSS.Node] = []
        var families: [String] = []
        var isText = false
        var isHidden = false
    }

    /// - Parameters:
    ///   - root: the name of the outermost element, `svg` with a prefix if it has one.
    ///   - file: of the drawing, for messages.
    init(_ events: [XMLContent.Event], root: String, file: String) {
        self.file = file
        let prefix = root.contains(":") ? root.split(separator: ":")[0] + ":" : ""
        sheets = SVGContent.sheets(events, prefix: String(prefix))
        for address in sheets.flatMap(\.imports) { refuse(address, by: "its style sheet's @import") }
        for rule in sheets.flatMap(\.rules) { lookAtAddresses(rule.declarations) }
        var stack = [State()]
        for event in events {
            switch event {
            case .start(let name, let attributes):
                stack.append(enter(name, attributes, prefix: String(prefix), stack[stack.count - 1]))
            case .end: if stack.count > 1 { stack.removeLast() }
            case .text(let text): lookAt(text, stack[stack.count - 1])
            case .instruction(let words):
                // It may name a file by any of XML's quotes.
                if words.hasPrefix("xml-stylesheet"), let at = words.range(of: "href=")?.upperBound {
                    let quote = words[at...].first
                    refuse(String(words[at...].dropFirst().prefix { $0 != quote }), by: "<?xml-stylesheet?>")
                }
            }
        }
    }

    private static func sheets(_ events: [XMLContent.Event], prefix: String) -> [CSS.Sheet] {
        var (sheets, isStyle) = ([CSS.Sheet](), false)
        for event in events {
            switch event {
            case .start(let name, _): isStyle = name == prefix + "style"
            case .text(let text): if isStyle { sheets.append(CSS.sheet(text)) }
            case .end: isStyle = false
            case .instruction: break
            }
        }
        return sheets
    }

    /// Elements whose text is not drawn.
    private static let unseen: Set<String> = ["title", "desc", "metadata", "style", "script", "foreignObject"]
    /// Properties whose `url(…)` is drawn.
    private static let drawn: Set<String> = [
        "fill", "stroke", "filter", "mask", "clip-path", "marker", "marker-start", "marker-mid", "marker-end",
    ]

    private mutating func enter(
        _ name: String, _ attributes: [XMLContent.Attribute], prefix: String, _ outer: State
    ) -> State {
        var state = outer
        guard name.hasPrefix(prefix), !name.dropFirst(prefix.count).contains(":") else {
            // Another vocabulary's, which is not drawn, but for what brings other files in.
            if name.hasSuffix(":include"), let address = attributes.first(where: { $0.name == "href" }) {
                refuse(address.value, by: "<\(name)>")
            }
            state.isHidden = true
            return state
        }
        let name = String(name.dropFirst(prefix.count))
        func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
        state.path.append(
            CSS.Node(
                name: name, id: attribute("id"),
                classes: Set((attribute("class") ?? "").split(whereSeparator: \.isWhitespace).map(String.init))))
        let style = CSS.declarations(attribute("style") ?? "")
        let own = attributes.map { CSS.Declaration(name: $0.name, value: $0.value, isImportant: false) }
        for declaration in cascade(own.filter { $0.name != "font" }, style, state.path) {
            apply(declaration, to: &state)
        }
        if Self.unseen.contains(name) { state.isHidden = true }
        if name == "text" { state.isText = true }
        guard !state.isHidden else { return state }

        lookAtAddresses(own + style)
        // The newer name of the two wins.
        guard
            let reference = attributes.first(where: { $0.name == "href" })
                ?? attributes.first(where: { $0.name.hasSuffix(":href") })
        else { return state }
        let address = reference.value.trimmingSpace
        switch name {
        case "a", "script": break
        case "image", "feImage":
            if name == "feImage", address.hasPrefix("#") { break }
            pictures.append(Picture(address: address, place: reference.place))
        default: if !address.hasPrefix("#") { refuse(address, by: "<\(name)>") }
        }
        return state
    }

    /// Everything that is declared for an element, what counts most last.
    private func cascade(
        _ attributes: [CSS.Declaration], _ style: [CSS.Declaration], _ path: [CSS.Node]
    ) -> [CSS.Declaration] {
        let ruled = sheets.flatMap(\.rules).filter { $0.selector.matches(path) }.enumerated()
            .sorted { ($0.element.selector.specificity, $0.offset) < ($1.element.selector.specificity, $1.offset) }
            .flatMap(\.element.declarations)
        return attributes + ruled.filter { !$0.isImportant } + style.filter { !$0.isImportant }
            + ruled.filter(\.isImportant) + style.filter(\.isImportant)
    }

    private func apply(_ declaration: CSS.Declaration, to state: inout State) {
        switch declaration.name {
        case "font-family" where declaration.value != "inherit":
            state.families = CSS.families(declaration.value)
        case "font":
            if let families = CSS.families(ofFont: declaration.value) { state.families = families }
        case "display" where declaration.value == "none": state.isHidden = true
        default: break
        }
    }

    private mutating func lookAtAddresses(_ declarations: [CSS.Declaration]) {
        for declaration in declarations where Self.drawn.contains(declaration.name) {
            for address in CSS.addresses(in: declaration.value) where !address.hasPrefix("#") {
                refuse(address, by: "“\(declaration.name)”")
            }
        }
    }

    private mutating func lookAt(_ text: String, _ state: State) {
        guard state.isText, !state.isHidden, !text.allSatisfy(\.isWhitespace) else { return }
        for problem in FontCheck.problems(of: text.trimmingSpace, families: state.families) { report(problem) }
    }

    private mutating func refuse(_ address: String, by what: String) {
        report(
            ObjectError(
                .unreadable,
                "\(what) refers to “\(address)”, which is not in the drawing, and would not be drawn: copy it into the "
                    + "drawing; of other files, only pictures in the drawing's own folder are drawn, by <image>"))
    }

    private mutating func report(_ problem: ObjectError) {
        var problem = problem
        problem.file = file
        if !problems.contains(problem) { problems.append(problem) }
    }
}
