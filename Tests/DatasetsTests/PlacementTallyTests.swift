import Testing

@testable import Datasets
@testable import JSON

/// When a dataset is far from what was asked for.
@Suite struct PlacementTallyTests {
    private func record(
        _ kinds: [String: (asked: Int, placed: Int)], distractors: Set<String> = [], hopeless: Int = 0,
        photo: String = "a.jpg"
    ) -> PlacementRecord {
        var record = PlacementRecord(photo: photo)
        for (name, count) in kinds {
            var kind = PlacementRecord.Kind(isLabelled: !distractors.contains(name))
            (kind.asked, kind.placed) = (count.asked, count.placed)
            if count.asked > count.placed { kind.leftOut["no room"] = count.asked - count.placed }
            kind.hopeless = hopeless
            record.kinds[name] = kind
        }
        return record
    }

    private func tally(_ records: [(PlacementRecord, labels: Int)]) -> PlacementTally {
        records.reduce(into: PlacementTally()) { $0.add($1.0, labels: $1.labels) }
    }

    @Test func oneEmptyImageOfTwentyIsBorneAndTwoAreNot() {
        let full = (record(["cone": (2, 2)]), labels: 2)
        let empty = (record(["cone": (1, 0)], photo: "castle.jpg"), labels: 0)
        let borne = tally([empty] + Array(repeating: full, count: 19))
        #expect(borne.empty == 1 && borne.shortfalls.isEmpty)
        let short = tally([empty, empty] + Array(repeating: full, count: 18))
        #expect(short.shortfalls == [.empty(2, of: 20)])
        #expect(short.photos["castle.jpg"]?.empty == 2)
        #expect(short.photos["castle.jpg"]?.leftOut == ["no room": 2])
        #expect(short.photos["a.jpg"] == nil)
    }

    /// Images that show none of their objects are as good as empty.
    @Test func weatherMayHideAllObjectsOfOneImageOfTwenty() throws {
        let full = (record(["cone": (2, 2)]), labels: 2)
        func veiled(_ count: Int) -> (PlacementRecord, labels: Int) {
            var hidden = full.0
            hidden.veiled = count
            return (hidden, 2)
        }
        let borne = tally([veiled(2)] + Array(repeating: full, count: 19))
        #expect(borne.veiled == 1 && borne.shortfalls.isEmpty)
        let short = tally([veiled(2), veiled(2)] + Array(repeating: full, count: 18))
        #expect(short.shortfalls == [.veiled(2, of: 20)])
        // One of its objects can be seen.
        #expect(tally([veiled(1), veiled(1)]).veiled == 0)
        var reader = JSONReader(veiled(2).0.json())
        #expect(try PlacementRecord(from: &reader).isVeiled)
    }

    @Test func whatWasNotAskedForIsNotMissing() {
        // No object drawn, or distractors alone: the images are to be without.
        let negatives = tally([(record([:]), 0), (record(["leaf": (3, 3)], distractors: ["leaf"]), 0)])
        #expect(negatives.asking == 0 && negatives.empty == 0 && negatives.shortfalls.isEmpty)
    }

    @Test func anImageWithLabelsOfItsPhotoIsNotEmpty() {
        let labelled = tally([(record(["cone": (1, 0)]), 7), (record(["cone": (4, 4)]), 9)])
        #expect(labelled.empty == 0 && labelled.withoutObject == 1 && labelled.shortfalls.isEmpty)
    }

    @Test func aKindThatIsNowhereFallsShortUnlessThatMayBeBadLuck() {
        func shortfalls(_ asked: Int, hopeless: Int = 0) -> [Shortfall] {
            let others = record(["cone": (60, 60)])
            return tally([(others, 60), (record(["sign": (asked, 0), "cone": (1, 1)], hopeless: hopeless), 1)])
                .shortfalls
        }
        #expect(shortfalls(2).isEmpty)
        #expect(shortfalls(3) == [.absent("sign", asked: 3)])
        #expect(shortfalls(1, hopeless: 1) == [.absent("sign", asked: 1)])
        #expect(shortfalls(0).isEmpty)
    }

    @Test func aQuarterOfTheObjectsMayBeMissing() {
        #expect(tally([(record(["cone": (20, 15)]), 15)]).shortfalls.isEmpty)
        #expect(tally([(record(["cone": (20, 14)]), 14)]).shortfalls == [.few(14, of: 20)])
    }

    @Test func aRecordComesBackFromItsLine() throws {
        var placement = record(["cone": (3, 1), "sign": (1, 1)], distractors: ["sign"], hopeless: 2)
        placement.details = ["no room": "it is full"]
        (placement.again, placement.searched) = (4, 5)
        placement.passed = [.init(file: "b.jpg", reason: "no ground")]
        let bytes = placement.json()
        var reader = JSONReader(bytes)
        #expect(try PlacementRecord(from: &reader) == placement)
    }
}
