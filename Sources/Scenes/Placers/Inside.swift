package import Cards
import Geometry
import Masks

/// Standing inside a labelled thing of the photo, such as a road.
package struct Inside: Placer {
    package var labels: [String] = []

    package init() {}

    package static let card = Card<Inside>(
        "inside", "Standing inside a labelled thing of the photo, such as a road.",
        .required(
            "labels", \.labels, .oneOrMore(.text("a category's name")),
            "Categories of a dataset's labels. On a photo's ground, the object's height gives its size.")
    )

    package static func needs(of values: DraftValues) -> [Need] { [.heightOrSize, .surface(values.texts("labels"))] }

    package func propose(
        _ subject: Subject, on stage: Stage, from streams: RandomStreams
    ) throws(PlacingError) -> Placement {
        stage.standing(subject, at: try stage.point(in: labels, from: streams))
    }
}

/// On top of a labelled thing of the photo, such as a table.
package struct On: Placer {
    package var labels: [String] = []

    package init() {}

    package static let card = Card<On>(
        "on", "On top of a labelled thing of the photo, such as a table.",
        .required(
            "labels", \.labels, .oneOrMore(.text("a category's name")),
            "Categories of a dataset's labels. The object's “size” gives its size, because it does not stand on the ground."
        )
    )

    package static func needs(of values: DraftValues) -> [Need] { [.size, .surface(values.texts("labels"))] }

    package func propose(
        _ subject: Subject, on stage: Stage, from streams: RandomStreams
    ) throws(PlacingError) -> Placement {
        stage.free(subject, anchor: .foot, at: try stage.point(in: labels, from: streams))
    }
}

extension Stage {
    /// The centre of a pixel of the labelled things that the image shows, all pixels equally likely.
    fileprivate func point(in categories: [String], from streams: RandomStreams) throws(PlacingError) -> Point {
        let shown = try real(categories).map(\.shown)
        let area = shown.reduce(0) { $0 + $1.area }
        var stream = streams.stream("pixel")
        var number = stream.integer(0, area - 1)
        for mask in shown {
            if let pixel = mask.pixel(number) { return Point(Double(pixel.x) + 0.5, Double(pixel.y) + 0.5) }
            number -= mask.area
        }
        preconditionFailure("the number is below the area of all masks")
    }
}
