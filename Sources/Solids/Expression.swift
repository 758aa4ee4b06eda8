import Cards
import Geometry

/// A number of a solid's definition: arithmetic on its parameters, such as `height / 2 - 0.05`.
struct Expression: Sendable {
    /// The text in the file.
    let text: String
    /// Its place in the file; nil for a default, which is in no file.
    let position: Position?
    let term: Term

    indirect enum Term: Sendable {
        case number(Double)
        /// The name with this number in the scope.
        case name(Int)
        case sum(Term, Term)
        case difference(Term, Term)
        case product(Term, Term)
        case quotient(Term, Term)
        case call(Function, [Term])
    }

    /// Angles are in degrees.
    enum Function: String, Sendable, CaseIterable {
        case min, max, sqrt, sin, cos, tan, abs, floor

        var argumentCount: ClosedRange<Int> {
            switch self {
            case .min, .max: 2...16
            default: 1...1
            }
        }

        fileprivate func callAsFunction(_ values: [Double]) -> Double {
            switch self {
            case .min: values.reduce(.infinity) { Swift.min($0, $1) }
            case .max: values.reduce(-.infinity) { Swift.max($0, $1) }
            case .sqrt: values[0].squareRoot()
            case .sin: Angle.degrees(values[0]).sine
            case .cos: Angle.degrees(values[0]).cosine
            case .tan: Angle.degrees(values[0]).tangent
            case .abs: Swift.abs(values[0])
            case .floor: values[0].rounded(.down)
            }
        }
    }

    /// - Parameter values: the values of the scope's names, by their numbers.
    func value(_ values: [Double]) -> Double {
        Expression.value(term, values)
    }

    private static func value(_ term: Term, _ values: [Double]) -> Double {
        switch term {
        case .number(let number): number
        case .name(let index): values[index]
        case .sum(let a, let b): value(a, values) + value(b, values)
        case .difference(let a, let b): value(a, values) - value(b, values)
        case .product(let a, let b): value(a, values) * value(b, values)
        case .quotient(let a, let b): value(a, values) / value(b, values)
        case .call(let function, let arguments): function(arguments.map { value($0, values) })
        }
    }
}

extension Expression: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    init(floatLiteral value: Double) {
        self.init(text: value.plainText, position: nil, term: .number(value))
    }

    init(integerLiteral value: Int) {
        self.init(floatLiteral: Double(value))
    }
}

extension Form where V == Expression {
    /// A number, or arithmetic on the names of a scope.
    static func expression(_ scope: SolidScope) -> Form {
        let expectation = "a number, or arithmetic such as 2 * radius"
        return Form(
            expectation: expectation, schema: .map(["type": ["number", "string"]]),
            decode: { node, reading in
                guard let text = node.scalar, !node.isNull else {
                    reading.report(.wrongType(expected: expectation, found: node.description), at: node.position)
                    return nil
                }
                var start = node.position
                // The text of a quoted scalar begins behind its quote.
                if case .scalar(_, quoted: true) = node.content {
                    start = Position(source: start.source, line: start.line, column: start.column + 1)
                }
                var parser = ExpressionParser(text, at: start, scope: scope)
                do throws(Diagnostic) {
                    return Expression(text: text, position: node.position, term: try parser.parse())
                } catch {
                    reading.report([error])
                    return nil
                }
            },
            encode: { .text($0.text) })
    }
}

extension Form where V == [Expression] {
    /// Three numbers: x, y, z.
    static func triple(_ scope: SolidScope) -> Form {
        .list(.expression(scope), count: 3...3)
    }
}
