import Testing

@testable import Cards

/// Exact shares of draws, against known answers and against draws.
@Suite struct DistributionSharesTests {
    private func number(_ rule: NumberRule) -> Distribution<Double> { .number(rule, convert: { $0 }) }

    private var mixed: Distribution<Double> {
        .choice([.constant(2), number(.uniform(0, 10)), number(.integers(1, 3))], weights: [1, 2, 1])
    }

    @Test func sharesAreExact() {
        #expect(number(.uniform(0, 10)).share(upTo: 3) == 0.3)
        #expect(abs(number(.logUniform(1, 16)).share(below: 4) - 0.5) < 1e-12)
        #expect(number(.integers(1, 4)).share(upTo: 2) == 0.5)
        #expect(number(.integers(1, 4)).share(below: 2) == 0.25)
        #expect(abs(number(.normal(mean: 1, deviation: 2, low: -99, high: 99)).share(upTo: 1) - 0.5) < 1e-9)
        #expect(number(.uniform(5, 5)).share(below: 5) == 0 && number(.uniform(5, 5)).share(upTo: 5) == 1)
        #expect(mixed.share(upTo: 2) == 0.25 + 0.1 + 0.25 * 2 / 3)
        #expect(abs(mixed.share(below: 2) - (0.1 + 0.25 / 3)) < 1e-12)
    }

    @Test func meansAreExact() {
        #expect(number(.uniform(2, 4)).mean == 3 && number(.integers(1, 4)).mean == 2.5)
        #expect(abs(number(.logUniform(1, 4)).mean - 2.1640425613334453) < 1e-12)
        // Half of a bell curve.
        #expect(abs(number(.normal(mean: 0, deviation: 1, low: 0, high: 99)).mean - 0.7978845608) < 1e-9)
        #expect(mixed.mean == 0.25 * 2 + 0.5 * 5 + 0.25 * 2)
    }

    /// Beside a deviation that is far wider than the range, the bell curve is level.
    @Test(arguments: [1e9, 1e17, 1e300, Double.greatestFiniteMagnitude])
    func aBellCurveOfAnyWidthIsDrawnFrom(deviation: Double) throws {
        let rule = NumberRule.normal(mean: 3, deviation: deviation, low: 1, high: 5)
        #expect(number(rule).share(upTo: 2) == 0.25 && number(rule).share(below: 4) == 0.75)
        #expect(number(rule).mean == 3 && number(rule).grid(5).count == 5)
        let cut = try #require(rule.within(2...3))
        #expect(cut.share == 0.25)
        var stream = RandomStream(seed: 1, image: 0, name: "a")
        let draws = (0..<2000).map { _ in rule.draw(from: &stream) }
        #expect(draws.allSatisfy { (1...5).contains($0) })
        for end in [2.0, 3, 4] { #expect(abs(Double(draws.count { $0 < end }) / 2000 - (end - 1) / 4) < 0.04) }
    }

    @Test func theGridHoldsWhatIsDrawnAgainAndAgain() {
        #expect(number(.integers(1, 3)).grid(50) == [1, 2, 3])
        #expect(Set([1.0, 2, 3]).isSubset(of: mixed.grid(60)))
        let bell = number(.normal(mean: 5, deviation: 1, low: -1e12, high: 1e12)).grid(9)
        #expect(bell.count == 9 && bell[4] == 5 && bell[0] > 0 && bell[8] < 10)
    }

    @Test func drawsKeepToTheShares() {
        let rules: [Distribution<Double>] = [
            number(.uniform(-3, 7)), number(.logUniform(0.1, 40)), number(.integers(0, 9)), mixed,
            number(.normal(mean: 2, deviation: 3, low: 0, high: 4)),
        ]
        for (place, rule) in rules.enumerated() {
            var stream = RandomStream(seed: 8, image: place, name: "draws")
            let draws = (0..<4000).map { _ in rule.draw(from: &stream) }
            for point in rule.grid(40) {
                #expect(abs(Double(draws.count { $0 <= point }) / 4000 - rule.share(upTo: point)) < 0.03)
                #expect(abs(Double(draws.count { $0 < point }) / 4000 - rule.share(below: point)) < 0.03)
            }
        }
    }

    @Test func valuesThatAreNoNumbersHaveNoShares() {
        #expect(Distribution<Value>.constant(.text("a")).numbers == nil)
        #expect(Distribution<Value>.choice([.constant(1), .constant(.text("a"))], weights: [1, 1]).numbers == nil)
        #expect(Distribution<Value>.choice([.constant(1), .constant(3)], weights: [1, 3]).numbers?.mean == 2.5)
    }
}
