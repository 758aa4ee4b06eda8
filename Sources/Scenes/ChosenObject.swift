import Cards
import Drawings
import Findings
import Geometry
import Objects
import Pipelines
import Rendering

/// An object that is chosen and turned, and has no place yet.
struct ChosenObject {
    let from: DrawnPart
    let view: ModelView?
    /// The object's own height, where it has one.
    let category: String?
    let pose: PlacedPose
    let shape: ObjectShape
}

extension ChosenObject {
    /// Draws an object by a pipeline's rule.
    ///
    /// - Parameters:
    ///   - pick: chooses the view of an object that is set in as a picture.
    ///   - photo: the photo that the object is set into.
    ///   - quality: the quality in which views are rendered.
    init(
        _ rule: Named<Pipeline.Object>, seenAs pick: ViewPool.Pick? = nil, for photo: String,
        quality: RenderQuality, of objects: ObjectLibrary, from streams: RandomStreams
    ) throws(MissingObject) {
        guard let drawn = rule.value.from.draw(from: streams.scope("from")) else {
            preconditionFailure("only effects have a chance of their own")
        }
        do throws(ObjectError) {
            let from = try objects.choose(drawn, from: streams.scope("from"), for: photo)
            let pose =
                rule.value.pose.rest == nil
                ? PlacedPose(rule.value.pose, from: streams.scope("pose"))
                : PlacedPose(
                    rule.value.pose, resting: try objects.restingPoses(of: from), from: streams.scope("pose"))
            let view = pick.map { pick in
                ModelView(
                    number: pick.number, turn: pose.turn, elevationDegrees: pick.seen.elevation.degrees,
                    onGround: pick.seen.onGround, sun: pick.sun, sky: pick.sky, quality: quality)
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
