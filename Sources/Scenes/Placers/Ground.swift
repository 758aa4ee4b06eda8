package import Cards
import Foundation
package import Geometry

/// On the ground: its distance gives its size.
package struct Ground: Placer {
    /// The distance in metres; nil for anywhere on the ground that the image shows.
    package var distance: Double?
    package var within = PhotoFacts.groundName

    package init() {}

    package static let card = Card<Ground>(
        "ground", "On the photo's ground, as large as its distance makes it.",
        .field(
            "distance", \.distance, .optional(.number(in: 0.1...10_000, .metres)),
            "The distance from the camera along the ground. The default is anywhere on the ground that the image shows."
        ),
        .field(
            "within", \.within, .text("a region's name"),
            "The region for its foot, in photos that name it; in others, anywhere below the horizon.")
    )

    // Its foot and its height say where it is and how far away.
    package static let edges: Edges = [.left, .right]

    package static func needs(of values: DraftValues) -> [Need] {
        // Photos without the usual region are stood on anywhere below the horizon.
        let regions = values.texts("within").filter { $0 != Ground().within }
        return [.height, .ground] + regions.map { .region($0) }
    }

    package func propose(
        _ subject: Subject, on stage: Stage, from streams: RandomStreams
    ) throws(PlacingError) -> Placement {
        guard subject.heightMetres != nil else { throw .missing(.noHeight, detail: nil) }
        guard let distance else {
            guard let foot = try ShownGround(on: stage, within: within).foot(from: streams) else {
                throw .unlucky(.offGround)
            }
            return stage.standing(subject, at: foot, distanceMetres: stage.camera.groundDistance(to: foot))
        }
        guard stage.hasGround else { throw .missing(.noGround, detail: nil) }
        guard stage.showsGround else { throw .missing(.noGroundSeen, detail: nil) }
        if let (foot, bearing) = foot(at: distance, on: stage, from: streams) {
            return Placement(
                place: stage.standing(subject, at: foot, bearing: bearing), distanceMetres: distance)
        }
        guard stage.isSearched,
            let foot = try ShownGround(on: stage, within: within).foot(atMetres: distance, from: streams)
        else { throw .unlucky(.offGround) }
        return stage.standing(subject, at: foot, distanceMetres: distance)
    }

    package func ranges(on stage: Stage) throws(PlacingError) -> [String: PlacerRange] {
        guard distance != nil else { return [:] }
        let metres = try ShownGround(on: stage, within: within).distances
        return ["distance": PlacerRange(values: metres, reason: .offGround, detail: MissingObject.shown(metres))]
    }

    /// A column of the image, then the bearing in which the ground at this distance appears in it.
    private func foot(
        at distance: Double, on stage: Stage, from streams: RandomStreams
    ) -> (foot: Vector3, bearing: Angle)? {
        let camera = stage.camera
        guard let row = camera.image(of: camera.groundPoint(distanceMetres: distance, bearing: .zero)) else {
            return nil
        }
        var stream = streams.stream("column")
        let column = stream.unit() * Double(camera.width)
        guard let seen = camera.groundPoint(at: Point(column, row.y)) else { return nil }
        let bearing = Angle.arcTangent(seen.x, -seen.z)
        let foot = camera.groundPoint(distanceMetres: distance, bearing: bearing)
        guard let footInImage = camera.image(of: foot) else { return nil }
        if let region = stage.region(within), !region.contains(footInImage) { return nil }
        return (foot, bearing)
    }
}
