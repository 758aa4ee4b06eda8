/// SVG's elements by librsvg's handling of them.
///
/// After librsvg 2.54, `src/element.rs`: it skips unknown elements with everything within them, and does not report
/// them.
enum SVGVocabulary {
    private static let drawn: Set<String> = [
        "a", "circle", "clipPath", "defs", "ellipse", "filter", "g", "image", "line", "linearGradient", "marker",
        "mask", "path", "pattern", "polygon", "polyline", "radialGradient", "rect", "stop", "svg", "switch", "symbol",
        "text", "use",
    ]

    /// Elements that draw nothing themselves and that a still picture does not need.
    static let unseen: Set<String> = [
        "title", "desc", "metadata", "style", "script", "view", "cursor", "color-profile", "font", "font-face",
        "animate", "animateColor", "animateMotion", "animateTransform", "set", "discard",
    ]

    /// The elements of text.
    private static let lettering: Set<String> = ["tspan", "tref"]

    /// Elements whose content is drawn where another element refers to it, in fonts of its own.
    static let stencils: Set<String> = ["clipPath", "mask", "marker", "pattern"]

    /// Whether an element is drawn, or draws nothing in any viewer.
    static func isDrawn(_ name: String, inText: Bool) -> Bool {
        if unseen.contains(name) { return true }
        if inText { return name == "a" || lettering.contains(name) }
        return drawn.contains(name) || name.hasPrefix("fe")
    }
}
