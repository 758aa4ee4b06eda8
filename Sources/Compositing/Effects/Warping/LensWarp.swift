import Geometry

/// What a lens with distortion makes of a pinhole camera's picture, enlarged or made smaller about its middle.
struct LensWarp: Warp {
    let distortion: LensDistortion
    private let focalPixels: Double
    private let principal: Point
    /// Those of the warped picture.
    let seenFocalPixels: Double
    let seenPrincipal: Point

    /// Nil where the middle of the picture lies beyond what the model says.
    init?(_ distortion: LensDistortion, on camera: Camera, scale: Double) {
        self.distortion = distortion
        (focalPixels, principal) = (camera.focalPixels, camera.principal)
        seenFocalPixels = scale * camera.focalPixels
        let middle = Point(Double(camera.width) / 2, Double(camera.height) / 2)
        guard let bent = distortion.distorted(LensWarp.ray(middle, focalPixels, principal)) else { return nil }
        seenPrincipal = Point(middle.x - seenFocalPixels * bent.x, middle.y - seenFocalPixels * bent.y)
    }

    private static func ray(_ point: Point, _ focal: Double, _ principal: Point) -> Point {
        Point((point.x - principal.x) / focal, (point.y - principal.y) / focal)
    }

    func place(of point: Point) -> Point? {
        distortion.distorted(LensWarp.ray(point, focalPixels, principal)).map {
            Point(seenPrincipal.x + seenFocalPixels * $0.x, seenPrincipal.y + seenFocalPixels * $0.y)
        }
    }

    func source(of place: Point) -> Point? {
        distortion.undistorted(LensWarp.ray(place, seenFocalPixels, seenPrincipal)).map {
            Point(principal.x + focalPixels * $0.x, principal.y + focalPixels * $0.y)
        }
    }
}
