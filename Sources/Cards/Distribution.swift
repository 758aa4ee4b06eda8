import Foundation

/// The value of a parameter: one value, or a rule that draws one.
package indirect enum Distribution<V: Sendable>: Sendable {
    case constant(V)
    /// One of several, each with its weight. A choice may itself be a distribution.
    case choice([Distribution<V>], weights: [Double])
    /// A number that a rule draws, made into a `V`.
    case number(NumberRule, convert: @Sendable (Double) -> V)

    package func draw(from stream: inout RandomStream) -> V {
        switch self {
        case .constant(let value): value
        case .choice(let choices, let weights): choices[stream.index(weights: weights)].draw(from: &stream)
        case .number(let rule, let convert): convert(rule.draw(from: &stream))
        }
    }

    package func map<W: Sendable>(_ transform: @escaping @Sendable (V) -> W) -> Distribution<W> {
        switch self {
        case .constant(let value): .constant(transform(value))
        case .choice(let choices, let weights): .choice(choices.map { $0.map(transform) }, weights: weights)
        case .number(let rule, let convert): .number(rule, convert: { transform(convert($0)) })
        }
    }

    /// Every value that the file writes out, in order: constants and choices, but not the numbers that a rule may draw.
    package var constants: [V] {
        switch self {
        case .constant(let value): [value]
        case .choice(let choices, _): choices.flatMap(\.constants)
        case .number: []
        }
    }

    /// Every value that the file writes out, and the least and the greatest number that each rule draws.
    package var extremes: [V] {
        switch self {
        case .constant(let value): [value]
        case .choice(let choices, _): choices.flatMap(\.extremes)
        case .number(let rule, let convert):
            switch rule {
            case .uniform(let low, let high), .logUniform(let low, let high), .normal(_, _, let low, let high):
                [convert(low), convert(high)]
            case .integers(let low, let high): [convert(Double(low)), convert(Double(high))]
            }
        }
    }
}

extension Distribution: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral where V == Double {
    package init(floatLiteral value: Double) { self = .constant(value) }
    package init(integerLiteral value: Int) { self = .constant(Double(value)) }
}

/// The rules by which a number can be drawn.
package enum NumberRule: Sendable, Hashable {
    /// Each number between the two equally likely.
    case uniform(Double, Double)
    /// Each ratio equally likely: as many between 1 and 10 as between 10 and 100. Both ends above 0.
    case logUniform(Double, Double)
    /// The bell curve, cut at both ends: a draw never leaves `low...high`, and inside keeps the curve's shape.
    case normal(mean: Double, deviation: Double, low: Double, high: Double)
    /// Each whole number from the first through the last equally likely.
    case integers(Int, Int)

    package func draw(from stream: inout RandomStream) -> Double {
        switch self {
        case .uniform(let low, let high): stream.uniform(low, high)
        case .logUniform(let low, let high): min(high, max(low, exp(stream.uniform(log(low), log(high)))))
        case .normal(let mean, let deviation, let low, let high):
            Normal.draw(mean: mean, deviation: deviation, in: low...high, unit: stream.unit())
        case .integers(let low, let high): Double(stream.integer(low, high))
        }
    }
}

/// The normal distribution's curve and its inverse.
package enum Normal {
    /// A draw from a normal distribution cut to `range`, by inversion: one uniform number makes one draw, so that
    /// nothing is redrawn and no stream runs ahead.
    package static func draw(mean: Double, deviation: Double, in range: ClosedRange<Double>, unit: Double) -> Double {
        guard deviation > 0 else { return min(max(mean, range.lowerBound), range.upperBound) }
        if isEven(range, deviation: deviation) {
            return min(
                max(range.lowerBound + (range.upperBound - range.lowerBound) * unit, range.lowerBound), range.upperBound
            )
        }
        let low = share(below: (range.lowerBound - mean) / deviation)
        let high = share(below: (range.upperBound - mean) / deviation)
        let value = mean + deviation * quantile(low + (high - low) * unit)
        return min(max(value, range.lowerBound), range.upperBound)
    }

    /// Whether the curve is level over a range: so narrow a one that the shares below its two ends are hardly to be told
    /// apart.
    static func isEven(_ range: ClosedRange<Double>, deviation: Double) -> Bool {
        range.upperBound - range.lowerBound < 1e-6 * deviation
    }

    /// The share of the standard normal distribution below `z`.
    package static func share(below z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

    /// The `z` below which `share` (0…1) of the standard normal distribution lies.
    ///
    /// A rational first guess after Hastings (Abramowitz and Stegun, "Handbook of mathematical functions", 1964,
    /// 26.2.23, error below 4.5e−4), then three steps of Halley's method against `erfc`, which leave it exact to
    /// rounding.
    package static func quantile(_ share: Double) -> Double {
        guard share > 0 else { return -.infinity }
        guard share < 1 else { return .infinity }
        guard share <= 0.5 else { return -quantile(1 - share) }
        let t = (-2 * log(share)).squareRoot()
        var z =
            (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
        for _ in 0..<3 {
            let error = (Normal.share(below: z) - share) * (2 * Double.pi).squareRoot() * exp(z * z / 2)
            z -= error / (1 + z * error / 2)
        }
        return z
    }
}
