import Testing

@testable import Cards
@testable import Pipelines

/// Rules between the blocks of a pipeline, and what its parts need.
@Suite struct PipelineRuleTests {
    struct Floor: Part {
        static let card = Card<Floor>("floor", "On the ground.")
        static func needs(of values: DraftValues) -> [Need] { [.height] }
    }

    struct Cover: Part {
        var labels = ""
        static let card = Card<Cover>(
            "cover", "In place of things.", .required("labels", \.labels, .text(), "Which."))
        static func needs(of values: DraftValues) -> [Need] { [.replaces(["dog"], marginPixels: nil)] }
    }

    private let catalogues = Pipeline.Parts(
        sources: parts.sources, placers: Catalogue("placer", [Bare.self, Floor.self, Cover.self]),
        blends: parts.blends, effects: parts.effects, formats: parts.formats, datasets: parts.datasets)

    /// The mistakes of a pipeline with these objects, each with the line that it stands in.
    private func mistakes(_ objects: String, more: String = "") -> [String] {
        let text = "diorama: 1\nbackgrounds: {photos: [a]}\n\(more)objects:\n\(objects)"
        do {
            _ = try Pipeline.decode(Source(name: "p.yaml", text: text), folder: "", parts: catalogues)
            return []
        } catch {
            return error.diagnostics.map { "\($0.position.line): \($0.problem.message)" }
        }
    }

    @Test func anObjectOnTheGroundHasAHeightAndNoSize() {
        let place = "from: {cutouts: a}, place: floor"
        #expect(mistakes("  x: {\(place), height: 1}") == [])
        #expect(
            mistakes("  x: {\(place), size: 0.2}") == [
                "4: “x” is placed on the ground, which needs its “height” in metres in place of “size”"
            ])
        #expect(
            mistakes("  x: {\(place), height: 1, size: 0.2}") == [
                "4: “x” is placed on the ground, where its distance and its “height” in metres make its size in the "
                    + "picture: leave out “size”"
            ])
        // Where chance may choose another place, there is use for both.
        #expect(
            mistakes("  x: {from: {cutouts: a}, height: 1, size: 0.2, place: {choice: [floor, alpha]}}") == [])
    }

    /// An object's name, or its category, names a class in every annotation format.
    @Test func namesCanBeSeenAndHaveNoControlCharacters() {
        let from = "from: {cutouts: a}"
        #expect(mistakes("  \"é 中 👩‍🚀\": {\(from)}") == [])
        for blank in ["", "  ", "\\u00a0"] {
            #expect(mistakes("  \"\(blank)\": {\(from)}") == ["4: the name of the object is empty: give it a name"])
            #expect(
                mistakes("  x: {\(from), category: \"\(blank)\"}") == [
                    "4: “category” is empty: give it a name, or leave it out"
                ])
        }
        #expect(
            mistakes("  \"a\\nb\": {\(from)}\n  x: {\(from), category: \"a\\0b\"}") == [
                "5: “category” has the control character U+0000: leave it out"
            ])
        #expect(
            mistakes("  \"a\\nb\": {\(from)}") == [
                "4: the name of the object has the control character U+000A: leave it out"
            ])
    }

    /// Neither an object that replaces things nor any other can be chosen where all of its kind have no weight.
    @Test func someObjectOfEachKindHasAWeight() {
        let (none, some) = ("from: {cutouts: a}, weight: 0", "from: {cutouts: a}")
        let message = "all weights are 0: at least one must be more than 0"
        #expect(mistakes("  x: {\(none)}\n  y: {\(some)}") == [])
        #expect(mistakes("  x: {\(none)}\n  y: {\(none)}") == ["4: " + message])
        #expect(mistakes("  x: {\(none)}\n  y: {\(some), place: {cover: dog}}") == ["4: " + message])
        #expect(mistakes("  x: {\(some)}\n  y: {\(none), place: {cover: dog}}") == ["5: " + message])
    }

    @Test func anObjectThatReplacesThingsIsLikeThem() {
        #expect(mistakes("  x: {from: {cutouts: a}, pose: {flip: {chance: 1}}, place: {cover: dog}}") == [])
        #expect(
            mistakes("  x: {from: {cutouts: a}, size: 0.2, pose: {roll: 5}, place: {cover: dog}}") == [
                "4: “x” is as large as what it replaces: leave out “size” and “height”",
                "4: “x” lies as what it replaces does: leave out all of “pose” but “flip”",
            ])
    }

    @Test func panoramasBringTheirCameraAndLight() {
        let scene = "scene: {camera: {fov: 50}, light: {sky: even, sun: {elevation: 20}}}\n"
        let text = "diorama: 1\nbackgrounds: {panoramas: a.exr}\n" + scene
        let error = #expect(throws: InvalidFile.self) {
            try Pipeline.decode(Source(name: "p.yaml", text: text), folder: "", parts: catalogues)
        }
        #expect(error?.diagnostics.map(\.position.column) == [17, 41, 52])
        // With photos beside them, there is use for these keys.
        #expect(mistakes("  x: {from: {cutouts: a}}", more: scene) == [])
    }

    @Test func aContainerHasArchivesOfASize() {
        let object = "  x: {from: {cutouts: a}}"
        func mistakes(_ output: String) -> [String] { self.mistakes(object, more: "output: {\(output)}\n") }
        #expect(mistakes("container: webdataset, shard: 1.5 GB") == [])
        #expect(mistakes("container: files") == [])
        for container in ["", "container: files, "] {
            #expect(
                mistakes(container + "shard: 1 GB") == [
                    "3: “shard” is the size of a container's archives: add “container: webdataset”, or leave it out"
                ])
        }
        #expect(
            mistakes("container: webdatasets") == [
                "3: unknown value “webdatasets”; did you mean “webdataset”?"
            ])
        for size in ["0", "1000000000", "1 XB", "-1 GB", "0 GB", "[1 GB]"] {
            #expect(
                mistakes("container: webdataset, shard: \(size)").first?.hasPrefix(
                    "3: expected a size of 1 MB or more, such as 500 MB or 1 GB") == true, "\(size)")
        }
        #expect(mistakes("container: webdataset, shard: 999 kB").count == 1)
    }

    @Test func needsAreThoseOfEveryPlaceThatMayBeDrawn() throws {
        let text = """
            diorama: 1
            backgrounds: {photos: [a]}
            objects:
              x: {from: {cutouts: a}}
              y: {from: {cutouts: a}, height: 1, place: {choice: [floor, alpha]}}
              z: {from: {cutouts: a}, place: {cover: dog}}
            """
        let pipeline = try Pipeline.decode(Source(name: "p.yaml", text: text), folder: "", parts: catalogues).pipeline
        let needs = PipelineNeeds(pipeline, placers: catalogues.placers, sources: catalogues.sources)
        #expect(needs.objects.map { $0.placers.map(\.name) } == [["anywhere"], ["floor", "alpha"], ["cover"]])
        #expect(needs.objects.map { $0.replacing?.name } == [nil, nil, "cover"])
    }
}
