package import Cards
package import Drawings
import Findings
import Foundation
package import Pictures

/// The fonts that lettering may be set in.
package struct FontChoice: Hashable, Sendable, Defaulted {
    package var family: [String]?
    package var tag: [FontTag]?
    package var language: String?
    package var folder: String?

    package typealias FontTag = Pango.FontTag

    package init() {}

    package static let card = Card<FontChoice>(
        "fonts", "Fonts, one of which is drawn each time. All that is given has to hold.",
        .field(
            "family", \.family, .optional(.oneOrMore(.text("a font family, or a pattern with *"))),
            "Families; * stands for any letters. Any unless given."),
        .field(
            "tag", \.tag, .optional(.oneOrMore(.word)), "Kinds: a font has to be of each of them."),
        .field("language", \.language, .optional(.languageTag), "A language that the font has all letters of."),
        .field(
            "folder", \.folder, .optional(.path),
            "A folder of font files, which need not be installed; installed fonts unless given.")
    )

    /// Everything that a pipeline writes out for it.
    init?(_ values: DraftValues?) {
        guard let values else { return nil }
        let (families, tags) = (values.texts("family"), values.texts("tag").compactMap(FontTag.init))
        (family, tag) = (families.isEmpty ? nil : families, tags.isEmpty ? nil : tags)
        (language, folder) = (values.texts("language").first, values.texts("folder").first)
    }

    /// The files of its folder that are no fonts.
    var brokenFiles: [ObjectError] {
        folder.map(Pango.load)?.map { ObjectError(.unreadable, file: $0, "is no font that can be read") } ?? []
    }

    var wish: Pango.FontWish {
        var wish = Pango.FontWish()
        (wish.families, wish.tags, wish.language, wish.folder) = (family ?? [], Set(tag ?? []), language, folder)
        return wish
    }

    var description: String {
        let parts = [
            family.map { "family \($0.joined(separator: " or "))" },
            tag.map { "tag \($0.map(\.rawValue).joined(separator: " and "))" },
            language.map { "language \($0)" }, folder.map { "folder \($0)" },
        ].compactMap { $0 }
        return parts.isEmpty ? "any" : parts.joined(separator: ", ")
    }
}

/// A text of drawn digits and letters.
package struct NumberPattern: Hashable, Sendable, Defaulted {
    package var pattern = ""

    package init() {}

    package static let card = Card<NumberPattern>(
        "numbers", "Texts of drawn digits and letters, such as number plates and prices.",
        .required(
            "pattern", \.pattern, .text("a pattern such as AB-####"),
            "# is a digit, ? a letter from A to Z; all else stands for itself, and so does what follows a backslash.")
    )

    private static let digits = Array("0123456789")
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    private func text(_ draw: ([Character]) -> [Character]) -> String {
        var (text, isPlain) = ("", false)
        for character in pattern {
            switch character {
            case "\\" where !isPlain: isPlain = true
            case "#" where !isPlain: text += draw(Self.digits)
            case "?" where !isPlain: text += draw(Self.letters)
            default:
                text.append(character)
                isPlain = false
            }
        }
        return text
    }

    func draw(by stream: inout RandomStream) -> String {
        var own = stream
        defer { stream = own }
        return text { [$0[own.integer(0, $0.count - 1)]] }
    }

    /// Every character that it may have.
    var characters: Set<Unicode.Scalar> { Set(text { $0 }.unicodeScalars) }
}

/// How often lettering is made of what.
package struct TextWeights: Hashable, Sendable, Defaulted {
    package var text = 1.0
    package var words = 1.0
    package var numbers = 1.0

    package init() {}

    package static let card = Card<TextWeights>(
        "weights", "How often the text, words and numbers are drawn, where several of them are given.",
        .field("text", \.text, .number(in: 0...1e6, .other("relative to the other weights")), "The weight of “text”."),
        .field(
            "words", \.words, .number(in: 0...1e6, .other("relative to the other weights")), "The weight of “words”."),
        .field(
            "numbers", \.numbers, .number(in: 0...1e6, .other("relative to the other weights")),
            "The weight of “numbers”.")
    )
}

extension Lettering {
    package enum LetterCase: String, CaseIterable, Sendable {
        case keep, upper, lower, title

        func callAsFunction(_ word: String) -> String {
            switch self {
            case .keep: word
            case .upper: word.uppercased()
            case .lower: word.lowercased()
            case .title: word.prefix(1).uppercased() + word.dropFirst().lowercased()
            }
        }
    }

    package var suitsSurface: Bool { contrast != nil && background == nil && surface == nil }

    /// The letters in a colour that has the wanted contrast there, and the contrast that it then has.
    package func suited(to surface: SeenSurface) -> Lettering {
        guard let contrast else { return self }
        var one = self
        one.color = color.having(contrast: contrast, to: surface.colour, under: surface.gain)
        let reached = one.color.contrast(to: surface.colour, under: surface.gain)
        (one.surface, one.contrast) = (surface.colour, max(1, (reached * 1000).rounded() / 1000))
        return one
    }

    /// One text in one font.
    package func choose(_ lists: FileLists, by stream: inout RandomStream) throws(ObjectError) -> Lettering {
        var one = try chooseText(lists, by: &stream)
        if let contrast, let background {
            one.color = color.having(contrast: contrast, to: background)
        } else if let surface {
            one = one.suited(to: SeenSurface(surface, gain: 1))
        }
        if one.jitter != nil, one.jitter?.seed == nil { one.jitter?.seed = stream.integer(0, 999_999) }
        return one
    }

    private func chooseText(_ lists: FileLists, by stream: inout RandomStream) throws(ObjectError) -> Lettering {
        guard words != nil || numbers != nil || fonts != nil else { return self }
        var one = self
        (one.words, one.numbers, one.fonts, one.charset) = (nil, nil, nil, nil)
        (one.weights, one.letterCase, one.balance) = (TextWeights(), .keep, 0)
        let kinds = [
            text.isEmpty ? 0 : weights.text, words == nil ? 0 : weights.words, numbers == nil ? 0 : weights.numbers,
        ]
        guard kinds.contains(where: { $0 > 0 }) else {
            throw ObjectError(.badValue, "all that it could be made of has the weight 0")
        }
        switch stream.index(weights: kinds) {
        case 0: one.font = try font(of: Set(letters.unicodeScalars), lists, by: &stream)
        case 1:
            guard let words else { break }
            let corpora = try corpora(words, lists)
            let (font, corpus) = corpora[stream.integer(0, corpora.count - 1)]
            one.font = font
            var lines: [String] = []
            for _ in 0..<words.lines {
                var line: [String] = []
                for _ in 0..<words.perLine { line.append(corpus.draw(by: &stream)) }
                lines.append(line.joined(separator: " "))
            }
            (one.text, one.isMarkup) = (lines.joined(separator: "\n"), false)
        default:
            guard let numbers else { break }
            one.font = try font(of: numbers.characters, lists, by: &stream)
            (one.text, one.isMarkup) = (numbers.draw(by: &stream), false)
        }
        return one
    }

    /// The text without its markup.
    var letters: String { isMarkup ? Pango.plainText(ofMarkup: text) ?? text : text }

    private func font(
        of characters: Set<Unicode.Scalar>, _ lists: FileLists, by stream: inout RandomStream
    ) throws(ObjectError) -> String {
        guard let fonts else { return font }
        let able = try lists.texts.fonts(fonts, having: characters)
        return able[stream.integer(0, able.count - 1)]
    }

    /// The fonts that words can be set in, each with its words.
    func corpora(_ words: WordList, _ lists: FileLists) throws(ObjectError) -> [(font: String, corpus: Corpus)] {
        let names = if let fonts { try lists.texts.fonts(fonts) } else { [font] }
        var corpora: [(font: String, corpus: Corpus)] = []
        for font in names {
            let key = CorpusKey(
                words: words, charset: charset, letterCase: letterCase, font: font, balance: balance)
            let corpus = try lists.texts.corpus(key, lists)
            if !corpus.words.isEmpty { corpora.append((font, corpus)) }
        }
        guard !corpora.isEmpty else {
            throw ObjectError(
                .missingGlyph,
                "none of the words of \(words.file.joined(separator: ", ")) can be written: none has only characters of "
                    + "“charset” that “\(self.fonts?.description ?? font)” has glyphs for")
        }
        return corpora
    }
}

/// The words of a list that one font can show.
struct CorpusKey: Hashable, Sendable {
    let words: WordList
    let charset: String?
    let letterCase: Lettering.LetterCase
    let font: String
    let balance: Double

    /// - Returns: the corpus, and how many words are left out for their characters, for want of glyphs.
    func make(_ read: WordList.Read) -> Corpus {
        var known: Set<String> = []
        let cased = read.words.map { letterCase($0) }.filter { known.insert($0).inserted }
        let allowed = charset.map { Set($0.unicodeScalars) }
        let all = Set(cased.lazy.flatMap(\.unicodeScalars))
        var refused = Pango.characters(of: all, lackedBy: font)
        if let allowed { refused.formUnion(all.filter { !allowed.contains($0) && !$0.properties.isWhitespace }) }
        let words =
            refused.isEmpty ? cased : cased.filter { word in !word.unicodeScalars.contains { refused.contains($0) } }
        return Corpus(words, balance: balance)
    }
}
