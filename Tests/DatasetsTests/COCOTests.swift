import Findings
import Geometry
import Testing

@testable import Datasets
@testable import JSON

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

    @Test func whatIsKnownInSpaceIsWrittenAndReadBack() throws {
        var annotation = COCO.Annotation(id: 1, imageID: 2, categoryID: 3)
        // x to y, y to z, z to x: its rows are not its columns.
        annotation.pose = COCO.Pose(
            rotation: Matrix3(x: [0, 1, 0], y: [0, 0, 1], z: [1, 0, 0]), translation: [0.5, -1, 8])
        annotation.box3D = COCO.Box3D(lower: [-1, 0, -2], upper: [1, 3, 2])
        annotation.corners2D = (0..<8).map { Point(Double($0), 0.5) }
        annotation.keypoints = [
            COCO.Keypoint(Point(3, 4.5), .visible), COCO.Keypoint(Point(1, 2), .hidden),
            COCO.Keypoint(Point(0, 0), .unlabelled),
        ]
        annotation.keypointCount = 2
        var document = COCO.Document()
        document.annotations = [annotation]
        document.categories = [COCO.Category(id: 3, name: "person")]
        document.categories[0].keypoints = ["nose", "ear", "eye"]
        document.categories[0].skeleton = [[1, 2], [2, 3]]
        document.images = [COCO.Image(id: 2, fileName: "a.jpg", width: 8, height: 6)]
        document.images[0].camera = COCO.Camera(
            fx: 900, fy: 901, cx: 4, cy: 3, heightMetres: 1.5, pitchDegrees: -2, rollDegrees: 0.25)
        let text = String(decoding: document.json(), as: UTF8.self)
        for part in [
            #""camera":{"fx":900,"fy":901,"cx":4,"cy":3,"height_metres":1.5,"pitch_degrees":-2,"roll_degrees":0.25}"#,
            #""keypoints":["nose","ear","eye"],"skeleton":[[1,2],[2,3]]"#,
            #""pose":{"rotation":[0,0,1,1,0,0,0,1,0],"translation":[0.5,-1,8]}"#,
            #""box_3d":{"lower":[-1,0,-2],"upper":[1,3,2]},"corners_2d":[[0,0.5],[1,0.5],[2,0.5],"#,
            #""keypoints":[3,4.5,2,1,2,1,0,0,0],"num_keypoints":2"#,
        ] {
            #expect(text.contains(part), "\(part) is not in \(text)")
        }
        let read = try COCO.decode(Array(text.utf8))
        #expect(read.document == document)
        #expect(read.oddities.isEmpty)
    }

    @Test func aPoseAndItsBoxAreSeenByTheCamera() {
        let camera = COCO.Camera(fx: 100, fy: 200, cx: 50, cy: 40)
        #expect(camera.image(of: [1, -1, 4]) == Point(75, -10))
        #expect(camera.image(of: [1, 1, 0]) == nil)
        let pose = COCO.Pose(rotation: Matrix3(x: [0, 1, 0], y: [0, 0, 1], z: [1, 0, 0]), translation: [10, 20, 30])
        #expect(pose.camera(of: [1, 2, 3]) == [13, 21, 32])
        let box = COCO.Box3D(lower: [-1, 0, -2], upper: [1, 3, 5])
        #expect(box.corners[0] == [-1, 0, -2])
        #expect(box.corners[6] == [-1, 3, 5])
        #expect(box.corners[1] == [1, 0, -2])
        #expect((box.size, box.center) == ([2, 3, 7], [0, 1.5, 1.5]))
    }

    @Test func membersOfOurNamesWithOtherMeaningsStayAsTheyCame() throws {
        let text = """
            {"images":[{"id":1,"file_name":"a","width":1,"height":2,"camera":"GoPro"},\
            {"id":2,"file_name":"b","width":1,"height":2,"camera":{"fx":1,"fy":1,"cx":0,"cy":0,"k1":0.5}}],\
            "annotations":[{"id":1,"image_id":1,"category_id":1,"pose":[1,2],"box_3d":{"lower":[1,2]},\
            "corners_2d":[[1,2]],"keypoints":[1,2,0.5]}]}
            """
        let (document, oddities) = try COCO.decode(Array(text.utf8))
        #expect(document.images.map(\.camera) == [nil, nil])
        let written = String(decoding: document.json(), as: UTF8.self)
        for part in [
            #""camera":"GoPro""#, #""k1":0.5}"#, #""pose":[1,2],"box_3d":{"lower":[1,2]},"corners_2d":[[1,2]]"#,
            #""keypoints":[1,2,0.5]"#,
        ] {
            #expect(written.contains(part), "\(part) is not in \(written)")
        }
        #expect(
            oddities.map(\.words)
                == ["annotation 1: keypoints is not x, y and 0, 1 or 2 a keypoint"])
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
              {"file_name": "b.jpg"}, 7, {"id": 2, "file_name": "c.jpg"}, {"id": 3, "file_name": "d.jpg", "width": 5}],
             "annotations": [{"id": 9007199254740993, "image_id": 1, "category_id": 1, "bbox": [0, 0, NaN, 1]},
              {"id": 2, "image_id": 1, "category_id": 1, "segmentation": []},
              {"id": 3, "image_id": 1, "category_id": 1, "segmentation": [["x"]], "area": 4}]}
            """
        let (document, oddities) = try COCO.decode(Array(text.utf8))
        #expect(document.images.map(\.id) == [1, 2])
        #expect(document.images.map { $0.statedSize?.width } == [4, nil])
        #expect(document.annotations.map(\.id) == [9_007_199_254_740_993, 2, 3])
        #expect(document.annotations.map(\.box) == [nil, nil, nil])
        #expect(document.annotations[1].segmentation == .polygons([]))
        #expect(document.annotations[2].area == 4)
        #expect(
            oddities.map(\.words) == [
                "image 1: license is not a whole number",
                "images: the entry at 2:3 has no usable id, file_name, width or height and is left out",
                "images: the entry at line 2 is not an object",
                "images: the entry at 2:63 has no usable id, file_name, width or height and is left out",
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
