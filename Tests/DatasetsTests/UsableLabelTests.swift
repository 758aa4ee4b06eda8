import Findings
import Foundation
import Pictures
import Testing

@testable import Datasets

/// A dataset that has labels of which none can be used is an error, whatever kind it is of.
@Suite struct UsableLabelTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["images/a.png", "a.png"] {
            try folder.write("", to: name)
            try AtomicFile.write(
                PhotoFile.encode(Raster(width: 16, height: 12), as: .png()), to: "\(folder.path)/\(name)")
        }
    }

    private func errors() throws -> [String] {
        try DatasetAudit.audit(dataset: folder.path).findings.filter { $0.severity == .error }.map(\.description)
    }

    /// Two shapes, both without an area.
    private func cvat(_ more: String = "") -> String {
        """
        <annotations><meta><task><labels><label><name>dog</name></label></labels></task></meta>
        <image id="0" name="a.png" width="16" height="12">
        <points label="dog" points="1,2"></points><points label="dog" points="3,2"></points>\(more)
        </image></annotations>
        """
    }

    @Test func shapesWithoutAnAreaAreNoLabels() throws {
        try folder.write(cvat(), to: "annotations.xml")
        let errors = try errors()
        #expect(errors.count == 1 && errors[0].hasPrefix("error: cvat: none of its labels can be used: "), "\(errors)")
        #expect(errors[0].contains("2 shapes without an area left out"), "\(errors)")
    }

    @Test func oneThatCanBeUsedIsEnough() throws {
        try folder.write(
            cvat("<box label=\"dog\" xtl=\"1\" ytl=\"1\" xbr=\"9\" ybr=\"9\"></box>"), to: "annotations.xml")
        #expect(try errors() == [])
    }

    @Test func noLabelsAreNoMistake() throws {
        try folder.write("<annotations><image name=\"a.png\"></image></annotations>", to: "annotations.xml")
        #expect(try errors() == [])
    }

    @Test(arguments: [
        #"{"id": 1, "image_id": 1, "category_id": 1, "bbox": [40, 40, 5, 5]}"#,
        #"{"id": 1, "image_id": 1, "category_id": 1}"#,
        #"{"id": 1, "image_id": 1, "category_id": 9, "bbox": [1, 1, 5, 5]}"#,
    ]) func cocoLabelsOfWhichNoneCanBeUsed(label: String) throws {
        try folder.write(
            """
            {"images": [{"id": 1, "file_name": "a.png", "width": 16, "height": 12}],
             "categories": [{"id": 1, "name": "dog"}], "annotations": [\(label)]}
            """, to: "annotations/theirs.json")
        #expect(try !errors().isEmpty)
    }

    @Test(arguments: ["0 3.5 3.5 0.2 0.2\n", "0 x\n", "7 0.5 0.5 0.2 0.2\n"])
    func yoloLabelsOfWhichNoneCanBeUsed(line: String) throws {
        try folder.write("train: images\nval: images\nnames: [dog]\n", to: "data.yaml")
        try folder.write(line, to: "labels/a.txt")
        #expect(try !errors().isEmpty)
        try folder.write(line + "0 0.5 0.5 0.2 0.2\n", to: "labels/a.txt")
        #expect(try !errors().contains { $0.contains("none of its labels can be used") })
    }

    @Test func labelmeShapesOutsideThePictureAreAnError() throws {
        try folder.write(
            """
            {"version": "5.0.1", "flags": {}, "shapes": [
              {"label": "dog", "points": [[30, 30], [40, 40]], "shape_type": "rectangle"}],
             "imagePath": "a.png", "imageData": null, "imageHeight": 12, "imageWidth": 16}
            """, to: "a.json")
        #expect(try !errors().isEmpty)
    }
}
