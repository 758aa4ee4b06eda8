import Cards

/// What a person who mistyped something may have meant.
public enum Suggestion {
    /// What to say of a command that there is none of: `unknown command “rnu”; did you mean “run”?`.
    public static func command(_ word: String, known: [String]) -> String {
        let hint =
            word.nearest(among: known).map { "did you mean “\($0)”?" }
            ?? "the commands are \(known.joined(separator: ", "))"
        return "unknown command “\(word)”; \(hint)"
    }
}
