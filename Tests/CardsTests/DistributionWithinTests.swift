import Testing

@testable import Cards

/// Distributions cut to a range.
@Suite struct DistributionWithinTests {
    private func number(_ rule: NumberRule) -> Distribution<Value> { .number(rule, convert: { .number($0) }) }

    @Test func rulesKeepTheirShapeInsideTheRange() throws {
        let all: [(NumberRule, Double)] = [
            (.uniform(0, 10), 0.2), (.logUniform(1, 16), 0.25), (.integers(1, 10), 0.3),
        ]
        let ranges = [2.0...4.0, 2.0...4.0, 1.5...4.0]
        for ((rule, share), range) in zip(all, ranges) {
            let cut = try #require(rule.within(range))
            #expect(abs(cut.share - share) < 1e-12)
            var stream = RandomStream(seed: 1, image: 0, name: "a")
            for _ in 0..<200 { #expect(range.contains(cut.rule.draw(from: &stream))) }
        }
        #expect(NumberRule.uniform(0, 1).within(2...3) == nil)
        #expect(NumberRule.integers(1, 3).within(1.2...1.8) == nil)
        #expect(NumberRule.normal(mean: 5, deviation: 0, low: 0, high: 10).within(6...7) == nil)
    }

    @Test func aNormalRuleKeepsTheShareOfItsCurve() throws {
        let cut = try #require(NumberRule.normal(mean: 0, deviation: 1, low: -100, high: 100).within(0...100))
        #expect(abs(cut.share - 0.5) < 1e-9)
    }

    /// Of a constant 5 and a rule of which a tenth lies in the range, the rule is drawn once in eleven times.
    @Test func choicesKeepTheirOdds() throws {
        let choice = Distribution<Value>.choice(
            [.constant(5), number(.uniform(0, 50)), .constant(70)], weights: [1, 1, 2])
        let (cut, share) = try #require(choice.within(4...9))
        #expect(abs(share - 1.1 / 4) < 1e-12)
        var stream = RandomStream(seed: 2, image: 0, name: "b")
        let draws = (0..<4000).map { _ in cut.draw(from: &stream) }
        let constants = Double(draws.count { $0 == 5 }) / 4000
        #expect(abs(constants - 10.0 / 11) < 0.02)
        #expect(choice.within(80...90) == nil)
    }

    @Test func aPartIsDrawnAgainWithTheSameOtherNumbers() throws {
        let position = Position(source: Source(name: "p", text: ""), line: 1, column: 1)
        let part = PartDraft.one(
            name: "ground",
            values: [
                ("distance", .drawn(number(.uniform(1, 100)))),
                ("within", .drawn(.choice([.constant("a"), .constant("b")], weights: [1, 1]))),
            ],
            chance: 1, position: position)
        for image in 0..<20 {
            let streams = RandomStreams(seed: 3, image: image)
            let free = try #require(part.draw(from: streams))
            let cut = try #require(part.draw(from: streams, within: ["distance": 3...4]))
            #expect(free.values[key: "within"] == cut.values[key: "within"])
            guard case .number(let distance)? = cut.values[key: "distance"] else {
                Issue.record("expected a number")
                return
            }
            #expect((3...4).contains(distance))
        }
        #expect(part.draw(from: RandomStreams(seed: 3, image: 0), within: ["distance": 200...300]) == nil)
    }
}
