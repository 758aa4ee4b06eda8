import Foundation

extension Distribution where V == Value {
    /// The same distribution, cut to the numbers of a range. These keep their chances relative to each other. Values
    /// that are not numbers do not count.
    ///
    /// - Returns: nil where no draw lies in the range; `share` is the share of draws that do, above 0 and at most 1.
    package func within(_ range: ClosedRange<Double>) -> (distribution: Distribution, share: Double)? {
        switch self {
        case .constant(let value):
            guard case .number(let number) = value, range.contains(number) else { return nil }
            return (self, 1)
        case .choice(let choices, let weights):
            let left = zip(choices, weights).compactMap { choice, weight in
                choice.within(range).map { ($0.distribution, weight * $0.share) }
            }.filter { $0.1 > 0 }
            guard !left.isEmpty else { return nil }
            let share = left.reduce(0) { $0 + $1.1 } / weights.reduce(0, +)
            return (.choice(left.map(\.0), weights: left.map(\.1)), share)
        case .number(let rule, let convert):
            return rule.within(range).map { (.number($0.rule, convert: convert), $0.share) }
        }
    }
}

extension NumberRule {
    /// The same rule, cut to a range; nil where nothing is left.
    package func within(_ range: ClosedRange<Double>) -> (rule: NumberRule, share: Double)? {
        switch self {
        case .uniform(let low, let high):
            return NumberRule.cut(low, high, to: range) { $0 }.map { (.uniform($0.low, $0.high), $0.share) }
        case .logUniform(let low, let high):
            return NumberRule.cut(low, high, to: range) { log($0) }.map { (.logUniform($0.low, $0.high), $0.share) }
        case .normal(let mean, let deviation, let low, let high):
            if deviation == 0 { return range.contains(min(max(mean, low), high)) ? (self, 1) : nil }
            let isEven = Normal.isEven(low...high, deviation: deviation)
            return NumberRule.cut(low, high, to: range) {
                isEven ? $0 : Normal.share(below: ($0 - mean) / deviation)
            }.map {
                (.normal(mean: mean, deviation: deviation, low: $0.low, high: $0.high), $0.share)
            }
        case .integers(let low, let high):
            guard range.lowerBound <= Double(high), range.upperBound >= Double(low) else { return nil }
            let first = max(low, Int(max(range.lowerBound, Double(low)).rounded(.up)))
            let last = min(high, Int(min(range.upperBound, Double(high)).rounded(.down)))
            guard first <= last else { return nil }
            return (.integers(first, last), (Double(last) - Double(first) + 1) / (Double(high) - Double(low) + 1))
        }
    }

    /// The part of an interval that lies in a range, and its share of all draws.
    ///
    /// - Parameter measure: a function that rises with the number; the share of draws between two numbers is in
    ///   proportion to its difference there.
    private static func cut(
        _ low: Double, _ high: Double, to range: ClosedRange<Double>, by measure: (Double) -> Double
    ) -> (low: Double, high: Double, share: Double)? {
        let (first, last) = (max(low, range.lowerBound), min(high, range.upperBound))
        guard first <= last else { return nil }
        guard low < high else { return (low, high, 1) }
        let share = (measure(last) - measure(first)) / (measure(high) - measure(low))
        return share > 0 ? (first, last, min(1, share)) : nil
    }
}
