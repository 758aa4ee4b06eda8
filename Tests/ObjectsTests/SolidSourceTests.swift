import Cards
import Drawings
import Foundation
import Geometry
import Pipelines
import Rendering
import Solids
import Studios
import Testing

@testable import Objects

/// Solids as a pipeline names them.
@Suite struct SolidSourceTests {
    let folder: Folder
    let library = ObjectLibrary()
    init() throws { folder = try Folder() }

    private let post = """
        description: A post.
        parameters: {height: {number: 2, range: [1, 3]}, paint: {colour: red}}
        materials: {m: {colour: paint}}
        parts: [{box: {size: [1, height, 1], material: m}}]
        keypoints: {top: [0, height, 0]}
        """

    @Test func aShapeComesFromItsFileAndSettings() throws {
        let file = try folder.write("post.yaml", post)
        var solid = Solid()
        solid.file = [file]
        #expect(try solid.shape(FileLists(), ModelLimits()).mesh.bounds.size == [1, 2, 1])
        let one = try library.choose(
            part("solid", ["file": .text(file), "set": .map(["height": .text("2.5")])]),
            from: RandomStreams(seed: 1, image: 0))
        #expect(try library.model(of: one).model.bounds.size.y == 2.5)
    }

    @Test func mistakesShowBeforeTheRunWithTheirPlaceInTheDefinition() throws {
        let good = try folder.write("good.yaml", post)
        let bad = try folder.write(
            "bad.yaml",
            "description: Bad.\nmaterials: {m: {colour: red}}\nparts:\n  - bax: {}\n  - box: {size: [1, 0, 1]}\n")
        func problems(_ yaml: String) throws -> [String] {
            try library.problems(in: draft(yaml)).map { "\($0.position.column): \($0.problem.message)" }
        }
        #expect(try problems("solid: \(good)") == [])
        #expect(
            try problems("solid: \(bad)") == [
                "1: \(bad):4:5: unknown part “bax”; did you mean “box”?"
            ])
        #expect(
            try problems(
                "solid: {file: \(good), set: {hight: 2, height: {uniform: [1, 5]}, paint: {choice: [red, rod]}}}")
                == [
                    "1: \(good): has no parameter “hight”; did you mean “height”? It has: height, paint",
                    "1: \(good): “height” cannot be “5”: expected a number from 1 to 3",
                    "1: \(good): “paint” cannot be “rod”: expected \(Form<Colour>.colour.expectation)",
                ])
        #expect(
            try problems("solid: {file: \(good), set: {height: {normal: [1, 1]}}}") == [
                "1: \(good): “height” cannot be any number: expected a number from 1 to 3; cut the bell curve by "
                    + "clip: [least, most]"
            ])
        #expect(try problems("solid: {file: \(good), set: {height: {normal: [2, 1], clip: [1, 3]}}}") == [])
        let model = try folder.write("model.yaml", "v 0 0 0\nv 1 0 0\n" + String(repeating: "f 1 2 3\n", count: 100))
        #expect(
            try problems("solid: \(model)") == [
                "1: \(model):1:1: expected a map with the keys of a solid (description, author, licence, source, "
                    + "parameters, let, materials, parts, keypoints), found the text “v 0 0 0 v 1 0 0 f 1 2 3 f 1 2 3 "
                    + "f 1 2 3 f 1 2 3 f 1 2 3 f 1 …”"
            ])
        #expect(try problems("solid: /none/a.yaml") == ["1: /none/a.yaml: there is no such file or folder"])
    }

    @Test func keypointsAreKnownBeforeAnObjectIsMade() throws {
        let file = try folder.write("post.yaml", post)
        #expect(try library.keypointNames(of: draft("solid: \(file)"), category: nil) == ["top"])
    }
}

/// The definitions that come with the package, each as a file of `objects/`.
@Suite struct SolidLibraryTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let files: [String] = {
        let files = (try? FilePattern(root.path + "/objects").files(extensions: ["yaml"])) ?? []
        return files.map { String($0.split(separator: "/").last ?? "") }.filter { $0 != "catalogue.yaml" }
    }()

    /// Width, height and depth in metres, as the things themselves have them.
    static let sizes: [String: Vector3] = [
        "ball.yaml": [0.22, 0.22, 0.22], "barrel.yaml": [0.6, 0.88, 0.6], "barrier.yaml": [2, 1.3, 0.8],
        "bollard.yaml": [0.204, 0.9, 0.204], "bottle.yaml": [0.07, 0.24, 0.07], "car.yaml": [2.08, 1.58, 4.32],
        "chair.yaml": [0.43, 0.86, 0.53], "crate.yaml": [0.8, 0.6, 0.6], "forklift.yaml": [1.2, 2.26, 3.33],
        "carton.yaml": [0.19, 0.27, 0.065], "tin.yaml": [0.087, 0.11, 0.087],
        "mug.yaml": [0.118, 0.095, 0.082], "pallet.yaml": [1.2, 0.144, 0.8], "table.yaml": [1.4, 0.74, 0.8],
        "traffic-cone.yaml": [0.36, 0.75, 0.36], "tyre.yaml": [0.63, 0.2, 0.63], "van.yaml": [2.25, 2.42, 5.25],
    ]

    @Test func everyDefinitionHasASizeHere() {
        #expect(Set(Self.files) == Set(Self.sizes.keys))
    }

    @Test(arguments: files)
    func aDefinitionIsClosedOfItsSizeAndStandsOnTheGround(_ name: String) throws {
        let definition = try SolidDefinition.read(Self.root.path + "/objects/" + name)
        let shape = try definition.make(definition.values([]).values, maxTriangles: 100_000, maxTexels: 16)
        let (mesh, bounds) = (shape.mesh, shape.mesh.bounds)
        let size = try #require(Self.sizes[name])
        for axis in 0..<3 {
            #expect(abs(bounds.size[axis] - size[axis]) < max(0.003, 0.012 * size[axis]), "\(name): \(bounds.size)")
        }
        #expect(abs(bounds.lower.y) < 0.002, "\(name) stands on the ground")
        #expect(mesh.openEdges == 0)
        #expect(mesh.wrongNormals == 0)
        #expect(mesh.mirroredTriangles == 0)
        #expect(mesh.volume > 0)
        #expect(!shape.keypoints.isEmpty)
        for point in shape.keypoints {
            for axis in 0..<3 {
                #expect(
                    point.position[axis] > bounds.lower[axis] - 0.03
                        && point.position[axis] < bounds.upper[axis] + 0.03,
                    "\(name): \(point)")
            }
            // Its own left, as a driver has it: the front looks along +z.
            let words = point.name.split(separator: "_")
            if words.contains("left") { #expect(point.position.x > 0.01, "\(name): \(point)") }
            if words.contains("right") { #expect(point.position.x < -0.01, "\(name): \(point)") }
        }
    }

    /// With every number at its least, then at its most, and with every word of a choice.
    @Test(arguments: files)
    func aDefinitionCanBeBuiltWhateverIsSet(_ name: String) throws {
        let definition = try SolidDefinition.read(Self.root.path + "/objects/" + name)
        let position = Position(source: Source(name: "test", text: ""), line: 1, column: 1)
        let choices = definition.parameters.map { $0.value.choice?.count ?? 1 }.max() ?? 1
        for attempt in 0..<max(2, choices) {
            let settings = definition.parameters.compactMap { parameter -> Named<String>? in
                var value: String?
                if parameter.value.number != nil { value = parameter.value.range[attempt % 2].plainText }
                if let choice = parameter.value.choice { value = choice[attempt % choice.count] }
                if parameter.value.text != nil { value = attempt % 2 == 0 ? "" : "A & B < 7" }
                return value.map { Named(name: parameter.name, value: $0, position: position) }
            }
            let (values, problems) = definition.values(settings)
            #expect(problems.isEmpty)
            let shape = try definition.make(values, maxTriangles: 200_000, maxTexels: 16)
            #expect(shape.mesh.openEdges == 0 && shape.mesh.wrongNormals == 0)
        }
    }

    @Test(arguments: files)
    func everyParameterIsDescribedAndNamedInWords(_ name: String) throws {
        let definition = try SolidDefinition.read(Self.root.path + "/objects/" + name)
        #expect(definition.description.hasSuffix("."))
        for parameter in definition.parameters { #expect(parameter.value.about.hasSuffix(".")) }
    }
}
