package import Cards
import Findings
import Foundation
import Geometry
import JSON
import Masks
import Pictures

/// BOP's scenes: poses, masks and the camera of each photo, as `BOPFormat` writes them.
///
/// A model's category is its name in `models_info.json`, otherwise “object 7”. Poses are turned to diorama's frames:
/// metres, and an object's frame with y up, its origin in the middle of its model's box. The labels may state the size
/// of an image's masks; where they state none, the masks are those of the upright photo.
package struct BOPSource: DatasetSource {
    package var folder = ""
    package var outside = false

    package init() {}

    package static let card = Card<BOPSource>(
        "bop", "BOP's scenes: poses, masks and cameras.",
        .required(
            "folder", \.folder, .path,
            "The folder that holds folders with scene_gt.json, up to three levels below, and models/models_info.json."),
        .field("outside", \.outside, .flag, DatasetHome.about)
    )

    /// A model by its number.
    private struct Model {
        var category: Int
        /// In metres along the model's own axes; nil where it is not known.
        var size: Vector3?
    }

    /// The data of a photo.
    private struct Shot {
        let scene: String
        /// The image's key in the scene's files.
        let key: String
        let objects: [JSONTree]
        let infos: [JSONTree]
        let camera: COCO.Camera?
    }

    package static func inFolder(_ folder: String) -> BOPSource? {
        var source = BOPSource()
        source.folder = folder
        return source
    }

    package var named: [String] { [folder] }

    package func open(in home: DatasetHome) throws -> any LabelledDataset {
        let folder = DatasetFolder(root: folder)
        let scenes = try BOPAudit.scenes(in: folder)
        guard !scenes.isEmpty else {
            throw PhotoFilesDataset.failure(self.folder, "there is no folder with scene_gt.json in it")
        }
        var oddities: [Finding] = []
        func members(_ file: String) throws -> [(name: String, value: JSONTree)] {
            guard folder.holdsFile(file) else { return [] }
            do {
                return try JSONTree(try JSONFile.bytes(of: folder.path(file))).members ?? []
            } catch let error as JSONError {
                throw PhotoFilesDataset.failure(folder.path(file), "line \(error.line): \(error.problem)")
            }
        }
        func table(_ file: String) throws -> [String: JSONTree] {
            Dictionary(try members(file).map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        }
        var (photos, shots): ([DatasetPhoto], [Shot]) = ([], [])
        for scene in scenes {
            func file(_ name: String) -> String { scene.isEmpty ? name : "\(scene)/\(name)" }
            let (cameras, infos) = (try table(file("scene_camera.json")), try table(file("scene_gt_info.json")))
            for (key, objects) in try members(file("scene_gt.json")) {
                let number = Int(key).map(DatasetLayout.number) ?? key
                let found = folder.picture(file("rgb/\(number)")) ?? folder.picture(file("gray/\(number)"))
                guard let found else {
                    oddities.append(
                        Finding(
                            .warning, .missingPicture, file: folder.path(file("rgb/\(number)")),
                            "there is no such picture; image \(key) is left out"))
                    continue
                }
                let lens = cameras[key]?["cam_K"]?.numbers(9)
                let size = Self.size(of: number, in: scene, of: folder, home)
                photos.append(
                    DatasetPhoto(
                        id: photos.count + 1, path: folder.path(found), width: size?.width, height: size?.height))
                shots.append(
                    Shot(
                        scene: scene, key: key, objects: objects.elements ?? [], infos: infos[key]?.elements ?? [],
                        camera: lens.flatMap { LabelNumber.wild($0) == nil ? $0 : nil }.map {
                            COCO.Camera(fx: $0[0], fy: $0[4], cx: $0[2], cy: $0[5])
                        }))
            }
        }
        let file = BOPAudit.modelFiles.first(where: folder.holdsFile)
        let (models, names) = Self.models(try file.map(table) ?? [:], shots)
        let all = shots
        return RecordsDataset(
            name: self.folder, categories: .init(named: names, from: 1), photos: photos, oddities: oddities,
            unit: "object", place: { (folder.path("\(all[$0].scene)/scene_gt.json"), "image \(all[$0].key)") },
            read: { index, frame in
                try Self.read(all[index], in: folder, home, models, of: frame)
            })
    }

    /// The models by their numbers, and the names of their categories.
    private static func models(_ table: [String: JSONTree], _ shots: [Shot]) -> ([Int: Model], [String]) {
        var numbers = Set(table.keys.compactMap { Int($0) })
        for object in shots.flatMap(\.objects) { object["obj_id"]?.integer.map { _ = numbers.insert($0) } }
        var (models, names): ([Int: Model], [String]) = ([:], [])
        for number in numbers.sorted() {
            let entry = table[String(number)]
            let name = entry?["category"]?.text ?? entry?["name"]?.text ?? "object \(number)"
            if !names.contains(name) { names.append(name) }
            let sizes = ["size_x", "size_y", "size_z"].compactMap { entry?[$0]?.number }
            models[number] = Model(
                category: (names.firstIndex(of: name) ?? 0) + 1,
                size: sizes.count == 3 && LabelNumber.wild(sizes) == nil ? Vector3(sizes) / 1000 : nil)
        }
        return (models, names)
    }

    private static func read(
        _ shot: Shot, in folder: DatasetFolder, _ home: DatasetHome, _ models: [Int: Model], of frame: PhotoFrame
    ) throws -> PhotoFilesDataset.Reading {
        var reading = PhotoFilesDataset.Reading()
        reading.camera = shot.camera
        let number = Int(shot.key).map(DatasetLayout.number) ?? shot.key
        for (index, object) in shot.objects.enumerated() {
            func report(_ code: Finding.Code, _ problem: String) {
                reading.oddities.append(
                    Finding(
                        .warning, code, file: folder.path("\(shot.scene)/scene_gt.json"),
                        subject: "image \(shot.key), object \(index + 1)", problem))
            }
            guard let model = object["obj_id"]?.integer.flatMap({ models[$0] }) else {
                report(.badValue, "obj_id is not a whole number; it is left out")
                continue
            }
            var label = COCO.Annotation(number: index + 1, category: model.category, box: nil)
            func mask(_ kind: String) -> RunLengths? {
                let file = folder.path("\(shot.scene)/\(kind)/\(number)_\(DatasetLayout.number(index)).png")
                guard FileManager.default.fileExists(atPath: file) else { return nil }
                do {
                    let masks = try InstanceMasks.read(file, of: frame, home, apart: [])
                    return masks.values.reduce(RunLengths(width: frame.width, height: frame.height)) { $0.union($1) }
                } catch {
                    let finding = error as? Finding
                    report(finding?.code ?? .damagedPicture, "\(finding?.problem ?? "\(error)"); the mask is left out")
                    return nil
                }
            }
            let info = shot.infos.indices.contains(index) ? shot.infos[index] : nil
            func box(_ name: String) -> Rect? {
                info?[name]?.numbers(4).map { Rect(x: $0[0], y: $0[1], width: $0[2], height: $0[3]) }
            }
            let seen = mask("mask_visib")
            if let seen {
                // An object that others hide completely has no label.
                if seen.area == 0 { continue }
                label.segmentation = COCO.Segmentation(seen)
            } else {
                label.box = box("bbox_visib")
            }
            if let seen, let whole = mask("mask")?.union(seen) {
                label.amodalSegmentation = COCO.Segmentation(whole)
                label.visibility = Double(seen.area) / Double(whole.area)
                if let all = info?["px_count_all"]?.number, all > 0 {
                    label.truncation = min(max(1 - Double(whole.area) / all, 0), 1)
                }
                label.amodalBox = box("bbox_obj").map { box in seen.box.map { box.union(Rect($0)) } ?? box }
            }
            if let pose = Self.pose(object) {
                label.pose = pose
                // The model's y is the object's −z, and its z the object's y.
                label.box3D = model.size.map { size in
                    let half = Vector3(size.x, size.z, size.y) / 2
                    return COCO.Box3D(lower: Vector3(repeating: 0) - half, upper: half)
                }
            } else {
                report(.missingValue, "cam_R_m2c or cam_t_m2c is not nine or three finite numbers; it has no pose")
            }
            reading.annotations.append(label)
        }
        return reading
    }

    /// The size of an image's labels in pixels: that of its first mask, or of its depth; nil where there is neither.
    ///
    /// - Parameter number: the image's number in its files.
    static func size(
        of number: String, in scene: String, of folder: DatasetFolder, _ home: DatasetHome
    ) -> (width: Int, height: Int)? {
        let first = DatasetLayout.number(0)
        for name in ["mask_visib/\(number)_\(first)", "mask/\(number)_\(first)", "depth/\(number)"] {
            let file = "\(scene.isEmpty ? "" : scene + "/")\(name).png"
            if folder.holdsFile(file), home.holds(folder.path(file)), let info = try? PhotoFile.probe(folder.path(file))
            {
                return (info.width, info.height)
            }
        }
        return nil
    }

    private static func pose(_ object: JSONTree) -> COCO.Pose? {
        guard let rows = object["cam_R_m2c"]?.numbers(9), let place = object["cam_t_m2c"]?.numbers(3),
            LabelNumber.wild(rows + place) == nil
        else { return nil }
        let model = Matrix3(x: Vector3(rows[0..<3]), y: Vector3(rows[3..<6]), z: Vector3(rows[6..<9])).transposed
        return COCO.Pose(
            rotation: Matrix3(x: model.x, y: model.z, z: Vector3(repeating: 0) - model.y),
            translation: Vector3(place) / 1000)
    }
}
