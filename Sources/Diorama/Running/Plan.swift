import Cards
import Compositing
import Datasets
import Findings
import Foundation
import Labelling
import Objects
import Pictures
package import Pipelines
import Rendering
import Scenes

/// A pipeline that is ready to run: the file is read and checked, and photos and objects are found. Nothing is written
/// yet.
package struct Plan: Sendable {
    package let pipeline: Pipeline
    /// The text of the pipeline file with `--set` and `--without` applied.
    package let text: String
    package let maker: ImageMaker
    /// The pipeline file.
    let path: String
    /// The names of its files in a dataset.
    let names: FileNames
    /// The options that changed the pipeline, as `key.path=value`.
    let changes: [String]
    /// EXIF values of the photos that are none.
    let oddities: [Finding]
    /// The sides of a split by object, on which scenes depend.
    private let objectSides: SplitSides?
    /// What was learnt from labels of datasets, and what “balance” asks for, a line each.
    private(set) var wishFacts: [String]
    /// Where that was too little, or cannot be reached, a line each.
    private(set) var wishWarnings: [String]

    /// - Throws: `InvalidFile` with all mistakes in the pipeline and its catalogues, and all photos and objects that
    ///   cannot be found; `PhotoLibraryError` when no photo can be used.
    package init(
        path: String, changes: [String] = [], without: [String] = [], isStrict: Bool = false, maxPixels: Int? = nil
    ) throws {
        try WorkerThread.requireSome()
        let path = try Pipeline.path(of: path)
        var (pipeline, text) = try Pipeline.read(path: path, changes: changes, without: without, parts: .all)
        for index in pipeline.backgrounds.indices { pipeline.backgrounds[index].separateDatasets() }
        (self.pipeline, self.text) = (pipeline, text)
        self.changes = changes
        (self.path, names) = (path, FileNames(pipeline: path))
        let limit = maxPixels ?? PhotoFile.defaultMaxPixels
        var mistakes: [Diagnostic] = []
        var objectSides: SplitSides?
        var datasets = try RealDatasets(pipeline.backgrounds.flatMap(\.datasets), mistakes: &mistakes)
        var found: PhotoLibrary?
        do throws(PhotoLibraryError) {
            // A split in the pipeline replaces those of datasets.
            let labelled = pipeline.output.split == nil ? datasets.photos : datasets.photos.map(\.withoutSplit)
            found = try PhotoLibrary(
                pipeline.backgrounds, labelled: labelled, seed: pipeline.seed, maxPixels: limit)
        } catch {
            switch error {
            case .invalid(let diagnostics): mistakes += diagnostics
            case .noneLeft(let skipped):
                throw PhotoLibraryError.noneLeft(
                    datasets.skipped + datasets.odd + skipped)
            // A misspelt split is the cause, where there is one.
            case .allCarried: if mistakes.isEmpty { throw error }
            }
        }
        if let photos = found?.all {
            var unread: Set<PhotoLabelReference> = []
            let moves =
                pipeline.backgrounds.contains {
                    $0.crop != nil || $0.resize != nil || $0.flip.chance > 0
                } || pipeline.effectsOfScene.joined().flatMap(\.names).contains(where: Effects.maps.movers.contains)
            mistakes += datasets.check(photos, moves: moves, unread: &unread)
            found?.leaveOutCarried(unread)
        }
        if pipeline.backgrounds.contains(where: { $0.flip.chance > 0 }) { datasets.checkMirror() }
        let light = pipeline.scene.light
        mistakes += Plan.skyMistakes(light, maxPixels: limit)
        var hasSkyPanorama = false
        if case .panorama = light.sky { hasSkyPanorama = true }
        let hasSun =
            light.sun != nil || hasSkyPanorama
            || found?.photos.contains { $0.facts.sun != nil || $0.panorama != nil } ?? false
        let objects = ObjectLibrary(
            maxPixels: limit, maxFaces: pipeline.render.maxFaces,
            imports: ImportLimits(
                seconds: pipeline.render.importSeconds, gibibytes: pipeline.render.importMemory),
            inflated: hasSun && light.relief > 0,
            instances: DatasetInstances())
        mistakes += pipeline.objects.flatMap { objects.problems(in: $0.value.from, of: $0.name) }
        let needs = pipeline.needs
        mistakes += Plan.viewMistakes(needs) + Plan.restMistakes(needs) + Plan.wearMistakes(needs)
        let learnt = Plan.learn(pipeline, needs, from: datasets, objects)
        mistakes += Plan.ownSizeMistakes(needs) + learnt.mistakes
        mistakes += Plan.balanceMistakes(pipeline, datasets, objects)
        mistakes += AnnotationFormats.repeated(in: pipeline.output.formats)
        mistakes += ([pipeline.effects] + pipeline.variants.compactMap(\.effects)).flatMap(Effects.orderMistakes)
        if let photos = found?.photos {
            mistakes +=
                Plan.regionMistakes(needs, photos: photos)
                + Plan.splitMistakes(pipeline, photos: found?.all ?? photos)
            mistakes += Plan.horizonMistakes(needs, pipeline.scene.camera, photos: photos)
            let effects = (pipeline.effects + pipeline.variants.flatMap { $0.effects ?? [] })
                .flatMap(Effects.catalogue.needs)
            mistakes += Plan.depthMistakes(effects, pipeline.scene.camera, photos: photos)
            mistakes += Plan.windowMistakes(effects, photos: photos)
            mistakes += Plan.sunMistakes(
                effects, hasSun: light.sun != nil || photos.contains { $0.facts.sun != nil })
            let blends =
                [pipeline.blend] + pipeline.objects.compactMap(\.value.blend) + pipeline.variants.compactMap(\.blend)
            mistakes += Plan.sideMistakes(
                effects + blends.flatMap(Blends.catalogue.needs), pipeline.backgrounds, photos: photos)
        }
        if (datasets.skipped + datasets.odd).isEmpty || !datasets.categories.isEmpty {
            mistakes += Plan.labelMistakes(needs, datasets: datasets)
        }
        if let photos = found?.photos {
            mistakes += Plan.replacingMistakes(
                needs, photos: photos, carried: found?.carried ?? [], datasets: datasets, objects: objects)
        }
        if mistakes.isEmpty {
            let table = CategoryTable(objects: pipeline.objects, datasets: datasets.realCategories, objects)
            mistakes += AnnotationFormats.unwritable(in: pipeline.output.formats, table.categories)
        }
        if let split = pipeline.output.split, split.value.by.contains(.object), mistakes.isEmpty, let found {
            do throws(InvalidFile) {
                objectSides = try Plan.sides(split, of: pipeline, photos: found.all, objects)
            } catch {
                mistakes += error.diagnostics
            }
        }
        guard mistakes.isEmpty, let photos = found else { throw InvalidFile(mistakes) }
        self.objectSides = objectSides
        guard datasets.unlabelled.isEmpty else { throw JobError.unlabelled(datasets.unlabelled) }
        if isStrict, let skipped = photos.skipped.first { throw JobError.unreadable(skipped) }
        if isStrict, let problem = (datasets.skipped + datasets.odd).first { throw JobError.unreadable(problem) }
        let needsSun =
            light.sun != nil
            || (pipeline.effects + pipeline.variants.flatMap { $0.effects ?? [] })
                .flatMap(Effects.catalogue.needs).contains { $0.needs.contains(.sun) }
        oddities = photos.oddities(needsSun: needsSun)
        if isStrict, let odd = oddities.first { throw JobError.unreadable(odd) }
        maker = try ImageMaker(
            pipeline: pipeline, photos: photos, datasets: datasets, objects: objects, sides: objectSides,
            likenesses: learnt.likenesses, isStrict: isStrict, maxPixels: limit)
        (wishFacts, wishWarnings) = (learnt.facts, learnt.warnings)
        if let balance = maker.drawer.balance, let rules = pipeline.balance?.value {
            wishFacts += balance.facts(rules)
            wishWarnings += balance.warnings(rules, images: pipeline.images)
        }
    }

    /// The sides of the split that the pipeline asks for; nil where it asks for none. Where they are by background, photos
    /// are opened to find those that show the same, so this is left to when the sides are needed.
    func sides() throws(InvalidFile) -> SplitSides? {
        if let objectSides { return objectSides }
        guard let split = pipeline.output.split else { return nil }
        return try Plan.sides(split, of: pipeline, photos: maker.photos.all, maker.objects)
    }

    private static func sides(
        _ split: Positioned<Pipeline.Split>, of pipeline: Pipeline, photos: [Photo], _ objects: ObjectLibrary
    ) throws(InvalidFile) -> SplitSides {
        try SplitSides(split, photos: photos, objects: pipeline.objects, of: objects, seed: pipeline.seed)
    }

    /// The number of scenes: those that get objects, and one of each photo that is copied unchanged.
    var sceneCount: Int { pipeline.images + maker.photos.carried.count }

    /// The number of images, which is larger than that of scenes where these come in variants.
    var imageCount: Int { maker.numbering.images(ofScene: sceneCount).lowerBound }

    /// Notes about the photos and objects, a line each.
    var notes: [String] {
        let carried = maker.photos.carried
        let parts = Dictionary(grouping: carried) { $0.split ?? OwnSplits.usual }.sorted { $0.key < $1.key }
        let told = parts.map { "\($0.value.count.grouped) of \($0.key)" }.joined(separator: ", ")
        return maker.photos.notes + oddities.map(\.words) + maker.datasets.notes + wishWarnings
            + (carried.isEmpty ? [] : ["\(carried.count.counting("photo")) taken over as they are: \(told)"])
            + pipeline.objects.flatMap { object in
                maker.objects.leftOut(of: object.value.from, for: pipeline.use(of: object.value)).map {
                    "“\(object.name)”: \($0)"
                }
            } + maker.objects.notes
    }

    /// The categories of labelled objects and of datasets.
    var categories: CategoryTable {
        CategoryTable(objects: pipeline.objects, datasets: maker.datasets.realCategories, maker.objects)
    }
}

extension ListedPhoto {
    fileprivate var withoutSplit: ListedPhoto {
        var photo = self
        photo.split = nil
        return photo
    }
}

extension Pipeline.Backgrounds {
    /// Moves COCO files in the list of photos to the datasets: they come after those that are there already.
    fileprivate mutating func separateDatasets() {
        func isDataset(_ path: Positioned<String>) -> Bool { path.value.lowercased().hasSuffix(".json") }
        datasets += photos.filter(isDataset).map { path in
            Pipeline.Dataset(.named("coco", ["file": .text(path.value)]), at: path.position)
        }
        photos.removeAll(where: isDataset)
    }
}
