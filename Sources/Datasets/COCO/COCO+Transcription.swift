import Foundation
import JSON

extension COCO {
    /// The members of an annotation that tell what is written on its object. Other tools may use the names for values
    /// of their own, which stay as they are.
    package enum Transcription {
        /// Plain text in Unicode's form NFC.
        package static let text = "text"
        /// By BCP 47.
        package static let language = "language"
        /// By ISO 15924.
        package static let script = "script"
        /// `ltr` or `rtl`.
        package static let direction = "direction"

        /// `legible` or `illegible`, as in COCO-Text, where a contrast was asked for.
        package static let legibility = "legibility"
        /// The contrast of the letters to their plate by WCAG, 1…21, where one was asked for.
        package static let contrast = "text_contrast"

        static let members = [text, language, script, direction]
    }
}

extension COCO.Annotation {
    /// The contradictions in what diorama says is written on an object.
    var transcriptionProblems: [String] {
        guard instance != nil else { return [] }
        var problems: [String] = []
        if extra[COCO.Transcription.text] != nil {
            let text = extra.text(COCO.Transcription.text) ?? ""
            if text.allSatisfy(\.isWhitespace) { problems.append("its text is empty") }
            if !text.unicodeScalars.elementsEqual(text.precomposedStringWithCanonicalMapping.unicodeScalars) {
                problems.append("its text “\(text)” is not in Unicode's form NFC")
            }
            if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\n" }) {
                problems.append("its text has a control character")
            }
        } else if let odd = COCO.Transcription.members.first(where: { extra[$0] != nil }) {
            problems.append("it has a \(odd), and no text")
        }
        if extra[COCO.Transcription.direction] != nil,
            !["ltr", "rtl"].contains(extra.text(COCO.Transcription.direction) ?? "")
        {
            problems.append("the direction of its text is neither ltr nor rtl")
        }
        if extra[COCO.Transcription.script] != nil,
            extra.text(COCO.Transcription.script)?.wholeMatch(of: /[A-Z][a-z]{3}/) == nil
        {
            problems.append("the script of its text is no code of ISO 15924, such as Latn")
        }
        if extra[COCO.Transcription.language] != nil,
            extra.text(COCO.Transcription.language)?.wholeMatch(of: /[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*/) == nil
        {
            problems.append("the language of its text is no tag of BCP 47, such as de or zh-Hant")
        }
        if extra[COCO.Transcription.legibility] != nil,
            !["legible", "illegible"].contains(extra.text(COCO.Transcription.legibility) ?? "")
        {
            problems.append("the legibility of its text is neither legible nor illegible")
        }
        return problems
    }
}
