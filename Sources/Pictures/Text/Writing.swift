internal import CPango
import Foundation

/// What is written on an object: a transcription.
package struct Writing: Hashable, Sendable {
    /// Plain text in Unicode's form NFC, in reading order, with a line break between lines. It holds no markup.
    package let text: String
    /// The tag of its language by BCP 47, such as `de`; nil where nobody has said it.
    package let language: String?
    /// The code of its script by ISO 15924, such as `Latn`; nil where it has letters of several scripts, or none.
    package let script: String?
    package let direction: Direction
    /// The contrast of the letters to their surface by WCAG, 1…21, where the pipeline asks for one.
    package let contrast: Double?

    /// Letters of less contrast are hardly told from their surface. WCAG asks for 3 at least, so that people read large
    /// letters with ease.
    package static let leastLegibleContrast = 1.5

    /// The direction in which its lines are read.
    package enum Direction: String, Sendable {
        /// From left to right.
        case ltr
        /// From right to left.
        case rtl
    }

    /// - Parameters:
    ///   - texts: texts beside or below each other, in reading order. Blank ones are left out.
    ///   - language: the language of all of them.
    ///   - contrast: that of the letters to their surface, where it is asked for.
    /// - Returns: nil where nothing is written.
    package init?(_ texts: [String], language: String? = nil, contrast: Double? = nil) {
        let shown = texts.map { text in
            text.precomposedStringWithCanonicalMapping
                .split(whereSeparator: \.isNewline)
                .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
                .filter { !$0.isEmpty }.joined(separator: "\n")
        }.filter { !$0.isEmpty }
        guard !shown.isEmpty else { return nil }
        text = shown.joined(separator: "\n")
        self.language = language
        self.contrast = contrast
        script = Pango.script(of: text)
        direction = Pango.isRightToLeft(text) ? .rtl : .ltr
    }
}

extension Pango {
    /// Whether the first letter of a text is read from right to left.
    static func isRightToLeft(_ text: String) -> Bool {
        text.unicodeScalars.lazy.map { g_unichar_get_script($0.value) }
            .first { $0 != G_UNICODE_SCRIPT_COMMON && $0 != G_UNICODE_SCRIPT_INHERITED }
            .map(rightToLeft.contains) ?? false
    }

    /// The scripts of living languages that are read from right to left.
    private static let rightToLeft = [
        G_UNICODE_SCRIPT_ARABIC, G_UNICODE_SCRIPT_HEBREW, G_UNICODE_SCRIPT_SYRIAC, G_UNICODE_SCRIPT_THAANA,
        G_UNICODE_SCRIPT_NKO, G_UNICODE_SCRIPT_SAMARITAN, G_UNICODE_SCRIPT_MANDAIC, G_UNICODE_SCRIPT_ADLAM,
        G_UNICODE_SCRIPT_HANIFI_ROHINGYA,
    ]

    /// Whether a text has letters that are joined to their neighbours, along the baseline or by a line above.
    package static func hasJoinedLetters(_ text: String) -> Bool {
        text.unicodeScalars.contains { joined.contains(g_unichar_get_script($0.value)) }
    }

    private static let joined = [
        G_UNICODE_SCRIPT_ARABIC, G_UNICODE_SCRIPT_SYRIAC, G_UNICODE_SCRIPT_NKO, G_UNICODE_SCRIPT_MONGOLIAN,
        G_UNICODE_SCRIPT_PHAGS_PA, G_UNICODE_SCRIPT_MANDAIC, G_UNICODE_SCRIPT_ADLAM, G_UNICODE_SCRIPT_HANIFI_ROHINGYA,
        G_UNICODE_SCRIPT_DEVANAGARI, G_UNICODE_SCRIPT_BENGALI, G_UNICODE_SCRIPT_GURMUKHI, G_UNICODE_SCRIPT_TIRHUTA,
        G_UNICODE_SCRIPT_SYLOTI_NAGRI,
    ]

    /// The ISO 15924 code of the one script of a text's letters.
    ///
    /// Japanese and Korean mix scripts; theirs have codes of their own.
    static func script(of text: String) -> String? {
        var scripts: Set<String> = []
        for letter in text.unicodeScalars {
            let script = g_unichar_get_script(letter.value)
            guard script != G_UNICODE_SCRIPT_COMMON, script != G_UNICODE_SCRIPT_INHERITED,
                script != G_UNICODE_SCRIPT_UNKNOWN
            else { continue }
            // Four letters in one number, the first in its highest byte.
            let code = g_unicode_script_to_iso15924(script)
            scripts.insert(
                String(decoding: [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: code >> $0) }, as: UTF8.self))
        }
        if scripts.contains("Hang"), scripts.isSubset(of: ["Hang", "Hani"]) { return "Kore" }
        if !scripts.isDisjoint(with: ["Hira", "Kana"]), scripts.isSubset(of: ["Hira", "Kana", "Hani"]) {
            return "Jpan"
        }
        return scripts.count == 1 ? scripts.first : nil
    }
}
