import Foundation
import Geometry
import Pictures
import Testing

@testable import Datasets
@testable import JSON

/// Formats that say how objects stand in space.
@Suite struct FormatSpaceTests {
    /// A thing that faces the viewer: x to the right, up against y, its front against z.
    private static let facing = Matrix3(x: [1, 0, 0], y: [0, -1, 0], z: [0, 0, -1])

    /// A box of 2 × 1 × 4 metres that stands on its origin, 3 to the right, 1.5 below and 8 before the camera.
    private func dataset(_ turn: Matrix3) throws -> DrawnDataset {
        let dataset = try DrawnDataset(["....\n.AAB\n.AAB\n...."], splits: ["train"])
        try dataset.edit(split: "train") { document in
            document.images[0].camera = COCO.Camera(fx: 5, fy: 6, cx: 2, cy: 1.5)
            document.annotations[0].pose = COCO.Pose(rotation: Self.facing * turn, translation: [3, 1.5, 8])
            document.annotations[0].box3D = COCO.Box3D(lower: [-1, 0, -2], upper: [1, 1, 2])
        }
        return dataset
    }

    private func fields(_ dataset: DrawnDataset) throws -> [Double] {
        try dataset.text("kitti3d/train/label_2/000000.txt").split(separator: "\n")[0].split(separator: " ").dropFirst()
            .compactMap { Double($0) }
    }

    @Test func kittiSaysSizePlaceAndTurn() throws {
        let dataset = try dataset(.identity)
        let notes = try dataset.convert(KITTI3DFormat())
        let fields = try fields(dataset)
        // Truncated, occluded, alpha, box, height, width, length, place, rotation: it faces the viewer.
        let direction = atan2(3.0, 8)
        #expect(fields.prefix(2) == [0, 0])
        #expect(abs(fields[2] - (.pi / 2 - direction)) < 1e-12)
        #expect(fields[3..<13] == [1, 1, 3, 3, 1, 2, 4, 3, 1.5, 8])
        #expect(fields[13] == .pi / 2)
        #expect(notes == ["instance without a place in space written as DontCare": 1])
        #expect(
            try dataset.text("kitti3d/train/label_2/000000.txt").hasSuffix(
                "\nDontCare -1 -1 -10 3.0 1.0 4.0 3.0 -1 -1 -1 -1000 -1000 -1000 -10\n"))
        #expect(
            try dataset.text("kitti3d/train/calib/000000.txt").contains(
                "P2: 5.0 0.0 2.0 0.0 0.0 6.0 1.5 0.0 0.0 0.0 1.0 0.0\n"))
        let link = dataset.folder.path + "/kitti3d/train/image_2"
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "../../images/train")
    }

    /// To the viewer's right, to the left, away.
    @Test(arguments: [(90.0, 0.0), (-90, .pi), (180, -.pi / 2)])
    func kittisRotationIsZeroForAFrontThatLooksRight(turn: Double, rotation: Double) throws {
        let dataset = try dataset(.yaw(.degrees(turn)))
        try dataset.convert(KITTI3DFormat())
        let found = try fields(dataset)[13]
        #expect(abs(sin(found) - sin(rotation)) < 1e-12 && abs(cos(found) - cos(rotation)) < 1e-12)
        #expect(abs(try fields(dataset)[2]) <= .pi)
    }

    @Test func aBoxThatLeansIsNoted() throws {
        let dataset = try dataset(.pitch(.degrees(2)))
        let notes = try dataset.convert(KITTI3DFormat())
        #expect(notes["box that leans against the camera by more than 1° written upright"] == 1)
        #expect(try fields(dataset)[7..<10] == [1, 2, 4])
    }

    @Test func bopSaysPosesInMillimetresOfAModelWithZUp() throws {
        let dataset = try dataset(.identity)
        let notes = try dataset.convert(BOPFormat())
        let scene = "bop/train/000000"
        #expect(
            try dataset.newFiles() == [
                "bop/models/models_info.json", "\(scene)/mask/000000_000000.png",
                "\(scene)/mask_visib/000000_000000.png", "\(scene)/rgb/000000.jpg", "\(scene)/scene_camera.json",
                "\(scene)/scene_gt.json", "\(scene)/scene_gt_info.json",
            ])
        #expect(
            try FileManager.default.destinationOfSymbolicLink(
                atPath: "\(dataset.folder.path)/\(scene)/rgb/000000.jpg") == "../../../../images/train/000000.jpg")
        #expect(
            try dataset.text("\(scene)/scene_camera.json")
                == "{\n  \"0\": {\"cam_K\":[5,0,2,0,6,1.5,0,0,1],\"depth_scale\":1}\n}\n")
        // Its x is the camera's x, its y (away from its front) the camera's z, its up against the camera's y; its middle
        // is half a metre above its foot.
        #expect(
            try dataset.text("\(scene)/scene_gt.json")
                == "{\n  \"0\": [{\"cam_R_m2c\":[1,0,0,0,0,-1,0,1,0],\"cam_t_m2c\":[3000,1000,8000],\"obj_id\":1}]\n}\n"
        )
        #expect(
            try dataset.text("\(scene)/scene_gt_info.json")
                == "{\n  \"0\": [{\"bbox_obj\":[1,1,2,2],\"bbox_visib\":[1,1,2,2],\"px_count_all\":4,"
                + "\"px_count_valid\":0,\"px_count_visib\":4,\"visib_fract\":1}]\n}\n")
        #expect(
            try dataset.text("bop/models/models_info.json").contains(
                "\"min_x\": -1000,\n    \"min_y\": -2000,\n    \"min_z\": -500,\n    \"size_x\": 2000"))
        #expect(
            notes == [
                "image without the layer depth: no depth, and px_count_valid is 0": 1,
                "instance without a pose left out": 1,
                "model without its mesh: only the run that makes a dataset can write it": 1,
            ])
        let mask = try InstancePNG.decode("\(dataset.folder.path)/\(scene)/mask/000000_000000.png")
        #expect(mask.ids == [0, 0, 0, 0, 0, 255, 255, 0, 0, 255, 255, 0, 0, 0, 0, 0])
    }

    @Test func bopCountsHiddenPixelsAndThoseOutside() throws {
        let dataset = try dataset(.identity)
        try dataset.edit(split: "train") { document in
            document.annotations[0].amodalSegmentation = .counts(height: 4, width: 4, counts: [4, 8, 4])
            document.annotations[0].amodalBox = Rect(x: 0.5, y: -2, width: 2.25, height: 6)
            document.annotations[0].truncation = 0.2
        }
        try dataset.convert(BOPFormat())
        #expect(
            try dataset.text("bop/train/000000/scene_gt_info.json").contains(
                "{\"bbox_obj\":[0,-2,3,6],\"bbox_visib\":[1,1,2,2],\"px_count_all\":10,\"px_count_valid\":0,"
                    + "\"px_count_visib\":4,\"visib_fract\":0.4}"))
    }

    @Test func eachSizeOfACategoryIsAModelOfBOP() throws {
        let dataset = try DrawnDataset(["AABBCCDDEE"], splits: ["train"])
        try dataset.edit(split: "train") { document in
            document.images[0].camera = COCO.Camera(fx: 5, fy: 6, cx: 2, cy: 1.5)
            // The last but one differs from the first by less than a hundredth of a millimetre.
            for (place, length) in [4, 9, 3, 4.000001, 1].enumerated() {
                document.annotations[place].categoryID = place == 1 ? 2 : 1
                document.annotations[place].pose = COCO.Pose(rotation: Self.facing, translation: [0, 0, 8])
                document.annotations[place].box3D = COCO.Box3D(lower: [-1, 0, 0], upper: [1, 1, length])
            }
        }
        try dataset.convert(BOPFormat())
        let poses = try JSONTree(Array(dataset.text("bop/train/000000/scene_gt.json").utf8))
        #expect(poses["0"]?.elements?.map { $0["obj_id"]?.integer } == [3, 4, 2, 3, 1])
        let models = try JSONTree(Array(dataset.text("bop/models/models_info.json").utf8))
        #expect(models.members?.map { $0.value["size_y"]?.number } == [1000, 3000, 4000, 9000])
        #expect(models.members?.map { $0.value["category"]?.text } == ["cone", "cone", "cone", "box"])
        #expect(models["3"]?["diameter"]?.number == 21_000_000.0.squareRoot())
    }

    /// A depth of 2.5 metres in the object's upper row, and none in the lower.
    @Test func bopHasTheLayerOfDepth() throws {
        let dataset = try dataset(.identity)
        try Folder.make(dataset.folder.path + "/layers/depth")
        let layer = dataset.folder.path + "/layers/depth/000000"
        let depths: [UInt16] = [9, 0, 0, 0, 0, 2500, 2501, 7, 0, 0, 0, 0, 0, 0, 0, 0]
        try AtomicFile.write(LayerFile.png(depths, width: 4, height: 4), to: layer + ".png")
        let notes = try dataset.convert(BOPFormat())
        #expect(
            notes == [
                "instance without a pose left out": 1,
                "model without its mesh: only the run that makes a dataset can write it": 1,
            ])
        let scene = "bop/train/000000"
        let link = "\(dataset.folder.path)/\(scene)/depth/000000.png"
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: link) == "../../../../layers/depth/000000.png")
        #expect(try InstancePNG.decode(link).ids == depths)
        #expect(try dataset.text("\(scene)/scene_gt_info.json").contains("\"px_count_valid\":2,"))

        // Floats in metres need a larger step where they reach beyond 65.5 m.
        try Folder.removeFile(layer + ".png")
        var metres = [Float](repeating: 0, count: 16)
        (metres[5], metres[6], metres[9]) = (2.504, 131.2, .infinity)
        try AtomicFile.write(LayerFile.tiff(metres, width: 4, height: 4), to: layer + ".tiff")
        try dataset.convert(BOPFormat())
        #expect(Folder.kind(of: link) == .file)
        #expect(try InstancePNG.decode(link).ids[4...9] == [0, 501, 26_240, 0, 0, 0])
        #expect(try dataset.text("\(scene)/scene_camera.json").contains("\"depth_scale\":5}"))
        #expect(try dataset.text("\(scene)/scene_gt_info.json").contains("\"px_count_valid\":2,"))
    }

    @Test(arguments: ["kitti3d", "bop"])
    func imagesWithoutACameraAreNoted(name: String) throws {
        let dataset = try DrawnDataset(["A"])
        #expect(try dataset.convert(FormatConversionTests.format(name)) == ["image without a camera left out": 1])
    }
}
