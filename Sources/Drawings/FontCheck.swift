import Cards
import Findings
import Pictures

/// Whether a text can be set unchanged: in fonts that are installed, with a glyph for each character.
///
/// Pango replaces a missing font by the nearest one, and draws a box of hex digits for a character that no font has. It
/// reports neither: the pictures would differ from machine to machine, or show a text that nobody wrote.
package enum FontCheck {
    /// The faults of a text in a font by Pango's description.
    package static func problems(of text: String, font: String, isMarkup: Bool) -> [ObjectError] {
        var problems = isMarkup ? Pango.families(inMarkup: text).compactMap(problem(ofFamilies:)) : []
        problems += [problem(of: text, Pango.missingGlyphs(in: text, font: font, isMarkup: isMarkup))].compactMap { $0 }
        return problems
    }

    /// The faults of a drawing's text, in the first installed one of some families; the list may be empty.
    static func problems(of text: String, families: [String]) -> [ObjectError] {
        if !families.isEmpty, var missing = problem(ofFamilies: families) {
            missing.words = "the text “\(text)”: \(missing.words)"
            return [missing]
        }
        return [problem(of: text, Pango.missingGlyphs(in: text, families: families))].compactMap { $0 }
    }

    /// The fault of a list of families where none of them is installed.
    package static func problem(ofFamilies wanted: [String]) -> ObjectError? {
        guard !wanted.isEmpty, !wanted.contains(where: Pango.hasFamily) else { return nil }
        let names = wanted.joined(separator: ", ")
        let nearest = wanted.lazy.compactMap { $0.nearest(among: Pango.families) }.first
        return ObjectError(
            .unknownFont,
            "no font family “\(names)” is installed"
                + (nearest.map { "; did you mean “\($0)”?" } ?? " (fc-list : family lists those that are)"))
    }

    private static func problem(of text: String, _ missing: [Pango.MissingGlyph]) -> ObjectError? {
        guard let first = missing.first else { return nil }
        let named = missing.prefix(8).map { glyph in
            let shown = glyph.character.properties.generalCategory.isShown ? "“\(glyph.character)” " : ""
            let digits = String(glyph.character.value, radix: 16, uppercase: true)
            return shown + "(U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ")"
        }
        let more = missing.count > named.count ? " and \(missing.count - named.count) more" : ""
        let font = first.font.isEmpty ? "" : "; the font that it names is “\(first.font)”"
        return ObjectError(
            .missingGlyph,
            "the text “\(text)” cannot be drawn: no installed font has the character "
                + "\(named.joined(separator: ", "))\(more)\(font). Install a font that has it, or change the text")
    }
}

extension Unicode.GeneralCategory {
    /// Whether a message can show a character of this kind between its quotes.
    fileprivate var isShown: Bool {
        switch self {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
