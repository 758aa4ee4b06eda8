extension Finding: CustomStringConvertible {
    /// One line for a person: `error: labels/7.txt:3: the box has no area`.
    public var description: String { "\(severity.word): \(words)" }

    /// The line without the severity.
    public var words: String { (place.map { "\($0): " } ?? "") + advice }

    /// The words without the file: `SUBJECT: PROBLEM; REMEDY`.
    package var reason: String { (subject.map { "\($0): " } ?? "") + advice }

    /// The words without the place: the problem, and what to do about it.
    public var advice: String { problem + (remedy.map { "; \($0)" } ?? "") }

    /// The place: `FILE:LINE:COLUMN: SUBJECT`, as far as it is known.
    package var place: String? {
        let position = file.map { ([$0] + [line, column].compactMap { $0 }.map(String.init)).joined(separator: ":") }
        let parts = [position, subject].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ": ")
    }
}
