import Cards

/// Suggestions for a mistyped word.
public enum Suggestion {
    /// The message for an unknown command: `unknown command “rnu”; did you mean “run”?`.
    public static func command(_ word: String, known: [String]) -> String {
        let hint =
            word.nearest(among: known).map { "did you mean “\($0)”?" }
            ?? "the commands are \(known.joined(separator: ", "))"
        return "unknown command “\(word)”; \(hint)"
    }
}
