/// SVG's elements by what becomes of them when librsvg draws.
///
/// After librsvg 2.54, `src/element.rs`: what it does not know it passes over with all that is within, and says nothing.
enum SVGVocabulary {
    private static let drawn: Set<String> = [
        "a", "circle", "clipPath", "defs", "ellipse", "filter", "g", "image", "line", "linearGradient", "marker",
        "mask", "path", "pattern", "polygon", "polyline", "radialGradient", "rect", "stop", "svg", "switch", "symbol",
        "text", "use",
    ]

    /// Elements that show nothing themselves, and of which a still picture lacks nothing.
    static let unseen: Set<String> = [
        "title", "desc", "metadata", "style", "script", "view", "cursor", "color-profile", "font", "font-face",
        "animate", "animateColor", "animateMotion", "animateTransform", "set", "discard",
    ]

    /// What text is made of.
    private static let lettering: Set<String> = ["tspan", "tref"]

    /// Whose content is drawn where another element refers to it, in fonts of its own.
    static let stencils: Set<String> = ["clipPath", "mask", "marker", "pattern"]

    /// Whether an element is drawn, or shows nothing in any viewer.
    static func isDrawn(_ name: String, inText: Bool) -> Bool {
        if unseen.contains(name) { return true }
        if inText { return name == "a" || lettering.contains(name) }
        return drawn.contains(name) || name.hasPrefix("fe")
    }
}
