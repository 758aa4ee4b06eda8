import Findings
import Foundation
import Geometry
import JSON
import Pictures

/// BOP's scenes: folders that hold `scene_gt.json`, up to three levels below the dataset's folder, and a folder `models`.
struct BOPAudit: FormatAudit {
    static let name = "bop"

    private let folder: DatasetFolder
    private let scenes: [String]

    init?(root: String) throws {
        folder = DatasetFolder(root: root)
        scenes = try Self.scenes(in: folder)
        if scenes.isEmpty { return nil }
    }

    /// The folders that hold `scene_gt.json`, up to three levels below a dataset's folder.
    static func scenes(in folder: DatasetFolder) throws -> [String] {
        var (level, scenes): ([String], [String]) = ([""], [])
        for _ in 0..<4 {
            scenes += level.filter { folder.holdsFile($0.isEmpty ? "scene_gt.json" : "\($0)/scene_gt.json") }
            level = try level.flatMap { try folder.folders(in: $0) }
        }
        return scenes
    }

    /// Where the sizes of a dataset's models may stand.
    static let modelFiles = ["models/models_info.json", "bop/models/models_info.json"]

    var sources: [any DatasetSource] {
        var source = BOPSource()
        source.folder = folder.root
        return [source]
    }

    func run(into audit: inout Audit, _ pictures: inout PictureChecks) throws {
        var models: Set<String>?
        if let file = Self.modelFiles.first(where: folder.holdsFile), let tree = try folder.tree(of: file, into: &audit)
        {
            models = Set((tree.members ?? []).map(\.name))
            for (number, model) in tree.members ?? [] where model["diameter"]?.number.map({ $0 > 0 }) != true {
                audit.add([
                    Finding(.error, .badValue, file: file, subject: "object \(number)", "the diameter is not above 0")
                ])
            }
        }
        for scene in scenes { try check(scene, models, into: &audit, &pictures) }
    }

    private func check(
        _ scene: String, _ models: Set<String>?, into audit: inout Audit, _ pictures: inout PictureChecks
    ) throws {
        func file(_ name: String) -> String { scene.isEmpty ? name : "\(scene)/\(name)" }
        guard let poses = try folder.tree(of: file("scene_gt.json"), into: &audit)?.members else { return }
        // The annotations by image, since a scene may have many.
        var others: [String: [String: JSONTree]] = [:]
        for name in ["scene_camera.json", "scene_gt_info.json"] {
            if folder.holdsFile(file(name)) {
                others[name] = try folder.tree(of: file(name), into: &audit).map { tree in
                    Dictionary(
                        (tree.members ?? []).map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
                }
            } else {
                audit.add([
                    Finding(
                        name == "scene_camera.json" ? .error : .warning, .missingFile, file: file(name),
                        "there is no such file")
                ])
            }
        }
        for (image, list) in poses {
            let number = Int(image).map(DatasetLayout.number) ?? image
            let objects = list.elements ?? []
            audit.count(images: 1, annotations: objects.count)
            var size: (width: Int, height: Int)?
            if let picture = folder.picture(file("rgb/\(number)")) ?? folder.picture(file("gray/\(number)")) {
                size = pictures.size(
                    of: folder.path(picture), named: picture,
                    expected: BOPSource.size(of: number, in: scene, of: folder, pictures.home), into: &audit)
            } else {
                audit.add([Finding(.error, .missingPicture, file: file("rgb/\(number)"), "there is no such picture")])
            }
            if let cameras = others["scene_camera.json"], cameras[image]?["cam_K"]?.numbers(9) == nil {
                audit.add([
                    Finding(
                        .error, .badValue, file: file("scene_camera.json"), subject: "image \(image)",
                        "cam_K is not nine numbers")
                ])
            }
            if folder.holdsFolder(file("depth")) {
                checkDepth(file("depth/\(number).png"), size, pictures.maxPixels, into: &audit)
                if let cameras = others["scene_camera.json"], cameras[image]?["depth_scale"]?.number ?? 0 <= 0 {
                    audit.add([
                        Finding(
                            .error, .badValue, file: file("scene_camera.json"), subject: "image \(image)",
                            "depth_scale is not above 0")
                    ])
                }
            }
            let infos = others["scene_gt_info.json"]?[image]?.elements
            if others["scene_gt_info.json"] != nil, infos?.count != objects.count {
                audit.add([
                    Finding(
                        .error, .maskMismatch, file: file("scene_gt_info.json"), subject: "image \(image)",
                        "it has \(infos?.count ?? 0) objects, scene_gt.json \(objects.count)")
                ])
            }
            for (index, object) in objects.enumerated() {
                let subject = "image \(image), object \(index)"
                for problem in Self.problems(of: object, models) {
                    audit.add([Finding(.error, .badValue, file: file("scene_gt.json"), subject: subject, problem)])
                }
                let masks = ["mask", "mask_visib"].map { file("\($0)/\(number)_\(DatasetLayout.number(index)).png") }
                for mask in masks where folder.holdsFolder(String(mask.dropLast(mask.lastPart.count + 1))) {
                    let info = infos.flatMap { $0.indices.contains(index) ? $0[index] : nil }
                    checkMask(mask, size, mask == masks[1] ? info : nil, pictures.maxPixels, into: &audit)
                }
            }
        }
    }

    private static func problems(of object: JSONTree, _ models: Set<String>?) -> [String] {
        var problems: [String] = []
        if let number = object["obj_id"]?.integer {
            if let models, !models.contains(String(number)) {
                problems.append("models_info.json has no object \(number)")
            }
        } else {
            problems.append("obj_id is not a whole number")
        }
        if let rows = object["cam_R_m2c"]?.numbers(9) {
            let turned = Matrix3(
                x: Vector3(rows[0..<3]), y: Vector3(rows[3..<6]), z: Vector3(rows[6..<9]))
            let product = turned * turned.transposed
            let columns = [product.x - [1, 0, 0], product.y - [0, 1, 0], product.z - [0, 0, 1]]
            // BOP's own files have about six digits.
            if columns.contains(where: { $0.length > 1e-3 }) || turned.determinant < 0 {
                problems.append("cam_R_m2c is no rotation")
            }
        } else {
            problems.append("cam_R_m2c is not nine finite numbers")
        }
        if object["cam_t_m2c"]?.numbers(3) == nil { problems.append("cam_t_m2c is not three finite numbers") }
        return problems
    }

    /// Depth is a PNG of numbers of the picture's size.
    private func checkDepth(
        _ name: String, _ size: (width: Int, height: Int)?, _ maxPixels: Int, into audit: inout Audit
    ) {
        func report(_ code: Finding.Code, _ problem: String) { audit.add([Finding(.error, code, file: name, problem)]) }
        do {
            let map = try InstancePNG.decode(folder.path(name), maxPixels: maxPixels)
            if let size, (map.width, map.height) != size {
                report(
                    .pictureSize, "it is \(map.width) × \(map.height) pixels, its image \(size.width) × \(size.height)")
            }
        } catch {
            var error = error
            error.file = nil
            report(.damagedPicture, error.description)
        }
    }

    /// Checks that a mask has the picture's size and the values 0 and 255, and that the visible part of an object is as
    /// large as its record states.
    private func checkMask(
        _ name: String, _ size: (width: Int, height: Int)?, _ info: JSONTree?, _ maxPixels: Int, into audit: inout Audit
    ) {
        func report(_ code: Finding.Code, _ problem: String) { audit.add([Finding(.error, code, file: name, problem)]) }
        let mask: InstancePNG.Map
        do {
            mask = try InstancePNG.decode(folder.path(name), maxPixels: maxPixels)
        } catch {
            var error = error
            error.file = nil
            report(.damagedPicture, error.description)
            return
        }
        if let size, (mask.width, mask.height) != size {
            report(
                .pictureSize, "it is \(mask.width) × \(mask.height) pixels, its image \(size.width) × \(size.height)")
        }
        if let value = mask.ids.first(where: { $0 != 0 && $0 != 255 }) {
            report(.unknownReference, "it has the value \(value)")
        }
        let area = mask.ids.count { $0 != 0 }
        if let said = info?["px_count_visib"]?.number, said != Double(area) {
            report(.areaMismatch, "px_count_visib is \(said.text), it has \(area) pixels")
        }
        if let valid = info?["px_count_valid"]?.number, let all = info?["px_count_all"]?.number, valid > all {
            report(.maskMismatch, "px_count_valid is \(valid.text), more than px_count_all, \(all.text)")
        }
        if let share = info?["visib_fract"]?.number, !(0...1).contains(share) {
            report(.badValue, "visib_fract is \(share.text), not a share from 0 to 1")
        }
    }
}
