package import Cards
import Geometry

/// At a given point of the image.
package struct At: Placer {
    /// The place, as shares of the image's width and height.
    package var x = 0.5
    package var y = 0.5
    package var anchor = ObjectAnchor.centre

    package init() {}

    package static let card = Card<At>(
        "at", "At a given point of the image.",
        .field(
            "x", \.x, .share(of: "the image's width", in: -1...2),
            "As a share of the image's width: 0 is the left edge, 1 the right."),
        .field(
            "y", \.y, .share(of: "the image's height", in: -1...2),
            "As a share of the image's height: 0 is the top, 1 the bottom."),
        .field("anchor", \.anchor, .word, "The point of the object that is put there: its centre or its foot.")
    )

    package static func needs(of values: DraftValues) -> [Need] { [.size] }

    package func propose(
        _ subject: Subject, on stage: Stage, from streams: RandomStreams
    ) throws(PlacingError) -> Placement {
        stage.free(
            subject, anchor: anchor, at: Point(x * Double(stage.camera.width), y * Double(stage.camera.height)))
    }
}
