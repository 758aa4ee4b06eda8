import Cards
import Geometry
import Pipelines
package import Rendering

/// The direction in which an image looks into a panorama, and its exposure. The rest of the view is the scene's camera.
package struct PanoramaView: Hashable, Sendable, Codable {
    /// The direction of the panorama that is straight ahead: 0 is its middle column, 90 right of that.
    package var yawDegrees: Double
    /// So many doublings make the image brighter than a middle grey.
    package var exposureStops: Double

    package init(yawDegrees: Double, exposureStops: Double) {
        self.yawDegrees = yawDegrees
        self.exposureStops = exposureStops
    }

    /// In JSON, words are joined by underscores, as in the pipeline file.
    private enum CodingKeys: String, CodingKey {
        case yawDegrees = "yaw_degrees"
        case exposureStops = "exposure_stops"
    }
}

extension PanoramaView {
    /// Draws a view, from the streams `yaw` and `exposure`.
    init(of panorama: PanoramaFacts, drawnBy rules: Pipeline.Panoramas, from streams: RandomStreams) {
        self.init(
            yawDegrees: rules.yaw.map { streams.draw("yaw", $0) } ?? panorama.goodYaw(from: streams),
            exposureStops: streams.draw("exposure", rules.exposure))
    }
}

extension PanoramaFacts {
    /// One of the good directions, or any direction where none is named.
    fileprivate func goodYaw(from streams: RandomStreams) -> Double {
        var stream = streams.stream("yaw")
        guard !yaws.isEmpty else { return stream.uniform(-180, 180) }
        let yaw = yaws[stream.integer(0, yaws.count - 1)].degrees
        return yaw + stream.uniform(-spread.degrees, spread.degrees)
    }

    /// The facts that are known of a view of the panorama, as of a photo: its camera, drawn from the streams `fov`,
    /// `pitch`, `roll` and `camera_height`, and its ground.
    func viewFacts(drawnBy rules: Pipeline.Panoramas, from streams: RandomStreams) -> PhotoFacts {
        var facts = PhotoFacts()
        facts.fieldOfView = .degrees(streams.draw("fov", rules.fieldOfView))
        facts.pitch = .degrees(streams.draw("pitch", rules.pitch))
        facts.roll = .degrees(streams.draw("roll", rules.roll))
        facts.cameraHeightMetres = cameraHeightMetres ?? streams.draw("camera_height", rules.cameraHeight)
        let whole = PhotoView(photoWidth: rules.width, photoHeight: rules.height)
        let camera = whole.camera(
            facts, defaults: PhotoCameraDefaults(fieldOfView: .zero, horizon: nil, heightMetres: 0))
        facts.ground = groundRadiusMetres.flatMap { ground(within: $0, seenBy: camera) }
        return facts
    }

    /// The part of a view that shows ground within a distance, in shares of its width and height; nil where it shows
    /// none.
    private func ground(within metres: Double, seenBy camera: Camera) -> Polygon? {
        func ring(_ metres: Double, _ bearings: some Sequence<Double>) -> [Point] {
            bearings.compactMap {
                camera.image(of: camera.groundPoint(distanceMetres: metres, bearing: .degrees($0)))
            }
        }
        var outline = ring(metres, stride(from: 0.0, to: 360, by: 5))
        if outline.count < 72 {
            // Not looking steeply down: what is ahead, from close to the camera's feet, a quarter turn to either side.
            outline =
                ring(metres, stride(from: -85.0, through: 85, by: 5))
                + ring(min(0.2, metres / 2), stride(from: 85.0, through: -85, by: -5))
        }
        guard outline.count > 2 else { return nil }
        return Polygon(outline.map { Point($0.x / Double(camera.width), $0.y / Double(camera.height)) })
    }
}

extension ScenePhoto {
    /// The scene's orientation in its panorama; nil for a photo.
    package var turn: PanoramaTurn? {
        panorama.map { PanoramaTurn(yaw: .degrees($0.yawDegrees), isMirrored: view.isMirrored) }
    }
}
