import Cards
import Diorama
import Foundation
import Pictures
import Pipelines

/// A door, and the file that an input stands for there.
enum Target: String, CaseIterable {
    case yaml, pipeline, coco, yolo, voc, kitti, createml, datumaro, pictures, masks

    /// In memory where the system has a place for that, since every input is a file.
    private var folder: String {
        let memory = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        return "\(memory)/guided-\(rawValue)-\(getpid())"
    }

    private func path(_ name: String) -> String { folder + "/" + name }

    /// The picture that labels are of.
    private var photo: String? {
        switch self {
        case .pipeline: "a.png"
        case .coco, .yolo, .datumaro: "images/a.png"
        case .voc: "JPEGImages/a.png"
        case .kitti: "image_2/a.png"
        case .createml: "a.png"
        case .yaml, .pictures, .masks: nil
        }
    }

    private var input: String {
        switch self {
        case .yaml, .pipeline: "p.yaml"
        case .coco: "annotations/instances.json"
        case .yolo: "labels/a.txt"
        case .voc: "Annotations/a.xml"
        case .kitti: "label_2/a.txt"
        case .createml: "_annotations.createml.json"
        case .datumaro: "annotations/default.json"
        case .pictures, .masks: "a"
        }
    }

    func prepare() throws {
        try? FileManager.default.removeItem(atPath: folder)
        for file in [photo, input].compactMap({ $0 }) {
            try FileManager.default.createDirectory(
                atPath: (path(file) as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        }
        if let photo {
            let picture = try PhotoFile.encode(Raster(width: 24, height: 16), as: .png())
            try Data(picture).write(to: URL(fileURLWithPath: path(photo)))
        }
        if self == .yolo {
            try Data("train: images\nnames: {0: cup, 1: cat}\n".utf8).write(to: URL(fileURLWithPath: path("data.yaml")))
        }
    }

    /// Whatever it throws is a named reason, which is all that is asked for.
    func attempt(_ data: Data) {
        let file = path(input)
        if !FileManager.default.createFile(atPath: file, contents: data) {
            // The first one in a child of libFuzzer, which has a folder of its own.
            try? prepare()
            _ = FileManager.default.createFile(atPath: file, contents: data)
        }
        switch self {
        case .yaml: _ = try? Node(parsing: Source(name: "p.yaml", text: String(decoding: data, as: UTF8.self)))
        case .pipeline: _ = try? PipelineReport(path: file)
        case .coco: check(andImport: "coco: \(file)")
        case .yolo: check(andImport: "yolo: \(path("data.yaml"))")
        case .voc: check(andImport: "voc: \(folder)")
        case .kitti: check(andImport: "kitti: \(folder)")
        case .createml, .datumaro: _ = try? DatasetReport(folder)
        case .pictures:
            _ = try? PhotoFile.probe(file, maxPixels: 100_000)
            var raster = Raster()
            _ = try? PhotoFile.decode(file, .init(maxPixels: 100_000, width: 7, height: 5), into: &raster)
            _ = try? Image(file: file, maxPixels: 100_000).autorot().raster()
        case .masks: _ = try? InstancePNG.decode(file, maxPixels: 100_000)
        }
    }

    private func check(andImport source: String) {
        _ = try? DatasetReport(folder)
        let made = path("made")
        _ = try? ConvertJob(dataset: made, from: .init(source), to: "yolo, voc, kitti, datumaro").run()
        try? FileManager.default.removeItem(atPath: made)
    }
}
