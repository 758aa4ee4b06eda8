import Findings
import Foundation
import Pictures
import Testing

@testable import Datasets

/// Names that a reader may mistake for each other are reported by the check of every format.
@Suite struct AuditedNameTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["images/a.png", "image_2/a.png", "a.png"] {
            try folder.write("", to: name)
            try AtomicFile.write(
                PhotoFile.encode(Raster(width: 16, height: 12), as: .png()), to: "\(folder.path)/\(name)")
        }
    }

    private func alike() throws -> [String] {
        try DatasetAudit.audit(dataset: folder.path).findings.filter { $0.code == .alikeNames }.map(\.problem)
    }

    private static let likeness = ["“car” differs from “Car” by case or blanks alone; they stay two categories"]

    private static let kinds: [(name: String, file: String, text: String)] = [
        (
            "coco", "annotations/instances.json",
            """
            {"images": [{"id": 1, "file_name": "a.png", "width": 16, "height": 12}], "annotations": [],
             "categories": [{"id": 1, "name": "Car"}, {"id": 2, "name": "car"}]}
            """
        ), ("yolo", "data.yaml", "train: images\nnames: [Car, car]\n"),
        (
            "voc", "a.xml",
            """
            <annotation><filename>a.png</filename><size><width>16</width><height>12</height></size>
            \(["Car", "car"].map { "<object><name>\($0)</name><bndbox><xmin>2</xmin><ymin>2</ymin><xmax>9</xmax>"
                + "<ymax>9</ymax></bndbox></object>" }.joined())</annotation>
            """
        ),
        (
            "kitti", "label_2/a.txt",
            ["Car", "car"].map { "\($0) 0 0 -10 1 1 9 9 -1 -1 -1 -1000 -1000 -1000 -10\n" }.joined()
        ),
        (
            "labelme", "a.json",
            """
            {"version": "5", "flags": {}, "imagePath": "a.png", "imageWidth": 16, "imageHeight": 12, "shapes": [
            \(["Car", "car"].map { #"{"label": "\#($0)", "shape_type": "rectangle", "points": [[1, 1], [9, 9]]}"# }
                .joined(separator: ","))]}
            """
        ),
        (
            "cvat", "annotations.xml",
            """
            <annotations><image id="0" name="a.png" width="16" height="12">
            \(["Car", "car"].map { "<box label=\"\($0)\" xtl=\"1\" ytl=\"1\" xbr=\"9\" ybr=\"9\"/>" }.joined())
            </image></annotations>
            """
        ),
        (
            "createml", "a.createml.json",
            """
            [{"image": "a.png", "annotations": [\(["Car", "car"].map {
                #"{"label": "\#($0)", "coordinates": {"x": 5, "y": 5, "width": 4, "height": 4}}"# }.joined(separator: ","))]}]
            """
        ),
        (
            "csv", "annotations/instances.csv",
            "image,category,x,y,width,height\nimages/a.png,Car,1,1,4,4\nimages/a.png,car,2,1,4,4\n"
        ),
        (
            "datumaro", "annotations/a.json",
            #"""
            {"dm_format_version": "1.0", "categories": {"label": {"labels": [{"name": "Car"}, {"name": "car"}]}},
             "items": [{"id": "a", "annotations": [], "image": {"path": "a.png", "size": [12, 16]}}]}
            """#
        ),
        (
            "coco_panoptic", "annotations/panoptic.json",
            """
            {"images": [{"id": 1, "file_name": "a.png", "width": 16, "height": 12}], "annotations": [],
             "categories": [{"id": 1, "name": "Car"}, {"id": 2, "name": "car"}]}
            """
        ),
    ]

    @Test(arguments: kinds.indices) func namesThatDifferByCaseAloneAreToldInEveryFormat(kind: Int) throws {
        let (name, file, text) = Self.kinds[kind]
        try folder.write(text, to: file)
        let audit = try DatasetAudit.audit(dataset: folder.path)
        #expect(audit.parts.map(\.name) == [name])
        #expect(try alike() == Self.likeness, "\(name)")
    }

    @Test func aNameThatTwoClassesHaveIsTold() throws {
        try folder.write("train: images\nnames: [dog, cat, dog]\n", to: "data.yaml")
        try folder.write("", to: "labels/a.txt")
        #expect(try alike() == ["it has the same name as category 0, “dog”; they stay two categories"])
        var source = YOLOSource()
        source.file = folder.path
        #expect(try source.open().oddities.map(\.problem) == alike())
    }

    @Test func theDescriptionThatIsNamedIsTheOneThatIsChecked() throws {
        try folder.write("train: images\nnames: [dog]\n", to: "data.yaml")
        try folder.write("train: elsewhere\nnames: [dog]\n", to: "other.yaml")
        let audit = try DatasetAudit.audit(yoloFile: folder.path + "/other.yaml")
        #expect(audit.findings.first?.description == "error: other.yaml:1: train: there is no folder elsewhere")
    }
}
