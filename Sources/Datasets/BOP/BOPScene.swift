import Geometry
import JSON
import Masks
import Pictures

/// The folder of a BOP scene, written image by image.
final class BOPScene {
    private let folder: String
    private let output: LabelOutput
    private let files: [AtomicFile]
    private var isFirst = true

    /// - Parameter folder: its path relative to the dataset's folder: `bop/train/000000`.
    init(_ folder: String, _ output: LabelOutput) throws {
        self.folder = folder
        self.output = output
        files = try ["scene_camera", "scene_gt", "scene_gt_info"].map { try output.open("\(folder)/\($0).json") }
    }

    /// - Parameter number: the image's number in the scene.
    func write(
        _ image: LabelledImage, number: Int, _ camera: COCO.Camera, _ objects: [BOPObject], depth: BOPDepths.Depth?
    ) throws {
        let name = DatasetLayout.number(number)
        let kind = image.image.fileName.split(separator: ".").last.map { $0.lowercased() } ?? "jpg"
        // The link starts from the folder of the scene's pictures.
        try output.link(
            "\(folder)/rgb/\(name).\(kind)", to: "../../../../\(image.imageFolder)/\(image.image.fileName)")
        if let depth {
            let file = "\(folder)/depth/\(name).png"
            if let layer = depth.layer {
                try output.link(file, to: "../../../../\(layer)")
            } else {
                try output.write(LayerFile.png(depth.values, width: image.width, height: image.height), to: file)
            }
        }
        for (index, object) in objects.enumerated() {
            let file = "\(name)_\(DatasetLayout.number(index)).png"
            try output.write(Self.picture(object.whole), to: "\(folder)/mask/\(file)")
            try output.write(Self.picture(object.visible), to: "\(folder)/mask_visib/\(file)")
        }
        let start = "\(isFirst ? "{" : ",")\n  \"\(number)\": "
        isFirst = false
        for (file, text) in zip(files, [Self.text(camera, depth), Self.poses(objects), Self.numbers(objects, depth)]) {
            try file.write(Array(start.utf8) + text)
        }
    }

    func finish() throws {
        for file in files {
            try file.write(Array((isFirst ? "{}\n" : "\n}\n").utf8))
            try file.commit()
        }
    }

    /// 255 where the mask is set.
    private static func picture(_ runs: RunLengths) -> [UInt8] {
        var ids = [UInt16](repeating: 0, count: runs.width * runs.height)
        let mask = Mask(runs)
        for y in mask.rect.minY..<mask.rect.maxY {
            for x in mask.rect.minX..<mask.rect.maxX where mask[x: x, y: y] { ids[y * runs.width + x] = 255 }
        }
        var bytes: [UInt8] = []
        InstancePNG.encode(
            ids, width: runs.width, height: runs.height, instances: 255, palette: nil, into: &bytes)
        return bytes
    }

    /// How many pixels of a mask have a depth.
    private static func valid(_ runs: RunLengths, _ depth: BOPDepths.Depth) -> Int {
        let mask = Mask(runs)
        var count = 0
        for y in mask.rect.minY..<mask.rect.maxY {
            for x in mask.rect.minX..<mask.rect.maxX where mask[x: x, y: y] {
                count += depth.values[y * runs.width + x] > 0 ? 1 : 0
            }
        }
        return count
    }

    private static func text(_ camera: COCO.Camera, _ depth: BOPDepths.Depth?) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("cam_K", [camera.fx, 0, camera.cx, 0, camera.fy, camera.cy, 0, 0, 1])
            writer.member("depth_scale", depth?.scale ?? 1)
        }
        return writer.drain()
    }

    private static func poses(_ objects: [BOPObject]) -> [UInt8] {
        var writer = JSONWriter()
        writer.array { writer in
            for object in objects {
                let rows = object.rotation.transposed
                writer.object { writer in
                    writer.member("cam_R_m2c", [rows.x, rows.y, rows.z].flatMap { [$0.x, $0.y, $0.z] })
                    writer.member("cam_t_m2c", [object.translation.x, object.translation.y, object.translation.z])
                    writer.member("obj_id", object.number)
                }
            }
        }
        return writer.drain()
    }

    private static func numbers(_ objects: [BOPObject], _ depth: BOPDepths.Depth?) -> [UInt8] {
        var writer = JSONWriter()
        writer.array { writer in
            for object in objects {
                let visible = object.visible.box ?? PixelRect(minX: -1, minY: -1, maxX: -2, maxY: -2)
                let (left, top) = (object.box.minX.rounded(.down), object.box.minY.rounded(.down))
                writer.object { writer in
                    writer.member(
                        "bbox_obj",
                        [left, top, object.box.maxX.rounded(.up) - left, object.box.maxY.rounded(.up) - top])
                    writer.member("bbox_visib", [visible.minX, visible.minY, visible.width, visible.height])
                    writer.member("px_count_all", object.pixels)
                    writer.member("px_count_valid", depth.map { valid(object.whole, $0) } ?? 0)
                    writer.member("px_count_visib", object.visible.area)
                    writer.member(
                        "visib_fract", object.pixels > 0 ? Double(object.visible.area) / Double(object.pixels) : 0)
                }
            }
        }
        return writer.drain()
    }
}
