import Archives
import Cards
import Drawings
import Findings
import Foundation
import Geometry
import Pipelines
import Rendering
import Studios
import Testing

@testable import Objects

/// Models by their names in archives and catalogues.
@Suite struct ModelListTests {
    let folder: Folder
    let library = ObjectLibrary()
    init() throws { folder = try Folder() }

    /// 2 × 1 × 4 units, its front at the smallest x.
    private static let block = """
        v 0 0 0
        v 2 0 0
        v 0 1 0
        v 0 0 4
        f 1 2 3
        f 1 3 4
        f 1 4 2
        f 2 4 3

        """

    private static let properties = """
        # A library of two.
        id=Test#Library
        license=Creative  Commons Zero
        id#1=Test#lowTable
        name#1=Caf\\u00e9 \\
            table
        tags#1=Wood, Low
        category#1=Living room
        model#1=/set/table.obj
        width#1=80
        depth#1=160
        height#1=50.0
        creator#1=Ann
        id#2=Test#turnedTable
        name#2=Turned
        tags#2=
        model#2=/set/table.obj
        modelRotation#2=0 0 1 0 1 0 -1 0 0
        width#2=160
        depth#2=80
        height#2=50

        """

    private func furniture(
        _ properties: String = ModelListTests.properties, as name: String = "test.sh3f"
    ) throws -> String {
        try folder.write(
            name,
            ZipFile([
                .init("PluginFurnitureCatalog.properties", Array(properties.data(using: .isoLatin1) ?? Data())),
                .init("set/table.obj", Self.block),
            ]).bytes)
    }

    private func shape(_ file: String, _ values: KeyValuePairs<String, Value> = [:]) throws -> ObjectModel {
        let all: [Value.Entry] =
            [.init(key: "file", value: .text(file))] + values.map { Value.Entry(key: $0.key, value: $0.value) }
        let one = try library.choose(
            DrawnPart(name: "mesh", values: .map(all)), from: RandomStreams(seed: 1, image: 0))
        return try library.model(of: one)
    }

    private func problems(_ yaml: String) throws -> [String] {
        try library.problems(in: draft(yaml)).map(\.problem.message)
    }

    // MARK: - Furniture

    @Test func furnitureHasTheSizeThatItsLibraryStates() throws {
        let file = try furniture()
        let bounds = try shape("\(file)#lowTable").model.bounds
        #expect((bounds.lower - [-0.4, 0, -0.8]).length < 1e-6)
        #expect((bounds.upper - [0.4, 0.5, 0.8]).length < 1e-6)
        // Turned by a quarter before it is sized: what was long in z is wide.
        let turned = try shape("\(file)#turnedTable").model
        #expect((turned.bounds.size - [1.6, 0.5, 0.8]).length < 1e-6)
        #expect(turned.support.contains { ($0 - [0.8, 0, 0.4]).length < 1e-6 })
        #expect(!turned.support.contains { ($0 - [0.8, 0, -0.4]).length < 1e-6 })
        // What the pipeline says comes on top.
        let bounds2 = try shape("\(file)#lowTable", ["unit": 2, "front": 90]).model.bounds
        #expect((bounds2.size - [3.2, 1, 1.6]).length < 1e-5)
    }

    @Test func furnitureSaysWhoseItIs() throws {
        let file = try furniture()
        let one = try chosen(library, "mesh", ["file": .text("\(file)#lowTable")])
        var credits = Credits()
        credits.title = "Café table"
        credits.author = "Ann"
        credits.licence = Licence(name: "Creative Commons Zero")
        credits.source = "\(file)#lowTable"
        #expect(try library.credits(of: one) == [credits])
        #expect(
            try library.licences(in: draft("mesh: '\(file)#*'")).map(\.name) == [
                "Creative Commons Zero", "Creative Commons Zero",
            ])
        #expect(try FileLists().models([file]).map(\.tags) == [["Wood", "Low", "Living room"], []])
    }

    @Test func namesMayBeGlobsAndTagsChoose() throws {
        let file = try furniture()
        let lists = FileLists()
        func names(_ pattern: String, _ tags: [String] = []) throws -> [String] {
            try lists.models([pattern], tags: tags).map { String($0.reference.dropFirst(file.count)) }
        }
        #expect(try names(file) == ["#lowTable", "#turnedTable"])
        #expect(try names(file + "#*Table") == ["#lowTable", "#turnedTable"])
        #expect(try names(file + "#t*") == ["#turnedTable"])
        #expect(try names(file, ["low"]) == ["#lowTable"])
        #expect(try names("\(folder.path)/*.sh3f#l*") == ["#lowTable"])
        #expect(try names(folder.path) == ["#lowTable", "#turnedTable"])
        #expect(try lists.models([file, file + "#t*"]).count == 2)
        // Every one of them comes.
        var drawn: Set<DrawnPart> = []
        for image in 0..<30 {
            let all = part("mesh", ["file": .text(file)])
            drawn.insert(try library.choose(all, from: RandomStreams(seed: 1, image: image)))
        }
        #expect(drawn.count == 2)
    }

    @Test func aZipFileHasItsModelsByTheirPaths() throws {
        let file = try folder.write(
            "a.zip", ZipFile([.init("x/a.obj", Self.block), .init("readme.txt", "hello")]).bytes)
        #expect(try FileLists().models([file]).map(\.reference) == ["\(file)#x/a.obj"])
        #expect(try shape("\(file)#x/a.obj").model.bounds.size == [2, 1, 4])
    }

    @Test func aNameInAnArchiveNeverMeansAFileBesideIt() throws {
        let bad = try folder.write("bad.zip", ZipFile([.init("../../evil.obj", Self.block)]).bytes)
        try folder.write("evil.obj", Self.block)
        let refusal =
            "\(bad)#../../evil.obj: a member's name has “..”, which leads outside the archive; pack the archive anew "
            + "without it"
        #expect(try problems("mesh: '\(bad)'") == [refusal])
        #expect(try problems("mesh: '\(bad)#../../evil.obj'") == [refusal])
        let good = try folder.write("good.zip", ZipFile([.init("a.obj", Self.block)]).bytes)
        try folder.write("good.zip#/b.obj", Self.block)
        #expect(try problems("mesh: '\(good)#/b.obj'") == ["\(good): has no model “/b.obj”; it has: a.obj"])
        // Where no archive stands before it, the sign is one of the path.
        let plain = try folder.write("a#b.obj", Self.block)
        #expect(try problems("mesh: '\(plain)'") == [])
    }

    @Test func mistakesInNamesAreToldWithTheNearest() throws {
        let file = try furniture()
        #expect(try problems("mesh: '\(file)#lowTable'") == [])
        #expect(
            try problems("mesh: '\(file)#lowTabel'") == ["\(file): has no model “lowTabel”; did you mean “lowTable”?"])
        #expect(
            try problems("mesh: '\(file)#sofa'") == ["\(file): has no model “sofa”; it has: lowTable, turnedTable"])
        #expect(
            try problems("mesh: {file: '\(file)', tags: [wod]}")
                == ["\(file): has no model with the tag “wod”; did you mean “wood”?"])
        let plain = try folder.write("a.obj", Self.block)
        #expect(
            try problems("mesh: '\(plain)#a'") == ["\(plain)#a: “#” names a model of an archive or a catalogue"])
        #expect(
            try problems("mesh: '\(folder.path)/none.sh3f#a'")
                == ["\(folder.path)/none.sh3f: there is no such file or folder"])
        let text = try folder.write("text.sh3f", "hello")
        #expect(try problems("mesh: '\(text)#a'") == ["\(text): is not a zip archive"])
        #expect(
            try problems("mesh: {file: '\(plain)', tags: [wood]}")
                == ["\(plain): has no tags: only models of catalogues and furniture libraries have any"])
    }

    @Test(arguments: [
        ("width#1=80", "width#1=wide", "“width#1”: wide"), ("model#1=/set/table.obj", "", "“model#1”: missing"),
        ("depth#1=160", "depth#1=-4\nmodelRotation#1=1 0 0 1 0 0 0 0 1", "“depth#1”: -4"),
        ("creator#1=Ann", "modelRotation#1=1 0 0 1 0 0 0 0 1", "“modelRotation#1”: 1 0 0 1 0 0 0 0 1"),
    ])
    func aPieceThatMakesNoSenseSpoilsNoOther(line: String, instead: String, words: String) throws {
        let file = try furniture(Self.properties.replacing(line, with: instead))
        #expect(try problems("mesh: '\(file)'") == [])
        let fault = "\(file)#lowTable: its furniture library has no usable \(words)"
        #expect(try problems("mesh: '\(file)#lowTable'") == [fault])
        #expect(try shape("\(file)#turnedTable").model.bounds.size.y == 0.5)
        let error = #expect(throws: ObjectError.self) { _ = try shape("\(file)#lowTable") }
        #expect(error?.description == fault)
    }

    // MARK: - Catalogues

    private func catalogue(_ more: String = "") throws -> String {
        _ = try furniture()
        try folder.write("block.obj", Self.block)
        return try folder.write(
            "models.yaml",
            """
            models:
              table:
                file: test.sh3f#lowTable
                category: table
                author: Bo
                licence: {name: CC0-1.0, url: https://example.org}
                tags: [furniture]
                keypoints: {corner: [0.4, 0.5, 0.8]}
              block:
                file: block.obj
                unit: 0.01
                front: 90
                keypoints: {tip: [0, 1, 0]}
            \(more)
            """)
    }

    @Test func aCatalogueNamesModelsAndSaysMoreOfThem() throws {
        let file = try catalogue()
        let table = try shape("\(file)#table")
        #expect((table.model.bounds.size - [0.8, 0.5, 1.6]).length < 1e-6)
        #expect(table.keypoints.map(\.name) == ["corner"])
        #expect((table.keypoints[0].position - table.model.bounds.upper).length < 1e-6)
        let block = try shape("\(file)#block", ["unit": 10, "keypoints": .map(["foot": [0, 0, 0.04]])])
        // Turned by the catalogue, then ten times as large by the pipeline.
        #expect((block.model.bounds.size - [0.4, 0.1, 0.2]).length < 1e-6)
        #expect(block.keypoints.map(\.name) == ["tip", "foot"])
        #expect((block.keypoints[0].position - [0, 0.1, 0]).length < 1e-6)
        #expect((block.keypoints[1].position - [0, 0, 0.4]).length < 1e-6)

        let named = try draft("mesh: {file: '\(file)', keypoints: {foot: [0, 0, 0]}}")
        let draft = try draft("mesh: '\(file)'")
        #expect(library.problems(in: draft).isEmpty)
        #expect(library.categories(in: draft) == ["table", nil])
        // Each category has the keypoints of its own models.
        #expect(library.keypointNames(of: draft, category: "table") == ["corner"])
        #expect(library.keypointNames(of: draft, category: nil) == ["tip"])
        #expect(library.keypointNames(of: named, category: "table") == ["corner", "foot"])
        #expect(library.keypointNames(of: named, category: "chair") == [])
        let one = try chosen(library, "mesh", ["file": .text(file), "tags": ["furniture"]])
        #expect(one.values[key: "file"] == .list([.text("\(file)#table")]))
        #expect(try library.category(of: one) == "table")
        let credits = try #require(try library.credits(of: one).first)
        #expect([credits.title, credits.author, credits.licence?.name] == ["Café table", "Bo", "CC0-1.0"])
        #expect(credits.source == "\(folder.path)/test.sh3f#lowTable")
        let plain = try chosen(library, "mesh", ["file": .text("\(file)#block")])
        #expect(try library.category(of: plain) == nil)
    }

    @Test func mistakesInACatalogueAreToldBeforeTheRun() throws {
        let file = try catalogue(
            """
              lost:
                file: none.sh3f#a
                package: furniture-of-tests
              typo:
                file: test.sh3f#lowTabel
              round:
                file: models.yaml#table
            """)
        #expect(try problems("mesh: '\(file)#table'") == [])
        #expect(
            try problems("mesh: '\(file)'") == [
                "\(folder.path)/none.sh3f: is not installed: apt install furniture-of-tests",
                "\(folder.path)/test.sh3f: has no model “lowTabel”; did you mean “lowTable”?",
                "\(file)#table: is a catalogue itself: name the model's own file",
            ])
        let bad = try folder.write("bad.yaml", "models:\n  a: {flie: b.obj}\n")
        let told = try problems("mesh: '\(bad)'")
        #expect(told.count == 1 && told[0].contains("bad.yaml:2:7: unknown key “flie”"), "\(told)")
    }

    @Test func aSolidSaysWhoseItIsWhereItsFileDoes() throws {
        let text =
            "description: A post.\nmaterials: {m: {colour: red}}\nparts: [{box: {size: [1, 2, 3], material: m}}]\n"
        let plain = try folder.write("plain.yaml", text)
        let owned = try folder.write("owned.yaml", text + "author: Cy\nlicence: {name: MIT}\n")
        #expect(try library.credits(of: chosen(library, "solid", ["file": .text(plain)])) == [])
        let credits = try #require(
            try library.credits(of: chosen(library, "solid", ["file": .text(owned)])).first)
        #expect(
            [credits.title, credits.author, credits.licence?.name, credits.source] == ["A post.", "Cy", "MIT", owned])
        #expect(try library.licences(in: draft("solid: [\(plain), \(owned)]")).map(\.name) == ["MIT"])
    }

    // MARK: - Java's properties

    @Test func propertiesAreReadAsJavaWritesThem() {
        let text =
            "# comment\n! another\n  a = 1\nb:2\r\nc 3\nd\\=e=f\\tg\nlong=one, \\\n   two\\\\\nempty=\nü=\\u20ac\\ud83d\\ude00\na=4\nnone\n"
        let properties = JavaProperties(Array(text.data(using: .isoLatin1) ?? Data()))
        #expect(properties.keys == ["a", "b", "c", "d=e", "long", "empty", "ü", "none"])
        #expect(
            properties.keys.map { properties[$0] } == ["4", "2", "3", "f\tg", "one, two\\", "", "€😀", ""])
    }
}

/// The models that come with the package's catalogue.
@Suite struct ModelCatalogueTests {
    private static let file =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/objects/catalogue.yaml"

    static let references = (try? FileLists().models([file]).map(\.reference)) ?? []

    @Test func thereAreManyOfMostKinds() throws {
        #expect(Self.references.count >= 50)
        let library = ObjectLibrary()
        let draft = try draft("mesh: '\(Self.file)'")
        #expect(library.problems(in: draft).isEmpty)
        #expect(Set(library.licences(in: draft).map(\.name)) == ["CC0-1.0", "CC-BY-3.0", "CC-BY-3.0-US"])
        #expect(library.categories(in: draft).allSatisfy { $0 != nil })
    }

    /// None is read: that takes too long here, and is done by Tests/run.
    @Test func eachIsThereWithItsCreditsAndARealSize() throws {
        let lists = FileLists()
        for reference in Self.references {
            let model = try lists.model(reference)
            let credits = try #require(try model.credits(lists))
            #expect(credits.title != nil && credits.author != nil && credits.licence?.url != nil, "\(reference)")
            guard case .entry(let entry) = model.origin,
                case .piece(let piece, let archive) = try lists.model(entry.file).origin
            else {
                Issue.record("\(reference) is none of an archive")
                continue
            }
            #expect(archive.has(piece.member), "\(reference)")
            let size = try #require(piece.size)
            #expect(size.min() > 0.02 && size.max() < 7, "\(reference)")
        }
    }

    @Test func oneIsReadAsItsLibraryHasIt() throws {
        let lists = FileLists()
        let shape = try lists.model("\(Self.file)#cone").shape(lists, ModelLimits())
        #expect((shape.mesh.bounds.size - [0.379, 0.7, 0.379]).length < 2e-3, "\(shape.mesh.bounds.size)")
    }
}
