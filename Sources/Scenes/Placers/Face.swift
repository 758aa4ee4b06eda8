package import Cards
import Geometry

/// Flat on the face of a labelled thing of the photo, such as a box, a sign or a door, in its perspective.
///
/// The face is the label's four corners, or the rectangle round a label of another shape. Its metres are not known.
package struct Face: Placer {
    package var labels: [String] = []

    package init() {}

    package static let card = Card<Face>(
        "face", "Flat on the face of a labelled thing of the photo, in its perspective. For flat objects.",
        .required(
            "labels", \.labels, .oneOrMore(.text("a category's name")),
            "Categories of a dataset's labels. A polygon of four corners is the face itself, of other labels it is the box around them. The object's “size” is a share of its shorter side."
        )
    )

    package static func needs(of values: DraftValues) -> [Need] {
        [.size, .surface(values.texts("labels")), .plane(nil)]
    }

    package func propose(
        _ subject: Subject, on stage: Stage, from streams: RandomStreams
    ) throws(PlacingError) -> Placement {
        let things = try stage.real(labels)
        var which = streams.stream("which")
        let thing = things[which.integer(0, things.count - 1)].thing
        let name = "label \(thing.instance.id)"
        // Of unknown size, it is a metre wide: the object is a share of it.
        guard let quadrilateral = Quadrilateral(around: thing.outlines(in: stage.view)),
            let face = SeenRectangle(
                quadrilateral.corners, widthMetres: 1, seenBy: stage.camera)
        else { throw .unlucky(.noFace) }
        var placement = try subject.placement(in: face, heightMetres: nil, named: name, on: stage, from: streams)
        // The depth is in widths of the face.
        placement.distanceMetres = nil
        placement.plane = PlacedPlane(name: thing.instance.category, corners: face.corners)
        return placement
    }
}
