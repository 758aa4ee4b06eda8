import Findings
import Foundation
import Geometry
import Masks
import Pictures
import Testing

@testable import Datasets
@testable import JSON

/// Audits of labels in other formats than COCO.
@Suite struct FormatAuditTests {
    /// A dataset of real pictures with labels of every format, cameras, poses and keypoints.
    private func dataset(_ formats: [any DerivedFormat] = FormatConversionTests.formats) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try SyntheticDataset(splits: ["train", "val"], style: .runLengths, images: 9).write(to: folder.path)
        for split in ["train", "val"] {
            let name = "annotations/instances_\(split).json"
            var document = try COCO.decode(Array(folder.text(name).utf8)).document
            document.addSpace()
            try AtomicFile.write(document.json(), to: folder.path + "/" + name)
        }
        _ = try Conversion.write(formats, in: folder.path)
        return folder
    }

    private func findings(_ folder: TemporaryFolder) throws -> [String] {
        try DatasetAudit.audit(dataset: folder.path).findings.map(\.description)
    }

    private func yolo(_ task: YOLOFormat.Task) -> YOLOFormat {
        var format = YOLOFormat()
        format.task = task
        return format
    }

    @Test func whatWeWriteHasNothingWrong() throws {
        let folder = try dataset()
        let audit = try DatasetAudit.audit(dataset: folder.path)
        #expect(audit.findings == [])
        #expect(
            audit.summary == "coco: 9 images, 23 annotations; coco_keypoints: 9 images, 23 annotations; "
                + "cvat: 9 images, 23 annotations; yolo: 9 images, 23 annotations; voc: 9 images, 23 annotations; "
                + "kitti: 18 images, 41 annotations; createml: 9 images, 23 annotations; "
                + "coco_panoptic: 9 images, 23 annotations; bop: 9 images, 18 annotations; "
                + "datumaro: 9 images, 64 annotations; csv: 8 images, 23 annotations; "
                + "icdar: 9 images, 0 annotations; paddleocr: 9 images, 0 annotations; "
                + "coco_text: 9 images, 0 annotations; "
                + "text_crops: 0 images, 0 annotations; webdataset: 9 images, 23 annotations: nothing wrong")
    }

    @Test(arguments: YOLOFormat.Task.allCases)
    func everyTaskOfYOLOHasNothingWrong(task: YOLOFormat.Task) throws {
        let folder = try dataset([yolo(task)])
        let audit = try DatasetAudit.audit(dataset: folder.path)
        #expect(audit.findings == [])
        #expect(audit.summary.contains("yolo: 9 images, 23 annotations"))
    }

    /// The labels of a folder of a picture of 8 × 4 pixels, which nothing of ours lies beside.
    private func folder(_ files: [String: String], pictures: [String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text, to: name) }
        for name in pictures {
            try folder.write("", to: name)
            try AtomicFile.write(
                PhotoFile.encode(Raster(width: 8, height: 4), as: .png()), to: folder.path + "/" + name)
        }
        return folder
    }

    @Test func picturesOfAYOLOListAreLookedAt() throws {
        let folder = try folder(
            [
                "data.yaml": "path: set\ntrain: train.txt\nnames: [cone]\n",
                "set/train.txt": "./images/a.png\n\nimages/b.png\nimages/a.png\nimages/gone.png\n",
                "set/labels/a.txt": "1 0.5 0.5 0.25 0.5\n", "set/labels/b.txt": "0 0.5 0.5 0.25 0.5\n",
                "set/labels/c.txt": "9\n",
            ], pictures: ["set/images/a.png", "set/images/b.png", "set/images/c.png"])
        let audit = try DatasetAudit.audit(dataset: folder.path)
        #expect(
            Set(audit.findings.map(\.description)) == [
                "error: set/labels/a.txt:1: class 1 is not one of the 1 in data.yaml",
                "warning: set/train.txt:4: it is the same as line 1",
                "error: set/train.txt:5: there is no picture set/images/gone.png",
            ])
        #expect(audit.summary == "2 images, 2 annotations: 2 errors, 1 warning")
    }

    @Test func badLinesOfYOLOAreFoundWithTheirPlaces() throws {
        let folder = try folder(
            [
                "data.yaml": "train: images\nval: ../images\ntest: gone\nnc: 3\nnames: [cone, box]\n",
                "labels/a.txt": """
                0 0.5 0.5 0.25 0.5
                0 0.5 0.5 0.25 0.5 0.
                0 0.5 0.5 0.2.5 0.5
                2 0.5 0.5 0.25 0.5
                0.5 0.5 0.5 0.25 0.5

                1 0.5 nan 0.25 0.5
                1 0.5 1.5 0.25 0.5
                1 0.5 0.5 0 0.5
                0 0.5 0.5 0.25 0.5
                0 0.9 0.5 0.25 0.5
                0 0 0 1 1 1 0 0 1
                0 0.1 0.1 0.2 0.2 0.3 0.3
                """,
                "labels/lost.txt": "", "labels/classes.txt": "cone\n",
            ], pictures: ["images/a.png", "images/b.png"])
        #expect(
            try Set(findings(folder)) == [
                "error: data.yaml:4: nc is 3, but there are 2 names",
                "error: data.yaml:3: test: there is no folder gone",
                "error: labels/a.txt:2: it has 6 numbers: a box has 5, an outline an odd number from 7 on",
                "error: labels/a.txt:3: “0.2.5” is not a number",
                "error: labels/a.txt:4: class 2 is not one of the 2 in data.yaml",
                "error: labels/a.txt:5: the class 0.5 is not a whole number",
                "error: labels/a.txt:7: “nan” is not a finite number",
                "error: labels/a.txt:8: 1.5 is not a share of the image from 0 to 1",
                "warning: labels/a.txt:8: the box reaches outside the image",
                "error: labels/a.txt:9: the box has no area",
                "warning: labels/a.txt:10: it is the same as line 1",
                "note: labels/a.txt:11: the box reaches outside the image",
                "note: labels/a.txt:12: the outline crosses itself",
                "error: labels/a.txt:13: the outline has no area",
                "warning: data.yaml: 1 picture without a label file: trainers take such pictures for background",
                "error: labels/lost.txt: there is no picture of that name",
            ])
        #expect(try DatasetAudit.audit(dataset: folder.path).summary.hasPrefix("2 images, 12 annotations: 11 errors"))
    }

    @Test func keypointsOfYOLOFitTheirShape() throws {
        let folder = try folder(
            [
                "data.yaml": "train: images\nval: images\nkpt_shape: [1, 3]\nnames: {0: cone}\n",
                "labels/a.txt": "0 0.5 0.5 1 1 0.5 0.5 2\n0 0.5 0.5 1 1 0.5 0.5\n0 0.5 0.5 1 1 0.5 1.5 3\n",
            ], pictures: ["images/a.png"])
        #expect(
            try Set(findings(folder)) == [
                "error: labels/a.txt:2: it has 7 numbers, kpt_shape asks for 8",
                "error: labels/a.txt:3: 1.5 is not a share of the image from 0 to 1",
                "error: labels/a.txt:3: keypoint 1 is neither 0, 1 nor 2",
            ])
    }

    @Test func badFilesOfVOCAreFoundWithTheirPlaces() throws {
        func object(_ name: String, _ box: [String]) -> String {
            let edges = zip(["xmin", "ymin", "xmax", "ymax"], box).map { "<\($0)>\($1)</\($0)>" }.joined()
            return "<object><name>\(name)</name><bndbox>\(edges)</bndbox></object>\n"
        }
        let folder = try folder(
            [
                "Annotations/a.xml": "<annotation>\n<filename>a.png</filename>\n"
                    + "<size><width>8</width><height>5</height></size>\n" + object("cone", ["1", "1", "8", "4"])
                    + object("box", ["1", "1", "9", "4"]) + object("cone", ["5", "1", "4", "4"])
                    + object("cone", ["1", "x", "4", "4"]) + "</annotation>",
                "Annotations/b.xml": "<annotation>\n<object>\n<name>cone</na",
                "Annotations/c.xml": "<annotation><filename>c.png</filename></annotation>",
                "ImageSets/Main/train.txt": "a\nb\ngone\n", "labelmap.txt": "# x\nbackground:0,0,0::\ncone:1,2,3::\n",
            ], pictures: ["JPEGImages/a.png", "JPEGImages/b.png"])
        var bytes: [UInt8] = []
        InstancePNG.encode(
            [UInt16](repeating: 7, count: 32), width: 8, height: 4, instances: 7, into: &bytes)
        try folder.write("", to: "SegmentationObject/a.png")
        try AtomicFile.write(bytes, to: folder.path + "/SegmentationObject/a.png")
        #expect(
            try Set(findings(folder)) == [
                "error: JPEGImages/a.png: it is 8 × 4 pixels (no EXIF orientation turns it), its labels say 8 × 5",
                "error: Annotations/a.xml:5: labelmap.txt has no class box",
                "note: Annotations/a.xml:5: the box from 1, 1 to 9, 4 reaches outside the image of 8 × 4 pixels",
                "error: Annotations/a.xml:6: the box from 5, 1 to 4, 4 is turned",
                "error: Annotations/a.xml:7: the box is not xmin, ymin, xmax and ymax, four finite numbers",
                "error: SegmentationObject/a.png: it has the value 7, but there are 4 objects",
                "error: Annotations/b.xml:3: this is not valid XML, or it is cut short",
                "warning: Annotations/c.xml: it has no size, or not of whole numbers above 0",
                "error: Annotations/c.xml: there is no picture c.png in JPEGImages",
                "error: ImageSets/Main/train.txt:3: there is no Annotations/gone.xml",
            ])
    }

    @Test func badLinesOfKITTIAreFoundWithTheirPlaces() throws {
        let nowhere = "-1 -1 -1 -1000 -1000 -1000 -10"
        let folder = try folder(
            [
                "training/label_2/a.txt": """
                Car 0 0 -10 1 1 4 3 \(nowhere)
                Car 0 0 -10 1 1 4 \(nowhere)
                Car 1.5 4 7 1 1 9 3 \(nowhere)
                Car 0 0 0 4 1 1 3 1.5 1.6 4 0 1 NaN 0
                Car 0 0 0 1 1 3 3 1.5 1.6 4 0 1 9 0
                """, "training/label_2/b.txt": "",
            ], pictures: ["training/image_2/a.png"])
        #expect(
            try Set(findings(folder)) == [
                "error: training/label_2/a.txt:2: it has 14 fields, not 15",
                "error: training/label_2/a.txt:3: truncated is 1.5, not a share from 0 to 1",
                "error: training/label_2/a.txt:3: occluded is 4, not 0, 1, 2 or 3",
                "error: training/label_2/a.txt:3: alpha is 7, not an angle from −π to π",
                "note: training/label_2/a.txt:3: the box [1, 1, 8, 2] reaches outside the image of 8 × 4 pixels",
                "error: training/label_2/a.txt:4: “NaN” is not a finite number",
                "warning: training/calib/a.txt: there is no such file; it would hold the camera of the 3D boxes",
                "error: training/label_2/b.txt: there is no picture of that name in image_2",
            ])
    }

    @Test(arguments: ["Caf\u{e9}", "0", "7"]) func labelsOfKITTIAreKnownWhateverTheirClassIsCalled(name: String) throws
    {
        let line = "\(name) 0 0 -10 1 1 6 3 -1 -1 -1 -1000 -1000 -1000 -10\n"
        let folder = try folder([:], pictures: ["images/a.png", "images/b.png"])
        try folder.write("", to: "labels/a.txt")
        try AtomicFile.write(Array(try #require(line.data(using: .isoLatin1))), to: folder.path + "/labels/b.txt")
        let audit = try DatasetAudit.audit(dataset: folder.path)
        #expect(audit.parts.map(\.name) == ["kitti"])
        let latin = "error: labels/b.txt:1: byte 3 (0xE9) is not UTF-8; save the file as UTF-8"
        #expect(audit.findings.map(\.description) == (name.utf8.count > 1 ? [latin] : []))
        var source = KITTISource()
        source.folder = folder.path
        let photos = try source.open().photos
        #expect(photos.count == (name.utf8.count > 1 ? 1 : 2))
    }

    @Test(arguments: [
        "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.2 0.3 0.4 0.5 0.6 0.7",
        "0 0.5 0.5 0.2 0.2 1 0 0.1 0.1 1 0.2 0.2 0.3 0.3 1",
    ]) func outlinesOfYOLOAreNotTakenForKITTI(line: String) throws {
        let folder = try folder(["labels/a.txt": line + "\n"], pictures: ["images/a.png"])
        #expect(try DatasetAudit.audit(dataset: folder.path).parts.map(\.name) == ["yolo"])
    }

    @Test(arguments: ["a.json", "annotations/instances.json", "annotations/a.json"])
    func labelsInUTF16AreRefusedByTheirEncoding(file: String) throws {
        let text =
            file == "a.json"
            ? #"{"version": "5", "flags": {}, "shapes": [], "imagePath": "a.png"}"#
            : file == "annotations/a.json"
                ? #"{"dm_format_version": "1.0", "items": []}"# : #"{"images": [], "annotations": []}"#
        let folder = try folder([:], pictures: ["a.png"])
        try folder.write("", to: file)
        let bytes = Array(try #require(text.data(using: .utf16LittleEndian)))
        try AtomicFile.write([0xFF, 0xFE] + bytes, to: "\(folder.path)/\(file)")
        let findings = try findings(folder)
        #expect(
            findings.contains { $0.hasPrefix("error: \(file)") && $0.contains("UTF-16LE, and JSON has to be UTF-8") },
            "\(findings)")
    }

    @Test func badEntriesOfCreateMLAreFoundWithTheirLines() throws {
        let folder = try folder(
            [
                "train/_annotations.createml.json": """
                [{"image": "a.png", "annotations": [
                  {"label": "cone", "coordinates": {"x": 4, "y": 2, "width": 8, "height": 4}},
                  {"label": "", "coordinates": {"x": 4, "y": 2, "width": 18, "height": 4}},
                  {"label": "cone", "coordinates": {"x": NaN, "y": 2, "width": 8, "height": 4}}]},
                {"image": "a.png", "annotations": 3},
                {"image": "gone.png", "annotations": []},
                {"image": "a
                """
            ], pictures: ["train/a.png"])
        let file = "train/_annotations.createml.json"
        let found = try findings(folder)
        #expect(found.count == 7)
        #expect(
            found.prefix(5) == [
                "error: \(file):1: a.png, annotation 2: it has no label",
                "error: \(file):1: a.png, annotation 2: the box [-5, 0, 18, 4] reaches outside the image of 8 × 4 pixels",
                "error: \(file):1: a.png, annotation 3: the coordinates are not x, y, width and height, four finite numbers",
                "error: \(file):5: a.png: the image is listed twice",
                "error: \(file):5: a.png: “annotations” is not a list",
            ])
        #expect(found[5].hasPrefix("error: train/gone.png: "))
        #expect(found[6].hasPrefix("error: \(file):7:"))
    }

    @Test func badRowsOfATableAreFoundWithTheirLines() throws {
        let head = "annotation_id,image,category,x,y,width,height,visibility,note"
        let folder = try folder(
            [
                "annotations/instances.csv": """
                \(head)
                1,images/a.png,cone,0,0,8,4,1,"two ""words"", and
                a line"\r
                2,images/a.png,"",0,0,9,4,,
                2,images/a.png,cone,nan,0,8,4,1.5,
                3,images/a.png,cone,0,0,8,4

                4,images/gone.png,cone,0,0,8,4,,
                5,,cone,0,0,8,4,,"open
                """,
                "annotations/instances_val.csv": "image,x,y,width,label\n",
            ], pictures: ["images/a.png"])
        let file = "annotations/instances.csv"
        let audit = try DatasetAudit.audit(dataset: folder.path)
        let found = audit.findings.map(\.description)
        #expect(
            Set(found.filter { !$0.contains("gone.png") }) == [
                "error: \(file):4: it has no category",
                "note: \(file):4: the box [0, 0, 9, 4] reaches outside the image of 8 × 4 pixels",
                "error: \(file):5: there is another annotation 2",
                "error: \(file):5: visibility is “1.5”, not a share from 0 to 1",
                "error: \(file):5: x, y, width and height are not four finite numbers",
                "error: \(file):6: the row has 7 fields, 9 columns are named",
                "error: \(file):9: it has no image",
                "error: \(file): it ends inside quotation marks",
                "error: annotations/instances_val.csv:1: the first row names no column “category”, “height”",
            ])
        #expect(found.contains { $0.hasPrefix("error: images/gone.png: ") })
        #expect(audit.annotations == 5)
    }

    @Test func rowsThatAreRepeatedAreTold() throws {
        let file = "annotations/instances.csv"
        let folder = try folder(
            [
                file: """
                annotation_id,image,category,x,y,width,height,area
                1,images/a.png,cone,0,0,4,4,16
                2,images/a.png,cone,0,0,4,4,16
                3,images/a.png,cone,0,0,4,4,12
                4,images/a.png,box,0,0,4,4,16
                5,images/a.png,cone,0,0,4,4,16
                """
            ], pictures: ["images/a.png"])
        #expect(
            try findings(folder) == [
                "warning: \(file):3: it is the same label as line 2",
                "warning: \(file):6: it is the same label as line 2",
            ])
        try Data(Array("image,category,x,y,width,height\nimages/a.png,c".utf8) + [0xE9]).write(
            to: URL(fileURLWithPath: folder.path + "/" + file))
        #expect(
            try findings(folder).contains {
                $0.hasPrefix("error: \(file):2: ") && $0.contains("(0xE9) is not UTF-8")
            })
    }

    @Test func segmentsThatAreNotThoseOfTheirPictureAreFound() throws {
        let folder = try dataset([COCOPanopticFormat()])
        let name = "annotations/panoptic_train.json"
        var text = try folder.text(name)
        let id = 0x9E3779
        let first = try #require(text.range(of: "{\"id\":\(id),\"category_id\":1,"))
        text.replaceSubrange(first, with: "{\"id\":99,\"category_id\":7,")
        try folder.write(text, to: name)
        let found = try findings(folder)
        let picture = "annotations/panoptic_train/000000.png"
        #expect(
            found == [
                "error: \(name): \(picture), segment 99: there is no category 7",
                "error: \(name): \(picture), segment 99: no pixel has its id, or it is listed twice",
                "error: \(picture): 1 ids have no segment: \(id)",
            ])
    }

    @Test func depthThatIsNoneIsFoundInBOP() throws {
        let folder = try dataset([BOPFormat()])
        let scene = "bop/train/000000"
        for (number, size) in [(0, 20), (1, 3)] {
            try folder.write("", to: "\(scene)/depth/\(DatasetLayout.number(number)).png")
            let depth = [UInt16](repeating: 7, count: size * 4)
            try AtomicFile.write(
                LayerFile.png(depth, width: size, height: 4),
                to: "\(folder.path)/\(scene)/depth/\(DatasetLayout.number(number)).png")
        }
        try folder.write("no picture", to: "\(scene)/depth/000002.png")
        let file = "\(scene)/scene_camera.json"
        try folder.write(
            try folder.text(file).replacingOccurrences(of: "\"depth_scale\":1}", with: "\"depth_scale\":0}"), to: file)
        let found = try findings(folder)
        for problem in [
            "error: \(scene)/depth/000001.png: it is 3 × 4 pixels, its image ",
            "error: \(scene)/depth/000002.png: ", "error: \(file): image 1: depth_scale is not above 0",
        ] {
            #expect(found.contains { $0.hasPrefix(problem) }, "\(found)")
        }
    }

    @Test func posesThatAreNoneAreFoundInBOP() throws {
        let folder = try dataset([BOPFormat()])
        let name = "bop/train/000000/scene_gt.json"
        var text = try folder.text(name)
        let rotation = try #require(text.range(of: "\"cam_R_m2c\":["))
        let comma = try #require(text[rotation.upperBound...].firstIndex(of: ","))
        text.replaceSubrange(rotation.upperBound..<comma, with: "9")
        let object = try #require(text.range(of: "\"obj_id\":1"))
        text.replaceSubrange(object, with: "\"obj_id\":7")
        try folder.write(text, to: name)
        try FileManager.default.removeItem(atPath: folder.path + "/bop/train/000000/mask_visib/000000_000000.png")
        let found = try findings(folder)
        #expect(found.contains("error: \(name): image 0, object 0: cam_R_m2c is no rotation"))
        #expect(found.contains("error: \(name): image 0, object 0: models_info.json has no object 7"))
        #expect(found.contains { $0.hasPrefix("error: bop/train/000000/mask_visib/000000_000000.png: ") })
        #expect(found.count == 3)
    }

    @Test func annotationsThatAreNoneAreFoundInDatumaro() throws {
        let folder = try folder(
            [
                "annotations/train.json": """
                {"dm_format_version": "1.0", "categories": {"label": {"labels": [{"name": "cone"}]}}, "items": [
                {"id": "a", "image": {"path": "a.png", "size": [4, 9]}, "annotations": [
                {"type": "bbox", "label_id": 1, "bbox": [0, 0, 9, 4]}, {"type": "polygon", "points": [0, 0, 1, 1]},
                {"type": "mask", "label_id": 0, "rle": {"counts": "P1", "size": [5, 5]}}, {"label_id": 0},
                {"type": "points", "label_id": 0, "points": [1, 1], "visibility": [2, 2]}]},
                {"id": "a", "image": {"path": "b.png", "size": [4, 8]}, "annotations": []}]}
                """
            ], pictures: ["images/a.png"])
        let file = "annotations/train.json"
        let found = try findings(folder)
        #expect(
            found.prefix(4) == [
                "error: images/a.png: it is 8 × 4 pixels (no EXIF orientation turns it), its labels say 9 × 4",
                "error: \(file): a, annotation 1: there is no label 1",
                "error: \(file): a, annotation 2: the points are not pairs of finite numbers, 3 at least",
                "error: \(file): a, annotation 3: the mask is 5 × 5 pixels, the image 8 × 4",
            ])
        #expect(
            found.suffix(5) == [
                "error: \(file): a, annotation 4: it has no type",
                "error: \(file): a, annotation 5: there are 1 points and 2 visibilities",
                "error: \(file): a: the id is used twice", "error: \(file): a: there is no picture b.png",
                "note: \(file): a, annotation 1: the box [0, 0, 9, 4] reaches outside the image of 8 × 4 pixels",
            ])
    }

    @Test func posesAndKeypointsOfCOCOFitTogether() throws {
        let folder = try dataset([])
        let name = "annotations/instances_train.json"
        var document = try COCO.decode(Array(folder.text(name).utf8)).document
        document.annotations[0].keypointCount = 3
        document.annotations[1].keypoints?.removeLast()
        document.annotations[2].corners2D?[5].x += 1
        document.annotations[4].pose?.rotation.x *= 1.1
        document.annotations[4].corners2D = nil
        try AtomicFile.write(document.json(), to: folder.path + "/" + name)
        let found = try findings(folder)
        #expect(found.count == 4)
        #expect(
            found[0]
                == "error: \(name): annotation \(document.annotations[0].id): num_keypoints is 3, but 2 are labelled")
        #expect(found[1].hasSuffix("it has 2 keypoints, its category names 3"))
        #expect(found[2].contains(": corner 5 is at "))
        #expect(found[3].hasSuffix("the pose's rotation is none"))
    }

    @Test func ringsThatHardlySayWhatWasMeantAreFound() throws {
        let folder = try folder(
            [
                "annotations/instances_val2017.json": """
                {"images": [{"id": 1, "file_name": "a.png", "width": 8, "height": 4},
                 {"id": 1, "file_name": "b.png", "width": 8, "height": 4}],
                 "categories": [{"id": 1, "name": "a"}], "annotations": [
                 {"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 4, 4], "area": 8, "iscrowd": 0,
                  "segmentation": [[0, 0, 4, 4, 4, 0, 0, 4]]},
                 {"id": 2, "image_id": 1, "category_id": 1, "bbox": [4, 0, 4, 4], "area": 16, "iscrowd": 0,
                  "segmentation": [[4, 0, 8, 0, 8, 4, 4, 4], [1, 1, 2, 2, 3, 3]]},
                 {"id": 2, "image_id": 1, "category_id": 1, "bbox": [4, 0, NaN, 4], "area": 16, "iscrowd": 0}]}
                """
            ], pictures: ["val2017/a.png", "val2017/b.png"])
        let file = "annotations/instances_val2017.json"
        #expect(
            try Set(findings(folder)) == [
                "warning: \(file): annotation 3: bbox is not four finite numbers",
                "error: \(file): annotation 2: the id is used twice",
                "note: \(file): annotation 1: ring 1 crosses itself",
                "warning: \(file): annotation 2: ring 2 has no area",
                "error: \(file): annotation 3: it has no box", "error: \(file): image 1: the id is used twice",
            ])
    }
}
