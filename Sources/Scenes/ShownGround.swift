import Cards
import Geometry

/// The ground that an image shows and that things may stand on.
package struct ShownGround: Sendable {
    private let camera: Camera
    private let outline: Polygon
    private let sampler: AreaSampler

    /// Ground that is farther away counts as the horizon.
    package static let farthestMetres = 10_000.0
    /// The number of directions, all round, in which a place at a distance is looked for.
    private static let directions = 720
    /// The corners of the circle in which ground up to a distance lies: they are at that distance, and the middles of
    /// its sides are 0.05 % nearer.
    private static let circleCorners = 96

    /// - Parameters:
    ///   - region: the region of the photo that a foot must stand in, where the photo names it; else all that lies below
    ///     the horizon.
    ///   - farthest: the distance along the ground at which it ends.
    /// - Throws: `PlacingError.missing` where the image shows no such ground.
    package init(
        on stage: Stage, within region: String, farthestMetres farthest: Double = ShownGround.farthestMetres
    ) throws(PlacingError) {
        guard stage.hasGround else { throw .missing(.noGround, detail: nil) }
        guard stage.showsGround else { throw .missing(.noGroundSeen, detail: nil) }
        let camera = stage.camera
        let image = Rect(PixelRect(width: camera.width, height: camera.height))
        let asked = stage.region(region)?.clipped(to: image) ?? Polygon(image)
        let all = camera.groundPart(of: asked, withinMetres: ShownGround.farthestMetres)
        guard let whole = AreaSampler([all]) else {
            throw .missing(.offGround, detail: "the image shows nothing of its “\(region)”")
        }
        guard farthest < ShownGround.farthestMetres else {
            (self.camera, outline, sampler) = (camera, all, whole)
            return
        }
        let circle = Polygon(
            (0..<ShownGround.circleCorners).map { corner in
                let angle = Angle.degrees(360 * Double(corner) / Double(ShownGround.circleCorners))
                return Point(farthest * angle.sine, farthest * angle.cosine)
            })
        let near = ShownGround(camera, all, whole).plan.clipped(toConvex: circle)
        let seen = camera.seenPoints
        let outline = Polygon(near.vertices.compactMap { seen.image(of: [$0.x, 0, -$0.y]) })
        guard let sampler = AreaSampler([outline]) else {
            throw .missing(.offGround, detail: MissingObject.shown(ShownGround(camera, all, whole).distances))
        }
        (self.camera, self.outline, self.sampler) = (camera, outline, sampler)
    }

    private init(_ camera: Camera, _ outline: Polygon, _ sampler: AreaSampler) {
        (self.camera, self.outline, self.sampler) = (camera, outline, sampler)
    }

    /// The ground as seen from above, in metres: x to the right, y straight ahead. A straight edge of the picture is one of
    /// the ground too.
    private var plan: Polygon {
        let rays = camera.groundRays
        return Polygon(outline.vertices.compactMap { rays.groundPoint(at: $0) }.map { Point($0.x, -$0.z) })
    }

    /// A random point of the ground.
    func foot(_ spread: Ground.Spread, from streams: RandomStreams) -> Vector3? {
        var stream = streams.stream("foot")
        switch spread {
        case .picture: return camera.groundPoint(at: sampler.point(stream.unit(), stream.unit()))
        case .metres:
            guard let sampler = AreaSampler([plan]) else { return nil }
            let point = sampler.point(stream.unit(), stream.unit())
            return [point.x, 0, -point.y]
        }
    }

    /// A random point of the ground on the line that runs straight ahead, so far to the right of the camera. Each pixel of
    /// the line is equally likely, or each metre of it.
    func foot(
        atMetresToTheRight lateral: Double, _ spread: Ground.Spread, from streams: RandomStreams
    ) -> Vector3? {
        let ends = plan.edges.compactMap { a, b -> Double? in
            guard (a.x > lateral) != (b.x > lateral) else { return nil }
            return a.y + (b.y - a.y) * (lateral - a.x) / (b.x - a.x)
        }.sorted()
        func foot(_ ahead: Double) -> Vector3 { [lateral, 0, -ahead] }
        // A straight line of the ground is one of the picture, where its pieces are as long as these.
        let pieces = stride(from: 0, to: ends.count - 1, by: 2).compactMap { index -> (from: Point, to: Point)? in
            switch spread {
            case .metres: return (Point(lateral, ends[index]), Point(lateral, ends[index + 1]))
            case .picture:
                guard let from = camera.image(of: foot(ends[index])), let to = camera.image(of: foot(ends[index + 1]))
                else { return nil }
                return (from, to)
            }
        }
        let lengths = pieces.map { $0.from.distance(to: $0.to) }
        var stream = streams.stream("foot")
        var rest = stream.unit() * lengths.reduce(0, +)
        for (piece, length) in zip(pieces, lengths) where length > 0 {
            guard rest >= length else {
                let t = rest / length
                let point = Point(
                    piece.from.x + (piece.to.x - piece.from.x) * t, piece.from.y + (piece.to.y - piece.from.y) * t)
                return spread == .metres ? foot(point.y) : camera.groundPoint(at: point)
            }
            rest -= length
        }
        return nil
    }

    /// The point of the ground at a distance along it and so far to the right of the camera, if the image shows it.
    func foot(atMetres distance: Double, toTheRight lateral: Double) -> Vector3? {
        guard abs(lateral) <= distance else { return nil }
        let foot: Vector3 = [lateral, 0, -(distance * distance - lateral * lateral).squareRoot()]
        guard let point = camera.image(of: foot), outline.contains(point) else { return nil }
        return foot
    }

    /// A point of the ground at a distance in metres along it, in any direction in which the image shows ground there.
    func foot(atMetres distance: Double, from streams: RandomStreams) -> Vector3? {
        var stream = streams.stream("direction")
        let start = stream.unit()
        let seen = camera.seenPoints
        let feet = (0..<ShownGround.directions).compactMap { step -> Vector3? in
            let bearing = Angle.degrees((Double(step) + start) * 360 / Double(ShownGround.directions))
            let foot = camera.groundPoint(distanceMetres: distance, bearing: bearing)
            guard let point = seen.image(of: foot), outline.contains(point) else { return nil }
            return foot
        }
        return feet.isEmpty ? nil : feet[stream.integer(0, feet.count - 1)]
    }

    /// The distance along the ground in metres, from the nearest point to the farthest.
    package var distances: ClosedRange<Double> {
        let steps = 16
        let inside = (0...steps).flatMap { row in
            (0...steps).map { column in
                sampler.point(
                    Double(row) / Double(steps) * (1 - 1e-9), Double(column) / Double(steps) * (1 - 1e-9))
            }
        }
        let rays = camera.groundRays
        let metres = (outline.vertices + inside).compactMap { rays.groundPoint(at: $0) }.map {
            camera.groundDistance(to: $0)
        }
        guard let least = metres.min(), let most = metres.max() else { return 0...0 }
        return least...most
    }

    /// How far to the right of the camera the ground reaches, in metres, from its leftmost point to its rightmost.
    var laterals: ClosedRange<Double> {
        let across = plan.vertices.map(\.x)
        guard let least = across.min(), let most = across.max() else { return 0...0 }
        return least...most
    }
}
