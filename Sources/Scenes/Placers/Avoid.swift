package import Cards
import Geometry
import Masks
import Rendering

/// Anywhere, or on the ground, without covering a labelled thing of the photo.
package struct Avoid: Placer {
    package var labels: [String] = []
    package var distance: Double?

    package init() {}

    package static let card = Card<Avoid>(
        "avoid", "Anywhere, without covering a labelled thing of the photo.",
        .required(
            "labels", \.labels, .oneOrMore(.text("a category's name")),
            "Categories of a dataset's labels that no part of the object may cover."),
        .field(
            "distance", \.distance, .optional(.number(in: 0.1...10_000, .metres)),
            "The distance on the ground. The default is anywhere in the image.")
    )

    package static func needs(of values: DraftValues) -> [Need] {
        (values.has("distance") ? [.height, .ground] : [.size]) + [.labels(values.texts("labels"))]
    }

    package func propose(
        _ subject: Subject, on stage: Stage, from streams: RandomStreams
    ) throws(PlacingError) -> Placement {
        let placement =
            if let ground {
                try ground.propose(subject, on: stage, from: streams)
            } else {
                try Anywhere().propose(subject, on: stage, from: streams)
            }
        let (width, height) = (stage.camera.width, stage.camera.height)
        let outline = subject.outline(placement.place, seenBy: stage.camera)
            .clipped(to: Rect(PixelRect(width: width, height: height)))
        let cover = RunLengths(cocoPolygon: outline, width: width, height: height)
        for thing in stage.real where labels.contains(thing.instance.category) {
            if thing.shown(width: width, height: height).intersectionArea(with: cover) > 0 { throw .unlucky(.covering) }
        }
        return placement
    }

    package func ranges(on stage: Stage) throws(PlacingError) -> [String: PlacerRange] {
        try ground?.ranges(on: stage) ?? [:]
    }

    /// The rule for its place on the ground, where it is to stand there.
    private var ground: Ground? {
        distance.map { distance in
            var ground = Ground()
            ground.distance = distance
            return ground
        }
    }
}

extension Subject {
    /// A rectangle that holds all of the object in the image: the corners of its card, or the hull of its box.
    fileprivate func outline(_ place: ObjectPlace, seenBy camera: Camera) -> Polygon {
        switch (shape, place) {
        case (.card(let aspect), .flat(let imageFromObject, _)):
            return Polygon(Rect(x: 0, y: 0, width: aspect, height: 1)).transformed(by: imageFromObject)
        case (.solid(let bounds), .solid(let worldFromObject, _)):
            // The box is that of the model before it was turned to its place, so what holds is its reach in any turn.
            let reach = bounds.corners.map(\.length).max() ?? 0
            let ends = [-reach, reach]
            let corners = ends.flatMap { x in
                ends.flatMap { y in ends.map { z in worldFromObject.position + [x, y, z] } }
            }
            return Polygon(corners.compactMap { camera.image(of: $0) }).convexHull
        default: return Polygon([])
        }
    }
}
