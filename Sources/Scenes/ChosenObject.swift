import Geometry
import Objects
import Pipelines
import Rendering

/// An object that is chosen and turned, and has no place yet.
struct ChosenObject {
    let from: DrawnPart
    let view: ModelView?
    /// Its own, where it has one.
    let category: String?
    let pose: PlacedPose
    let shape: ObjectShape
}

extension ChosenObject {
    /// Draws one by a pipeline's rule.
    ///
    /// - Parameters:
    ///   - stance: of an object that is set in as a picture, of which view.
    ///   - photo: what it is set into.
    ///   - quality: in which views are rendered.
    init(
        _ rule: Named<Pipeline.Object>, seenBy stance: ViewPool.Stance? = nil, for photo: String,
        quality: RenderQuality, of objects: ObjectLibrary, from streams: RandomStreams
    ) throws(MissingObject) {
        guard let drawn = rule.value.from.draw(from: streams.scope("from")) else {
            preconditionFailure("only effects have a chance of their own")
        }
        let pose = PlacedPose(rule.value.pose, from: streams.scope("pose"))
        do throws(ObjectError) {
            let from = try objects.choose(drawn, from: streams.scope("from"), for: photo)
            let view = stance.map { stance in
                ModelView(
                    number: stance.number, turn: pose.turn, elevationDegrees: stance.seen.elevation.degrees,
                    onGround: stance.seen.onGround, sun: stance.sun, sky: stance.sky, quality: quality)
            }
            let shape: ObjectShape =
                if let view {
                    .view(try objects.shape(of: from, seen: view), view)
                } else if objects.isModel(from) {
                    .model(try objects.model(of: from).model)
                } else {
                    .outline(try objects.outline(of: from))
                }
            self.init(from: from, view: view, category: try objects.category(of: from), pose: pose, shape: shape)
        } catch {
            throw MissingObject(
                name: rule.name, reason: error.code == .samePhoto ? .samePhoto : .unreadable, detail: error.words,
                file: error.file)
        }
    }
}
