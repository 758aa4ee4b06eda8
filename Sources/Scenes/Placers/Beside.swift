package import Cards
import Geometry

/// To the left or right of a labelled thing of the photo.
package struct Beside: Placer {
    package var labels: [String] = []
    package var gap = 0.3

    package init() {}

    package static let card = Card<Beside>(
        "beside", "To the left or right of a labelled thing of the photo.",
        .required("labels", \.labels, .oneOrMore(.text("a category's name")), "Categories of a dataset's labels."),
        .field(
            "gap", \.gap, .number(in: 0...20, .other("widths of its box")),
            "The distance from the thing's side to the object's middle, in widths of the thing's box.")
    )

    package static func needs(of values: DraftValues) -> [Need] { [.heightOrSize, .labels(values.texts("labels"))] }

    package func propose(
        _ subject: Subject, on stage: Stage, from streams: RandomStreams
    ) throws(PlacingError) -> Placement {
        let things = try stage.real(labels)
        var which = streams.stream("which")
        let thing = things[which.integer(0, things.count - 1)].thing
        let reach = gap * thing.box.width
        let x = streams.happens("left", chance: 0.5) ? thing.box.minX - reach : thing.box.maxX + reach
        return stage.standing(subject, at: Point(x, thing.foot.y))
    }
}
