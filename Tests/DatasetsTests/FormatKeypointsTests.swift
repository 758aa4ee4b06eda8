import Geometry
import Testing

@testable import Datasets
@testable import JSON

@Suite struct FormatKeypointsTests {
    private func dataset(_ change: (inout COCO.Document) -> Void = { _ in }) throws -> DrawnDataset {
        let dataset = try DrawnDataset(["....\n.AAB\n.AAB\nC..."])
        try dataset.edit { document in
            document.categories[0].keypoints = ["left eye", "Right eye", "nose"]
            document.annotations[0].keypoints = [
                COCO.Keypoint(Point(1, 1.5), .visible), COCO.Keypoint(Point(2, 3), .hidden),
                COCO.Keypoint(Point(0, 0), .unlabelled),
            ]
            change(&document)
        }
        return dataset
    }

    @Test func aFileOfCOCOsKindHoldsTheCategoriesWithKeypoints() throws {
        let dataset = try dataset { document in
            document.annotations[0].extra = [JSONMember(name: "mine", json: Array("1".utf8))]
        }
        let notes = try dataset.convert(COCOKeypointsFormat())
        #expect(try dataset.newFiles() == ["annotations/person_keypoints.json"])
        let file = try COCO.decode(Array(dataset.text("annotations/person_keypoints.json").utf8)).document
        #expect(file.categories.map(\.name) == ["cone"])
        #expect(file.categories[0].keypoints == ["left eye", "Right eye", "nose"])
        #expect(file.categories[0].skeleton == [])
        #expect(file.images.map(\.fileName) == ["000000.jpg"])
        #expect(file.annotations.map(\.id) == [1, 3])
        #expect(file.annotations[0].keypoints?.numbers == [1, 1.5, 2, 2, 3, 1, 0, 0, 0])
        #expect(file.annotations.map(\.keypointCount) == [2, 0])
        #expect(file.annotations[1].keypoints?.numbers == [0, 0, 0, 0, 0, 0, 0, 0, 0])
        #expect(file.annotations[0].extra.isEmpty)
        #expect(
            notes == [
                "instance of a category without keypoints left out": 1,
                "instance without keypoints written with none labelled": 1,
            ])
    }

    @Test func aLineOfYOLOsPoseHasBoxAndKeypointsInShares() throws {
        let dataset = try dataset()
        var format = YOLOFormat()
        format.task = .pose
        let notes = try dataset.convert(format)
        #expect(
            try dataset.text("labels/000000.txt") == """
                0 0.5 0.5 0.5 0.5 0.25 0.375 2 0.5 0.75 1 0 0 0
                1 0.875 0.5 0.25 0.5 0 0 0 0 0 0 0 0 0
                0 0.125 0.875 0.25 0.25 0 0 0 0 0 0 0 0 0

                """)
        #expect(
            try dataset.text("data.yaml").hasSuffix(
                """
                names:
                  0: "cone"
                  1: "box"
                kpt_shape: [3, 3]
                flip_idx: [1, 0, 2]
                kpt_names:
                  0: ["left eye", "Right eye", "nose"]

                """))
        #expect(notes == ["instance without keypoints written with none labelled": 2])
    }

    @Test func keypointsOutsideTheImageAreNotLabelledForYOLO() throws {
        let dataset = try dataset { document in
            document.annotations[0].keypoints?[0].position = Point(4.5, 1)
            document.categories[0].keypoints = ["a", "b", "c"]
        }
        var format = YOLOFormat()
        format.task = .pose
        let notes = try dataset.convert(format)
        #expect(try dataset.text("labels/000000.txt").hasPrefix("0 0.5 0.5 0.5 0.5 0 0 0 0.5 0.75 1 0 0 0\n"))
        #expect(try !dataset.text("data.yaml").contains("flip_idx"))
        #expect(notes["keypoint outside the image written as not labelled"] == 1)
    }

    @Test func aPoseWithoutKeypointsAnywhereIsRefused() throws {
        let dataset = try DrawnDataset(["A"])
        var format = YOLOFormat()
        format.task = .pose
        let error = #expect(throws: DatasetError.self) { try dataset.convert(format) }
        #expect(error?.reason == "no category has keypoints, which yolo's task pose is for")
    }
}
