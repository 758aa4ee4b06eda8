import Datasets
import Objects
import Testing

@testable import Labelling

/// Which categories a dataset of several gets, and under which ids.
@Suite struct CategoryTableTests {
    private func table(_ datasets: [[(id: Int, name: String, isRenamed: Bool)]]) -> CategoryTable {
        CategoryTable(
            objects: [],
            datasets: datasets.map { dataset in
                dataset.map {
                    CategoryTable.Real(category: COCO.Category(id: $0.id, name: $0.name), isRenamed: $0.isRenamed)
                }
            }, ObjectLibrary())
    }

    @Test func theFirstDatasetKeepsAnIdThatTwoUseForDifferentThings() {
        let table = table([[(3, "car", false)], [(3, "dog", false), (7, "cat", false)]])
        #expect(table.categories.map(\.name) == ["car", "dog", "cat"])
        #expect(table.categories.map(\.id) == [3, 8, 7])
        #expect(table.category(ofDataset: 1, id: 3)?.id == 8)
    }

    @Test func categoriesOfTwoDatasetsThatAreNamedAlikeAreOne() {
        let table = table([[(3, "car", false)], [(9, "car", false)]])
        #expect(table.categories.map(\.id) == [3])
        #expect(table.category(ofDataset: 1, id: 9)?.id == 3)
    }

    @Test func twoOfOneDatasetThatAreNamedAlikeStayApart() {
        let table = table([[(1, "car", false), (2, "car", false)]])
        #expect(table.categories.map(\.id) == [1, 2])
    }

    @Test func whatIsRenamedToANameOfItsDatasetComesUnderThatOne() {
        let table = table([[(1, "car", true), (2, "car", false)]])
        #expect(table.categories.map(\.id) == [2])
        #expect(table.category(ofDataset: 0, id: 1)?.id == 2)
    }
}
