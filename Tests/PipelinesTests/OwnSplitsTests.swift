import Testing

@testable import Pipelines

/// The parts that photos bring along from their datasets.
@Suite struct OwnSplitsTests {
    @Test func partsAreInTheOrderOfTrainingAndThenByName() {
        #expect(OwnSplits(["zoo", "test", "val", "attic", "train"]).names == ["train", "val", "test", "attic", "zoo"])
    }

    @Test func aPhotoWithoutAPartGoesToTrain() {
        let splits = OwnSplits(["val", nil, "test", nil])
        #expect(splits.names == ["train", "val", "test"] && splits.unassigned == 2)
        #expect(splits.side(of: nil) == "train" && splits.side(of: "val") == "val")
    }

    @Test func onePartAloneHasNoSides() {
        for photos in [[], [nil], ["val", "val"], ["val", nil]] as [[String?]] {
            let splits = OwnSplits(photos)
            #expect(splits.names == [] && splits.unassigned == 0)
            #expect(splits.side(of: "val") == nil)
            #expect(splits.repeated([("a", "val"), ("a", nil)]) == [:])
        }
    }

    @Test func aPhotoOnSeveralSidesStaysOnTheOneThatIsNotLearntFrom() {
        let photos = [("a", "train"), ("b", "val"), ("a", "test"), ("b", nil), ("a", "val"), ("c", "train")]
        let splits = OwnSplits(photos.map(\.1))
        #expect(splits.repeated(photos.map { (path: $0.0, split: $0.1) }) == [0: "test", 3: "val", 4: "test"])
    }
}
