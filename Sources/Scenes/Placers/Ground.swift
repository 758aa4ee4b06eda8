package import Cards
import Foundation
package import Geometry

/// On the ground: its distance gives its size.
package struct Ground: Placer {
    /// The distance in metres; nil for anywhere on the ground that the image shows.
    package var distance: Double?
    package var within = PhotoFacts.groundName
    /// How far to the right of straight ahead, in metres; nil for anywhere from left to right.
    package var lateral: Double?
    package var spread = Spread.picture
    package var farthest: Double?

    /// How places are spread over the ground where no distance is given.
    package enum Spread: String, CaseIterable, Sendable {
        /// Each pixel that shows ground is equally likely: most places are near.
        case picture
        /// Each square metre is equally likely: most places are far away.
        case metres

        /// The end of the ground where the file gives none.
        fileprivate var farthestMetres: Double { self == .picture ? ShownGround.farthestMetres : 100 }
    }

    package init() {}

    package static let card = Card<Ground>(
        "ground", "On the photo's ground, as large as its distance makes it.",
        .field(
            "distance", \.distance, .optional(.number(in: 0.1...10_000, .metres)),
            "The distance from the camera along the ground. The default is anywhere on the ground that the image shows."
        ),
        .field(
            "within", \.within, .text("a region's name"),
            "The region for its foot, in photos that name it; in others, anywhere below the horizon."),
        .field(
            "lateral", \.lateral, .optional(.number(in: -10_000...10_000, .metres)),
            "How far to the right of straight ahead; negative is to the left. The default is anywhere."),
        .field(
            "spread", \.spread, .word,
            "Without a distance, what is equally likely: each pixel that shows ground (picture), or each square metre of it (metres)."
        ),
        .field(
            "farthest", \.farthest, .optional(.number(in: 0.1...10_000, .metres)),
            "Without a distance, where the ground ends. The default is the end of the photo's ground; for metres, 100."),
        check: { ground in
            ground.distance != nil && (ground.spread != .picture || ground.farthest != nil)
                ? ["“spread” and “farthest” are for things on the ground without a “distance”"] : []
        }
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
            let ground = try known(on: stage).shown
            let foot =
                if let lateral {
                    ground.foot(atMetresToTheRight: lateral, spread, from: streams)
                } else {
                    ground.foot(spread, from: streams)
                }
            guard let foot else { throw .unlucky(.offGround) }
            return stage.standing(subject, at: foot, distanceMetres: stage.camera.groundDistance(to: foot))
        }
        guard stage.hasGround else { throw .missing(.noGround, detail: nil) }
        guard stage.showsGround else { throw .missing(.noGroundSeen, detail: nil) }
        if let lateral {
            guard let foot = try known(on: stage).shown.foot(atMetres: distance, toTheRight: lateral) else {
                throw .unlucky(.offGround)
            }
            return stage.standing(subject, at: foot, distanceMetres: distance)
        }
        if let (foot, bearing) = foot(at: distance, on: stage, from: streams) {
            return Placement(
                place: stage.standing(subject, at: foot, bearing: bearing), distanceMetres: distance)
        }
        guard stage.isSearched, let foot = try known(on: stage).shown.foot(atMetres: distance, from: streams)
        else { throw .unlucky(.offGround) }
        return stage.standing(subject, at: foot, distanceMetres: distance)
    }

    package func ranges(on stage: Stage) throws(PlacingError) -> [String: PlacerRange] {
        guard distance != nil || lateral != nil else { return [:] }
        let ground = try known(on: stage)
        var ranges: [String: PlacerRange] = [:]
        if distance != nil {
            let metres = ground.distances
            ranges["distance"] = PlacerRange(
                values: metres, reason: .offGround, detail: MissingObject.shown(metres))
        }
        if lateral != nil {
            let metres = ground.shown.laterals
            ranges["lateral"] = PlacerRange(
                values: metres, reason: .offGround, detail: MissingObject.shown(acrossMetres: metres))
        }
        return ranges
    }

    private func known(on stage: Stage) throws(PlacingError) -> KnownGrounds.Ground {
        try stage.ground(
            within: within,
            farthestMetres: distance == nil ? farthest ?? spread.farthestMetres : ShownGround.farthestMetres)
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
