package import Cards
package import Geometry

/// Any place in the image. A solid object is not placed below the ground, where the photo has one: there it would have
/// to be nearer than its size allows.
package struct Anywhere: Placer {
    package init() {}

    package static let card = Card<Anywhere>("anywhere", "Any place in the image.")

    package static let edges = Edges.all

    package static func needs(of values: DraftValues) -> [Need] { [.size] }

    package func propose(
        _ subject: Subject, on stage: Stage, from streams: RandomStreams
    ) throws(PlacingError) -> Placement {
        var x = streams.stream("x")
        var y = streams.stream("y")
        let point = Point(x.unit() * Double(stage.camera.width), y.unit() * Double(stage.camera.height))
        return try stage.floating(subject, anchor: .centre, at: point)
    }
}
