import Findings
import Foundation
import Pipelines
import Testing

@testable import Cards
@testable import Datasets
@testable import JSON

/// Whatever names and texts a dataset has, what is written of it can be read by strict readers, and by ours.
@Suite struct StrictTextTests {
    /// Names that break writers: quotation marks, control characters, characters that XML or YAML cannot say, digits
    /// that are not ASCII's, letters beyond 16 bits.
    static let names = [
        "a\"b\\c", "<a & b>'", "a\u{1}b\u{8}", "line\nbreak\r\nand\ttab", "\u{7F}\u{85}\u{9F}", "u\u{2028}v\u{2029}",
        "x\u{FFFE}y\u{FFFF}z", "٣٤٥", "\u{FEFF}mark", "交通 😀", "e\u{301}", "null", "- a: #b", "1e5",
    ]

    /// Every name as a category, an author, a title, a member of annotations and of the file; and one half of a
    /// surrogate pair, as other tools write it.
    private static func dataset() throws -> DrawnDataset {
        let drawn = try DrawnDataset(["AABB\nAABB\n..CC\n..CC", "A..B\n...."])
        try drawn.edit { document in
            document.categories = names.enumerated().map { COCO.Category(id: $0.offset + 1, name: $0.element) }
            for place in document.images.indices {
                document.images[place].author = names[2]
                document.images[place].title = names.joined()
                document.images[place].source = names[6]
            }
            let first = document.annotations[0]
            document.annotations += names.indices.map { place in
                var annotation = first
                (annotation.id, annotation.categoryID) = (100 + place, place + 1)
                annotation.extra = [
                    JSONMember(name: "text", json: names[place].json()),
                    JSONMember(name: "pose", json: names[place].json()),
                ]
                return annotation
            }
        }
        try drawn.edit { $0.addSpace() }
        let path = drawn.folder.path + "/annotations/instances.json"
        let text = try drawn.text("annotations/instances.json")
        try AtomicFile.write(Array(("{\"half\":\"\\ud800\",\n" + text.drop { $0 == "{" || $0 == "\n" }).utf8), to: path)
        return drawn
    }

    private static let formats = AnnotationFormats.all.compactMap { $0 as? any DerivedFormat.Type }

    @Test(arguments: formats.indices) func ourOwnCheckReadsThem(_ number: Int) throws {
        let drawn = try Self.dataset()
        try drawn.write(Self.formats[number])
        let audit = try DatasetAudit.audit(dataset: drawn.folder.path)
        // The pictures are none, and the labels are there again and again.
        let wrong = audit.findings.filter {
            $0.severity == .error && !($0.file ?? "").hasPrefix("images/") && !$0.words.contains(".jpg")
        }
        #expect(
            wrong.filter { $0.words.contains("JSON") || $0.words.contains("XML") || $0.words.contains("class") } == [])
    }

    @Test(.enabled(if: FormatReadersTests.python != nil, "DIORAMA_PYTHON names no Python with the readers"))
    func strictReadersReadEveryFormat() throws {
        let drawn = try Self.dataset()
        for format in Self.formats { try drawn.write(format) }
        // The original is another tool's: its half of a pair is its own.
        try FileManager.default.removeItem(atPath: drawn.folder.path + "/annotations/instances.json")
        try AtomicFile.write(Self.names.json(), to: drawn.folder.path + "/WANTED.json")
        let (status, text) = try FormatReadersTests.read(drawn.folder.path, by: "strict.py")
        #expect(status == 0, "\(text.prefix(3000))")
        #expect(["JSON", "XML", "YAML", "tables"].allSatisfy(text.contains), "\(text.prefix(300))")
    }
}

extension DrawnDataset {
    fileprivate func write(_ format: any DerivedFormat.Type) throws {
        _ = try Conversion.write([format.init()], in: folder.path)
    }
}

extension StrictTextTests {
    /// A dataset of each source with a byte in its labels that is no part of UTF-8, and where.
    static let broken: [(source: String, file: String, text: String)] = [
        ("coco: {file: ROOT/a.json}", "a.json", #"{"images": [],\n "categories": [{"id": 1, "name": "c¿"}]}"#),
        ("coco_panoptic: {file: ROOT/a.json}", "a.json", #"{"images": [],\n "categories": [{"id": 1, "name": "c¿"}]}"#),
        ("labelme: ROOT", "a.json", #"{"version": "5",\n "shapes": [], "imageData": "¿"}"#),
        ("createml: ROOT", "a.createml.json", #"[{"image": "a.png",\n "annotations": [{"label": "c¿"}]}]"#),
        ("datumaro: ROOT", "annotations/a.json", #"{"dm_format_version": "1.0",\n "items": [{"id": "¿"}]}"#),
        ("bop: ROOT", "train/000000/scene_gt.json", #"{"0":\n "¿"}"#),
        ("yolo: ROOT/data.yaml", "data.yaml", #"train: images\nnames: ["c¿"]"#),
        ("kitti: ROOT", "label_2/a.txt", "\nc¿ 0 0 0 1 1 2 2 0 0 0 0 0 0 0"),
        (
            "voc: ROOT", "Annotations/a.xml",
            #"<?xml version="1.0" encoding="UTF-8"?>\n<annotation><filename>¿</filename></annotation>"#
        ),
        (
            "cvat: ROOT/a.xml", "a.xml",
            #"<?xml version="1.0" encoding="UTF-8"?>\n<annotations><image name="¿"/></annotations>"#
        ),
    ]

    @Test(arguments: broken.indices) func whatIsNotUTF8IsRefusedWithFileAndPlace(_ number: Int) throws {
        let (source, file, text) = Self.broken[number]
        let folder = try TemporaryFolder()
        let bytes = text.replacing("\\n", with: "\n").unicodeScalars.flatMap {
            $0 == "¿" ? [0xE9] : Array(String($0).utf8)
        }
        let path = folder.path + "/" + file
        try FileManager.default.createDirectory(
            atPath: path.parent, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: folder.path + "/image_2", withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        try Data("x".utf8).write(to: URL(fileURLWithPath: folder.path + "/image_2/a.png"))
        var told = ""
        do {
            told = try Self.open(source.replacing("ROOT", with: folder.path)).oddities.map(\.words)
                .joined(separator: "\n")
        } catch { told = "\(error)" }
        #expect(
            told.contains(file.lastPart) && told.contains("line 2") && told.contains("(0xE9) is not UTF-8"), "\(told)")
        guard let audit = try? DatasetAudit.audit(dataset: folder.path), file != "a.json" || number == 2 else { return }
        let found = audit.findings.map { "\($0.words)" }.joined(separator: "\n")
        #expect(found.contains(file.lastPart) && found.contains("(0xE9) is not UTF-8"), "\(found)")
    }

    static func open(_ text: String) throws -> any LabelledDataset {
        var reading = Reading(folder: "")
        let node = try Node(parsing: Source(name: "test", text: text))
        let draft = try #require(Form<PartDraft>.part(DatasetSources.catalogue).decode(node, &reading))
        let drawn = try #require(draft.draw(from: RandomStreams(seed: 0, image: 0)))
        return try DatasetSources.catalogue.make(drawn, as: (any DatasetSource).self).open()
    }
}
