import Cards
import Findings
import Foundation
import Geometry
import Masks
import Pictures
import Pipelines
import Testing

@testable import Datasets
@testable import JSON

/// Labels of other tools, as they stand in their files.
@Suite struct ForeignSourceTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try picture("a.png")
    }

    /// A photo of 16 × 12 pixels.
    private func picture(_ name: String) throws {
        try folder.write("", to: name)
        try AtomicFile.write(
            PhotoFile.encode(Raster(width: 16, height: 12), as: .png()), to: "\(folder.path)/\(name)")
    }

    /// The labels of a photo in words: category, box, area, then its rings where it has some.
    private func labels(_ source: any DatasetSource, photo: Int = 0) throws -> (labels: [String], odd: [String]) {
        let dataset = try source.open()
        let read = try dataset.checkedLabels(ofPhoto: photo, in: PhotoFrame(width: 16, height: 12))
        let names = Dictionary(dataset.categories.map { ($0.id, $0.name) }) { first, _ in first }
        return (
            read.annotations.map { label in
                let box = label.box.map { "\($0.text)" } ?? "no box"
                return "\(names[label.categoryID] ?? "?") \(box) \(label.area?.text ?? "")"
                    + (label.keypoints.map { " \($0.numbers)" } ?? "")
            }, (dataset.oddities + read.oddities).map(\.reason)
        )
    }

    private func findings() throws -> [String] {
        try DatasetAudit.audit(dataset: folder.path).findings.map(\.description)
    }

    // MARK: - Names of files

    /// Archives from a Mac may have names whose accents stand apart from their letters, while labels have them composed.
    @Test(arguments: ["yolo", "kitti", "voc", "labelme", "icdar", "createml", "cvat", "datumaro"])
    func labelsAreFoundWhateverTheAccentsOfTheirNames(kind: String) throws {
        for (disk, said) in [("caf\u{E9}", "cafe\u{301}"), ("z\u{308}o", "z\u{308}o"), ("ne\u{301}e", "n\u{E9}e")] {
            let folder = try TemporaryFolder()
            let (files, source) = Self.oneLabel(of: kind, said, in: folder.path)
            for (name, text) in files { try folder.write(text, to: name) }
            let place =
                ["yolo": "images/", "kitti": "image_2/", "voc": "JPEGImages/", "datumaro": "images/"][kind] ?? ""
            try folder.write("", to: "\(place)\(disk).png")
            try AtomicFile.write(
                PhotoFile.encode(Raster(width: 16, height: 12), as: .png()), to: "\(folder.path)/\(place)\(disk).png")
            let dataset = try source.open()
            #expect(dataset.photos.map { FileManager.default.fileExists(atPath: $0.path) } == [true])
            let read = try dataset.checkedLabels(ofPhoto: 0, in: PhotoFrame(width: 16, height: 12))
            #expect(read.annotations.map(\.box) == [Rect(x: 2, y: 3, width: 8, height: 6)], "\(disk), \(said)")
            #expect((dataset.oddities + read.oddities).isEmpty)
        }
    }

    /// The files of a dataset whose one photo has a box from 2, 3 to 10, 9.
    private static func oneLabel(of kind: String, _ name: String, in folder: String) -> (
        [String: String], any DatasetSource
    ) {
        switch kind {
        case "yolo":
            var source = YOLOSource()
            source.file = folder + "/data.yaml"
            return (
                ["data.yaml": "train: images\nnames: [a]\n", "labels/\(name).txt": "0 0.375 0.5 0.5 0.5\r\n"], source
            )
        case "kitti":
            var source = KITTISource()
            source.folder = folder
            return (["label_2/\(name).txt": "a 0 0 0 2 3 10 9 1 1 1 1 1 1 1\n"], source)
        case "voc":
            var source = VOCSource()
            source.folder = folder
            let object =
                "<object><name>a</name><bndbox><xmin>3</xmin><ymin>4</ymin><xmax>10</xmax><ymax>9</ymax></bndbox></object>"
            return (
                ["Annotations/\(name).xml": "<annotation><filename>\(name).png</filename>\(object)</annotation>"],
                source
            )
        case "labelme":
            var source = LabelmeSource()
            source.folder = folder
            let shape = #"{"label": "a", "points": [[2, 3], [10, 9]], "shape_type": "rectangle"}"#
            return (
                ["\(name).json": #"{"version": "5", "shapes": [\#(shape)], "imagePath": "\#(name).png"}"#], source
            )
        case "icdar":
            var source = ICDARSource()
            source.folder = folder
            return (["gt_\(name).txt": "\u{FEFF}2,3,10,3,10,9,2,9,a,b\r\n"], source)
        case "createml":
            var source = CreateMLSource()
            source.folder = folder
            let label = #"{"label": "a", "coordinates": {"x": 6, "y": 6, "width": 8, "height": 6}}"#
            return (
                ["_annotations.createml.json": #"[{"image": "\#(name).png", "annotations": [\#(label)]}]"#], source
            )
        case "cvat":
            var source = CVATSource()
            source.file = folder + "/annotations.xml"
            let box = #"<box label="a" xtl="2" ytl="3" xbr="10" ybr="9"/>"#
            let image = #"<image id="0" name="\#(name).png" width="16" height="12">\#(box)</image>"#
            return (["annotations.xml": "<annotations><version>1.1</version>\(image)</annotations>"], source)
        default:
            var source = DatumaroSource()
            source.folder = folder
            let label = #"{"id": 0, "type": "bbox", "label_id": 0, "bbox": [2, 3, 8, 6]}"#
            let item = #"{"id": "x", "annotations": [\#(label)], "image": {"path": "\#(name).png", "size": [12, 16]}}"#
            let labels = #"{"label": {"labels": [{"name": "a"}]}}"#
            return (
                [
                    "annotations/default.json":
                        #"{"dm_format_version": "1.0", "infos": {}, "categories": \#(labels), "items": [\#(item)]}"#
                ], source
            )
        }
    }

    @Test func photosThatNobodyLabelledAreCounted() throws {
        for name in ["b", "c", "d"] { try picture("JPEGImages/\(name).png") }
        try folder.write("<annotation><filename>b.png</filename></annotation>", to: "Annotations/b.xml")
        var voc = VOCSource()
        voc.folder = folder.path
        let dataset = try voc.open()
        #expect(dataset.photos.map(\.path) == [folder.path + "/JPEGImages/b.png"])
        let finding = try #require(dataset.oddities.first)
        #expect(finding.count == 2 && finding.file == folder.path + "/JPEGImages/c.png")
        #expect(finding.problem == "the photo and 1 more have no XML file and are left out")
        #expect(try findings().contains { $0.contains("JPEGImages/c.png: the photo and 1 more have no XML file") })

        let other = try TemporaryFolder()
        try other.write(labelme([], path: "a.png"), to: "a.json")
        for name in ["a", "z"] {
            try AtomicFile.write(
                PhotoFile.encode(Raster(width: 16, height: 12), as: .png()), to: "\(other.path)/\(name).png")
        }
        var source = LabelmeSource()
        source.folder = other.path
        #expect(
            try source.open().oddities.map(\.description).first?.contains("z.png: the photo has no JSON file") == true)
    }

    @Test func wordsAndTheirPhotosMayLieApart() throws {
        try picture("ch4_training_images/img_1.png")
        try folder.write("2,3,10,3,10,9,2,9,word\n", to: "ch4_training_gt/gt_img_1.txt")
        let source = try NamedSource.read(
            "icdar: {images: \(folder.path)/ch4_training_images, labels: \(folder.path)/ch4_training_gt}")
        #expect(try labels(source).labels == ["text [2, 3, 8, 6] 48"])
        #expect(throws: InvalidFile.self) { try NamedSource.read("icdar: {images: x}") }
    }

    /// Such photos would all come as photos that show nothing.
    @Test func aDatasetWithoutAnyFileOfLabelsIsRefused() throws {
        try picture("images/train/a.png")
        try folder.write("train: images/train\nnames: [a]\n", to: "data.yaml")
        try folder.write("0 0.5 0.5 0.5 0.5\n", to: "annotations/train/a.txt")
        var source = YOLOSource()
        source.file = folder.path + "/data.yaml"
        let error = #expect(throws: DatasetError.self) { try source.open() }
        #expect(
            error?.reason == "its only photo has no file of labels; that of \(folder.path)/images/train/a.png would be "
                + "\(folder.path)/labels/train/a.txt")
        try folder.write("", to: "labels/train/a.txt")
        #expect(try source.open().photos.count == 1)
    }

    @Test func aLineThatIsNoneOfKITTINamesNoCategory() throws {
        try picture("image_2/a.png")
        try folder.write(
            "traffic light 0 0 0 2 3 10 9 1 1 1 1 1 1 1\nCar 0 0 0 2 3 10 9 1 1 1 1 1 1 1\n", to: "label_2/a.txt")
        var source = KITTISource()
        source.folder = folder.path
        #expect(try source.open().categories.map(\.name) == ["Car"])
    }

    // MARK: - Labelme

    private func labelme(_ shapes: [String], path: String = "a.png") -> String {
        """
        {"version": "5.0.1", "flags": {}, "shapes": [\(shapes.joined(separator: ", "))],
         "imagePath": "\(path)", "imageData": null, "imageHeight": 12, "imageWidth": 16}
        """
    }

    private var labelmeSource: LabelmeSource {
        var source = LabelmeSource()
        source.folder = folder.path
        return source
    }

    @Test func shapesOfLabelmeAreRead() throws {
        var bits: [UInt8] = []
        InstancePNG.encode([1, 0, 1, 1, 1, 1], width: 3, height: 2, instances: 1, palette: nil, into: &bits)
        try folder.write(
            labelme(
                [
                    #"{"label": "box", "points": [[9, 8], [2, 3]], "shape_type": "rectangle", "group_id": null}"#,
                    #"{"label": "part", "points": [[1, 1], [3, 1], [3, 3], [1, 3]], "shape_type": "polygon", "group_id": 4}"#,
                    #"{"label": "part", "points": [[5, 1], [7, 1], [7, 3], [5, 3]], "shape_type": "polygon", "group_id": 4}"#,
                    #"{"label": "disc", "points": [[8, 6], [8, 9]], "shape_type": "circle"}"#,
                    #"{"label": "mask", "points": [[4, 5], [6, 6]], "shape_type": "mask", "mask": "\#(Data(bits).base64EncodedString())"}"#,
                    #"{"label": "dot", "points": [[4, 5]], "shape_type": "point"}"#,
                ], path: #"..\\elsewhere\\a.png"#), to: "a.json")
        let read = try labels(labelmeSource)
        #expect(read.labels[0] == "box [2, 3, 7, 5] 35")
        #expect(read.labels[1] == "part [1, 1, 6, 2] 8")
        #expect(read.labels[2].hasPrefix("disc [5, 3, 6, 6] 2"))
        #expect(read.labels[3] == "mask [4, 5, 3, 2] 5")
        #expect(read.labels.count == 4)
        #expect(read.odd == ["1 point or line has no area; left out"])
        #expect(try findings() == [])
    }

    /// The picture of a mask may have a margin; the box is that of the pixels.
    @Test func aMaskOfLabelmeHasTheBoxOfItsPixels() throws {
        func mask(_ ids: [UInt16]) -> String {
            var bits: [UInt8] = []
            InstancePNG.encode(ids, width: 4, height: 3, instances: 1, palette: nil, into: &bits)
            return
                #"{"label": "a", "points": [[4, 5], [7, 7]], "shape_type": "mask", "mask": "\#(Data(bits).base64EncodedString())"}"#
        }
        try folder.write(
            labelme([mask([0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0]), mask(Array(repeating: 0, count: 12))]), to: "a.json")
        let read = try labels(labelmeSource)
        #expect(read.labels == ["a [5, 6, 2, 2] 3"])
        #expect(read.odd == ["shape 2: its mask has no pixel in the photo; it is left out"])
    }

    @Test func badShapesOfLabelmeAreNamed() throws {
        try folder.write(
            labelme([
                #"{"label": "a", "points": [[1, 1], [3, 1]], "shape_type": "polygon"}"#,
                #"{"label": "a", "points": [[1, 1], [1e300, 4]], "shape_type": "rectangle"}"#,
                #"{"label": "a", "points": [[1, 1], [3, 4]], "shape_type": "blob"}"#,
                #"{"label": "a", "points": [[1, 1], [3, 4]], "shape_type": "mask", "mask": "?"}"#,
                #"{"label": "a", "points": [[1, 1], [3, 4]], "shape_type": "rectangle"}"#,
                #"{"label": "a", "points": [[1, 1], [3, 4]], "shape_type": "rectangle"}"#,
            ]), to: "a.json")
        try folder.write("{\"shapes\": [}", to: "b.json")
        let read = try labels(labelmeSource)
        #expect(read.labels == ["a [1, 1, 2, 3] 6", "a [1, 1, 2, 3] 6"])
        #expect(read.odd.count == 5)
        #expect(
            try Set(findings()) == [
                "error: a.json: shape 1: a polygon has 3 points at least, pairs of finite numbers",
                "error: a.json: shape 2: the points have 1e+300, which is beyond 2²⁸",
                "error: a.json: shape 3: “blob” is no kind of shape that is known",
                "error: a.json: shape 4: its mask is no PNG in base 64",
                "warning: a.json: shape 6: it is the same as shape 5",
            ])
    }

    @Test(arguments: [
        (
            #"{"version": "5", "shapes": [], "imagePath": "a.png"}"#,
            "it is Labelme's: read its folder with “labelme: FOLDER”"
        ),
        (#"{"dm_format_version": "1.0", "items": []}"#, "it is Datumaro's: read its folder with “datumaro: FOLDER”"),
        (
            #"[{"image": "a.png", "annotations": [{"label": "a", "coordinates": {}}]}]"#,
            "it is not a JSON object; it looks like Create ML's: read it with “createml: FILE”"
        ),
        (
            #"{"images": [], "annotations": [{"image_id": 1, "segments_info": []}]}"#,
            "it has panoptic labels: read it with “coco_panoptic: FILE”"
        ),
    ])
    func aFileOfAnotherKindIsNamed(text: String, told: String) throws {
        try folder.write(text, to: "file.json")
        var source = COCOSource()
        source.file = folder.path + "/file.json"
        let error = #expect(throws: DatasetError.self) { try source.open() }
        #expect(error?.reason == told)
    }

    // MARK: - CVAT

    private func cvat(_ shapes: String) -> String {
        """
        <?xml version="1.0" encoding="utf-8"?>
        <annotations><version>1.1</version>
        <meta><task><labels><label><name>car</name></label><label><name>face</name><type>skeleton</type></label>
        <label><name>nose</name><parent>face</parent></label><label><name>chin</name><parent>face</parent></label></labels>
        </task></meta>
        <image id="0" name="a.png" width="16" height="12">
        \(shapes)
        </image></annotations>
        """
    }

    private var cvatSource: CVATSource {
        var source = CVATSource()
        source.file = folder.path + "/annotations.xml"
        return source
    }

    @Test func shapesOfCVATAreRead() throws {
        try folder.write(
            cvat(
                """
                <box label="car" occluded="1" xtl="2.0" ytl="3.0" xbr="9.0" ybr="8.0" z_order="0">
                <attribute name="colour">red</attribute></box>
                <polygon label="car" occluded="0" points="1,1;3,1;3,3;1,3"></polygon>
                <ellipse label="car" cx="8" cy="6" rx="3" ry="3"></ellipse>
                <mask label="tree" rle="1, 1, 4" left="4" top="5" width="3" height="2"></mask>
                <skeleton label="face"><points label="chin" occluded="1" outside="0" points="6,9"></points>
                <points label="nose" occluded="0" outside="0" points="5,5"></points></skeleton>
                <polyline label="car" points="1,1;2,2"></polyline><tag label="car"></tag>
                """), to: "annotations.xml")
        let read = try labels(cvatSource)
        #expect(read.labels[0...1] == ["car [2, 3, 7, 5] 35", "car [1, 1, 2, 2] 4"])
        #expect(read.labels[2].hasPrefix("car [5, 3, 6, 6] 2"))
        #expect(
            read.labels[3...] == ["tree [5, 5, 1, 1] 1", "face [5, 5, 1, 4] 4 [5.0, 5.0, 2.0, 6.0, 9.0, 1.0]"])
        #expect(read.odd == ["a.png: 2 shapes without an area left out: points, lines, tags, cuboids"])
        let dataset = try cvatSource.open()
        #expect(dataset.categories.map(\.name) == ["car", "face", "tree"])
        #expect(dataset.categories[1].keypoints == ["nose", "chin"])
        let first = try dataset.labels(ofPhoto: 0, in: PhotoFrame(width: 16, height: 12)).annotations[0]
        #expect(first.extra["occluded"]?.integer == 1 && first.extra["attributes"]?["colour"]?.text == "red")
        #expect(try findings() == [])
    }

    @Test func badShapesOfCVATAreNamed() throws {
        try folder.write(
            cvat(
                """
                <box label="car" xtl="2" ytl="x" xbr="9" ybr="8"></box>
                <polygon label="car" points="1,1;1e99,1;3,3"></polygon>
                <mask label="car" rle="3, 9" left="4" top="5" width="3" height="2"></mask>
                <box label="car" xtl="2" ytl="3" xbr="30" ybr="8"></box>
                """), to: "annotations.xml")
        #expect(try labels(cvatSource).labels == ["car [2, 3, 14, 5] 70"])
        #expect(
            try Set(findings()) == [
                "error: annotations.xml:7: a.png: ytl is “x”, not a number up to 2²⁸",
                "error: annotations.xml:8: a.png: “1e99,1” is not x and y, two numbers up to 2²⁸",
                "error: annotations.xml:9: a.png: the run lengths are not those of 3 × 2 pixels",
                "warning: annotations.xml:10: a.png: the box [2, 3, 28, 5] reaches outside the image of 16 × 12 pixels",
            ])
        try folder.write("<annotations><track id=\"0\"></track></annotations>", to: "annotations.xml")
        let error = #expect(throws: DatasetError.self) { try cvatSource.open() }
        #expect(error?.reason == "line 1: it has tracks of a video; export it as “CVAT for images 1.1”")
    }

    @Test func aFolderOfCVATHasItsFile() throws {
        var source = CVATSource()
        source.file = folder.path
        let error = #expect(throws: DatasetError.self) { try source.open() }
        #expect(error?.reason == "there is no annotations.xml in it; “file” takes the file itself")
        try folder.write(
            cvat(#"<box label="car" xtl="2" ytl="3" xbr="9" ybr="8"></box>"#), to: "annotations.xml")
        #expect(try labels(source).labels == ["car [2, 3, 7, 5] 35"])
    }

    // MARK: - YOLO

    /// A class keeps its name where the numbers of others are missing.
    @Test func classesOfYOLOGoByTheirNumbers() throws {
        for (names, known) in [
            ("{0: cone, 3: box}", ["cone", "class 1", "class 2", "box"]), ("{2: box}", ["class 0", "class 1", "box"]),
        ] {
            try folder.write("train: .\nnames: \(names)\n", to: "data.yaml")
            try folder.write("3 0.5 0.5 0.25 0.5\n2 0.25 0.5 0.5 0.5\n", to: "a.txt")
            var source = YOLOSource()
            source.file = folder.path + "/data.yaml"
            let dataset = try source.open()
            #expect(dataset.categories.map(\.name) == known)
            let read = try labels(source)
            #expect(
                read.labels
                    == (known.count == 4
                        ? ["box [6, 3, 4, 6] 24", "class 2 [0, 3, 8, 6] 48"] : ["box [0, 3, 8, 6] 48"]))
            #expect(read.odd.first?.contains("not numbered from 0 without gaps") == true)
        }
    }

    // MARK: - Masks of colours

    private func coloured(_ values: [(String, String)]) throws -> (labels: [String], odd: [String]) {
        var raster = Raster(width: 16, height: 12)
        for pixel in 0..<16 * 12 {
            let colour: [UInt8] =
                pixel < 32 ? [128, 64, 0] : pixel < 48 ? [255, 0, 0] : pixel < 50 ? [1, 2, 3] : [0, 0, 0]
            for channel in 0..<3 { raster.bytes[4 * pixel + channel] = colour[channel] }
            raster.bytes[4 * pixel + 3] = 255
        }
        try folder.write("", to: "masks/a.png")
        try AtomicFile.write(PhotoFile.encode(raster, as: .png()), to: folder.path + "/masks/a.png")
        var source = MasksSource()
        (source.images, source.masks) = ([folder.path + "/a.png"], [folder.path + "/masks"])
        source.values = values.map {
            Named(
                name: $0.0, value: $0.1,
                position: Position(source: Source(name: "test", text: ""), line: 1, column: 1))
        }
        return try labels(source)
    }

    @Test func coloursNameCategories() throws {
        let read = try coloured([("#804000", "road"), ("#F00", "car")])
        #expect(Set(read.labels) == ["road [0, 0, 16, 2] 32", "car [0, 2, 16, 1] 16"])
        #expect(
            read.odd == [
                "2 pixels of the colour “#010203”, which “values” does not name: nothing is labelled there"
            ])
    }

    @Test func labelsWithoutATextGetANameInEveryFormat() throws {
        let points = #""points": [[1, 1], [9, 9]], "shape_type": "rectangle""#
        try folder.write(
            labelme([
                #"{"label": "", \#(points)}"#, #"{"label": 7, \#(points)}"#, #"{"label": "Car", \#(points)}"#,
                #"{"label": "car", \#(points)}"#,
            ]), to: "a.json")
        let read = try labels(labelmeSource)
        #expect(read.labels.map { $0.prefix { $0 != "[" } } == ["category 1 ", "7 ", "Car ", "car "])
        #expect(
            read.odd == [
                "category 1: it has no name, and goes by “category 1”",
                "category 4: “car” differs from “Car” by case or blanks alone; they stay two categories",
            ])
        try folder.write(
            #"""
            <annotations><image id="0" name="a.png" width="16" height="12">
            <box label="" xtl="1" ytl="1" xbr="9" ybr="9"/></image></annotations>
            """#, to: "annotations.xml")
        var source = CVATSource()
        source.file = folder.path + "/annotations.xml"
        #expect(try source.open().categories.map(\.name) == ["category 1"])
    }

    @Test func coloursThatNothingNamesAreTold() throws {
        // Without its labels the photo would be one that shows nothing.
        let error = #expect(throws: DatasetError.self) { try coloured([]) }
        #expect(
            error?.reason
                == "its pixels are colours, not numbers: “values” can name them, such as {\"#804000\": road}")
        #expect(throws: DatasetError.self) { try coloured([("#804000", "road"), ("7", "car")]) }
    }

    // MARK: - Pascal VOC

    @Test(arguments: [
        "<polygon><x1>3</x1><y1>3</y1><x2>8</x2><y2>3</y2><x3>8</x3><y3>6</y3><x4>3</x4><y4>6</y4></polygon>",
        "<polygon><pt><x>3</x><y>3</y></pt><pt><x>8</x><y>3</y></pt><pt><x>8</x><y>6</y></pt><pt><x>3</x><y>6</y></pt></polygon>",
    ])
    func polygonsOfVOCAreMasks(polygon: String) throws {
        try picture("JPEGImages/a.png")
        try folder.write(
            """
            <annotation><filename>a.png</filename><size><width>16</width><height>12</height></size>
            <object><name>cat</name><bndbox><xmin>2</xmin><ymin>2</ymin><xmax>9</xmax><ymax>7</ymax></bndbox>\(polygon)</object>
            </annotation>
            """, to: "Annotations/a.xml")
        var source = VOCSource()
        source.folder = folder.path
        let label = try #require(
            try source.open().checkedLabels(ofPhoto: 0, in: PhotoFrame(width: 16, height: 12)).annotations.first)
        #expect(label.segmentation == .polygons([[2.5, 2.5, 7.5, 2.5, 7.5, 5.5, 2.5, 5.5]]))
        #expect(label.box == Rect(x: 1, y: 1, width: 8, height: 6) && label.statesOwnBox)
        #expect(try findings() == [])
    }

    // MARK: - BOP

    @Test func posesMasksAndCamerasOfBOPComeBack() throws {
        let dataset = try DrawnDataset(["AABB\nAABB\n...."])
        try dataset.edit { $0.addSpace() }
        try AtomicFile.write(
            PhotoFile.encode(Raster(width: 4, height: 3), as: .jpeg()), to: dataset.folder.path + "/images/000000.jpg")
        try dataset.convert(BOPFormat())
        let before = try COCO.decode(Array(dataset.text("annotations/instances.json").utf8)).document
        var source = BOPSource()
        source.folder = dataset.folder.path + "/bop"
        let opened = try source.open()
        #expect(opened.categories.map(\.name) == ["cone", "box"])
        let read = try opened.checkedLabels(ofPhoto: 0, in: PhotoFrame(width: 4, height: 3))
        #expect(read.oddities == [])
        #expect(read.annotations.count == 2)
        let camera = try #require(before.images[0].camera)
        #expect(read.image.camera == COCO.Camera(fx: camera.fx, fy: camera.fy, cx: camera.cx, cy: camera.cy))
        for (one, other) in zip(before.annotations, read.annotations) {
            #expect(one.categoryID == other.categoryID)
            #expect(one.segmentation == other.segmentation)
            let (pose, box) = (try #require(one.pose), try #require(one.box3D))
            let (back, own) = (try #require(other.pose), try #require(other.box3D))
            // The origin is the middle of the box; the corners are where they were.
            #expect((own.lower + own.upper).length < 1e-9)
            for (a, b) in zip(box.corners, own.corners) {
                #expect((pose.camera(of: a) - back.camera(of: b)).length < 1e-4)
            }
        }
    }
}

/// A source as a pipeline names it.
private enum NamedSource {
    static func read(_ text: String) throws -> any DatasetSource {
        let node = try Node(parsing: Source(name: "test", text: text))
        var reading = Reading(folder: "")
        let draft = Form.part(DatasetSources.catalogue).decode(node, &reading)
        guard let draft, reading.diagnostics.isEmpty,
            let drawn = draft.draw(from: RandomStreams(seed: 0, image: 0)),
            let source = try DatasetSources.catalogue.make(drawn, as: (any DatasetSource).self) as (any DatasetSource)?
        else { throw InvalidFile(reading.diagnostics) }
        return source
    }
}
