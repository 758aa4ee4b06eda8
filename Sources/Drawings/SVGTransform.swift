import Geometry

/// The transforms that a drawing's elements and its page ask for, as maps of the plane: SVG 1.1, chapter 7.
enum SVGTransform {
    /// The map of a `transform` attribute; nil for one that is not understood.
    static func map(_ text: String) -> Homography? {
        var (whole, rest) = (Homography.identity, text[...])
        while true {
            rest = rest.drop { $0.isWhitespace || $0 == "," }
            guard !rest.isEmpty else { return whole }
            guard let open = rest.firstIndex(of: "("), let close = rest.firstIndex(of: ")"), open < close,
                let numbers = numbers(rest[rest.index(after: open)..<close]),
                let one = map(String(rest[..<open]).trimmingSpace, numbers)
            else { return nil }
            whole = whole * one
            rest = rest[rest.index(after: close)...]
        }
    }

    private static func map(_ name: String, _ n: [Double]) -> Homography? {
        switch (name, n.count) {
        case ("translate", 1): .translation(x: n[0], y: 0)
        case ("translate", 2): .translation(x: n[0], y: n[1])
        case ("scale", 1): .scale(x: n[0], y: n[0])
        case ("scale", 2): .scale(x: n[0], y: n[1])
        case ("matrix", 6): Homography(n[0], n[2], n[4], n[1], n[3], n[5], 0, 0, 1)
        // An SVG angle turns clockwise on the screen.
        case ("rotate", 1): .rotation(.degrees(-n[0]))
        case ("rotate", 3):
            .translation(x: n[1], y: n[2]) * .rotation(.degrees(-n[0])) * .translation(x: -n[1], y: -n[2])
        case ("skewX", 1): Homography(1, Angle.degrees(n[0]).tangent, 0, 0, 1, 0, 0, 0, 1)
        case ("skewY", 1): Homography(1, 0, 0, Angle.degrees(n[0]).tangent, 1, 0, 0, 0, 1)
        default: nil
        }
    }

    /// Numbers with blanks or commas between them; nil where something else is among them.
    private static func numbers(_ text: some StringProtocol) -> [Double]? {
        let parts = text.split { $0.isWhitespace || $0 == "," }
        let numbers = parts.compactMap { Double($0) }
        return numbers.count == parts.count ? numbers : nil
    }

    /// The map from the units of a page's `viewBox` to its pixels; nil for one that is not understood.
    ///
    /// - Parameters:
    ///   - box: the `viewBox`; without one, units are pixels.
    ///   - fit: the `preserveAspectRatio`.
    ///   - size: of the page, in pixels.
    static func page(_ box: String?, fit: String?, size: (width: Double, height: Double)) -> Homography? {
        guard let box else { return .identity }
        guard let box = numbers(box), box.count == 4, box[2] > 0, box[3] > 0 else { return nil }
        let (x, y) = (size.width / box[2], size.height / box[3])
        let origin = Homography.translation(x: -box[0], y: -box[1])
        let words = (fit ?? "xMidYMid").split(whereSeparator: \.isWhitespace)
        guard words.first != "none" else { return .scale(x: x, y: y) * origin }
        let shares = ["Min": 0, "Mid": 0.5, "Max": 1]
        guard words.count <= 2, let place = words.first, place.count == 8, place.hasPrefix("x"),
            let across = shares[String(place.dropFirst().prefix(3))], let down = shares[String(place.suffix(3))],
            words.count == 1 || words[1] == "meet" || words[1] == "slice"
        else { return nil }
        let scale = words.last == "slice" ? max(x, y) : min(x, y)
        return .translation(x: across * (size.width - scale * box[2]), y: down * (size.height - scale * box[3]))
            * .scale(x: scale, y: scale) * origin
    }
}
