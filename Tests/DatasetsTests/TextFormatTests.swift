import Findings
import Foundation
import Geometry
import JSON
import Pictures
import Testing

@testable import Datasets

/// Formats of words for detectors and readers.
@Suite struct TextFormatTests {
    /// A dataset of one picture with two words, one of them upright, one turned; and with a text without places.
    private static func dataset() throws -> DrawnDataset {
        let rows = [String](repeating: String(repeating: "A", count: 60) + String(repeating: "B", count: 60), count: 40)
        let drawn = try DrawnDataset([rows.joined(separator: "\n")])
        try drawn.edit { document in
            func quad(_ numbers: [Double]) -> [Point] {
                stride(from: 0, to: 8, by: 2).map { Point(numbers[$0], numbers[$0 + 1]) }
            }
            func word(_ text: String, _ numbers: [Double], _ visibility: Double = 1) -> COCO.TextPart {
                COCO.TextPart(text, quad(numbers), visibility: visibility)
            }
            let words = [
                word("1,50 €", [4, 4, 40, 4, 40, 16, 4, 16]), word("\"zu\"", [50, 20.4, 50, 38, 38, 38, 38, 20.4]),
                word("hidden", [4, 20, 30, 20, 30, 32, 4, 32], 0.2), word("tiny", [4, 34, 20, 34, 20, 37, 4, 37]),
                word("odd", [30, 20, 10, 20, 10, 32, 30, 32]),
            ]
            document.annotations[0].textLines = [
                COCO.TextPart(
                    "1,50 € \"zu\" hidden tiny odd", quad([4, 4, 50, 4, 50, 38, 4, 38]), visibility: 1, parts: words)
            ]
            document.annotations[0].extra = [
                JSONMember(name: "text", json: "1,50 € \"zu\" hidden tiny odd".json())
            ]
            document.annotations[1].extra = [JSONMember(name: "text", json: "STOP".json())]
        }
        return drawn
    }

    private static func check(_ drawn: DrawnDataset) throws -> [String] {
        try DatasetAudit.audit(dataset: drawn.folder.path).findings.filter { $0.severity == .error }
            .map { "\($0.file ?? "") \($0.words)" }.filter { !$0.contains(".jpg") }
    }

    @Test func icdarHasWordsWithCommasAndMarksTheOthers() throws {
        let drawn = try Self.dataset()
        _ = try Conversion.write([ICDARFormat()], in: drawn.folder.path)
        let text = try drawn.text("icdar/gt_000000.txt")
        #expect(
            text == """
                4,4,40,4,40,16,4,16,1,50 €
                50,20,50,38,38,38,38,20,"\\"zu\\""
                4,20,30,20,30,32,4,32,###
                4,34,20,34,20,37,4,37,###
                10,20,30,20,30,32,10,32,###
                60,0,120,0,120,40,60,40,###

                """)
        #expect(try Self.check(drawn).filter { $0.contains("icdar") } == [])
        let (words, odd) = ICDARWord.words(of: text + "1,2,3\n")
        #expect(words.map(\.word.text) == ["1,50 €", "\"zu\"", nil, nil, nil, nil])
        #expect(odd == [7])
    }

    @Test func icdarIsReadBack() throws {
        let drawn = try Self.dataset()
        _ = try Conversion.write([ICDARFormat()], in: drawn.folder.path)
        try drawn.picture()
        var source = ICDARSource()
        source.folder = drawn.folder.path + "/icdar"
        let labels = try source.open().labels(ofPhoto: 0, in: PhotoFrame(width: 120, height: 40))
        #expect(labels.annotations.map { $0.extra.text("text") } == ["1,50 €", "\"zu\"", nil, nil, nil, nil])
        #expect(labels.annotations[0].textLines?[0].parts[0].quad[2] == Point(40, 16))
        #expect(labels.annotations.map(\.isCrowd) == [false, false, true, true, true, true])
        // Written once more, it is the same.
        let again = try Self.dataset()
        try again.edit { document in
            document.annotations = labels.annotations.enumerated().map { number, label in
                var label = label
                (label.id, label.imageID, label.categoryID) = (number + 1, 0, document.categories[0].id)
                return label
            }
        }
        _ = try Conversion.write([ICDARFormat()], in: again.folder.path)
        #expect(try again.text("icdar/gt_000000.txt") == drawn.text("icdar/gt_000000.txt"))
    }

    @Test func cornersThatGoTheOtherWayRoundAreNamed() throws {
        let drawn = try Self.dataset()
        _ = try Conversion.write([ICDARFormat()], in: drawn.folder.path)
        try AtomicFile.write(
            Array("4,4,4,16,40,16,40,4,x\n1,2,3\n900,4,940,4,940,16,900,16,y\n".utf8),
            to: drawn.folder.path + "/icdar/gt_000000.txt")
        try drawn.picture()
        let found = try Self.check(drawn).filter { $0.contains("gt_000000") }
        #expect(found.count == 3, "\(found)")
    }

    @Test func cropsAreTheWordsSetUpright() throws {
        let drawn = try Self.dataset()
        try drawn.picture()
        _ = try Conversion.write([TextCropsFormat(), PaddleOCRFormat()], in: drawn.folder.path)
        #expect(try drawn.text("crops/labels.txt") == "000000_001.png\t1,50 €\n000000_002.png\t\"zu\"\n")
        #expect(
            try drawn.text("formats.json").contains(
                #""illegible word or text left out: too small, too hidden, mirrored or of too little contrast":4"#))
        #expect(try drawn.text("paddleocr/rec.txt") == "crops/000000_001.png\t1,50 €\ncrops/000000_002.png\t\"zu\"\n")
        let detection = try drawn.text("paddleocr/det.txt")
        #expect(detection.hasPrefix("images/000000.jpg\t[{\"transcription\":\"1,50 €\",\"points\":[[4,4],[40,4],"))
        #expect(detection.contains("\"transcription\":\"###\""))
        var crop = Raster()
        try PhotoFile.decode(drawn.folder.path + "/crops/000000_002.png", into: &crop)
        // 17.6 pixels across and 12 down, with 0.15 of these round it.
        #expect((crop.width, crop.height) == (22, 16))
        #expect(try Self.check(drawn).filter { $0.contains("crops") || $0.contains("paddle") } == [])
        try FileManager.default.removeItem(atPath: drawn.folder.path + "/crops/000000_001.png")
        #expect(try Self.check(drawn).contains { $0.contains("crops/000000_001.png") })
    }

    @Test func aWordAlongAnArcHasItsPolygonWhereAFormatKnowsOneAndElseItsCorners() throws {
        let drawn = try Self.dataset()
        let polygon = [
            Point(4, 10), Point(20, 4), Point(36, 10), Point(34, 20), Point(20, 14.5), Point(6, 20),
        ]
        let quad = [Point(4, 4), Point(36, 4), Point(36, 20), Point(4, 20)]
        // The same in a mirror.
        let across = Point(100, 0)
        func mirrored(_ points: [Point]) -> [Point] { points.map { Point(across.x - $0.x, $0.y) } }
        try drawn.edit { document in
            let words = [
                COCO.TextPart("bent", quad, polygon: polygon, visibility: 1),
                COCO.TextPart("tneb", mirrored(quad), polygon: mirrored(polygon), visibility: 1),
            ]
            document.annotations[0].textLines = [COCO.TextPart("bent tneb", quad, visibility: 1, parts: words)]
            document.annotations[0].extra = [JSONMember(name: "text", json: "bent tneb".json())]
        }
        #expect(try drawn.text("annotations/instances.json").contains("\"polygon\":[[4,10],[20,4]"))
        try drawn.picture()
        _ = try Conversion.write([ICDARFormat(), PaddleOCRFormat()], in: drawn.folder.path)
        #expect(
            try drawn.text("icdar/gt_000000.txt").hasPrefix("4,4,36,4,36,20,4,20,bent\n64,4,96,4,96,20,64,20,###\n"))
        let detection = try drawn.text("paddleocr/det.txt")
        #expect(detection.contains("\"points\":[[4,10],[20,4],[36,10],[34,20],[20,14.5],[6,20]]"))
        #expect(detection.contains("\"points\":[[64,10],[80,4],[96,10],[94,20],[80,14.5],[66,20]]"))
        #expect(try Self.check(drawn).filter { $0.contains("paddle") || $0.contains("icdar") } == [])
        // The least height that is asked for is that of its letters, and not that of the arc.
        var format = PaddleOCRFormat()
        format.smallest = 12
        _ = try Conversion.write([format], in: drawn.folder.path)
        #expect(try !drawn.text("paddleocr/det.txt").contains("\"bent\""))
    }

    @Test func cocoTextHasWordsWithItsOwnMembers() throws {
        let drawn = try Self.dataset()
        try drawn.edit { document in
            document.annotations[0].instance = 1
            document.annotations[0].extra += [
                JSONMember(name: "language", json: "en-GB".json()), JSONMember(name: "script", json: "Latn".json()),
            ]
            document.annotations[1].extra += [
                JSONMember(name: "script", json: "Cyrl".json()), JSONMember(name: "class", json: "handwritten".json()),
            ]
        }
        try drawn.picture()
        _ = try Conversion.write([COCOTextFormat()], in: drawn.folder.path)
        let tree = try JSONTree(Array(drawn.text("coco_text/cocotext.v2.json").utf8))
        #expect(tree["imgs"]?["0"]?["file_name"]?.text == "000000.jpg" && tree["imgs"]?["0"]?["set"]?.text == "train")
        #expect(tree["imgToAnns"]?["0"]?.numbers() == [1, 2, 3, 4, 5, 6])
        let words = (1...6).compactMap { tree["anns"]?["\($0)"] }
        #expect(words.map { $0["utf8_string"]?.text } == ["1,50 €", "\"zu\"", "", "", "", ""])
        #expect(
            words.map { $0["legibility"]?.text } == ["legible", "legible"] + [String](repeating: "illegible", count: 4))
        #expect(words.map { $0["language"]?.text } == [String](repeating: "english", count: 5) + ["not english"])
        #expect(words.map { $0["class"]?.text } == [String](repeating: "machine printed", count: 5) + ["handwritten"])
        #expect(words[1]["bbox"]?.numbers() == [38, 20.4, 12, 17.6])
        #expect(words[1]["mask"]?.numbers() == [50, 20.4, 50, 38, 38, 38, 38, 20.4])
        #expect(try Self.check(drawn).filter { $0.contains("coco_text") } == [])
        // The audit sees what does not fit together.
        let text = try drawn.text("coco_text/cocotext.v2.json")
        for (old, new, problem) in [
            ("\"imgToAnns\":{\"0\":[1,2,", "\"imgToAnns\":{\"0\":[1,7,", "word 2: it is not listed"),
            ("\"utf8_string\":\"1,50 €\"", "\"utf8_string\":\"\"", "word 1: it is legible, and has no text"),
            ("[38,20.4,12,17.6]", "[38,20.4,12,7.6]", "word 2: its box"),
            ("\"width\":120", "\"width\":99", "image 0 is 120 × 40 pixels"),
        ] {
            try #require(text.contains(old), "\(old)")
            try AtomicFile.write(
                Array(text.replacing(old, with: new).utf8), to: drawn.folder.path + "/coco_text/cocotext.v2.json")
            #expect(try Self.check(drawn).contains { $0.contains(problem) }, "\(problem)")
        }
    }

    @Test func lettersOfTooLittleContrastAreNotToBeRead() throws {
        let drawn = try Self.dataset()
        try drawn.edit { $0.annotations[0].extra.append(JSONMember(name: "legibility", json: "illegible".json())) }
        _ = try Conversion.write([ICDARFormat()], in: drawn.folder.path)
        #expect(try !drawn.text("icdar/gt_000000.txt").contains("1,50"))
    }

    @Test func cropsAsSeenAreTheBoxesRoundTheSameWords() throws {
        let drawn = try Self.dataset()
        try drawn.picture()
        var format = TextCropsFormat()
        format.shape = .both
        _ = try Conversion.write([format], in: drawn.folder.path)
        #expect(try drawn.text("crops_seen/labels.txt") == drawn.text("crops/labels.txt"))
        var (picture, crop) = (Raster(), Raster())
        try PhotoFile.decode(drawn.folder.path + "/images/000000.jpg", into: &picture)
        try PhotoFile.decode(drawn.folder.path + "/crops_seen/000000_002.png", into: &crop)
        // A word from 38 to 50 and from 20.4 to 38, 12 pixels high: 1.8 pixels of room round it.
        #expect((crop.width, crop.height) == (16, 22))
        #expect(Array(crop.bytes[..<64]) == Array(picture.bytes[(18 * 120 + 36) * 4..<(18 * 120 + 52) * 4]))
        #expect(try Self.check(drawn).filter { $0.contains("crops") } == [])
        try FileManager.default.removeItem(atPath: drawn.folder.path + "/crops_seen/000000_001.png")
        #expect(try Self.check(drawn).contains { $0.contains("crops_seen/000000_001.png") })
    }

    @Test func aCropShowsThePixelsOfItsWord() throws {
        var picture = Raster(width: 8, height: 8)
        for place in picture.bytes.indices { picture.bytes[place] = 255 }
        // A word that is read downwards: red at its beginning, blue at its end.
        for y in 0..<4 { for band in 1...2 { picture.bytes[(y * 8 + 4) * 4 + band] = 0 } }
        for y in 4..<8 { for band in 0...1 { picture.bytes[(y * 8 + 4) * 4 + band] = 0 } }
        let crop = try #require(
            picture.crop([Point(5, 0), Point(5, 8), Point(4, 8), Point(4, 0)], padding: 0))
        #expect((crop.width, crop.height) == (8, 1))
        #expect(Array(crop.bytes[4..<8]) == [255, 0, 0, 255])
        #expect(Array(crop.bytes[24..<28]) == [0, 0, 255, 255])
    }
}

extension DrawnDataset {
    /// Writes a picture for the first image.
    fileprivate func picture() throws {
        var raster = Raster(width: 120, height: 40)
        for place in raster.bytes.indices { raster.bytes[place] = place % 4 == 3 ? 255 : UInt8(place % 251) }
        try AtomicFile.write(PhotoFile.encode(raster, as: .jpeg()), to: folder.path + "/images/000000.jpg")
    }
}
