import Foundation
import Geometry
package import Pipelines

/// On the ground: its distance gives its size.
package struct Ground: Placer {
    /// In metres.
    package var distance = 10.0
    package var within = "ground"

    package init() {}

    package static let card = Card<Ground>(
        "ground", "On the photo's ground, as large as its distance makes it.",
        .field("distance", \.distance, .number(in: 0.1...10_000, .metres), "From the camera, along the ground."),
        .field(
            "within", \.within, .text("a region's name"),
            "The region its foot must stand in, for photos that name it; anywhere below the horizon otherwise.")
    )

    package func propose(
        _ subject: Subject, on stage: Stage, from streams: RandomStreams
    ) throws(PlacingError) -> Placement {
        let camera = stage.camera
        guard stage.hasGround else { throw .missing(.noGround, detail: nil) }
        guard stage.showsGround else { throw .missing(.noGroundSeen, detail: nil) }
        // A column of the image, then the bearing in which the ground at this distance appears in it.
        guard let row = camera.image(of: camera.groundPoint(distanceMetres: distance, bearing: .zero)) else {
            throw .unlucky(.offGround)
        }
        var stream = streams.stream("column")
        let column = stream.unit() * Double(camera.width)
        guard let seen = camera.groundPoint(at: Point(column, row.y)) else { throw .unlucky(.offGround) }
        let bearing = Angle.arcTangent(seen.x, -seen.z)
        let foot = camera.groundPoint(distanceMetres: distance, bearing: bearing)
        guard let footInImage = camera.image(of: foot) else { throw .unlucky(.offGround) }
        if let region = stage.region(within), !region.contains(footInImage) { throw .unlucky(.offGround) }
        return Placement(place: stage.standing(subject, at: foot, bearing: bearing), distanceMetres: distance)
    }
}
