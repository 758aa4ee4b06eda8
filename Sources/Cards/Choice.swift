/// Reading distributions: `{uniform: [0, 1]}`, `{choice: [red, green], weights: [3, 1]}` and the others.
enum Choice {
    static let ruleNames = ["uniform", "log_uniform", "normal", "integers"]

    /// Reads a map that must be a distribution.
    ///
    /// - Parameters:
    ///   - constant: reads one of the choices when it is no distribution itself.
    ///   - rule: reads a number rule; nil where the value is no number.
    ///   - convert: makes a number that the rule has drawn into a value.
    package static func decode(
        _ node: Node, _ reading: inout Reading, constant: (Node, inout Reading) -> Value?,
        rule: ((Node, inout Reading) -> NumberRule?)? = nil, convert: (@Sendable (Double) -> Value)? = nil,
        expectation: String
    ) -> Distribution<Value>? {
        guard let pairs = node.pairs else { return constant(node, &reading).map { .constant($0) } }
        let known = (rule == nil ? [] : ruleNames) + ["choice"]
        guard let pair = pairs.first(where: { known.contains($0.key) }) else {
            if let stranger = pairs.first {
                reading.report(
                    .unknownKey(
                        stranger.key, in: "a distribution (expected \(expectation), or a distribution of such)",
                        known: known), at: stranger.keyPosition)
            } else {
                reading.report(.wrongType(expected: expectation, found: node.description), at: node.position)
            }
            return nil
        }
        if pair.key == "choice" {
            return choice(pair.value, in: node, &reading) { node, reading in
                decode(
                    node, &reading, constant: constant, rule: rule, convert: convert, expectation: expectation)
            }.map { .choice($0.choices, weights: $0.weights) }
        }
        guard let drawn = rule?(node, &reading), let convert else { return nil }
        return .number(drawn, convert: convert)
    }

    /// Reads `choice:` and `weights:` of `node`; each choice by `element`.
    package static func choice<C>(
        _ list: Node, in node: Node, _ reading: inout Reading, element: (Node, inout Reading) -> C?
    ) -> (choices: [C], weights: [Double])? {
        allow(["choice", "weights"], in: node, &reading)
        guard let elements = list.elements, !elements.isEmpty else {
            reading.report(
                .wrongType(expected: "a list of at least one choice", found: list.description), at: list.position)
            return nil
        }
        let choices = elements.compactMap { element($0, &reading) }
        let weights = weights(for: elements.count, in: node, &reading)
        guard let weights, choices.count == elements.count else { return nil }
        return (choices, weights)
    }

    private static func weights(for count: Int, in node: Node, _ reading: inout Reading) -> [Double]? {
        guard let given = node["weights"] else { return [Double](repeating: 1, count: count) }
        guard let nodes = given.elements else {
            reading.report(
                .wrongType(expected: "a list of weights, one a choice", found: given.description), at: given.position)
            return nil
        }
        var weights: [Double] = []
        for node in nodes {
            if let weight = node.number, (0...1e6).contains(weight) {
                weights.append(weight)
            } else {
                reading.report(.badWeight(node.description), at: node.position)
            }
        }
        guard nodes.count == count else {
            reading.report(.weightsMismatch(weights: nodes.count, choices: count), at: given.position)
            return nil
        }
        guard weights.count == count else { return nil }
        guard weights.contains(where: { $0 > 0 }) else {
            reading.report(.allWeightsZero, at: given.position)
            return nil
        }
        return weights
    }

    package static func allow(_ keys: [String], in node: Node, _ reading: inout Reading) {
        for pair in node.pairs ?? [] where !keys.contains(pair.key) {
            reading.report(.unknownKey(pair.key, in: "this distribution", known: keys), at: pair.keyPosition)
        }
    }
}

extension NumberRule {
    /// Reads `{uniform: [a, b]}` and the other rules for a number that must stay within `range`.
    ///
    /// A normal distribution is cut at `range`, so only its mean (or its clip) must lie inside.
    package static func decode(
        _ node: Node, in range: ClosedRange<Double>, _ unit: Unit, expectation: String, whole: Bool,
        _ reading: inout Reading
    ) -> NumberRule? {
        guard let pair = node.pairs?.first(where: { Choice.ruleNames.contains($0.key) }) else { return nil }
        Choice.allow(pair.key == "normal" ? ["normal", "clip"] : [pair.key], in: node, &reading)
        if whole, pair.key != "integers" {
            reading.report(
                .wrongType(
                    expected: "\(expectation), or {integers: [a, b]} or {choice: […]}", found: "“\(pair.key)”"),
                at: pair.keyPosition)
            return nil
        }
        guard
            let (a, b) = numbers(pair.value, named: pair.key == "normal" ? "mean and deviation" : "both ends", &reading)
        else { return nil }

        if pair.key == "normal" {
            guard b >= 0 else {
                reading.report(
                    .outOfRange("a deviation of \(b.plainText)", expected: "0 or more"), at: pair.value.position)
                return nil
            }
            var bounds = range
            if let clip = node["clip"] {
                guard let (low, high) = numbers(clip, named: "both ends", &reading),
                    ordered(low, high, in: clip, range: range, expectation: expectation, &reading)
                else { return nil }
                bounds = low...high
            }
            guard bounds.contains(a) else {
                reading.report(
                    .outOfRange("a mean of \(a.plainText)", expected: "a mean" + bounds.wording(unit)),
                    at: pair.value.position)
                return nil
            }
            return .normal(mean: a, deviation: b, low: bounds.lowerBound, high: bounds.upperBound)
        }

        guard ordered(a, b, in: pair.value, range: range, expectation: expectation, &reading) else { return nil }
        switch pair.key {
        case "log_uniform":
            guard a > 0 else {
                reading.report(
                    .outOfRange(pair.value.value.flowText, expected: "both ends above 0, as a ratio needs"),
                    at: pair.value.position)
                return nil
            }
            return .logUniform(a, b)
        case "integers":
            guard let low = Int(exactly: a), let high = Int(exactly: b) else {
                reading.report(
                    .wrongType(expected: "two whole numbers", found: pair.value.value.flowText),
                    at: pair.value.position)
                return nil
            }
            return .integers(low, high)
        default:
            return .uniform(a, b)
        }
    }

    private static func numbers(_ node: Node, named names: String, _ reading: inout Reading) -> (Double, Double)? {
        if let nodes = node.elements, nodes.count == 2, let a = nodes[0].number, let b = nodes[1].number {
            return (a, b)
        }
        reading.report(
            .wrongType(expected: "a list of two numbers, \(names)", found: node.value.flowText), at: node.position)
        return nil
    }

    private static func ordered(
        _ low: Double, _ high: Double, in node: Node, range: ClosedRange<Double>, expectation: String,
        _ reading: inout Reading
    ) -> Bool {
        guard low <= high else {
            reading.report(.reversedRange(node.value.flowText), at: node.position)
            return false
        }
        guard range.contains(low), range.contains(high) else {
            reading.report(.outOfRange(node.value.flowText, expected: expectation), at: node.position)
            return false
        }
        return true
    }
}
