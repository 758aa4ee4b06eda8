import Drawings
import Findings
import Pictures
import Synchronization

/// The words and fonts that lettering is drawn from, each list made once for a run.
final class TextLists: Sendable {
    private struct FontKey: Hashable {
        let choice: FontChoice
        let characters: Set<Unicode.Scalar>
    }

    private let words = Mutex<[WordList: Result<WordList.Read, ObjectError>]>([:])
    private let corpora = Mutex<[CorpusKey: Result<Corpus, ObjectError>]>([:])
    private let fonts = Mutex<[FontKey: Result<[String], ObjectError>]>([:])

    func read(_ list: WordList, _ files: FileLists) throws(ObjectError) -> WordList.Read {
        try words.withLock { words -> Result<WordList.Read, ObjectError> in
            if let known = words[list] { return known }
            let read = Result { () throws(ObjectError) in try list.read(files) }
            words[list] = read
            return read
        }.get()
    }

    func corpus(_ key: CorpusKey, _ files: FileLists) throws(ObjectError) -> Corpus {
        try corpora.withLock { corpora -> Result<Corpus, ObjectError> in
            if let known = corpora[key] { return known }
            let made = Result { () throws(ObjectError) in key.make(try read(key.words, files)) }
            corpora[key] = made
            return made
        }.get()
    }

    /// The fonts of a choice that have glyphs for some characters.
    func fonts(_ choice: FontChoice, having characters: Set<Unicode.Scalar> = []) throws(ObjectError) -> [String] {
        try fonts.withLock { fonts -> Result<[String], ObjectError> in
            let key = FontKey(choice: choice, characters: characters)
            if let known = fonts[key] { return known }
            let found = Result { () throws(ObjectError) -> [String] in
                let all = Pango.fonts(choice.wish)
                guard !all.isEmpty else {
                    throw ObjectError(
                        .unknownFont,
                        "no font is as “fonts” says (\(choice.description))"
                            + (choice.folder == nil
                                ? ": install one (fc-list shows those that are), or ask for less" : ""))
                }
                let able = all.filter { Pango.characters(of: characters, lackedBy: $0).isEmpty }
                guard !able.isEmpty else {
                    let text = String(String.UnicodeScalarView(characters.sorted()))
                    throw ObjectError(
                        .missingGlyph,
                        "no font of “fonts” (\(choice.description)) has glyphs for all of the characters “\(text)”")
                }
                return able
            }
            fonts[key] = found
            return found
        }.get()
    }
}
