import Foundation
import Geometry
import JSON
import Testing

@testable import Datasets

@Suite struct LabelComparisonTests {
    /// Images of 400 × 300 pixels with square boxes of one size around one place.
    private func statistics(
        images: Int = 400, perImage: Int = 2, side: Double = 40, x: Double = 200, y: Double = 150,
        names: [String] = ["cone", "box"], visibility: Double? = nil, spread: Double = 20
    ) -> LabelStatistics {
        var statistics = LabelStatistics(names.enumerated().map { COCO.Category(id: $0.offset, name: $0.element) })
        for image in 0..<images {
            let labels = (0..<perImage).map { number in
                // Places and sizes vary a little, the same each time.
                let shift = Double((image * 7 + number * 3) % 11 - 5) / 5
                let own = side * (1 + shift / 10)
                let box = Rect(
                    x: x + shift * spread - own / 2, y: y + shift * spread - own / 2, width: own, height: own)
                var label = MeasuredLabel(categoryID: number % names.count, box: box, area: box.area)
                label.visibility = visibility
                return label
            }
            statistics.add(labels, width: 400, height: 300)
        }
        return statistics
    }

    private func sentences(_ real: LabelStatistics, _ synthetic: LabelStatistics) -> [String: String] {
        let comparison = LabelComparison(real: real, synthetic: synthetic)
        return Dictionary(
            uniqueKeysWithValues: comparison.differences.filter(\.isDifferent).map { ($0.key, $0.sentence) })
    }

    @Test func aDatasetIsLikeItself() {
        let comparison = LabelComparison(real: statistics(), synthetic: statistics())
        #expect(comparison.differences.allSatisfy { !$0.isDifferent && ($0.distance ?? 0) == 0 })
        #expect(comparison.differences.count == 13 && comparison.categories.count == 2)
        #expect(comparison.differences.first { $0.key == "visibility" }?.sentence == "neither dataset states it")
    }

    @Test func largerBoxesAreSaidToBeLarger() {
        let found = sentences(statistics(), statistics(side: 72))
        #expect(
            found["size"]
                == "synthetic boxes are 1.8 times as large as real ones (the median side is 21 % of the image's side, "
                + "real: 12 %)")
        #expect(
            sentences(statistics(side: 72), statistics())["size"]?.hasPrefix(
                "real boxes are 1.8 times as large as synthetic ones") == true)
    }

    @Test func placesAreSaidToDiffer() {
        let found = sentences(statistics(), statistics(x: 350, y: 40))
        #expect(found["row"]?.hasPrefix("synthetic boxes lie higher in the image: their median middle is 13 %") == true)
        #expect(found["column"]?.hasPrefix("synthetic boxes lie farther right") == true)
        #expect(
            found["place"]
                == "too many synthetic boxes lie top right (100 %, real: 0 %), too few in the middle (0 %, real: 100 %)"
        )
        let near = sentences(statistics(), statistics(x: 20))
        #expect(
            near["edge"]?.contains("% of the synthetic boxes end at an edge of the image, 0 % of the real ones") == true
        )
    }

    @Test func numbersSharesAndCompanyAreSaidToDiffer() {
        let found = sentences(statistics(perImage: 1), statistics(perImage: 4))
        #expect(found["count"] == "synthetic images have 4 labels on average, real ones 1")
        #expect(
            found["categories"]
                == "too many of the synthetic labels are “box” (50 %, real: 0 %), too few “cone” (50 %, real: 100 %)")
        #expect(
            found["together"]
                == "“box” and “cone” are together in 100 % of the synthetic images, in 0 % of the real ones")
    }

    @Test func whatOneDatasetAloneHasIsNamed() {
        let comparison = LabelComparison(
            real: statistics(names: ["cone", "tree"]), synthetic: statistics(names: ["cone", "box"], visibility: 0.5))
        #expect(comparison.onlyReal == ["tree"] && comparison.onlySynthetic == ["box"])
        #expect(comparison.categories.map(\.name) == ["cone"])
        let visibility = comparison.differences.first { $0.key == "visibility" }
        #expect(visibility?.distance == nil && visibility?.sentence == "the real dataset does not state it")
    }

    /// Of ten images each, a good deal is chance.
    @Test func fewImagesShowLittle() {
        let few = LabelComparison(real: statistics(images: 10), synthetic: statistics(images: 10, side: 41))
        #expect(few.chance > 0.7 && few.differences.allSatisfy { !$0.isDifferent })
        let many = LabelComparison(real: statistics(images: 5000), synthetic: statistics(images: 5000, side: 44))
        #expect(many.chance == 0.05 && many.differences.contains { $0.key == "size" && $0.isDifferent })
    }

    @Test func anEmptyDatasetIsComparedToo() throws {
        let comparison = LabelComparison(real: statistics(), synthetic: statistics(perImage: 0))
        #expect(
            comparison.differences.first { $0.key == "size" }?.sentence == "the synthetic dataset does not state it")
        #expect(comparison.differences.first { $0.key == "empty" }?.isDifferent == true)
        #expect(try JSONTree(comparison.differences.json()).elements?.count == 13)
    }
}
