import Testing

@testable import Datasets

@Suite struct FormatCreateMLTests {
    @Test func aBoxIsItsMiddleAndSizeInPixels() throws {
        let dataset = try DrawnDataset(["....\n.AA.\n.AAB", ""])
        try dataset.edit { $0.annotations[1].isCrowd = true }
        #expect(try dataset.convert(CreateMLFormat()) == ["crowd region left out": 1])
        let box = "{\"x\":2,\"y\":2,\"width\":2,\"height\":2}"
        #expect(
            try dataset.text("images/_annotations.createml.json") == """
                [
                {"image":"000000.jpg","annotations":[{"label":"cone","coordinates":\(box)}]},
                {"image":"000001.jpg","annotations":[]}]

                """)
    }
}
