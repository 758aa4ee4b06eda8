extension Distribution {
    /// As a file gives it: a constant, a choice or a rule.
    package func written(_ encode: (V) -> Value) -> Value {
        switch self {
        case .constant(let value): return encode(value)
        case .choice(let choices, let weights):
            var entries = [Value.Entry(key: "choice", value: .list(choices.map { $0.written(encode) }))]
            if Set(weights).count > 1 {
                entries.append(Value.Entry(key: "weights", value: .list(weights.map { .number($0) })))
            }
            return .map(entries)
        case .number(let rule, _): return rule.written
        }
    }
}

extension NumberRule {
    fileprivate var written: Value {
        switch self {
        case .uniform(let low, let high): return .map(["uniform": .list([.number(low), .number(high)])])
        case .logUniform(let low, let high): return .map(["log_uniform": .list([.number(low), .number(high)])])
        case .normal(let mean, let deviation, let low, let high):
            return .map([
                "normal": .list([.number(mean), .number(deviation)]), "clip": .list([.number(low), .number(high)]),
            ])
        case .integers(let low, let high):
            return .map(["integers": .list([.number(Double(low)), .number(Double(high))])])
        }
    }
}
