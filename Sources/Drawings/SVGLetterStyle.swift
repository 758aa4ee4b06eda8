import Geometry

/// How a drawing's text is set and placed, as far as the places of its letters need it.
///
/// It follows what librsvg 2.54 does with the plainest kind of text. Where a drawing asks for anything else that moves
/// letters, it says so, and nothing is said of their places.
struct SVGLetterStyle {
    var families: [String] = []
    /// In the element's units; nil where it is not given as a number.
    private(set) var size: Double?
    private(set) var letterSpacing = 0.0
    /// The share of a text's width that lies before the place that it is anchored at.
    private(set) var anchor = 0.0
    private(set) var weight = "Regular"
    private(set) var isItalic = false
    /// From the element's units to those of the page.
    private(set) var pageFromElement = Homography.identity
    /// How far it covers what lies below: the product of the opacities.
    private(set) var cover = 1.0
    /// Whether a clip path may cut it.
    private(set) var isClipped = false
    /// The properties with values that are not followed; those that are not inherited stay for everything within.
    private var unknown: Set<String> = []

    var isPlain: Bool { unknown.isEmpty && size != nil && !families.isEmpty }

    /// Pango's description of its font, without a size.
    var font: String { "\(families.joined(separator: ",")), \(isItalic ? "Italic " : "")\(weight)" }

    /// Where letters are not set by this alone.
    mutating func refuse(_ what: String) { unknown.insert(what) }

    /// The elements that texts may stand in.
    static let holders: Set<String> = ["svg", "g", "a", "switch", "text"]

    private static let weights = [
        "normal": "Regular", "bold": "Bold", "100": "Thin", "200": "Ultra-Light", "300": "Light", "400": "Regular",
        "500": "Medium", "600": "Semi-Bold", "700": "Bold", "800": "Ultra-Bold", "900": "Heavy",
    ]

    /// The values with which a property moves no letter and adds nothing to one.
    private static let harmless: [String: Set<String>] = [
        "font-variant": ["normal"], "font-stretch": ["normal"], "word-spacing": ["normal", "0"],
        "writing-mode": ["lr", "lr-tb", "horizontal-tb"], "direction": ["ltr"], "unicode-bidi": ["normal"],
        "baseline-shift": ["baseline"], "stroke": ["none"], "filter": ["none"], "mask": ["none"],
        "dominant-baseline": ["auto"], "text-decoration": ["none"], "xml:space": ["default"], "font": [],
    ]

    /// Of the outermost element no transform is followed, since it would come before the page's own map.
    mutating func apply(_ declaration: CSS.Declaration, isOutermost: Bool) {
        let (name, value) = (declaration.name, declaration.value.trimmingSpace)
        func note(_ isKnown: Bool) {
            if isKnown { unknown.remove(name) } else { unknown.insert(name) }
        }
        switch name {
        case "font-size":
            size = Self.length(value)
            note(size != nil)
        case "letter-spacing":
            let spacing = value == "normal" ? 0 : Self.length(value)
            letterSpacing = spacing ?? 0
            note(spacing != nil)
        case "text-anchor":
            let share = ["start": 0, "middle": 0.5, "end": 1][value]
            anchor = share ?? 0
            note(share != nil)
        case "font-weight":
            weight = Self.weights[value] ?? "Regular"
            note(Self.weights[value] != nil)
        case "font-style":
            isItalic = value == "italic"
            note(value == "italic" || value == "normal")
        case "clip-path": isClipped = isClipped || value != "none"
        case "opacity", "fill-opacity": cover *= SVGText.number(value) ?? 1
        case "transform":
            if let map = SVGTransform.map(value), !isOutermost {
                pageFromElement = pageFromElement * map
            } else {
                refuse(name)
            }
        case "transform-origin": refuse(name)
        default: if let harmless = Self.harmless[name] { note(harmless.contains(value)) }
        }
    }

    private static func length(_ text: String) -> Double? {
        Double(text.hasSuffix("px") ? text.dropLast(2) : text[...])
    }
}
