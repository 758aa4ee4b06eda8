import Geometry
import Testing

@testable import Datasets

@Suite struct COCOTests {
    @Test func anAnnotationIsWrittenWithItsExtrasAfterCOCOsOwnFields() {
        var annotation = COCO.Annotation(id: 3, imageID: 7, categoryID: 1)
        annotation.box = Rect(x: 1, y: 2, width: 3.5, height: 4)
        annotation.area = 12
        annotation.segmentation = .compressed(height: 6, width: 5, counts: "a\\b")
        annotation.instance = 2
        annotation.visibility = 0.75
        annotation.truncation = 0
        annotation.amodalBox = Rect(x: -1, y: 2, width: 6, height: 4)
        annotation.amodalSegmentation = .polygons([[0, 0, 1, 0, 1, 1.5]])
        annotation.extra = [JSONMember(name: "mine", json: Array("[1, 2]".utf8))]
        #expect(
            String(decoding: annotation.json(), as: UTF8.self)
                == #"{"id":3,"image_id":7,"category_id":1,"bbox":[1,2,3.5,4],"area":12,"#
                + #""segmentation":{"size":[6,5],"counts":"a\\b"},"iscrowd":0,"instance_id":2,"visibility":0.75,"#
                + #""truncation":0,"amodal_bbox":[-1,2,6,4],"amodal_segmentation":[[0,0,1,0,1,1.5]],"mine":[1, 2]}"#)
    }

    @Test func aDocumentReadsBackAsItWas() throws {
        var document = COCO.Document()
        document.info = COCO.Info(description: "d", version: "1", url: "https://example.org")
        document.licenses = [COCO.License(id: 1, name: "CC0", url: "https://example.org/cc0")]
        document.categories = [COCO.Category(id: 1, name: "cone", supercategory: "sign")]
        var image = COCO.Image(id: 0, fileName: "000000.jpg", width: 20, height: 10)
        (image.license, image.author, image.title, image.source) = (1, "A", "T", "S")
        image.instanceMap = "masks/000000.png"
        document.images = [image]
        var annotation = COCO.Annotation(id: 1, imageID: 0, categoryID: 1)
        annotation.segmentation = .counts(height: 10, width: 20, counts: [3, 5, 192])
        annotation.isCrowd = true
        document.annotations = [annotation]
        document.extra = [JSONMember(name: "videos", json: Array("[]".utf8))]
        let read = try COCO.decode(document.json())
        #expect(read.document == document)
        #expect(read.oddities.isEmpty)
    }

    @Test func unknownMembersKeepTheirBytes() throws {
        let text = #"{"images":[{"id":1,"file_name":"a","width":1,"height":2,"score": 1.50e0 ,"x":{"b":1, "a":2}}]}"#
        let image = try #require(try COCO.decode(Array(text.utf8)).document.images.first)
        #expect(image.extra.map { String(decoding: $0.json, as: UTF8.self) } == ["1.50e0", #"{"b":1, "a":2}"#])
        #expect(String(decoding: image.json(), as: UTF8.self).contains(#""score":1.50e0"#))
    }

    @Test func oddEntriesAreReportedAndTheRestIsRead() throws {
        let text = """
            {"images": [{"id": 1, "file_name": "a.jpg", "width": 4, "height": 4, "license": null},
              {"file_name": "b.jpg"}, 7],
             "annotations": [{"id": 9007199254740993, "image_id": 1, "category_id": 1, "bbox": [0, 0, NaN, 1]},
              {"id": 2, "image_id": 1, "category_id": 1, "segmentation": []},
              {"id": 3, "image_id": 1, "category_id": 1, "segmentation": [["x"]], "area": 4}]}
            """
        let (document, oddities) = try COCO.decode(Array(text.utf8))
        #expect(document.images.map(\.id) == [1])
        #expect(document.annotations.map(\.id) == [9_007_199_254_740_993, 2, 3])
        #expect(document.annotations.map(\.box) == [nil, nil, nil])
        #expect(document.annotations[1].segmentation == .polygons([]))
        #expect(document.annotations[2].area == 4)
        #expect(
            oddities.map { "\($0.subject): \($0.problem)" } == [
                "image 1: license is not a whole number",
                "images: the entry at 2:3 has no usable id, file_name, width or height and is left out",
                "images: the entry at line 2 is not an object",
                "annotation 9007199254740993: bbox is not four finite numbers",
                "annotation 3: segmentation is not rings of finite numbers or run lengths",
            ])
    }

    @Test func textThatIsCutInHalfThrowsItsPlace() {
        #expect(throws: JSONError(line: 2, column: 9, problem: "the text ends here: it is cut short")) {
            try COCO.decode(Array("{\"images\":\n[{\"id\": 1,".utf8.dropLast(2)) + [])
        }
    }
}
