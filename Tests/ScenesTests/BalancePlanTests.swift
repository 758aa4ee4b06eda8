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
        categories: [String] = ["cow", "dog"], within reach: BalanceReach? = nil
    ) -> BalancePlan {
        var tally = LabelTally(edges: rules.edges)
        for (category, area, times) in real { tally.add(category, area: area, times: times) }
        let demand = BalanceDemand(rules, slots: images * each, real: tally, categories: categories)
        return BalancePlan(
            demand, slots: [Int](repeating: each, count: images),
            within: reach ?? .all(images: images, cells: demand.cells.count), seed: 3)
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
        #expect(plan.shares.map(\.cell.asked) == [120, 80, 90])
        #expect(plan.shares.map(\.cell.real) == [20, 0, 0])
        #expect(plan.shares.map(\.slots) == [100, 80, 90])
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
        #expect(plan.shares.map(\.cell.asked) == [225] && plan.shares.map(\.slots) == [125])
        #expect(counts(plan, "dog") == [275, 275, 275])
    }

    /// Slots that no quota needs stay empty, and empty slots are no labels.
    @Test func sharesAreOfTheLabelsThatComeOut() {
        let mixed = plan(rules(numbers: [("cow", .all(200))], shares: [("dog", .all(0.2))]))
        #expect(mixed.shares.map(\.cell.asked) == [200, 50] && mixed.surplus == 150)
        let real = plan(rules(shares: [("cow", .all(0.25)), ("dog", .all(0.25))]), real: [("tree", 100, 100)])
        #expect(real.shares.map(\.cell.asked) == [50, 50] && real.surplus == 300)
        // All of them are as many as fit.
        let whole = plan(rules(shares: [("cow", .all(0.75)), ("dog", .all(0.25))]))
        #expect(whole.shares.map(\.slots) == [300, 100] && whole.surplus == 0)
        // Shares alone, which leave nothing for others, are parts of their sum.
        let parts = plan(rules(shares: [("cow", .all(0.3)), ("dog", .all(0.1))]))
        #expect(parts.shares.map(\.slots) == [300, 100] && parts.surplus == 0)
        // No cow can be added.
        let none = plan(rules(numbers: [("dog", .all(60))], shares: [("cow", .all(0.4))]), categories: ["dog"])
        #expect(none.shares.map(\.cell.lacking) == [60, 24])
    }

    @Test func tooFewSlotsAreSharedFairly() {
        let plan = plan(rules(numbers: [("cow", .all(600)), ("dog", .all(201))]))
        #expect(plan.shares.map(\.slots) == [300, 100])
        #expect(plan.shares.map(\.cell.lacking) == [600, 201])
    }

    @Test func slotsStayEmptyWhereNothingIsLeftToWishFor() {
        let plan = plan(rules(numbers: [("cow", .all(50)), ("dog", .sizes([50, 0, 0]))]))
        #expect(plan.surplus == 300)
        #expect(counts(plan, "cow") == [50, 50, 50] && counts(plan, "dog") == [50, 0, 0])
    }

    @Test func whatNoObjectHasGetsNoSlot() {
        let plan = plan(rules(numbers: [("tram", .all(50))]))
        #expect(plan.shares.map(\.slots) == [0] && !plan.shares[0].cell.isPossible)
        #expect(counts(plan, "cow") == [400, 400, 400])
    }

    @Test func aSizeIsKeptBelowWhatOthersMayHide() {
        let plan = plan(rules(numbers: [("cow", .sizes([0, nil, nil]))]))
        let wish = plan.wish(image: 0, number: 0)
        #expect(wish?.areas(about: 2000, of: "cow") == 1024..<Double.infinity)
        #expect(wish?.areas(about: 1000, of: "cow") == nil)
        #expect(wish?.areas(about: 1000, of: "dog") == 0..<Double.infinity)
    }

    /// A hundred images of four photos in turn.
    private func reach(_ chances: [[Double]]) -> BalanceReach {
        BalanceReach(groups: (0..<100).map { $0 % chances.count }, chances: chances)
    }

    @Test func aLabelGoesToPhotosThatCanShowIt() {
        // Small cows in the first photo alone, and dogs in the last two.
        let plan = plan(
            rules(numbers: [("cow", .sizes([90, 100, nil])), ("dog", .all(190))]),
            within: reach([[1, 1, 0], [0, 1, 0], [0, 1, 1], [0, 1, 1]]))
        #expect(plan.shares.map(\.slots) == [90, 100, 190])
        #expect(plan.shares.map(\.expected) == [90, 100, 190])
        #expect(plan.shares.map(\.photos) == [1, 4, 2] && plan.photos == 4)
        for image in 0..<100 {
            for number in 0..<4 {
                guard let wish = plan.wish(image: image, number: number) else { continue }
                let isRest = wish.areas(about: 100_000, of: "cow") != nil
                if wish.areas(about: 100, of: "cow") != nil { #expect(image % 4 == 0) }
                if wish.areas(about: 100, of: "dog") != nil, !isRest { #expect(image % 4 >= 2) }
            }
        }
        // Medium cows get out of the way: ten of the first photo's 100 slots are left for them.
        let medium = (0..<4).map { photo in
            (0..<100).filter { $0 % 4 == photo }.flatMap { image in (0..<4).map { (image, $0) } }.count {
                plan.wish(image: $0.0, number: $0.1)?.areas(about: 5000, of: "cow") != nil
            }
        }
        #expect(medium.reduce(0, +) == 100 && medium[0] <= 10 && medium[1] >= 28, "\(medium)")
    }

    @Test func whatAPhotoSeldomShowsGetsMoreSlots() {
        let plan = plan(rules(numbers: [("cow", .all(60))]), within: reach([[0.5], [0], [0], [0]]))
        #expect(plan.shares.map(\.slots) == [100] && plan.shares.map(\.expected) == [50])
        let easy = self.plan(rules(numbers: [("cow", .all(60))]), within: reach([[0.5], [1], [0.5], [0]]))
        #expect(easy.shares.map(\.expected) == [60] && easy.shares.map(\.slots)[0] < 90)
    }

    @Test func whatNoPhotoShowsGetsNoSlot() {
        let plan = plan(
            rules(numbers: [("cow", .all(50)), ("dog", .all(390))]),
            within: reach([[0, 1], [0, 1], [0, 1], [0, 1]]))
        #expect(plan.shares.map(\.slots) == [0, 390] && plan.shares[0].photos == 0)
    }

    @Test func allotmentsOfManyPhotosAddUp() {
        // A photo an image, of which every third shows small cows, and every second dogs.
        let chances = (0..<1000).map { [$0 % 3 == 0 ? 1.0 : 0, 1, $0 % 2 == 0 ? 0.75 : 0] }
        let plan = self.plan(
            rules(numbers: [("cow", .sizes([900, 1200, nil])), ("dog", .all(750))]), images: 1000,
            within: BalanceReach(groups: Array(0..<1000), chances: chances))
        #expect(zip(plan.shares.map(\.expected), [900, 1200, 750]).allSatisfy { abs($0 - $1) <= 2 })
    }

    @Test func aHundredThousandImagesArePlannedAtOnce() {
        let rules = rules(numbers: [("cow", .all(100_000)), ("dog", .sizes([50_000, 50_000, 1]))])
        let start = ContinuousClock.now
        let plan = plan(
            rules, images: 100_000,
            within: BalanceReach(
                groups: (0..<100_000).map { $0 % 5000 }, chances: [[Double]](repeating: [1, 0.5, 1, 0.2], count: 5000)))
        #expect(plan.wish(image: 99_999, number: 3) != nil)
        // A hundredth of this with optimisation.
        #expect(.now - start < .seconds(5))
    }
}
