import Cards
import Pipelines
import Testing

@testable import Scenes

/// Labels that a dataset lacks are given to its objects.
@Suite struct BalancePlanTests {
    private func rules(
        numbers: [(String, Pipeline.Balance.Quota)] = [], shares: [(String, Pipeline.Balance.Quota)] = []
    ) -> Pipeline.Balance {
        let nowhere = Position(source: Source(name: "", text: ""), line: 1, column: 1)
        var rules = Pipeline.Balance()
        rules.numbers = numbers.map { Named(name: $0.0, value: $0.1, position: nowhere) }
        rules.shares = shares.map { Named(name: $0.0, value: $0.1, position: nowhere) }
        return rules
    }

    private func plan(
        _ rules: Pipeline.Balance, images: Int = 100, each: Int = 4, real: [(String, Double, Int)] = [],
        categories: [String] = ["cow", "dog"]
    ) -> BalancePlan {
        var tally = LabelTally(edges: rules.edges)
        for (category, area, times) in real { tally.add(category, area: area, times: times) }
        return BalancePlan(
            rules, slots: [Int](repeating: each, count: images), real: tally, categories: categories, seed: 3)
    }

    /// Which of the sizes small, medium and large each slot may have of a category.
    private func counts(_ plan: BalancePlan, _ category: String, images: Range<Int> = 0..<100) -> [Int] {
        var counts = [0, 0, 0]
        for image in images {
            for number in 0..<4 {
                guard let wish = plan.wish(image: image, number: number) else { continue }
                for (size, area) in [100.0, 5000, 50_000].enumerated()
                where wish.areas(about: area, of: category) != nil { counts[size] += 1 }
            }
        }
        return counts
    }

    @Test func everyLabelThatIsLackingHasASlot() {
        let plan = plan(
            rules(numbers: [("cow", .sizes([120, 80, nil])), ("dog", .all(90))]), real: [("cow", 100, 20)])
        #expect(plan.cells.map(\.asked) == [120, 80, 90])
        #expect(plan.cells.map(\.real) == [20, 0, 0])
        #expect(plan.cells.map(\.slots) == [100, 80, 90])
        // 130 slots are left for large cows: nothing is said about these.
        #expect(counts(plan, "cow") == [100, 80, 130])
        #expect(counts(plan, "dog") == [90, 90, 90])
        #expect(plan.surplus == 0)
    }

    @Test func theyAreSpreadOverTheImages() {
        let plan = plan(rules(numbers: [("cow", .sizes([120, 80, 100])), ("dog", .all(100))]))
        for part in 0..<4 {
            let counts = counts(plan, "cow", images: part * 25..<part * 25 + 25)
            #expect(zip(counts, [30, 20, 25]).allSatisfy { abs($0 - $1) <= 15 }, "\(counts)")
        }
    }

    @Test func sharesAreOfAllLabelsTheRealOnesToo() {
        let plan = plan(rules(shares: [("cow", .all(0.25))]), real: [("tree", 100, 400), ("cow", 100, 100)])
        // A quarter of 400 + 500 labels.
        #expect(plan.cells.map(\.asked) == [225] && plan.cells.map(\.slots) == [125])
        #expect(counts(plan, "dog") == [275, 275, 275])
    }

    @Test func tooFewSlotsAreSharedFairly() {
        let plan = plan(rules(numbers: [("cow", .all(600)), ("dog", .all(201))]))
        #expect(plan.cells.map(\.slots) == [300, 100])
        #expect(plan.cells.map(\.lacking) == [600, 201])
    }

    @Test func slotsStayEmptyWhereNothingIsLeftToWishFor() {
        let plan = plan(rules(numbers: [("cow", .all(50)), ("dog", .sizes([50, 0, 0]))]))
        #expect(plan.surplus == 300)
        #expect(counts(plan, "cow") == [50, 50, 50] && counts(plan, "dog") == [50, 0, 0])
    }

    @Test func whatNoObjectHasGetsNoSlot() {
        let plan = plan(rules(numbers: [("tram", .all(50))]))
        #expect(plan.cells.map(\.slots) == [0] && !plan.cells[0].isPossible)
        #expect(counts(plan, "cow") == [400, 400, 400])
    }

    @Test func aSizeIsKeptBelowWhatOthersMayHide() {
        let plan = plan(rules(numbers: [("cow", .sizes([0, nil, nil]))]))
        let wish = plan.wish(image: 0, number: 0)
        #expect(wish?.areas(about: 2000, of: "cow") == 1024..<Double.infinity)
        #expect(wish?.areas(about: 1000, of: "cow") == nil)
        #expect(wish?.areas(about: 1000, of: "dog") == 0..<Double.infinity)
    }

    @Test func aHundredThousandImagesArePlannedAtOnce() {
        let rules = rules(numbers: [("cow", .all(100_000)), ("dog", .sizes([50_000, 50_000, 1]))])
        let start = ContinuousClock.now
        let plan = plan(rules, images: 100_000)
        #expect(plan.wish(image: 99_999, number: 3) != nil)
        // A hundredth of this with optimisation.
        #expect(.now - start < .seconds(5))
    }
}
