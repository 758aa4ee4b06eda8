package import Cards
import Drawings
import Findings
import Foundation

/// Words from files, a line each, that lettering is made of.
package struct WordList: Hashable, Sendable, Defaulted {
    package var file: [String] = []
    package var encoding = "UTF-8"
    package var perLine = 1
    package var lines = 1
    package var longest = 40

    package init() {}

    /// Everything that a pipeline writes out for it.
    init?(_ values: DraftValues?) {
        guard let values else { return nil }
        file = values.texts("file")
        encoding = values.texts("encoding").first ?? encoding
        longest = values.greatest("longest").map { Int($0) } ?? longest
    }

    package static let card = Card<WordList>(
        "words", "Words from files, one on each line.",
        .required(
            "file", \.file, .oneOrMore(.path), "Text files with a word, or a text of several words, on each line."),
        .field(
            "encoding", \.encoding, .text("an encoding, such as UTF-8 or ISO-8859-1"),
            "The encoding of the files. A byte order mark wins over it."),
        .field("per_line", \.perLine, .integer(in: 1...100, .other("words")), "How many words stand on a line."),
        .field("lines", \.lines, .integer(in: 1...100, .other("lines")), "How many lines are written."),
        .field(
            "longest", \.longest, .integer(in: 1...1000, .other("characters")),
            "Words with more characters are left out.")
    )

    /// The words of its files, each once, and a sentence about the lines that are left out.
    struct Read: Sendable {
        var words: [String] = []
        var notes: [String] = []
    }

    func read(_ lists: FileLists) throws(ObjectError) -> Read {
        var read = Read()
        var known: Set<String> = []
        for file in try lists.files(file, extensions: ["txt", "csv", "lst", "dic"]) {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw ObjectError(.missing, file: file, "there is no such file, or it cannot be opened")
            }
            let text: String
            do throws(TextError) {
                text = try EncodedText.decode(Array(data), as: encoding)
            } catch {
                throw ObjectError(.unreadable, file: file, "\(error)")
            }
            var (empty, long) = (LeftOut(), LeftOut())
            // A line break at the end begins no line.
            let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            for (number, line) in (lines.last == "" ? lines.dropLast() : lines[...]).enumerated() {
                let word = line.trimmingCharacters(in: .whitespaces).precomposedStringWithCanonicalMapping
                if word.isEmpty {
                    empty.add(line: number + 1)
                } else if word.count > longest {
                    long.add(line: number + 1)
                } else if known.insert(word).inserted {
                    read.words.append(word)
                }
            }
            read.notes += [
                empty.sentence("empty", in: file),
                long.sentence("longer than \(longest) characters (“longest”)", in: file),
            ].compactMap { $0 }
        }
        guard !read.words.isEmpty else {
            throw ObjectError(.missing, "no line of \(file.joined(separator: ", ")) holds a word that can be used")
        }
        return read
    }

    private struct LeftOut {
        private var count = 0
        private var first = 0

        mutating func add(line: Int) {
            if count == 0 { first = line }
            count += 1
        }

        func sentence(_ why: String, in file: String) -> String? {
            count == 0
                ? nil : "\(file): \(count.counting("line")) left out, since \(why); the first is line \(first)"
        }
    }
}
