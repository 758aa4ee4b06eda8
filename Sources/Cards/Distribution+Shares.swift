import Foundation

/// The shares of draws below a number, exactly: what a set of draws is compared with.
extension Distribution where V == Double {
    /// The share of draws that are at most this number.
    package func share(upTo number: Double) -> Double {
        switch self {
        case .constant(let value): value <= number ? 1 : 0
        case .choice(let choices, let weights): Self.mean(choices.map { $0.share(upTo: number) }, weights)
        case .number(let rule, _): rule.share(upTo: number)
        }
    }

    /// The share of draws that are less than this number.
    package func share(below number: Double) -> Double {
        switch self {
        case .constant(let value): value < number ? 1 : 0
        case .choice(let choices, let weights): Self.mean(choices.map { $0.share(below: number) }, weights)
        case .number(let rule, _): rule.share(below: number)
        }
    }

    package var mean: Double {
        switch self {
        case .constant(let value): value
        case .choice(let choices, let weights): Self.mean(choices.map(\.mean), weights)
        case .number(let rule, _): rule.mean
        }
    }

    /// Numbers, rising, that split the draws into small shares. Every number that is drawn again and again is one of
    /// them.
    ///
    /// - Parameter count: how many there are at most, unless the file writes out more choices.
    package func grid(_ count: Int) -> [Double] {
        let numbers: [Double] =
            switch self {
            case .constant(let value): [value]
            case .choice(let choices, let weights):
                zip(choices, weights).filter { $0.1 > 0 }.flatMap { $0.0.grid(max(3, count / choices.count)) }
            case .number(let rule, _): (0..<count).map { rule.quantile(Double($0) / Double(max(1, count - 1))) }
            }
        return Set(numbers).sorted()
    }

    private static func mean(_ numbers: [Double], _ weights: [Double]) -> Double {
        zip(numbers, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    }
}

extension Distribution where V == Value {
    /// The distribution of its numbers; nil where it may draw something else.
    package var numbers: Distribution<Double>? {
        switch self {
        case .constant(.number(let number)): return .constant(number)
        case .constant: return nil
        case .choice(let choices, let weights):
            let numbers = choices.compactMap(\.numbers)
            return numbers.count == choices.count ? .choice(numbers, weights: weights) : nil
        case .number(let rule, _): return .number(rule, convert: { $0 })
        }
    }
}

extension Distribution where V == Int {
    package var numbers: Distribution<Double> { map { Double($0) } }
}

extension NumberRule {
    fileprivate func share(upTo number: Double) -> Double {
        switch self {
        case .uniform(let low, let high), .logUniform(let low, let high), .normal(_, _, let low, let high):
            if number >= high { return 1 }
            return number < low ? 0 : inner(number)
        case .integers(let low, let high):
            return min(1, max(0, (number.rounded(.down) - Double(low) + 1) / (Double(high) - Double(low) + 1)))
        }
    }

    fileprivate func share(below number: Double) -> Double {
        switch self {
        case .uniform(let low, let high), .logUniform(let low, let high), .normal(_, _, let low, let high):
            if let only { return number > only ? 1 : 0 }
            if number > high { return 1 }
            return number <= low ? 0 : inner(number)
        case .integers: return share(upTo: number.rounded(.up) - 1)
        }
    }

    /// The number that is drawn alone, where there is only one.
    private var only: Double? {
        switch self {
        case .uniform(let low, let high), .logUniform(let low, let high): low == high ? low : nil
        case .normal(let mean, let deviation, let low, let high):
            deviation == 0 || low == high ? min(max(mean, low), high) : nil
        case .integers(let low, let high): low == high ? Double(low) : nil
        }
    }

    /// The share of draws below a number between the ends.
    private func inner(_ number: Double) -> Double {
        if let only { return number >= only ? 1 : 0 }
        switch self {
        case .uniform(let low, let high): return (number - low) / (high - low)
        case .logUniform(let low, let high): return log(number / low) / log(high / low)
        case .normal(_, let deviation, let low, let high) where Normal.isEven(low...high, deviation: deviation):
            return (number - low) / (high - low)
        case .normal(let mean, let deviation, let low, let high):
            let below = Normal.share(below: (low - mean) / deviation)
            let upTo = Normal.share(below: (high - mean) / deviation)
            return (Normal.share(below: (number - mean) / deviation) - below) / (upTo - below)
        case .integers: return share(upTo: number)
        }
    }

    fileprivate var mean: Double {
        if let only { return only }
        switch self {
        case .uniform(let low, let high): return low + (high - low) / 2
        case .integers(let low, let high): return (Double(low) + Double(high)) / 2
        case .logUniform(let low, let high): return (high - low) / log(high / low)
        case .normal(_, let deviation, let low, let high) where Normal.isEven(low...high, deviation: deviation):
            return low + (high - low) / 2
        case .normal(let mean, let deviation, let low, let high):
            // The mean of a bell curve cut at both ends: Johnson, Kotz and Balakrishnan, "Continuous univariate
            // distributions" 1 (1994), 13.10.
            let (from, to) = ((low - mean) / deviation, (high - mean) / deviation)
            func density(_ z: Double) -> Double { exp(-z * z / 2) / (2 * Double.pi).squareRoot() }
            let share = Normal.share(below: to) - Normal.share(below: from)
            return min(max(mean + deviation * (density(from) - density(to)) / share, low), high)
        }
    }

    fileprivate func quantile(_ share: Double) -> Double {
        if let only { return only }
        switch self {
        case .uniform(let low, let high): return low + (high - low) * share
        case .logUniform(let low, let high): return min(high, max(low, low * exp(log(high / low) * share)))
        case .normal(let mean, let deviation, let low, let high):
            // Ends that are never drawn would hide where the draws are.
            let inside = min(max(share, 1e-4), 1 - 1e-4)
            return Normal.draw(mean: mean, deviation: deviation, in: low...high, unit: inside)
        case .integers(let low, let high):
            return min(Double(high), Double(low) + (share * (Double(high) - Double(low) + 1)).rounded(.down))
        }
    }
}
