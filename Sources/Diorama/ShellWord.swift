/// Words of command lines that people and scripts give to a shell.
enum ShellWord {
    /// Whether a word means the same to a shell without quotation marks.
    static func isPlain(_ word: String) -> Bool {
        !word.isEmpty && word.allSatisfy { ($0.isASCII && ($0.isLetter || $0.isNumber)) || "/._-=:,+@%".contains($0) }
    }

    /// A word, quoted where the shell would take it for something else.
    static func quoted(_ word: String) -> String {
        isPlain(word) ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
