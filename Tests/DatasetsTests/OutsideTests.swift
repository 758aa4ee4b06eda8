import Findings
import Foundation
import Pictures
import Pipelines
import Testing

@testable import Cards
@testable import Datasets

/// No kind of dataset reads a file outside its folders unless the pipeline allows it.
@Suite struct OutsideTests {
    /// A dataset in the folder `set` with a photo that lies in it, `in.png`, and one that it calls by another name.
    struct Kind: Sendable {
        let source: String
        /// What names start from, below `set`.
        let folder: String
        /// The dataset's files below `set`, by the name of the other photo; nil for a kind that lists its photos itself.
        var files: @Sendable (_ name: String) -> [String: String]
        /// Whether a photo may be called by any name.
        var namesPhotos = true
    }

    private static func coco(_ name: String, _ labels: String = "") -> String {
        """
        {"images": [{"id": 1, "file_name": "in.png", "width": 16, "height": 12},
          {"id": 2, "file_name": "\(name)", "width": 16, "height": 12}],
         "categories": [{"id": 1, "name": "dog"}], "annotations": [\(labels)]}
        """
    }

    static let kinds: [String: Kind] = [
        "coco": Kind(source: "coco: set/labels.json", folder: "", files: { ["labels.json": coco($0)] }),
        "coco_panoptic": Kind(
            source: "coco_panoptic: set/labels.json", folder: "",
            files: {
                ["labels.json": coco($0, #"{"image_id": 1, "file_name": "in.png", "segments_info": []}"#)]
            }),
        "yolo": Kind(
            source: "yolo: set/data.yaml", folder: "",
            files: { ["data.yaml": "train: list.txt\nnames: [dog]\n", "list.txt": "./in.png\n\($0)\n", "in.txt": ""] }),
        "voc": Kind(
            source: "voc: set", folder: "JPEGImages",
            files: {
                [
                    "Annotations/in.xml": "<annotation><filename>in.png</filename></annotation>",
                    "Annotations/other.xml": "<annotation><filename>\($0)</filename></annotation>",
                ]
            }),
        "kitti": Kind(
            source: "kitti: set", folder: "image_2",
            files: { _ in ["label_2/in.txt": "", "label_2/link.txt": ""] }, namesPhotos: false),
        "masks": Kind(
            source: "masks: {images: set/images, masks: set/masks}", folder: "images", files: { _ in [:] },
            namesPhotos: false),
        "labelme": Kind(
            source: "labelme: set", folder: "",
            files: {
                [
                    "in.json": #"{"imagePath": "in.png", "shapes": []}"#,
                    "other.json": #"{"imagePath": "\#($0)", "shapes": []}"#,
                ]
            }),
        "cvat": Kind(
            source: "cvat: set/annotations.xml", folder: "images",
            files: {
                [
                    "annotations.xml":
                        #"<annotations><image id="0" name="in.png"/><image id="1" name="\#($0)"/></annotations>"#
                ]
            }),
        "datumaro": Kind(
            source: "datumaro: set", folder: "images",
            files: {
                [
                    "annotations/default.json":
                        #"{"dm_format_version": "1.0", "categories": {}, "items": [{"id": "in", "image": {"path": "in.png"}, "annotations": []}, {"id": "x", "image": {"path": "\#($0)"}, "annotations": []}]}"#
                ]
            }),
        "createml": Kind(
            source: "createml: set", folder: "",
            files: {
                [
                    "_.createml.json":
                        #"[{"image": "in.png", "annotations": []}, {"image": "\#($0)", "annotations": []}]"#
                ]
            }),
        "bop": Kind(
            source: "bop: set", folder: "000001/rgb",
            files: { _ in ["000001/scene_gt.json": #"{"0": [], "1": []}"#] }, namesPhotos: false),
        "icdar": Kind(
            source: "icdar: set", folder: "", files: { _ in ["gt_in.txt": "", "gt_link.txt": ""] }, namesPhotos: false),
    ]

    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func picture(_ name: String) throws {
        try folder.write("", to: name)
        try AtomicFile.write(
            PhotoFile.encode(Raster(width: 16, height: 12), as: .png()), to: "\(folder.path)/\(name)")
    }

    private func open(_ text: String) throws -> any LabelledDataset {
        let node = try Node(parsing: Cards.Source(name: "test", text: text))
        var reading = Reading(folder: folder.path)
        let draft = try #require(Form<PartDraft>.part(DatasetSources.catalogue).decode(node, &reading))
        let drawn = try #require(draft.draw(from: RandomStreams(seed: 0, image: 0)))
        return try DatasetSources.catalogue.make(drawn, as: (any DatasetSource).self).open()
    }

    /// The same with the key `outside`.
    private func allowing(_ source: String, _ key: String) -> String {
        let value = source.dropFirst(source.prefix { $0 != ":" }.count + 2)
        let keys = value.hasPrefix("{") ? String(value.dropFirst().dropLast()) : "\(key): \(value)"
        return source.prefix { $0 != ":" } + ": {\(keys), outside: true}"
    }

    private func realPath(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

    @Test func everyKindIsLookedAt() {
        #expect(Set(Self.kinds.keys) == Set(DatasetSources.catalogue.names))
    }

    @Test(arguments: DatasetSources.catalogue.names, ["..", "absolute", "link"])
    func noKindReadsOutside(kind name: String, way: String) throws {
        let kind = try #require(Self.kinds[name])
        guard kind.namesPhotos || way == "link" else { return }
        try picture("secret.png")
        let secret = realPath("\(folder.path)/secret.png")
        let place = "set/" + (kind.folder.isEmpty ? "" : kind.folder + "/")
        let isNumbered = name == "bop"
        try picture(place + (isNumbered ? "000000.png" : "in.png"))
        let up = String(repeating: "../", count: place.split(separator: "/").count)
        if way == "link" {
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder.path)/\(place)\(isNumbered ? "000001" : "link").png",
                withDestinationPath: up + "secret.png")
        }
        if name == "masks" { for mask in ["in", "link"] { try picture("set/masks/\(mask).png") } }
        let called = ["..": up + "secret.png", "absolute": secret, "link": "link.png"][way] ?? ""
        for (file, text) in kind.files(called) { try folder.write(text, to: "set/" + file) }

        let kept = try open(kind.source)
        #expect(kept.photos.map { realPath($0.path) }.filter { $0 == secret }.isEmpty)
        #expect(kept.photos.contains { $0.path.hasSuffix(isNumbered ? "000000.png" : "in.png") })
        let key = try #require(Self.shorthands[name])
        let all = try open(allowing(kind.source, key))
        let isRead = all.photos.contains { realPath($0.path) == secret }
        // Some kinds know no absolute names.
        if way != "absolute" { #expect(isRead) }
        #expect(kept.oddities.contains { $0.problem.contains("“outside: true” allows it") } == isRead)
        #expect(!all.oddities.contains { $0.problem.contains("outside") })
    }

    /// Where the user names the folders of photos and labels alone, the folder above them is none of the dataset's.
    @Test func aPhotoWithoutLabelsIsAtHome() throws {
        for name in ["a", "b"] { try picture("set/photos/\(name).png") }
        try folder.write("Car 0 0 0 1 1 5 5 0 0 0 0 0 0 0\n", to: "set/lines/a.txt")
        let dataset = try open("kitti: {images: set/photos, labels: set/lines}")
        #expect(dataset.photos.map(\.path.lastPart) == ["a.png", "b.png"])
        #expect(dataset.oddities.isEmpty)
    }

    private static let shorthands = [
        "coco": "file", "coco_panoptic": "file", "yolo": "file", "voc": "folder", "kitti": "folder", "masks": "",
        "labelme": "folder", "cvat": "file", "datumaro": "folder", "createml": "folder", "bop": "folder",
        "icdar": "folder",
    ]

    @Test(arguments: [
        ("kitti", "label_2/in.txt"), ("labelme", "in.json"), ("masks", "masks/in.png"), ("icdar", "gt_in.txt"),
    ])
    func labelsThatAreLinksAreNotRead(kind name: String, file: String) throws {
        let kind = try #require(Self.kinds[name])
        try picture("set/\(kind.folder.isEmpty ? "" : kind.folder + "/")in.png")
        try picture("set/images/b.png")
        try folder.write("", to: "set/\(file)")
        try FileManager.default.removeItem(atPath: "\(folder.path)/set/\(file)")
        let secret = file.hasSuffix("png") ? "secret.png" : "secret.txt"
        if secret.hasSuffix("png") { try picture(secret) } else { try folder.write("[]", to: secret) }
        try? folder.write(#"{"imagePath": "in.png", "shapes": []}"#, to: "secret.txt")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/set/\(file)", withDestinationPath: "\(folder.path)/\(secret)")
        let dataset = try open(kind.source)
        #expect(!dataset.photos.contains { $0.path.hasSuffix("in.png") })
        #expect(dataset.oddities.contains { $0.problem.contains("“outside: true” allows it") })
    }
}
