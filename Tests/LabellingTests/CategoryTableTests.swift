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

    /// A left eye stays one, whatever its place in the lists.
    @Test func keypointsOfCategoriesThatBecomeOneAreJoinedByTheirNames() {
        func real(_ id: Int, _ keypoints: [String]?, _ skeleton: [[Int]]? = nil) -> CategoryTable.Real {
            var category = COCO.Category(id: id, name: "face")
            (category.keypoints, category.skeleton) = (keypoints, skeleton)
            return CategoryTable.Real(category: category, isRenamed: false)
        }
        let table = CategoryTable(
            objects: [],
            datasets: [
                [real(1, nil)], [real(2, ["left_eye", "right_eye"], [[1, 2]])],
                [real(3, ["right_eye", "left_eye", "nose"], [[2, 1], [1, 3]])], [real(4, ["left_eye", "right_eye"])],
            ], ObjectLibrary())
        #expect(table.categories.count == 1)
        #expect(table.categories[0].keypoints == ["left_eye", "right_eye", "nose"])
        #expect(table.categories[0].skeleton == [[1, 2], [2, 3]])
        #expect(table.keypointPlaces(ofDataset: 0, id: 1) == nil)
        #expect(table.keypointPlaces(ofDataset: 1, id: 2) == nil)
        #expect(table.keypointPlaces(ofDataset: 2, id: 3) == [1, 0, 2])
        #expect(table.keypointPlaces(ofDataset: 3, id: 4) == nil)
    }
}
