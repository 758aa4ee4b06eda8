import Testing

@testable import Datasets

@Suite struct FormatCSVTests {
    /// A table's rows by column, for texts without quotes.
    private func table(_ dataset: DrawnDataset) throws -> [[String: String]] {
        let lines = try dataset.text("annotations/instances.csv").split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    @Test func aRowHoldsTheLabelAndTheScene() throws {
        let dataset = try DrawnDataset(["....\n.AAB\n.AAB"])
        let pose = "{\"yaw_degrees\":30.5,\"pitch_degrees\":0,\"roll_degrees\":-2,\"flipped\":true}"
        try dataset.folder.write(
            """
            {"index":7,"objects":[]}
            {"objects":[{"name":"hider","category":"cone","distractor":true},\
            {"name":"a","category":"cone","distractor":false,"distance_metres":5.25,"height_metres":0.5,"pose":\(pose)},\
            {"name":"b","category":"other","distractor":false}],"index":0}

            """, to: "scenes.jsonl")
        try dataset.edit { document in
            document.annotations[0].visibility = 1.0 / 3
            document.annotations[1].isCrowd = true
        }
        try dataset.convert(CSVFormat())
        let rows = try table(dataset)
        let expected = [
            "image_id": "0", "image": "images/000000.jpg", "split": "", "annotation_id": "1", "instance_id": "1",
            "category": "cone", "supercategory": "sign", "x": "1", "y": "1", "width": "2", "height": "2", "area": "4",
            "crowd": "0", "visibility": "\(1.0 / 3)", "truncation": "0", "amodal_width": "2", "object": "a",
            "distance_metres": "5.25", "height_metres": "0.5", "yaw_degrees": "30.5", "roll_degrees": "-2",
            "flipped": "1",
        ]
        #expect(rows.count == 2)
        for (name, value) in expected { #expect(rows[0][name] == value, "\(name)") }
        #expect(rows[1]["crowd"] == "1")
        // The scene's object is of another category: it is not this one.
        #expect(rows[1]["object"]?.isEmpty == true)
    }

    @Test func textsWithCommasAndQuotesAreQuoted() throws {
        let dataset = try DrawnDataset(["A"])
        try dataset.edit { $0.categories[0].name = "a \"b\", c\nd" }
        try dataset.convert(CSVFormat())
        #expect(try dataset.text("annotations/instances.csv").contains(",\"a \"\"b\"\", c\nd\",sign,"))
    }
}
