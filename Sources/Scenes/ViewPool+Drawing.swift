import Cards
import Geometry
import Pipelines

extension ViewPool {
    /// The views of one of a pipeline's objects.
    ///
    /// - Parameters:
    ///   - photos: the run's photos, in which the views are seen.
    ///   - suns: the suns of panoramas.
    init(
        of object: Named<Pipeline.Object>, count: Int, in pipeline: Pipeline, _ photos: PhotoLibrary,
        _ suns: PanoramaSuns, on stages: StageDrawer
    ) {
        self.init(of: object.name, count: count, seed: pipeline.seed, suns: suns) { number, streams in
            let category = object.value.category ?? object.name
            for attempt in 0..<Population.attemptsPerObject {
                // A photo that has no place for it gives way to another.
                guard let photo = photos.photo(forImage: number + attempt / 10 * count) else { continue }
                let own = streams.scope("place").scope(String(attempt))
                let drawn = stages.draw(LabelledPhoto(photo), from: own)
                guard let part = pipeline.place(of: object.value).draw(from: own),
                    var placer = try? Placers.catalogue.make(part, as: (any Placer).self)
                else { continue }
                if attempt >= Population.attemptsPerObject / 2 {
                    // Some places hang on what an image shows: the ground is where most of that stands.
                    var ground = Ground()
                    ground.distance = own.draw("distance", .number(.logUniform(3, 20), convert: { $0 }))
                    placer = ground
                }
                let size = drawn.stage.size(of: object.value, category: category, inPhoto: nil, from: streams)
                guard
                    let placement = try? placer.propose(
                        .standIn(size, category: category), on: drawn.stage, from: own)
                else { continue }
                return Stance(
                    number: number, seen: Standpoint(placement, seenBy: drawn.stage.camera),
                    sunSource: drawn.sunSource(in: photo))
            }
            // No photo has one: the object will find none there either.
            return Stance(number: number, seen: .nearlyLevel, sunSource: .known(nil))
        }
    }
}
