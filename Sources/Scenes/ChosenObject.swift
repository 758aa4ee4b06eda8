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
    /// The edges of its photo that cut it off: it lies at the same edges of the image.
    var edges: Edges = []
}

extension ChosenObject {
    /// Draws an object by a pipeline's rule.
    ///
    /// - Parameters:
    ///   - pick: chooses the view of an object that is set in as a picture.
    ///   - use: what it is chosen for.
    ///   - side: the part of a split by object that the object is to be of.
    ///   - quality: the quality in which views are rendered.
    init(
        _ rule: Named<Pipeline.Object>, seenAs pick: ViewPool.Pick? = nil, for use: ObjectUse, on side: SplitSide?,
        quality: RenderQuality, of objects: ObjectLibrary, from streams: RandomStreams
    ) throws(MissingObject) {
        let source: DrawnPart?
        do throws(ObjectError) {
            source = try ChosenObject.source(rule, for: use, on: side, of: objects, from: streams.scope("from"))
        } catch {
            throw MissingObject(rule.name, error)
        }
        guard let from = source else { throw MissingObject(name: rule.name, reason: .otherSide) }
        do throws(ObjectError) {
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
            self.init(
                from: from, view: view, category: try objects.category(of: from), pose: pose, shape: shape,
                edges: try objects.cutEdges(of: from))
        } catch {
            throw MissingObject(rule.name, error)
        }
    }

    /// So many sources are drawn until one is of the right side: with a hundredth of them on it, one draw of 10,000 finds
    /// none.
    private static let sourceDraws = 1000

    /// Draws what an object is; nil where none of the draws is of the side.
    private static func source(
        _ rule: Named<Pipeline.Object>, for use: ObjectUse, on side: SplitSide?, of objects: ObjectLibrary,
        from streams: RandomStreams
    ) throws(ObjectError) -> DrawnPart? {
        for attempt in 0..<(side == nil ? 1 : sourceDraws) {
            let streams = attempt == 0 ? streams : streams.scope("side").scope(String(attempt))
            guard let drawn = rule.value.from.draw(from: streams) else {
                preconditionFailure("only effects have a chance of their own")
            }
            let from = try objects.choose(drawn, from: streams, for: use)
            guard let side else { return from }
            if side.admits(try objects.origin(of: from)) { return from }
        }
        return nil
    }
}

extension MissingObject {
    /// An object that cannot be used.
    fileprivate init(_ name: String, _ error: ObjectError) {
        self.init(
            name: name, reason: error.code == .samePhoto ? .samePhoto : .unreadable, detail: error.words,
            file: error.file)
    }
}
