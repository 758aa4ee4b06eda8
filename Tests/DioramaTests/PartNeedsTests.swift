import Cards
import Compositing
import Datasets
import Foundation
import Geometry
import Labelling
import Objects
import Pipelines
import Studios
import Testing

@testable import Diorama
@testable import Scenes

/// Parts of which no file of the library knows get every check that their needs ask for.
@Suite struct PartNeedsTests {
    struct Kerb: Part {
        var zone: String?
        var labels: [String]?
        static let card = Card<Kerb>(
            "kerb", "On a kerb.",
            .field("zone", \.zone, .optional(.text("a region's name")), "A region."),
            .field("labels", \.labels, .optional(.oneOrMore(.text("a category's name"))), "What it stands on."))

        static func needs(of values: DraftValues) -> [Need] {
            [.height, .ground, .surface(values.texts("labels"))] + values.texts("zone").map { .region($0) }
        }
    }

    struct Veil: Part {
        var labels: [String] = []
        static let card = Card<Veil>(
            "veil", "Over things.",
            .required("labels", \.labels, .oneOrMore(.text("a category's name")), "What goes."))

        static func needs(of values: DraftValues) -> [Need] {
            [.replaces(values.texts("labels"), marginPixels: nil)]
        }
    }

    struct Collage: Part {
        var file = ""
        static let card = Card<Collage>("collage", "Pieces.", .required("file", \.file, .path, "A picture."))

        static func needs(of values: DraftValues) -> [Need] { [.picturesRead(.files(values.texts("file")))] }
    }

    struct Album: Part {
        var file = ""
        static let card = Card<Album>("album", "Dogs.", .required("file", \.file, .path, "Labels."))

        static func needs(of values: DraftValues) -> [Need] {
            values.texts("file").map {
                .picturesRead(.labelled(file: $0, images: nil, categories: ["dog"], boxes: false))
            }
        }
    }

    struct Statue: Part {
        static let card = Card<Statue>("statue", "Solid.")
        static func needs(of values: DraftValues) -> [Need] { [.rendering] }
    }

    struct Mist: Part {
        static let card = Card<Mist>("mist", "By distance.")
        static func needs(of values: DraftValues) -> [Need] { [.depth] }
    }

    private static let parts = Pipeline.Parts(
        sources: Catalogue("object source", [Collage.self, Album.self, Statue.self]),
        placers: Catalogue("placer", [Kerb.self, Veil.self]), blends: Blends.catalogue, effects: Effects.catalogue,
        formats: AnnotationFormats.catalogue, datasets: DatasetSources.catalogue)

    let studio: Studio

    /// A photo with a region `verge`, on which a dog of 20 × 10 pixels is labelled.
    init() throws {
        studio = try Studio()
        try studio.labelled([
            #"{"id": 1, "image_id": 70, "category_id": 3, "area": 200, "bbox": [40, 30, 20, 10], "segmentation": [[40, 30, 60, 30, 60, 40, 40, 40]]}"#
        ])
        try studio.photo("photos/b.png")
        try studio.write("regions: {verge: [[0, 0], [1, 0], [1, 1]]}\n", to: "photos/a.scene.yaml")
    }

    private func pipeline(
        _ objects: String, scene: String, parts: Pipeline.Parts = parts
    ) throws -> (Pipeline, PipelineNeeds) {
        let text = """
            diorama: 1
            backgrounds: {datasets: [{coco: labels.json}]}
            objects: {\(objects)}
            scene: {\(scene)}
            """
        let pipeline = try Pipeline.decode(
            Source(name: "p.yaml", text: text), folder: studio.path, parts: parts
        ).pipeline
        return (pipeline, PipelineNeeds(pipeline, placers: parts.placers, sources: parts.sources))
    }

    /// What a plan finds wrong by the needs of the pipeline's parts.
    private func mistakes(
        _ objects: String, scene: String = "", parts: Pipeline.Parts = parts
    ) throws -> [String] {
        do {
            let (pipeline, needs) = try pipeline(objects, scene: scene, parts: parts)
            var mistakes: [Diagnostic] = []
            let datasets = try RealDatasets(pipeline.backgrounds.flatMap(\.datasets), mistakes: &mistakes)
            let photos = try PhotoLibrary(pipeline.backgrounds, labelled: datasets.photos, seed: 1).photos
            let objects = ObjectLibrary(instances: DatasetInstances())
            mistakes += Plan.viewMistakes(needs) + Plan.regionMistakes(needs, photos: photos)
            mistakes += Plan.horizonMistakes(needs, pipeline.scene.camera, photos: photos)
            mistakes += Plan.labelMistakes(needs, datasets: datasets)
            mistakes += Plan.replacingMistakes(needs, photos: photos, datasets: datasets, objects: objects)
            return mistakes.map(\.problem.message)
        } catch let error as InvalidFile {
            return error.diagnostics.map(\.problem.message)
        }
    }

    @Test func whatIsThereIsNoMistake() throws {
        let collage = "from: {collage: photos/b.png}"
        #expect(try mistakes("x: {\(collage), height: 1, place: {kerb: {zone: verge, labels: dog}}}") == [])
        #expect(try mistakes("x: {from: statue, views: 3, place: kerb}") == [])
        #expect(try mistakes("x: {\(collage), place: {veil: dog}}") == [])
    }

    @Test func aRegionThatNoPhotoHasIsAMistake() throws {
        #expect(
            try mistakes("x: {from: {collage: photos/b.png}, height: 1, place: {kerb: {zone: vrege}}}") == [
                "unknown region “vrege”; did you mean “verge”?"
            ])
    }

    @Test func aPlaneThatNoPhotoHasIsAMistake() throws {
        try studio.write(
            "planes: {wall: {corners: [[0, 0], [1, 0], [1, 1], [0, 1]], width: 2}}\n", to: "photos/a.scene.yaml")
        let text = "x: {from: {text: A}, height: 0.1, place: {plane: "
        #expect(try mistakes(text + "wall}}", parts: .all) == [])
        #expect(
            try mistakes(text + "wal}}", parts: .all) == ["unknown plane “wal”; did you mean “wall”?"])
    }

    @Test func whatLiesInAPlaneIsFlat() throws {
        let cone = "{solid: {file: ../objects/cone.yaml}}"
        let found = try mistakes("x: {from: \(cone), place: {plane: wall}}", parts: .all)
        #expect(
            found.first == "“x” is a solid, which lies in no plane: use a flat object, or let it stand on the ground")
        #expect(
            try mistakes("x: {from: {text: A}, pose: {yaw: 20}, place: {plane: wall}}", parts: .all) == [
                "“x” lies flat in a plane, where only “roll” turns it: leave out the rest of “pose”"
            ])
    }

    @Test func aLabelThatNoDatasetHasIsAMistake() throws {
        let message = "unknown category “dgo”; did you mean “dog”?"
        let collage = "from: {collage: photos/b.png}"
        #expect(try mistakes("x: {\(collage), height: 1, place: {kerb: {labels: [dog, dgo]}}}") == [message])
        #expect(try mistakes("x: {\(collage), place: {veil: [dgo, dog]}}") == [message])
    }

    @Test func aHeightIsAskedForAndASizeIsNot() throws {
        #expect(
            try mistakes("x: {from: {collage: photos/b.png}, size: 0.2, place: kerb}") == [
                "“x” is placed on the ground, which needs its “height” in metres in place of “size”"
            ])
    }

    @Test func aHorizonBelowThePictureIsAMistake() throws {
        let message =
            "nothing can stand on the ground: “scene.camera.horizon” is 1.5, below the picture; it counts from the top of "
            + "the photo, 0, to its bottom, 1"
        let scene = "camera: {horizon: 1.5}"
        #expect(try mistakes("x: {from: statue, place: kerb}", scene: scene) == [message])
        // With a distance it stands on the ground, else anywhere.
        let text = "x: {from: {text: A}, "
        #expect(
            try mistakes(
                text + "height: 1, place: {avoid: {labels: dog, distance: 5}}}", scene: scene, parts: .all) == [message]
        )
        #expect(try mistakes(text + "size: 0.2, place: {avoid: dog}}", scene: scene, parts: .all) == [])
    }

    /// Neither of the two photos knows its horizon.
    @Test func whatGoesByDistanceNeedsAHorizon() throws {
        func mistakes(_ text: String, _ facts: String = "regions: {}") throws -> [String] {
            try studio.write(facts, to: "photos/b.scene.yaml")
            let parts = Pipeline.Parts(
                sources: ObjectSources.catalogue, placers: Placers.catalogue, blends: Blends.catalogue,
                effects: Catalogue("effect", [Mist.self]), formats: AnnotationFormats.catalogue,
                datasets: DatasetSources.catalogue)
            let source = Source(name: "p.yaml", text: "diorama: 1\nbackgrounds: {photos: [photos]}\n" + text)
            let pipeline = try Pipeline.decode(source, folder: studio.path, parts: parts).pipeline
            let photos = try PhotoLibrary(pipeline.backgrounds, labelled: [], seed: 1).photos
            let effects = pipeline.effects.flatMap(parts.effects.needs)
            return Plan.depthMistakes(effects, pipeline.scene.camera, photos: photos).map(\.problem.message)
        }
        let text = "effects: [mist]"
        let remedy = "give them a horizon in NAME.scene.yaml, or all photos one in “scene.camera.horizon”"
        let start =
            "“mist” depends on distance, but no horizon and no pitch is known for “\(studio.path)/photos/a.png”"
        #expect(try mistakes(text) == ["\(start) and 1 other photo: \(remedy)"])
        #expect(try mistakes(text, "pitch: -20") == ["\(start): \(remedy)"])
        #expect(try mistakes(text + "\nscene: {camera: {horizon: 0.5}}") == [])
        #expect(try mistakes("effects: []") == [])
    }

    @Test func flatObjectsHaveNoViews() throws {
        #expect(
            try mistakes("x: {from: {collage: photos/b.png}, views: 3, height: 1, place: kerb}") == [
                "“views” is for 3D objects, and a “collage” is flat: leave it out"
            ])
    }

    @Test(arguments: [
        "{collage: photos/a.png}", "{collage: photos}", "{collage: './photos/../photos/*.png'}", "{album: labels.json}",
        "{choice: [{collage: photos/b.png}, {album: labels.json}]}",
    ])
    func noSourceMayShowWhatIsReplaced(source: String) throws {
        let found = try mistakes(
            "new: {from: {collage: photos/b.png}, place: {veil: dog}}, x: {from: \(source), height: 1, place: kerb}")
        #expect(
            found == [
                "“x” is cut out of \(studio.path)/photos/a.png, where a dog is replaced, so the cut-out may show one; "
                    + "first make a dataset without this object, and cut the object out of its images"
            ])
    }

    @Test func whatReplacesIsFlatAndSure() throws {
        #expect(
            try mistakes("x: {from: statue, place: {veil: dog}}") == [
                "“x” is a statue, which has no four corners to be fitted onto what it replaces; use a flat object"
            ])
        #expect(
            try mistakes("x: {from: {collage: photos/b.png}, height: 1, place: {choice: [kerb, {veil: dog}]}}") == [
                "“x” replaces things only by chance: take “veil” out of the choice, because what is private must always go"
            ])
        #expect(
            try mistakes("x: {from: {collage: photos/b.png}, place: {veil: {labels: {choice: [dog, cat]}}}}") == [
                "“x” replaces things by a “labels” that varies: give one value, because what is private must always go"
            ])
    }

    @Test func whatIsStoodOnHidesNothing() throws {
        for (place, stands) in [("{kerb: {labels: dog}}", false), ("kerb", true)] {
            let (pipeline, needs) = try pipeline("x: {from: statue, place: \(place)}", scene: "")
            var mistakes: [Diagnostic] = []
            let datasets = try RealDatasets(pipeline.backgrounds.flatMap(\.datasets), mistakes: &mistakes)
            let photos = try PhotoLibrary(pipeline.backgrounds, labelled: datasets.photos, seed: 1).photos
            let photo = try #require(photos.first)
            let drawn = StageDrawer(pipeline, needs).draw(
                LabelledPhoto(photo, showing: try datasets.labels(of: photo)?.instances ?? []),
                from: RandomStreams(seed: 1, image: 0))
            #expect(drawn.stage.real.map(\.instance.stands) == [stands])
        }
    }

    @Test func sourcesAreRenderedThatHaveThreeDimensions() {
        for type in ObjectSources.all {
            #expect(type.needs(of: DraftValues([])).contains(.rendering) == (type is any ModelSource.Type), "\(type)")
        }
    }
}
