import Cards
import JSON
import Pipelines
import Testing

@testable import Datasets

@Suite struct AskedTallyTests {
    private func tally(_ rule: NumberRule, of numbers: [Double]) -> AskedTally {
        var tally = AskedTally(
            AskedNumber("scene.count", "", .number(rule, convert: { $0 }), .count, of: ["cone"]))
        for number in numbers { tally.add(number) }
        return tally
    }

    @Test func whatComesOutAsAskedIsNear() {
        let even = tally(.uniform(0, 10), of: (0..<1000).map { Double($0) / 100 })
        #expect(even.distance < 0.002 && !even.differs)
        #expect(abs(even.quantile(0.25) - 2.5) < 0.05 && abs(even.mean - 4.995) < 1e-9)
        let dice = tally(.integers(1, 6), of: (0..<600).map { Double($0 % 6 + 1) })
        #expect(dice.distance < 1e-12 && dice.quantile(0.5) == 3)
    }

    /// The upper half is never drawn: of the numbers below the middle, all are there instead of half.
    @Test func whatLimitsCutIsFarByTheirShare() {
        let cut = tally(.uniform(0, 10), of: (0..<1000).map { Double($0) / 200 })
        #expect(abs(cut.distance - 0.5) < 0.005 && cut.differs)
        let dice = tally(.integers(1, 6), of: [Double](repeating: 1, count: 500))
        #expect(abs(dice.distance - 5.0 / 6) < 1e-12)
        #expect(tally(.uniform(0, 1), of: [7, 8]).distance == 1)
    }

    @Test func chanceIsNoDifference() {
        #expect(!tally(.uniform(0, 10), of: [1, 2, 3, 4]).differs)
        #expect(tally(.uniform(0, 10), of: []).distance == 0)
    }

    @Test func barsCoverAllThatWasAskedAndHoldAllThatCame() throws {
        for rule in [
            NumberRule.uniform(0, 1), .logUniform(1, 100), .integers(0, 5), .integers(0, 500),
            .normal(mean: 0, deviation: 2, low: -1e12, high: 1e12), .uniform(3, 3),
        ] {
            let bars = tally(rule, of: [-1e13, 0, 0.5, 3, 5, 1e13]).bars
            #expect(bars.got.reduce(0, +) == 6 && bars.got.count + 1 == bars.edges.count)
            #expect(abs(bars.asked.reduce(0, +) - 1) < 1e-9)
        }
        let dice = tally(.integers(1, 6), of: [1, 1, 6]).bars
        #expect(dice.edges.first == 0.5 && dice.got == [2, 0, 0, 0, 0, 1])
        #expect(tally(.logUniform(1, 100), of: []).bars.isLogarithmic)
    }
}
