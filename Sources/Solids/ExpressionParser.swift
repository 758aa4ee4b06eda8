import Cards

/// Reads an expression by recursive descent: sums of products of factors, a factor being a number, a name, a call, or
/// a sum in parentheses, with any number of signs before it.
struct ExpressionParser {
    private let characters: [Character]
    private let start: Position
    private let scope: SolidScope
    private var at = 0
    private var depth = 0
    private var terms = 0

    /// The deepest nesting: no sound expression needs more, and the stack has room for it.
    private static let deepest = 64
    /// Evaluation recurses once for each term of a sum.
    private static let mostTerms = 1000

    init(_ text: String, at start: Position, scope: SolidScope) {
        characters = Array(text)
        self.start = start
        self.scope = scope
    }

    mutating func parse() throws(Diagnostic) -> Expression.Term {
        let term = try sum()
        if let rest = peek() {
            throw failure(
                rest == ")" ? "there is no “(” for this “)”" : "expected + - * / or the end, found “\(rest)”")
        }
        return term
    }

    private mutating func sum() throws(Diagnostic) -> Expression.Term {
        var term = try product()
        while let sign = peek(), sign == "+" || sign == "-" {
            at += 1
            let other = try product()
            term = sign == "+" ? .sum(term, other) : .difference(term, other)
        }
        return term
    }

    private mutating func product() throws(Diagnostic) -> Expression.Term {
        var term = try factor()
        while let sign = peek(), sign == "*" || sign == "/" {
            at += 1
            let other = try factor()
            term = sign == "*" ? .product(term, other) : .quotient(term, other)
        }
        return term
    }

    private mutating func factor() throws(Diagnostic) -> Expression.Term {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw failure("the expression is nested too deeply") }
        terms += 1
        guard terms <= Self.mostTerms else { throw failure("the expression has more than \(Self.mostTerms) terms") }
        guard let next = peek() else { throw failure("expected a number, a name or “(” here") }
        switch next {
        case "-":
            at += 1
            return .difference(.number(0), try factor())
        case "+":
            at += 1
            return try factor()
        case "(":
            at += 1
            let term = try sum()
            try close()
            return term
        case _ where next.isASCII && (next.isNumber || next == "."): return try number()
        case _ where next.isLetter || next == "_": return try name()
        default: throw failure("expected a number, a name or “(”, found “\(next)”")
        }
    }

    private mutating func number() throws(Diagnostic) -> Expression.Term {
        let from = at
        while at < characters.count, characters[at].isASCII, characters[at].isNumber || characters[at] == "." {
            at += 1
        }
        if at < characters.count, characters[at] == "e" || characters[at] == "E" {
            var ahead = at + 1
            if ahead < characters.count, characters[ahead] == "-" || characters[ahead] == "+" { ahead += 1 }
            if ahead < characters.count, characters[ahead].isASCII, characters[ahead].isNumber {
                at = ahead
                while at < characters.count, characters[at].isASCII, characters[at].isNumber { at += 1 }
            }
        }
        let text = String(characters[from..<at])
        guard let number = Double(text), number.isFinite else { throw failure("“\(text)” is no number", at: from) }
        return .number(number)
    }

    private mutating func name() throws(Diagnostic) -> Expression.Term {
        let from = at
        while at < characters.count, characters[at].isLetter || characters[at].isNumber || "_.".contains(characters[at])
        { at += 1 }
        let text = String(characters[from..<at])
        if peek() == "(" {
            guard let function = Expression.Function(rawValue: text) else {
                let known = Expression.Function.allCases.map(\.rawValue)
                throw Diagnostic(.unknownName(text, kind: "function", known: known), at: position(from))
            }
            at += 1
            var arguments = [try sum()]
            while peek() == "," {
                at += 1
                arguments.append(try sum())
            }
            try close()
            guard function.argumentCount.contains(arguments.count) else {
                let wanted = function.argumentCount.lowerBound == 1 ? "one value" : "two values or more"
                throw failure("\(text) takes \(wanted), found \(arguments.count)", at: from)
            }
            return .call(function, arguments)
        }
        guard let index = scope.index(of: text) else { throw scope.unknown(text, at: position(from)) }
        return .name(index)
    }

    private mutating func close() throws(Diagnostic) {
        guard peek() == ")" else {
            throw failure(
                peek().map { "expected “)”, found “\($0)”" }
                    ?? "a “)” is missing (inside [ ] or { }, put an expression with commas in quotes)")
        }
        at += 1
    }

    /// The next character that is no blank.
    private mutating func peek() -> Character? {
        while at < characters.count, characters[at].isWhitespace { at += 1 }
        return at < characters.count ? characters[at] : nil
    }

    private func failure(_ sentence: String, at place: Int? = nil) -> Diagnostic {
        Diagnostic(.rule(sentence), at: position(place ?? at))
    }

    private func position(_ offset: Int) -> Position {
        Position(source: start.source, line: start.line, column: start.column + offset)
    }
}
