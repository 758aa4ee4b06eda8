import Datasets
import Foundation
import Objects
package import Pipelines
import Scenes
import Vips

/// A pipeline made ready to run: the file read and checked, photos and objects found. Nothing has been written.
package struct Plan: Sendable {
    package let pipeline: Pipeline
    /// The pipeline file as run, `--set` applied.
    package let text: String
    package let maker: ImageMaker
    /// The options that changed the pipeline, as `key.path=value`.
    let changes: [String]

    /// - Throws: `InvalidFile` with all mistakes in the pipeline and its catalogues, and all photos and objects that
    ///   cannot be found; `PhotoLibraryError` when no photo can be used.
    package init(path: String, changes: [String] = [], isStrict: Bool = false, maxPixels: Int? = nil) throws {
        (pipeline, text) = try Pipeline.read(path: path, changes: changes, parts: .all)
        self.changes = changes
        let limit = maxPixels ?? PhotoFile.defaultMaxPixels
        var mistakes: [Diagnostic] = []
        var found: PhotoLibrary?
        do throws(PhotoLibraryError) {
            found = try PhotoLibrary(pipeline.backgrounds, seed: pipeline.seed, maxPixels: limit)
        } catch {
            guard case .invalid(let diagnostics) = error else { throw error }
            mistakes += diagnostics
        }
        let light = pipeline.scene.light
        let hasSun = light.sun != nil || found?.photos.contains { $0.facts.sun != nil } ?? false
        let objects = ObjectLibrary(maxPixels: limit, inflated: hasSun && light.relief > 0)
        mistakes += pipeline.objects.flatMap { objects.problems(in: $0.value.from) }
        if let photos = found?.photos {
            mistakes += Plan.regionMistakes(pipeline, photos: photos) + Plan.splitMistakes(pipeline, photos: photos)
        }
        guard mistakes.isEmpty, let photos = found else { throw InvalidFile(mistakes) }
        if isStrict, let skipped = photos.skipped.first { throw JobError.unreadable("\(skipped)") }
        maker = ImageMaker(
            pipeline: pipeline, photos: photos, objects: objects, isStrict: isStrict, maxPixels: limit)
    }

    /// One category for each name that labelled objects go by, numbered from 1 in the order of the file.
    var categories: [COCO.Category] {
        var categories: [COCO.Category] = []
        for object in pipeline.objects where !object.value.isDistractor {
            let name = object.value.category ?? object.name
            if let known = categories.firstIndex(where: { $0.name == name }) {
                if categories[known].supercategory == nil {
                    categories[known].supercategory = object.value.supercategory
                }
            } else {
                categories.append(
                    COCO.Category(
                        id: categories.count + 1, name: name, supercategory: object.value.supercategory))
            }
        }
        return categories
    }
}
