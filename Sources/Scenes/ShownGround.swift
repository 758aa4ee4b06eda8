import Cards
import Geometry

/// The ground that an image shows and that things may stand on.
struct ShownGround {
    private let camera: Camera
    private let outline: Polygon
    private let sampler: AreaSampler

    /// Ground that is farther away counts as the horizon.
    static let farthestMetres = 10_000.0
    /// The number of directions, all round, in which a place at a distance is looked for.
    private static let directions = 720

    /// - Parameter region: the region of the photo that a foot must stand in, where the photo names it; else all that lies
    ///   below the horizon.
    /// - Throws: `PlacingError.missing` where the image shows no such ground.
    init(on stage: Stage, within region: String) throws(PlacingError) {
        guard stage.hasGround else { throw .missing(.noGround, detail: nil) }
        guard stage.showsGround else { throw .missing(.noGroundSeen, detail: nil) }
        let image = Rect(PixelRect(width: stage.camera.width, height: stage.camera.height))
        let asked = stage.region(region)?.clipped(to: image) ?? Polygon(image)
        let outline = stage.camera.groundPart(of: asked, withinMetres: ShownGround.farthestMetres)
        guard let sampler = AreaSampler([outline]) else {
            throw .missing(.offGround, detail: "the image shows nothing of its “\(region)”")
        }
        (camera, self.outline, self.sampler) = (stage.camera, outline, sampler)
    }

    /// A random point of the ground: each pixel that shows ground is equally likely.
    func foot(from streams: RandomStreams) -> Vector3? {
        var stream = streams.stream("foot")
        return camera.groundPoint(at: sampler.point(stream.unit(), stream.unit()))
    }

    /// A point of the ground at a distance in metres along it, in any direction in which the image shows ground there.
    func foot(atMetres distance: Double, from streams: RandomStreams) -> Vector3? {
        var stream = streams.stream("direction")
        let start = stream.unit()
        let feet = (0..<ShownGround.directions).compactMap { step -> Vector3? in
            let bearing = Angle.degrees((Double(step) + start) * 360 / Double(ShownGround.directions))
            let foot = camera.groundPoint(distanceMetres: distance, bearing: bearing)
            guard let point = camera.image(of: foot), outline.contains(point) else { return nil }
            return foot
        }
        return feet.isEmpty ? nil : feet[stream.integer(0, feet.count - 1)]
    }

    /// The distance along the ground in metres, from the nearest point to the farthest.
    var distances: ClosedRange<Double> {
        let steps = 16
        let inside = (0...steps).flatMap { row in
            (0...steps).map { column in
                sampler.point(
                    Double(row) / Double(steps) * (1 - 1e-9), Double(column) / Double(steps) * (1 - 1e-9))
            }
        }
        let metres = (outline.vertices + inside).compactMap { camera.groundPoint(at: $0) }.map {
            camera.groundDistance(to: $0)
        }
        guard let least = metres.min(), let most = metres.max() else { return 0...0 }
        return least...most
    }
}
