package import Findings

extension Diagnostic: ReportableError {
    package var finding: Finding {
        if case .unreadable(let path, let reason) = problem {
            return Finding(.error, problem.code, file: path, "cannot read the file: \(reason)")
        }
        guard !position.source.name.isEmpty else {
            return Finding(.error, problem.code, problem.fact, remedy: problem.hint)
        }
        return Finding(
            .error, problem.code, file: position.source.name, line: position.line, column: position.column,
            problem.fact, remedy: problem.hint)
    }

    package var findings: [Finding] { [finding] }
}

extension InvalidFile: ReportableError {
    package var findings: [Finding] { diagnostics.map(\.finding) }
}

extension Problem {
    /// The code for a program: `pipeline.unknown-key`. Catalogues and definitions of objects use the same codes.
    var code: Finding.Code { Finding.Code("pipeline.\(kind.rawValue)") }

    /// The case without its facts; its raw value is the last part of the code.
    package enum Kind: String, CaseIterable, Sendable {
        case syntax
        case duplicateKey = "duplicate-key"
        case tooManyValues = "too-many-values"
        case unreadable
        case unknownKey = "unknown-key"
        case unknownName = "unknown-name"
        case missingKey = "missing-key"
        case wrongType = "wrong-type"
        case outOfRange = "out-of-range"
        case reversedRange = "reversed-range"
        case weightsMismatch = "weights-mismatch"
        case badWeight = "bad-weight"
        case allWeightsZero = "all-weights-zero"
        case notOneName = "not-one-name"
        case rule
    }

    package var kind: Kind {
        switch self {
        case .syntax: .syntax
        case .duplicateKey: .duplicateKey
        case .tooManyValues: .tooManyValues
        case .unreadable: .unreadable
        case .unknownKey: .unknownKey
        case .unknownName: .unknownName
        case .missingKey: .missingKey
        case .wrongType: .wrongType
        case .outOfRange: .outOfRange
        case .reversedRange: .reversedRange
        case .weightsMismatch: .weightsMismatch
        case .badWeight: .badWeight
        case .allWeightsZero: .allWeightsZero
        case .notOneName: .notOneName
        case .rule: .rule
        }
    }
}
