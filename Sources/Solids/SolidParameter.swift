import Cards
package import Drawings

/// A parameter of a solid that a pipeline may set: its kind, its default and its values.
package struct SolidParameter: Described {
    package var number: Double?
    var colour: Colour?
    package var text: String?
    package var choice: [String]?
    package var range: [Double] = [-1e6, 1e6]
    var unit = Measure.none
    package var about = ""

    enum Measure: String, CaseIterable, Sendable {
        case none, metres, degrees
    }

    static let card = Card<SolidParameter>(
        "a parameter", "A parameter that a pipeline may set.",
        .field("number", \.number, .optional(.number()), "The default of a number."),
        .field("colour", \.colour, .optional(.colour), "The default of a colour."),
        .field("text", \.text, .optional(.text()), "The default of a text."),
        .field(
            "choice", \.choice, .optional(.list(.text("a word"), count: 1...100)),
            "The words to choose from; the first is the default."),
        .field("range", \.range, .list(.number(), count: 2...2), "The least and the greatest value of a number."),
        .field("unit", \.unit, .word, "The unit of a number."),
        .field("about", \.about, .text(), "A sentence that explains it."),
        check: { $0.broken })

    private var broken: [String] {
        let kinds = [number != nil, colour != nil, text != nil, choice != nil].filter { $0 }.count
        guard kinds == 1 else {
            return ["a parameter has one of number, colour, text and choice, which is its default; found \(kinds)"]
        }
        if range[0] > range[1] { return ["the range [\(range[0].plainText), \(range[1].plainText)] is reversed"] }
        if let number, !(range[0]...range[1]).contains(number) {
            return ["the default \(number.plainText) is out of range: expected \(expectation)"]
        }
        return []
    }

    /// The possible values, in words.
    var expectation: String {
        if let choice { return "one of " + choice.joined(separator: ", ") }
        if colour != nil { return Form<Colour>.colour.expectation }
        if text != nil { return "a text" }
        let unit: Unit =
            switch unit {
            case .none: .none
            case .metres: .metres
            case .degrees: .degrees
            }
        return Form<Double>.number(in: range[0]...max(range[0], range[1]), unit).expectation
    }

    package enum Setting: Hashable, Sendable {
        case number(Double)
        case colour(Colour)
        case text(String)
    }

    var standard: Setting {
        if let number { return .number(number) }
        if let colour { return .colour(colour) }
        return .text(text ?? choice?.first ?? "")
    }

    /// A text as a value of this kind; nil for a text that is not a possible value.
    package func setting(_ written: String) -> Setting? {
        if let choice { return choice.contains(written) ? .text(written) : nil }
        if colour != nil { return Colour(written).map { .colour($0) } }
        if text != nil { return .text(written) }
        return Double(written).flatMap { (range[0]...range[1]).contains($0) ? .number($0) : nil }
    }
}
