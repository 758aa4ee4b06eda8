import Cards
import Datasets
import Geometry
import Objects
import Pictures
import Pipelines
import Rendering
import Scenes

/// What can only be said of a pipeline once its photos are known.
extension Plan {
    /// Regions that placers ask for and that no photo has: a name that is misspelt would otherwise leave every object
    /// out, or let it stand anywhere. A region that only some photos have is left to the draw.
    static func regionMistakes(_ pipeline: Pipeline, photos: [Photo]) -> [Diagnostic] {
        let known = Set(
            photos.flatMap { $0.facts.regions.keys } + (photos.contains { $0.facts.ground != nil } ? ["ground"] : []))
        let places = [pipeline.scene.place] + pipeline.objects.compactMap(\.value.place)
        return places.flatMap(\.alternatives).flatMap { place -> [Diagnostic] in
            guard case .one(let name, let values, _, let position) = place else { return [] }
            let asked = values.filter {
                ($0.key == "name" && name == "region") || ($0.key == "within" && name == "ground")
            }
            .flatMap(\.draft.constants)
            return asked.compactMap { value in
                // “ground” is what `within` is unless given: photos without it are stood on anywhere below the horizon.
                guard case .text(let region) = value, !known.contains(region), region != "ground" || name == "region"
                else { return nil }
                return Diagnostic(.unknownName(region, kind: "region", known: known.sorted()), at: position)
            }
        }
    }

    /// A horizon of the pipeline's that always lies below the picture: no photo that takes it has ground to stand on.
    static func horizonMistakes(_ pipeline: Pipeline, photos: [Photo]) -> [Diagnostic] {
        guard let horizon = pipeline.scene.camera.horizon?.extremes.min(), horizon >= 1,
            photos.contains(where: { $0.panorama == nil && $0.facts.horizon == nil && $0.facts.pitch == nil })
        else { return [] }
        let places = [pipeline.scene.place] + pipeline.objects.compactMap(\.value.place)
        let position = places.flatMap(\.alternatives).compactMap { place in
            if case .one("ground", _, _, let position) = place { position } else { nil }
        }.first
        guard let position else { return [] }
        return [
            Diagnostic(
                .rule(
                    "nothing can stand on the ground: “scene.camera.horizon” is \(horizon), below the picture; it counts "
                        + "from the top of the photo, 0, to its bottom, 1"), at: position)
        ]
    }

    /// Labels that placers ask for and that no dataset has.
    static func labelMistakes(_ pipeline: Pipeline, datasets: RealDatasets) -> [Diagnostic] {
        let known = Set(datasets.categories.map(\.name)).sorted()
        let places = [pipeline.scene.place] + pipeline.objects.compactMap(\.value.place)
        return places.flatMap(\.alternatives).flatMap { place -> [Diagnostic] in
            guard case .one(let name, let values, _, let position) = place,
                ["on", "inside", "beside", "avoid", "replace"].contains(name)
            else { return [] }
            return DraftValues(values).texts("labels").filter { !known.contains($0) }.map {
                Diagnostic(.unknownName($0, kind: "category", known: known), at: position)
            }
        }
    }

    /// A panorama for a sky that cannot be used.
    static func skyMistakes(_ light: Pipeline.Light, maxPixels: Int) -> [Diagnostic] {
        guard case .panorama(let sky) = light.sky else { return [] }
        do throws(PictureError) {
            _ = try Panorama(try PanoramaFile(sky.file.value, maxPixels: maxPixels))
            return []
        } catch {
            return [sky.file.diagnostic(.rule(error.description))]
        }
    }

    /// Views of what has none.
    static func viewMistakes(_ pipeline: Pipeline, _ library: ObjectLibrary) -> [Diagnostic] {
        pipeline.objects.filter { $0.value.views != nil }.flatMap(\.value.from.alternatives).compactMap { source in
            guard case .one(let name, _, _, let position) = source, !library.isModel(source: name) else { return nil }
            return Diagnostic(
                .rule("“views” is for objects of three dimensions, and a “\(name)” is flat"), at: position)
        }
    }

    /// A split by background of fewer photos than parts.
    static func splitMistakes(_ pipeline: Pipeline, photos: [Photo]) -> [Diagnostic] {
        guard let split = pipeline.output.split, split.value.by == .background else { return [] }
        let parts = [split.value.train, split.value.val, split.value.test].count { $0 > 0 }
        let count = Set(photos.map(\.identity)).count
        guard count < parts else { return [] }
        return [
            split.diagnostic(
                .rule(
                    "a split by background needs a photo for each of its \(parts) parts, not "
                        + "\(count.counting("photo")); use “by: image”, or more photos"))
        ]
    }
}
