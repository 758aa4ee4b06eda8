package import Cards
package import Drawings

/// A line round each letter.
package struct LetterOutline: Hashable, Sendable, Defaulted {
    package var color = Colour(red: 0xFF, green: 0xFF, blue: 0xFF)
    package var width = 0.05

    package init() {}

    package static let card = Card<LetterOutline>(
        "outline", "A line round each letter, outside of it.",
        .field("color", \.color, .colour, "The line's colour."),
        .field("width", \.width, .number(in: 0...1, .other("font sizes")), "The line's width, in font sizes.")
    )
}

/// A shadow below the letters.
package struct LetterShadow: Hashable, Sendable, Defaulted {
    package var color = Colour(red: 0, green: 0, blue: 0)
    package var x = 0.05
    package var y = 0.05
    package var blur = 0.04
    package var opacity = 0.45

    package init() {}

    package static let card = Card<LetterShadow>(
        "shadow", "A shadow of the letters, drawn below them.",
        .field("color", \.color, .colour, "The shadow's colour."),
        .field("x", \.x, .number(in: -2...2, .other("font sizes")), "How far it lies to the right, in font sizes."),
        .field("y", \.y, .number(in: -2...2, .other("font sizes")), "How far it lies down, in font sizes."),
        .field(
            "blur", \.blur, .number(in: 0...2, .other("font sizes")),
            "The standard deviation of its blur, in font sizes."),
        .field("opacity", \.opacity, .share(of: "full cover"), "How far it covers what lies below.")
    )
}

/// Light round the letters, as of neon tubes.
package struct LetterGlow: Hashable, Sendable, Defaulted {
    package var color = Colour(red: 0xFF, green: 0x5A, blue: 0xA0)
    package var size = 0.12
    package var opacity = 0.45

    package init() {}

    package static let card = Card<LetterGlow>(
        "glow", "Light round the letters, as of neon tubes.",
        .field("color", \.color, .colour, "The light's colour."),
        .field(
            "size", \.size, .number(in: 0.01...2, .other("font sizes")),
            "The standard deviation of its blur, in font sizes."),
        .field("opacity", \.opacity, .share(of: "full cover"), "How far it covers what lies below, beside the letters.")
    )
}

/// Letters that rise above their surface or are cut into it.
package struct LetterRelief: Hashable, Sendable, Defaulted {
    package var form = Form.raised
    package var depth = 0.06
    package var strength = 0.6
    package var light = -45.0

    package enum Form: String, CaseIterable, Sendable {
        case raised, engraved
    }

    package init() {}

    package static let card = Card<LetterRelief>(
        "relief", "Letters that rise above their surface, or are cut into it: their edges are bright or dark.",
        .field("form", \.form, .word, "raised: embossed letters; engraved: cut in."),
        .field(
            "depth", \.depth, .number(in: 0.01...0.5, .other("font sizes")), "The width of the edges, in font sizes."),
        .field("strength", \.strength, .share(of: "the way to white or black"), "How bright or dark the edges are."),
        .field(
            "light", \.light, .number(in: -360...360, .degrees),
            "Where the light comes from: 0 is from above, 90 from the right.")
    )
}

/// Letters that stand unevenly, as written by hand or stuck on one by one.
package struct LetterJitter: Hashable, Sendable, Defaulted {
    package var shift = 0.03
    package var turn = 3.0
    package var size = 0.05
    package var seed: Int?

    package init() {}

    package static let card = Card<LetterJitter>(
        "jitter", "Letters that stand unevenly, as written by hand. For scripts whose letters are not joined.",
        .field(
            "shift", \.shift, .number(in: 0...1, .other("font sizes")),
            "How far each letter is moved at most, in font sizes."),
        .field("turn", \.turn, .number(in: 0...90, .degrees), "How far each letter is turned at most."),
        .field("size", \.size, .share(of: "its size"), "How much larger or smaller each letter is at most."),
        .field(
            "seed", \.seed, .optional(.integer(in: 0...999_999, .other("as a seed"))),
            "What the letters' places are drawn from. A number of its own for each object unless given.")
    )
}
