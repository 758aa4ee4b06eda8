/// A mistake in a user's file: what is wrong, and where.
package struct Diagnostic: Error, Sendable {
    package let problem: Problem
    package let position: Position

    package init(_ problem: Problem, at position: Position) {
        self.problem = problem
        self.position = position
    }
}

/// The kinds of mistake in a file that a user wrote. The wording of each stands in `Problem.message`, nowhere else.
package enum Problem: Sendable {
    case syntax(String)
    case duplicateKey(String)
    case tooManyValues(limit: Int)
    /// The whole file cannot be read, so no place in it can be shown.
    case unreadable(path: String, reason: String)
    /// `known` are the names that would be right here.
    case unknownKey(String, in: String, known: [String])
    case unknownName(String, kind: String, known: [String])
    case missingKey(String, in: String, summary: String)
    case wrongType(expected: String, found: String)
    case outOfRange(String, expected: String)
    case reversedRange(String)
    case weightsMismatch(weights: Int, choices: Int)
    case badWeight(String)
    case allWeightsZero
    case notOneName(kind: String, found: [String])
    /// Two keys that cannot stand together, or a rule between keys that does not hold: a whole sentence.
    case rule(String)
}

extension Problem {
    /// A sentence about the mistake, with a remedy where one is known.
    package var message: String { fact + (hint.map { "; \($0)" } ?? "") }

    /// A sentence about the mistake alone.
    var fact: String {
        switch self {
        case .syntax(let problem): "this is not valid YAML: \(problem)"
        case .duplicateKey(let key): "“\(key)” is given twice"
        case .tooManyValues(let limit): "the file's anchors expand to more than \(limit) values"
        case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
        case .unknownKey(let key, let block, _): "unknown key “\(key)” in \(block)"
        case .unknownName(let name, let kind, _): "unknown \(kind) “\(name)”"
        case .missingKey(let key, let block, let summary): "\(block) needs “\(key)”: \(summary)"
        case .wrongType(let expected, let found): "expected \(expected), found \(found)"
        case .outOfRange(let found, let expected): "\(found) is out of range: expected \(expected)"
        case .reversedRange(let range): "the range \(range) is reversed: the smaller number comes first"
        case .weightsMismatch(let weights, let choices):
            "\(weights) \(weights == 1 ? "weight" : "weights") for \(choices) \(choices == 1 ? "choice" : "choices"): give one weight to each choice"
        case .badWeight(let weight): "a weight is a number from 0 to 1000000, found \(weight)"
        case .allWeightsZero: "all weights are 0: at least one must be more than 0"
        case .notOneName(let kind, let found):
            found.isEmpty
                ? "expected the name of one \(kind)"
                : "expected one \(kind), found \(found.count): \(found.joined(separator: ", "))"
        case .rule(let sentence): sentence
        }
    }

    /// How to mend it, where that can be said: the nearest right name, or else all of them.
    var hint: String? {
        switch self {
        case .unknownKey(let name, _, let known), .unknownName(let name, _, let known):
            if let nearest = name.nearest(among: known) { return "did you mean “\(nearest)”?" }
            return known.isEmpty ? "none is known here" : "known here: \(known.joined(separator: ", "))"
        case .duplicateKey: return "keep one of them"
        case .tooManyValues: return "use fewer aliases"
        default: return nil
        }
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `FILE:LINE:COLUMN: error: MESSAGE`, then the line itself and a caret below the place; for a value that stands in no
    /// file the message alone.
    package var description: String {
        if case .unreadable = problem { return "error: \(problem.message)" }
        guard !position.source.name.isEmpty else { return problem.message }
        let head = "\(position.source.name):\(position.line):\(position.column): error: \(problem.message)"
        guard let line = position.source.line(position.line), !line.allSatisfy(\.isWhitespace) else { return head }
        // Tabs before the caret are kept so that it falls below its place at any tab width.
        let indent = String(line.prefix(position.column - 1).map { $0 == "\t" ? "\t" : " " })
        return "\(head)\n  \(line)\n  \(indent)^"
    }
}

/// All mistakes of a file, and of files that it names, at once: file by file, in the order in which they stand there.
package struct InvalidFile: Error, Sendable, CustomStringConvertible {
    package let diagnostics: [Diagnostic]

    package init(_ diagnostics: [Diagnostic]) {
        var files: [String: Int] = [:]
        for diagnostic in diagnostics where files[diagnostic.position.source.name] == nil {
            files[diagnostic.position.source.name] = files.count
        }
        func place(_ diagnostic: Diagnostic, _ offset: Int) -> (Int, Int, Int, Int) {
            let position = diagnostic.position
            return (files[position.source.name] ?? 0, position.line, position.column, offset)
        }
        // An anchor of YAML is read for each of its aliases, and its mistakes are one each time.
        var told: Set<String> = []
        self.diagnostics = diagnostics.filter { told.insert($0.description).inserted }.enumerated().sorted {
            place($0.element, $0.offset) < place($1.element, $1.offset)
        }.map(\.element)
    }

    package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
