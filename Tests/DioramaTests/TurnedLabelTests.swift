import Foundation
import Pictures
import Studios
import Testing

@testable import Diorama

/// Labels whose size is not that of the upright photo: turned with it where EXIF says so, refused elsewhere, alike by
/// every way in.
@Suite struct TurnedLabelTests {
    let studio: Studio

    init() throws {
        studio = try Studio()
    }

    /// A grey JPEG of 96 × 64 pixels in its file, red from 8, 16 to 40, 32, with an EXIF orientation.
    private func photo(_ name: String, orientation: Int) throws {
        var raster = Raster(width: 96, height: 64)
        for place in 0..<96 * 64 {
            let isRed = (8..<40).contains(place % 96) && (16..<32).contains(place / 96)
            raster.bytes.replaceSubrange(
                place * 4..<place * 4 + 4, with: isRed ? [220, 20, 20, 255] : [90, 90, 90, 255])
        }
        let jpeg = try PhotoFile.encode(raster, as: .jpeg(quality: 95))
        let exif: [UInt8] =
            Array("Exif\0\0MM\0*".utf8) + [0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(orientation), 0, 0]
            + [0, 0, 0, 0]
        try studio.write(
            Array(jpeg[..<2]) + [0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif + Array(jpeg[2...]), to: name)
    }

    private static let annotation =
        #""id": 1, "image_id": 1, "category_id": 1, "bbox": [8, 16, 32, 16], "area": 512, "iscrowd": 0"#
    private static let rings =
        #""segmentation": [[8, 16, 40, 16, 40, 32, 8, 32]], "keypoints": [8.5, 16.5, 2, 0, 0, 0]"#

    private func coco(width: Int = 96, height: Int = 64, segmentation: String = rings) throws {
        try studio.write(
            """
            {"images": [{"id": 1, "file_name": "a.jpg", "width": \(width), "height": \(height)}],
             "categories": [{"id": 1, "name": "thing", "keypoints": ["corner", "none"]}],
             "annotations": [{\(Self.annotation), \(segmentation)}]}
            """, to: "photos/labels.json")
    }

    private func voc() throws {
        try studio.write(
            "<annotation><filename>a.jpg</filename><size><width>96</width><height>64</height></size><object>"
                + "<name>thing</name><bndbox><xmin>9</xmin><ymin>17</ymin><xmax>40</xmax><ymax>32</ymax></bndbox>"
                + "</object></annotation>", to: "voc/Annotations/a.xml")
    }

    /// The red pixels of a picture: their box as COCO has it.
    private func red(_ picture: String) throws -> [Double] {
        let raster = try studio.raster(picture)
        let places = (0..<raster.width * raster.height).filter {
            raster.bytes[$0 * 4] > 150 && raster.bytes[$0 * 4 + 1] < 60
        }
        let (xs, ys) = (places.map { $0 % raster.width }, places.map { $0 / raster.width })
        let (x, y) = (try #require(xs.min()), try #require(ys.min()))
        return [x, y, try #require(xs.max()) + 1 - x, try #require(ys.max()) + 1 - y].map(Double.init)
    }

    private func expectLabelOnRed(_ folder: String, _ picture: String) throws {
        let label = try #require(try studio.labels(folder).first)
        let (box, red) = (try #require(label["bbox"] as? [Double]), try red("\(folder)/images/\(picture)"))
        // A JPEG's edge is soft.
        for (ours, seen) in zip(box, red) { #expect(abs(ours - seen) <= 1, "\(box) \(red)") }
    }

    private static let background = """
        diorama: 1
        images: 1
        backgrounds: {datasets: [DATASET]}
        scene: {count: 0}
        output: {images: {format: png}}

        """

    @Test(arguments: 5...8) func labelsOfTheStoredPixelsAreTurned(orientation: Int) throws {
        try photo("photos/a.jpg", orientation: orientation)
        try photo("voc/JPEGImages/a.jpg", orientation: orientation)
        try coco()
        try voc()
        for (number, dataset) in ["{coco: {file: photos/labels.json}}", "{voc: voc}"].enumerated() {
            let summary = try studio.run(
                text: Self.background.replacing("DATASET", with: dataset), to: "run\(number)"
            ).description
            try expectLabelOnRed("run\(number)", "000000.png")
            #expect(summary.contains("odd: "), "\(summary)")
            #expect(summary.contains("96 × 64, the size before EXIF orientation \(orientation) turns"), "\(summary)")
            #expect(!summary.contains("skipped"))
        }
        for (number, source) in ["coco: \(studio.path("photos/labels.json"))", "voc: \(studio.path("voc"))"]
            .enumerated()
        {
            let told = try ConvertJob(dataset: studio.path("out\(number)"), from: .init(source), to: nil).run()
                .description
            #expect(told.contains("EXIF orientation \(orientation)"), "\(told)")
            try expectLabelOnRed("out\(number)", "a.jpg")
            let check = try DatasetReport(studio.path("out\(number)"))
            #expect(check.isSound, "\(check)")
        }
        let keypoints = try #require(try studio.labels("out0").first?["keypoints"] as? [Double])
        let box = try red("out0/images/a.jpg")
        #expect([box[0], box[0] + box[2]].contains { abs($0 - keypoints[0]) <= 1.5 }, "\(keypoints) \(box)")
        #expect([box[1], box[1] + box[3]].contains { abs($0 - keypoints[1]) <= 1.5 }, "\(keypoints) \(box)")
        #expect(Array(keypoints[3...]) == [0, 0, 0])
    }

    @Test(arguments: 5...8) func cutoutsAndRunLengthsAreTurned(orientation: Int) throws {
        try photo("photos/a.jpg", orientation: orientation)
        try studio.photo("other/b.png")
        // Column by column: 8 columns of 64, then 32 of 16 in the middle of 64.
        let counts = ["528"] + (0..<31).flatMap { _ in ["16", "48"] } + ["16", "\(64 * 55 + 96)"]
        try coco(segmentation: #""segmentation": {"size": [64, 96], "counts": [\#(counts.joined(separator: ", "))]}"#)
        try studio.run(
            text: """
                diorama: 1
                images: 1
                backgrounds: {photos: [other]}
                objects:
                  t: {from: {coco: {file: photos/labels.json, categories: [thing], erode: 0, feather: 0}}, size: 0.5}
                scene: {count: 1, overlap: {truncated: {max: 0}}}
                output: {images: {format: png}}

                """, to: "pasted")
        try expectLabelOnRed("pasted", "000000.png")
        let told = try ConvertJob(
            dataset: studio.path("out"), from: .init("coco: \(studio.path("photos/labels.json"))"), to: nil
        ).run().description
        #expect(told.hasSuffix("coco: 1 instance in 1 image"), "\(told)")
        let check = try DatasetReport(studio.path("out"))
        #expect(check.description == "1 image, 1 annotation: nothing wrong", "\(check)")
    }

    @Test func masksOfTheStoredPixelsAreTurned() throws {
        try photo("photos/a.jpg", orientation: 6)
        var ids = [UInt16](repeating: 0, count: 96 * 64)
        for y in 16..<32 { for x in 8..<40 { ids[y * 96 + x] = 1 } }
        var mask: [UInt8] = []
        InstancePNG.encode(ids, width: 96, height: 64, instances: 1, into: &mask)
        try studio.write(mask, to: "masks/a.png")
        let told = try ConvertJob(
            dataset: studio.path("out"),
            from: .init("masks: {images: \(studio.path("photos")), masks: \(studio.path("masks"))}"), to: nil
        ).run().description
        #expect(told.contains("96 × 64, the size before EXIF orientation 6 turns"), "\(told)")
        try expectLabelOnRed("out", "a.jpg")
    }

    /// The same by every way in: a size says nothing of a turn that keeps it.
    @Test func aTurnThatTheSizeDoesNotShowIsTold() throws {
        try photo("photos/a.jpg", orientation: 3)
        try coco()
        try mask("masks/a.png", [0x80, 0x40, 0])
        let masks = "{masks: {images: photos/a.jpg, masks: masks, values: {\"#804000\": thing}}}"
        for (number, dataset) in ["{coco: {file: photos/labels.json}}", masks].enumerated() {
            let told = try studio.run(
                text: Self.background.replacing("DATASET", with: dataset), to: "run\(number)"
            ).description
            #expect(told.contains("EXIF orientation 3 turns it and keeps its size"), "\(told)")
        }
    }

    // MARK: - Formats whose masks have a size of their own, or that state it or not

    /// A PNG of the photo's stored pixels, of a colour where it is red and black elsewhere.
    private func mask(_ name: String, _ colour: [UInt8]) throws {
        var raster = Raster(width: 96, height: 64)
        for place in 0..<96 * 64 {
            let isSet = (8..<40).contains(place % 96) && (16..<32).contains(place / 96)
            raster.bytes.replaceSubrange(place * 4..<place * 4 + 4, with: (isSet ? colour : [0, 0, 0]) + [255])
        }
        try studio.write(try PhotoFile.encode(raster, as: .png()), to: name)
    }

    /// A dataset of one labelled photo, whose labels are of its stored pixels, and how to read it.
    private func dataset(_ format: String, orientation: Int) throws -> String {
        switch format {
        case "colours":
            try photo("set/a.jpg", orientation: orientation)
            try mask("masks/a.png", [0x80, 0x40, 0])
            return "masks: {images: \(studio.path("set")), masks: \(studio.path("masks")), "
                + "values: {\"#804000\": thing}}"
        case "coco_panoptic":
            try photo("set/images/a.jpg", orientation: orientation)
            try mask("set/annotations/panoptic/a.png", [7, 0, 0])
            // The file states the upright size, its picture has the stored one.
            let (width, height) = orientation > 4 ? (64, 96) : (96, 64)
            try studio.write(
                """
                {"images": [{"id": 1, "file_name": "a.jpg", "width": \(width), "height": \(height)}],
                 "categories": [{"id": 1, "name": "thing", "isthing": 1}], "annotations": [{"image_id": 1,
                 "file_name": "a.png", "segments_info": [{"id": 7, "category_id": 1, "area": 512}]}]}
                """, to: "set/annotations/panoptic.json")
            return "coco_panoptic: \(studio.path("set/annotations/panoptic.json"))"
        case "bop":
            try photo("set/train/000000/rgb/000000.jpg", orientation: orientation)
            var ids = [UInt16](repeating: 0, count: 96 * 64)
            for y in 16..<32 { for x in 8..<40 { ids[y * 96 + x] = 255 } }
            var mask: [UInt8] = []
            InstancePNG.encode(ids, width: 96, height: 64, instances: 255, palette: nil, into: &mask)
            for kind in ["mask", "mask_visib"] {
                try studio.write(mask, to: "set/train/000000/\(kind)/000000_000000.png")
            }
            try studio.write(
                #"{"0": [{"obj_id": 1, "cam_R_m2c": [1,0,0,0,1,0,0,0,1], "cam_t_m2c": [0, 0, 900]}]}"#,
                to: "set/train/000000/scene_gt.json")
            try studio.write(
                #"{"0": {"cam_K": [50,0,48,0,50,32,0,0,1], "depth_scale": 1}}"#,
                to: "set/train/000000/scene_camera.json")
            return "bop: \(studio.path("set"))"
        default:
            try photo("set/a.jpg", orientation: orientation)
            try studio.write(
                #"<annotations><image id="0" name="a.jpg" width="96" height="64"><box label="thing" xtl="8" ytl="16" "#
                    + #"xbr="40" ybr="32"/></image></annotations>"#, to: "set/annotations.xml")
            return "cvat: \(studio.path("set/annotations.xml"))"
        }
    }

    @Test(arguments: ["colours", "coco_panoptic", "bop", "cvat"], [6, 7]) func everySizeThatLabelsHaveCounts(
        format: String, orientation: Int
    ) throws {
        let source = try dataset(format, orientation: orientation)
        let told = try ConvertJob(dataset: studio.path("out"), from: .init(source), to: nil).run().description
        #expect(told.hasSuffix("coco: 1 instance in 1 image"), "\(told)")
        try expectLabelOnRed("out", format == "bop" ? "000000.jpg" : "a.jpg")
        try studio.run(text: Self.background.replacing("DATASET", with: "{\(source)}"), to: "run")
        try expectLabelOnRed("run", "000000.png")
        guard format != "colours" else { return }
        let check = try DatasetReport(studio.path("set"))
        #expect(check.isSound && check.description.contains("EXIF orientation \(orientation)"), "\(check)")
    }

    @Test(arguments: ["colours", "coco_panoptic", "bop", "cvat"]) func otherSizesAreRefused(format: String) throws {
        let source = try dataset(format, orientation: 1)
        let place =
            format == "bop" ? "set/train/000000/rgb/000000.jpg" : format == "coco_panoptic" ? "set/images" : "set"
        try studio.photo(place.hasSuffix(".jpg") ? place : "\(place)/a.jpg", width: 64, height: 96)
        let error = #expect(throws: (any Error).self) {
            try ConvertJob(dataset: studio.path("out"), from: .init(source), to: nil).run()
        }
        let words = "is 64 × 96 pixels (no EXIF orientation turns it), its labels say 96 × 64"
        #expect("\(error.map { "\($0)" } ?? "")".contains(words))
        guard format != "colours" else { return }
        let check = try DatasetReport(studio.path("set"))
        #expect(!check.isSound && check.description.contains("no EXIF orientation turns it"), "\(check)")
    }

    @Test func labelsWithoutASizeAreThoseOfTheUprightPhoto() throws {
        try photo("set/a.jpg", orientation: 6)
        // Where the red box lies once the photo is turned by 90° to the right.
        try studio.write(
            #"[{"image": "a.jpg", "annotations": [{"label": "thing", "coordinates": {"x": 40, "y": 24, "width": 16, "#
                + #""height": 32}}]}]"#, to: "set/_annotations.createml.json")
        _ = try ConvertJob(
            dataset: studio.path("out"), from: .init("createml: \(studio.path("set"))"), to: nil
        ).run()
        try expectLabelOnRed("out", "a.jpg")
        #expect(try DatasetReport(studio.path("set")).isSound)
        try studio.run(
            text: Self.background.replacing("DATASET", with: "{createml: \(studio.path("set"))}"), to: "run")
        try expectLabelOnRed("run", "000000.png")
    }

    @Test(arguments: [(1, "no EXIF orientation turns it"), (3, "EXIF orientation 3 keeps the size")])
    func labelsThatFitNoWayAreRefused(orientation: Int, turn: String) throws {
        try photo("photos/a.jpg", orientation: orientation)
        try photo("voc/JPEGImages/a.jpg", orientation: orientation)
        try coco(width: 64, height: 96)
        try voc()
        let words = "is 96 × 64 pixels (\(turn)), its labels say 64 × 96"
        let background = #expect(throws: (any Error).self) {
            try studio.run(
                text: Self.background.replacing("DATASET", with: "{coco: {file: photos/labels.json}}"), to: "run")
        }
        #expect("\(background.map { "\($0)" } ?? "")".contains(words))
        let check = try DatasetReport(studio.path("photos"))
        #expect(!check.isSound && check.description.contains(words), "\(check)")
        try studio.photo("other/b.png")
        let pasted = try studio.run(
            text: """
                diorama: 1
                images: 1
                backgrounds: {photos: [other]}
                objects: {t: {from: {coco: {file: photos/labels.json, categories: [thing]}}, size: 0.5}}
                scene: {count: 1}

                """, to: "pasted"
        ).description
        #expect(pasted.contains(words), "\(pasted)")
        #expect(try studio.labels("pasted").isEmpty)
    }

    @Test func checkReportsATurnThatTheSizeDoesNotShow() throws {
        try photo("photos/a.jpg", orientation: 3)
        try coco()
        let check = try DatasetReport(studio.path("photos"))
        #expect(
            check.isSound && check.description.contains("EXIF orientation 3 turns it and keeps its size"), "\(check)")
    }
}
