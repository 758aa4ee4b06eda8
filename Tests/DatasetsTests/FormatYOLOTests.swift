import Findings
import Geometry
import Testing

@testable import Datasets

@Suite struct FormatYOLOTests {
    private func yolo(_ task: YOLOFormat.Task) -> YOLOFormat {
        var format = YOLOFormat()
        format.task = task
        return format
    }

    @Test func aBoxIsItsMiddleAndSizeInShares() throws {
        let dataset = try DrawnDataset(["....\n.AA.\n.AAB\n...B", ""])
        try dataset.convert(yolo(.detect))
        #expect(try dataset.text("labels/000000.txt") == "0 0.5 0.5 0.5 0.5\n1 0.875 0.75 0.25 0.5\n")
        #expect(try dataset.text("labels/000001.txt").isEmpty)
        #expect(
            try dataset.text("data.yaml") == """
                # Written by diorama. Folders are relative to this file.
                "train": "images"
                "val": "images"
                names:
                  0: "cone"
                  1: "box"

                """)
    }

    @Test func thirdsKeepAllDigits() throws {
        let dataset = try DrawnDataset(["A..\n...\n..."])
        try dataset.convert(yolo(.detect))
        let text = try dataset.text("labels/000000.txt").dropLast()
        let numbers = text.split(separator: " ").compactMap { Double($0) }
        let expected: [Double] = [0, 0.5 / 3, 0.5 / 3, 1.0 / 3, 1.0 / 3]
        #expect(numbers == expected)
    }

    @Test func splitsHaveFoldersOfTheirOwn() throws {
        let dataset = try DrawnDataset(["A", "A", "A"], splits: ["train", "val", "test"])
        try dataset.convert(yolo(.detect))
        #expect(
            try dataset.newFiles().filter { $0.hasPrefix("labels") }
                == ["labels/test/000002.txt", "labels/train/000000.txt", "labels/val/000001.txt"])
        #expect(
            try dataset.text("data.yaml").hasPrefix(
                """
                # Written by diorama. Folders are relative to this file.
                "train": "images/train"
                "val": "images/val"
                "test": "images/test"
                names:
                """))
    }

    @Test func anOutlineRunsAlongThePixels() throws {
        let dataset = try DrawnDataset(["....\n.AA.\n.AA.\n...."])
        try dataset.convert(yolo(.segment))
        #expect(try dataset.text("labels/000000.txt") == "0 0.25 0.25 0.75 0.25 0.75 0.75 0.25 0.75\n")
    }

    @Test(arguments: [
        "A..A", "AAA.\nA.A.\nAAA.", "A.A.\n.A.A\nA.A.", "AAAAA\nA...A\nA.A.A\nA...A\nAAAAA", "A", ".A\nA.",
    ])
    func partsAndHolesMakeOneRingThatHoldsThemExactly(drawing: String) throws {
        let rows = drawing.split(separator: "\n").map(Array.init)
        let dataset = try DrawnDataset([drawing])
        try dataset.convert(yolo(.segment))
        let numbers = try dataset.text("labels/000000.txt").dropLast().split(separator: " ").dropFirst().compactMap {
            Double($0)
        }
        let (width, height) = (Double(rows[0].count), Double(rows.count))
        let ring = Polygon(
            stride(from: 0, to: numbers.count, by: 2).map { Point(numbers[$0] * width, numbers[$0 + 1] * height) })
        for y in rows.indices {
            for x in rows[y].indices {
                #expect(ring.contains(Point(Double(x) + 0.5, Double(y) + 0.5)) == (rows[y][x] == "A"), "\(x), \(y)")
            }
        }
    }

    @Test func aDiamondHasATurnedBox() throws {
        let dataset = try DrawnDataset(["..AA..\n.AAAA.\nAAAAAA\nAAAAAA\n.AAAA.\n..AA.."])
        try dataset.convert(yolo(.obb))
        let numbers = try dataset.text("labels/000000.txt").dropLast().split(separator: " ").compactMap { Double($0) }
        // Cut corners of side √2 on the hull make the turned square 4 √2 wide: 32 of the upright one's 36 pixels.
        let sixth = 1.0 / 6
        let expected: [Double] = [0, 0.5, -sixth, 1 + sixth, 0.5, 0.5, 1 + sixth, -sixth, 0.5]
        #expect(numbers.count == 9)
        for (number, value) in zip(numbers, expected) { #expect(abs(number - value) < 1e-12) }
    }

    @Test func anUprightBoxIsPreferred() {
        let square = [Point(1, 1), Point(3, 1), Point(3, 3), Point(1, 3)]
        #expect(OrientedBox(around: square).corners == square)
        #expect(
            OrientedBox(around: [Point(1, 1), Point(3, 1)]).corners == [
                Point(1, 1), Point(3, 1), Point(3, 1), Point(1, 1),
            ])
    }

    @Test func whatYOLOCannotSayIsCounted() throws {
        let dataset = try DrawnDataset(["AB.\nABC\n..C", "A"])
        try dataset.edit { document in
            document.annotations[0].isCrowd = true
            document.annotations[1].segmentation = nil
            document.annotations[2].categoryID = 9
            document.annotations[3].imageID = 77
            document.annotations.append(COCO.Annotation(id: 9, imageID: 0, categoryID: 1))
        }
        let (records, oddities) = try Conversion.write([yolo(.segment)], in: dataset.folder.path)
        #expect(
            records[0].notes.map { "\($0.count) × \($0.problem)" } == [
                "1 × crowd region left out",
                "1 × instance of a category that is not listed left out",
                "1 × instance without a box inside the image left out",
                "1 × instance without a mask written as its box",
            ])
        #expect(records[0].instances == 1)
        #expect(oddities.map { "\($0.count) × \($0.problem)" } == ["1 × annotation of an image that is not listed"])
        let (third, two) = ("\(1.0 / 3)", "\(2.0 / 3)")
        #expect(
            try dataset.text("labels/000000.txt") == "1 \(third) 0.0 \(two) 0.0 \(two) \(two) \(third) \(two)\n")
    }

    @Test func aBoxIsCutAtTheBorder() throws {
        let dataset = try DrawnDataset(["AA\nAA"])
        try dataset.edit { $0.annotations[0].box = Rect(x: -1, y: 1, width: 2, height: 5) }
        try dataset.convert(yolo(.detect))
        #expect(try dataset.text("labels/000000.txt") == "0 0.25 0.75 0.5 0.5\n")
    }

    @Test func ringsThatShareAPixelAreUnited() throws {
        let dataset = try DrawnDataset(["AAA.\nAAA."], style: .polygons)
        try dataset.edit { document in
            // Two rings over the same two columns, which even-odd would take for a hole.
            document.annotations[0].segmentation = .polygons([[0, 0, 2, 0, 2, 2, 0, 2], [1, 0, 3, 0, 3, 2, 1, 2]])
        }
        var format = YOLOFormat()
        format.task = .segment
        try dataset.convert(format)
        #expect(try dataset.text("labels/000000.txt") == "0 0.0 0.0 0.75 0.0 0.75 1.0 0.0 1.0\n")
    }
}
