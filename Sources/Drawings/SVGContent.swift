import Cards
import Findings
import Foundation
import Pictures

/// The contents of a drawing besides its shapes: text in fonts, and pictures and other files that it refers to.
///
/// librsvg draws text in any font that is there, and skips files that it may not open; it reports neither. So both are
/// checked here, with the drawing's parameters filled in. Elements hidden by `display: none` are not checked.
struct SVGContent {
    /// A picture that an `<image>` or `<feImage>` shows.
    struct Picture {
        let address: String
        /// The place of the address in the document, quotes included; nil within an entity's text.
        let place: Range<Int>?
    }

    private(set) var pictures: [Picture] = []
    private(set) var problems: [ObjectError] = []
    /// The texts that it shows, in the order of the document.
    private(set) var texts: [SVGText] = []
    private let file: String
    let tree: SVGTree
    private let sheets: [CSS.Sheet]

    /// The state that an element passes to its children.
    private struct State {
        var families: [String] = []
        var isText = false
        /// Whether the element is within one that is only drawn where `<use>` refers to it; it then has the fonts of
        /// that place.
        var isDefinition = false
        /// The number of `<use>`s that led here: only the texts of their content are checked.
        var uses = 0
        /// In the drawing's units.
        var fontSize = 16.0
        var letters = SVGLetterStyle()
        var language: String?
        var isHidden = false
        /// Whether letters get a colour inside, and along their outlines.
        var isFilled = true
        var isStroked = false
        var fillShare = 1.0

        /// Whether nothing of a text is drawn; its parts may be.
        var isColourless: Bool { !isStroked && !(isFilled && fillShare > 0) }
    }

    /// The deepest chain of `<use>`s, and the most elements that all of them together may show.
    private static let (deepestUses, mostUsed) = (16, 100_000)

    /// - Parameter file: the drawing's file, for messages.
    init(_ events: [XMLContent.Event], file: String) {
        self.file = file
        tree = SVGTree(events)
        sheets = tree.elements.filter { $0.isSVG && $0.name == "style" }.map { CSS.sheet($0.texts.joined()) }
        for case .instruction(let words) in events {
            // The instruction may name a file with any of XML's quotes.
            if words.hasPrefix("xml-stylesheet"), let at = words.range(of: "href=")?.upperBound {
                let quote = words[at...].first
                refuse(String(words[at...].dropFirst().prefix { $0 != quote }), by: "<?xml-stylesheet?>")
            }
        }
        for address in sheets.flatMap(\.imports) { refuse(address, by: "its style sheet's @import") }
        for rule in sheets.flatMap(\.rules) { lookAtAddresses(rule.declarations) }
        for rule in sheets.flatMap(\.unread) { lookAt(rule) }
        if !tree.elements.isEmpty { walk() }
    }

    /// Checks every element that is drawn, in the order of the document.
    private mutating func walk() {
        var (next, used) = ([(0, State())], 0)
        while let (index, outer) = next.popLast() {
            guard let state = enter(index, outer) else { continue }
            let element = tree.elements[index]
            var within = element.name == "switch" ? chosen(of: element) : element.children
            if element.name == "use", !state.isDefinition, let target = target(of: element) { within = [target] }
            if outer.uses > 0 { used += 1 }
            guard state.uses <= Self.deepestUses, used <= Self.mostUsed else {
                report(ObjectError(.unreadable, "has <use> elements that refer to one another without end"))
                return
            }
            next += within.reversed().map { ($0, state) }
        }
    }

    /// The state within an element; nil where nothing of it is drawn.
    private mutating func enter(_ index: Int, _ outer: State) -> State? {
        let element = tree.elements[index]
        let name = element.name
        guard element.isSVG else {
            // An element of another vocabulary is not drawn, but it may bring in other files.
            if name == "include", let address = element.attribute("href") {
                refuse(address, by: "<\(element.written)>")
            }
            return nil
        }
        let style = CSS.declarations(element.attribute("style") ?? "")
        let own = element.attributes.map { CSS.Declaration(name: $0.name, value: $0.value, isImportant: false) }
        let declarations = cascade(own.filter { $0.name != "font" }, style, index)
        guard declarations.last(where: { $0.name == "display" })?.value != "none", !SVGVocabulary.unseen.contains(name)
        else { return nil }
        var state = outer
        for declaration in declarations {
            apply(declaration, outer, to: &state)
            state.letters.apply(declaration, isOutermost: element.parent == nil)
        }
        state.letters.families = state.families
        if !SVGLetterStyle.holders.contains(name) || name == "svg" && element.parent != nil || outer.uses > 0 {
            state.letters.refuse("<\(name)>")
        }
        if let language = element.attribute("xml:lang") ?? element.attribute("lang") { state.language = language }
        if outer.uses == 0 {
            guard SVGVocabulary.isDrawn(name, inText: outer.isText) || outer.isDefinition && name == "tspan" else {
                report(
                    ObjectError(
                        .unreadable,
                        "its <\(element.written)> \(outer.isText ? "within a text " : "")would not be drawn: turn what it "
                            + "shows into shapes and <text>, or take it out"))
                return nil
            }
            lookAtAddresses(own + style)
            lookAtReference(element)
            if SVGVocabulary.stencils.contains(name) { state.isDefinition = false }
            if name == "defs" || name == "symbol" { state.isDefinition = true }
        }
        if name == "text" {
            state.isText = true
            let isSeen = !state.isHidden && (!state.isColourless || !tree.elements[index].children.isEmpty)
            if !state.isDefinition, isSeen { show(index, state) }
        }
        if name == "use" { state.uses += 1 }
        if state.isText, !state.isDefinition {
            let texts = name == "tref" ? target(of: element).map { [tree.text(in: $0)] } ?? [] : element.texts
            for text in texts { lookAt(text, state) }
        }
        return state
    }

    private func target(of element: SVGTree.Element) -> Int? {
        element.reference.flatMap { tree.element(at: $0.value.trimmingSpace) }
    }

    /// The children of a `<switch>` that may be drawn: the first one whose conditions librsvg can meet.
    private mutating func chosen(of element: SVGTree.Element) -> [Int] {
        var chosen: [Int] = []
        for child in element.children where tree.elements[child].isSVG {
            let element = tree.elements[child]
            if element.attribute("systemLanguage") != nil {
                report(
                    ObjectError(
                        .unreadable,
                        "its <switch> would choose by the language of whoever runs this (systemLanguage): keep one of "
                            + "its languages"))
            }
            let features = element.attribute("requiredFeatures") ?? ""
            if element.attribute("requiredExtensions")?.allSatisfy(\.isWhitespace) == false
                || features.hasSuffix("#Extensibility")
            {
                continue
            }
            chosen.append(child)
            if features.isEmpty, !SVGVocabulary.unseen.contains(element.name) { break }
        }
        return chosen
    }

    /// Properties whose `url(…)` is drawn.
    private static let drawn: Set<String> = [
        "fill", "stroke", "filter", "mask", "clip-path", "marker", "marker-start", "marker-mid", "marker-end",
    ]

    private mutating func lookAtReference(_ element: SVGTree.Element) {
        guard let reference = element.reference else { return }
        let address = reference.value.trimmingSpace
        switch element.name {
        case "a": break
        case "image", "feImage":
            if element.name == "feImage", address.hasPrefix("#") { break }
            pictures.append(Picture(address: address, place: reference.place))
        case "use", "tref":
            guard address.hasPrefix("#") else { return refuse(address, by: "<\(element.name)>") }
            if tree.element(at: address) == nil {
                report(
                    ObjectError(
                        .unreadable, "its <\(element.name)> refers to “\(address)”, and nothing in it has that id"))
            }
        default: if !address.hasPrefix("#") { refuse(address, by: "<\(element.name)>") }
        }
    }

    /// All declarations for an element, in order of rising weight.
    private func cascade(
        _ attributes: [CSS.Declaration], _ style: [CSS.Declaration], _ index: Int
    ) -> [CSS.Declaration] {
        let rules = sheets.flatMap(\.rules)
        let path = rules.isEmpty ? [] : tree.path(to: index)
        let ruled = rules.filter { $0.selector.matches(path) }.enumerated()
            .sorted { ($0.element.selector.specificity, $0.offset) < ($1.element.selector.specificity, $1.offset) }
            .flatMap(\.element.declarations)
        return attributes + ruled.filter { !$0.isImportant } + style.filter { !$0.isImportant }
            + ruled.filter(\.isImportant) + style.filter(\.isImportant)
    }

    private func apply(_ declaration: CSS.Declaration, _ outer: State, to state: inout State) {
        switch declaration.name {
        case "font-family", "font":
            if declaration.value == "inherit" {
                state.families = outer.families
            } else if let families = declaration.families {
                state.families = families
            }
        case "font-size": state.fontSize = SVGText.number(declaration.value) ?? state.fontSize
        case "opacity": if SVGText.number(declaration.value) == 0 { state.isHidden = true }
        case "fill": state.isFilled = !Self.colourless.contains(declaration.value.trimmingSpace)
        case "stroke": state.isStroked = !Self.colourless.contains(declaration.value.trimmingSpace)
        case "fill-opacity": state.fillShare = SVGText.number(declaration.value) ?? 1
        case "visibility": state.isHidden = declaration.value == "hidden" || declaration.value == "collapse"
        default: break
        }
    }

    private static let colourless: Set<String> = ["none", "transparent"]

    private mutating func show(_ index: Int, _ state: State) {
        let text = SVGText(index, in: tree, state.letters, fontSize: state.fontSize, language: state.language)
        guard !text.words.isEmpty else { return }
        if let known = texts.firstIndex(where: text.isShadow) {
            texts[known].stand(as: text)
        } else {
            texts.append(text)
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
        guard !text.allSatisfy(\.isWhitespace) else { return }
        let text = text.trimmingSpace
        // A font that the drawing brings along is wanted, even where another would do.
        let brought = state.families.prefix { !Pango.hasFamily($0) }.first { family in
            sheets.contains { $0.broughtFamilies.contains(family) }
        }
        if let brought {
            report(
                ObjectError(
                    .unknownFont,
                    "the text “\(text)”: the font “\(brought)” of an @font-face is not used: install it, or turn the text "
                        + "into paths"))
        } else {
            for problem in FontCheck.problems(of: text, families: state.families) { report(problem) }
        }
    }

    /// Checks a rule that may apply to any text.
    private mutating func lookAt(_ rule: CSS.UnreadRule) {
        for families in rule.declarations.compactMap(\.families) {
            guard var problem = FontCheck.problem(ofFamilies: families) else { continue }
            problem.words = "its style sheet's “\(rule.selector)”: \(problem.words)"
            report(problem)
        }
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
