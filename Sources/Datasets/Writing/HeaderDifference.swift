import JSON

/// The difference between a run and the run that a folder holds, which keeps the run from resuming it.
struct HeaderDifference {
    let words: String

    /// - Parameters:
    ///   - earlier: the first line of a journal, or `run.json` and the pipeline as one.
    ///   - now: the same for the run that was to resume it.
    ///   - role: what the process that reads it does for the run.
    init(from earlier: [UInt8], to now: [UInt8], for role: RunRole) {
        let remedy = "; " + role.remedyForOtherRun
        guard let before = try? JSONTree(earlier), let now = try? JSONTree(now) else {
            words = "its first line is damaged; " + role.remedyForDamage
            return
        }
        guard let run = now["run"], let old = before["run"] else {
            words = "it is not of a run; choose another folder"
            return
        }
        var differences: [String] = []
        for (name, title) in [
            ("diorama", "the version of diorama"), ("seed", "the seed"), ("images", "the number of images"),
            ("only", "--only"), ("max_pixels", "--max-pixels"), ("set", "--set"), ("without", "--without"),
            ("libraries", "the libraries"),
        ] {
            let earlier = Self.text(name == "set" ? Self.settings(old) : old[name] ?? before[name])
            let later = Self.text(name == "set" ? Self.settings(run) : run[name] ?? now[name])
            if earlier != later { differences.append("\(title) was \(earlier) and is \(later)") }
        }
        // Settings from options are part of the text too.
        if let earlier = before["pipeline"]?.text, let later = now["pipeline"]?.text, earlier != later,
            differences.isEmpty
        {
            differences.append(Self.difference(from: earlier, to: later))
        }
        if differences.isEmpty {
            let names = (now.members ?? []).map(\.name).filter { Self.text(before[$0]) != Self.text(now[$0]) }
            differences.append(
                "it is another dataset: \(names.joined(separator: ", ")) of it differ, as what the pipeline reads has changed"
            )
        }
        words = differences.joined(separator: "; ") + remedy
    }

    /// The first line in which two pipelines differ.
    private static func difference(from earlier: String, to later: String) -> String {
        let (old, new) = (lines(of: earlier), lines(of: later))
        let place = zip(old, new).prefix { $0 == $1 }.count
        func shown(_ lines: [Substring]) -> String { place < lines.count ? "“\(lines[place])”" : "the end" }
        return "line \(place + 1) of the pipeline was \(shown(old)) and is \(shown(new))"
    }

    private static func lines(of text: String) -> [Substring] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }

    /// The changes by `--set`, without those that have an option of their own.
    private static func settings(_ run: JSONTree) -> JSONTree? {
        run["set"]?.elements.map { elements in
            .array(
                elements.filter { element in !["seed=", "images="].contains { element.text?.hasPrefix($0) == true } })
        }
    }

    private static func text(_ value: JSONTree?) -> String {
        switch value {
        case nil, .null: "not given"
        case .string(let text): text
        case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
        case .boolean(let flag): flag ? "yes" : "no"
        case .array(let elements): elements.isEmpty ? "not given" : elements.map(text).joined(separator: " ")
        case .object(let members): members.map { "\($0.name) \(text($0.value))" }.joined(separator: ", ")
        }
    }
}
