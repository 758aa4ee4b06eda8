import Cards
import Datasets
import Findings
import Geometry
import Labelling
import Objects
import Pictures
import Pipelines
import Rendering
import Scenes

/// Checks of a pipeline that need its photos.
extension Plan {
    /// Regions and planes that placers ask for and that no photo has: a misspelt name would otherwise leave every object
    /// out, or let it stand anywhere. Those that only some photos have are left to the draw.
    static func regionMistakes(_ needs: PipelineNeeds, photos: [Photo]) -> [Diagnostic] {
        let ground = photos.contains { $0.facts.ground != nil } ? [PhotoFacts.groundName] : []
        let known = Set(photos.flatMap { $0.facts.regions.keys } + ground)
        let planes = Set(photos.flatMap { $0.facts.planes.keys })
        return needs.placers.flatMap { placer in
            placer.needs.compactMap { need in
                switch need {
                case .region(let name) where !known.contains(name):
                    return Diagnostic(.unknownName(name, kind: "region", known: known.sorted()), at: placer.position)
                case .plane(let name?) where !planes.contains(name):
                    return Diagnostic(.unknownName(name, kind: "plane", known: planes.sorted()), at: placer.position)
                default: return nil
                }
            }
        }
    }

    /// A horizon in the pipeline that always lies below the picture: no photo that uses it has ground to stand on.
    static func horizonMistakes(
        _ needs: PipelineNeeds, _ camera: Pipeline.CameraRules, photos: [Photo]
    ) -> [Diagnostic] {
        guard let horizon = camera.horizon?.extremes.min(), horizon >= 1,
            photos.contains(where: { $0.panorama == nil && $0.facts.horizon == nil && $0.facts.pitch == nil }),
            let position = needs.placers.first(where: { $0.needs.contains(.ground) })?.position
        else { return [] }
        return [
            Diagnostic(
                .rule(
                    "nothing can stand on the ground: “scene.camera.horizon” is \(horizon), below the picture; it counts "
                        + "from the top of the photo, 0, to its bottom, 1"), at: position)
        ]
    }

    /// Effects by distance, where the camera's tilt in a photo is not known: nobody then knows how far its ground is.
    static func depthMistakes(
        _ effects: [PartNeeds], _ camera: Pipeline.CameraRules, photos: [Photo]
    ) -> [Diagnostic] {
        let level = photos.filter { $0.panorama == nil && $0.facts.horizon == nil && $0.facts.pitch == nil }
        guard camera.horizon == nil, let first = level.first else { return [] }
        let others = level.count == 1 ? "" : " and \((level.count - 1).counting("other photo"))"
        return effects.filter { $0.needs.contains(.depth) }.map { effect in
            Diagnostic(
                .rule(
                    "“\(effect.name)” depends on distance, but no horizon and no pitch is known for “\(first.path)”"
                        + "\(others): give them a horizon in NAME.scene.yaml, or all photos one in "
                        + "“scene.camera.horizon”"), at: effect.position)
        }
    }

    /// Effects that need the sun's place, where neither the pipeline nor any photo knows one.
    static func sunMistakes(_ effects: [PartNeeds], hasSun: Bool) -> [Diagnostic] {
        guard !hasSun else { return [] }
        return effects.filter { $0.needs.contains(.sun) }.map { effect in
            Diagnostic(
                .rule(
                    "“\(effect.name)” needs a sun, and no photo's facts and no “scene.light.sun” give one: add "
                        + "“scene.light.sun”, or give “\(effect.name)” a place in the picture"), at: effect.position)
        }
    }

    /// Effects that light windows, where no photo's facts outline any: nothing would be lit, and nobody would know why.
    static func windowMistakes(_ effects: [PartNeeds], photos: [Photo]) -> [Diagnostic] {
        guard photos.allSatisfy({ $0.facts.windows.isEmpty }) else { return [] }
        return effects.filter { $0.needs.contains(.windows) }.map { effect in
            Diagnostic(
                .rule(
                    "“\(effect.name)” is to light windows, and no photo's facts outline any: add “windows” to "
                        + "NAME.scene.yaml beside a photo of buildings, or leave “windows” out"), at: effect.position)
        }
    }

    /// Parts that spread a pixel over more than the smallest picture: with the greatest value that the file lets a key
    /// have, and the least size that the rules of the backgrounds let an image have.
    static func sideMistakes(
        _ parts: [PartNeeds], _ sources: [Pipeline.Backgrounds], photos: [Photo]
    ) -> [Diagnostic] {
        let asked = parts.flatMap { part in part.needs.map { (part, $0) } }
        guard asked.contains(where: { if case .side = $0.1 { true } else { false } }) else { return [] }
        let sizes = photos.map { photo in
            (
                photo,
                PhotoView.smallestSides(
                    photoWidth: photo.width, photoHeight: photo.height, drawnBy: sources[photo.source])
            )
        }
        return asked.compactMap { part, need in
            guard case .side(let pixels, let isLonger, let key) = need,
                let (photo, sides) = sizes.min(by: {
                    isLonger ? $0.1.longer < $1.1.longer : $0.1.shorter < $1.1.shorter
                }), pixels > Double(isLonger ? sides.longer : sides.shorter)
            else { return nil }
            let side = isLonger ? sides.longer : sides.shorter
            return Diagnostic(
                .rule(
                    "“\(part.name)” may spread a pixel over \(Value.number(pixels).flowText) pixels, and the \(isLonger ? "longer" : "shorter") "
                        + "side of an image of “\(photo.path)” may have no more than \(side): make “\(key)” smaller, or the "
                        + "images larger"), at: part.position)
        }
    }

    /// Labels that placers ask for and that no dataset has.
    static func labelMistakes(_ needs: PipelineNeeds, datasets: RealDatasets) -> [Diagnostic] {
        let known = Set(datasets.categories.map(\.name)).sorted()
        return needs.placers.flatMap { placer in
            placer.needs.flatMap(\.categories).filter { !known.contains($0) }.map {
                Diagnostic(.unknownName($0, kind: "category", known: known), at: placer.position)
            }
        }
    }

    /// A panorama of a sky that cannot be used.
    static func skyMistakes(_ light: Pipeline.Light, maxPixels: Int) -> [Diagnostic] {
        guard case .panorama(let sky) = light.sky else { return [] }
        do throws(PictureError) {
            _ = try Panorama(try PanoramaFile(sky.file.value, maxPixels: maxPixels))
            return []
        } catch {
            return [sky.file.diagnostic(.rule(error.description))]
        }
    }

    /// “views” for a flat object, which has none.
    static func viewMistakes(_ needs: PipelineNeeds) -> [Diagnostic] {
        needs.objects.filter { $0.object.value.views != nil }.flatMap(\.sources).compactMap { source in
            guard !source.needs.contains(.rendering) else { return nil }
            return Diagnostic(
                .rule("“views” is for 3D objects, and a “\(source.name)” is flat: leave it out"),
                at: source.position)
        }
    }

    /// “rest” for a flat object.
    static func restMistakes(_ needs: PipelineNeeds) -> [Diagnostic] {
        needs.objects.compactMap { object in
            guard let rest = object.object.value.pose.rest,
                let flat = object.sources.first(where: { !$0.needs.contains(.rendering) })
            else { return nil }
            return rest.diagnostic(
                .rule("“rest” is for 3D objects, and a “\(flat.name)” is flat: turn it by “yaw”, “pitch” and “roll”"))
        }
    }

    /// “wear” for an object that has no drawn surface.
    static func wearMistakes(_ needs: PipelineNeeds) -> [Diagnostic] {
        needs.objects.filter { $0.object.value.wear.extremes.contains { $0 > 0 } }.flatMap(\.sources).compactMap {
            source in
            guard !source.needs.contains(.drawing) else { return nil }
            return Diagnostic(
                .rule("“wear” is for drawings and lettering, and a “\(source.name)” is neither: leave it out"),
                at: source.position)
        }
    }

    /// A split by background with fewer photos than parts.
    static func splitMistakes(_ pipeline: Pipeline, photos: [Photo]) -> [Diagnostic] {
        guard let split = pipeline.output.split, split.value.isByBackground else { return [] }
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
