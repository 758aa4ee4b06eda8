import Geometry

/// What a sensor that is read row by row makes of the picture while the camera turns, enlarged about its middle.
///
/// Each row is the picture of a pinhole camera that has turned on at a constant rate since the middle row (P.-E. Forssén
/// and E. Ringaby, "Rectifying rolling shutter video from hand-held devices", CVPR 2010, doi:10.1109/CVPR.2010.5540173).
struct ShutterWarp: Warp {
    private let focalPixels: Double
    private let principal: Point
    private let middle: Point
    private let height: Double
    let scale: Double
    /// The camera's turn from the first row to the last: an axis of length 1 in its frame (x right, y down, z forward),
    /// and the angle.
    private let axis: Vector3
    private let angle: Angle

    init(_ motion: ShutterMotion, on camera: Camera, scale: Double) {
        (focalPixels, principal, self.scale) = (camera.focalPixels, camera.principal, scale)
        height = Double(camera.height)
        middle = Point(Double(camera.width) / 2, height / 2)
        let turn = Vector3(motion.pitch, motion.yaw, -motion.roll) * motion.readoutSeconds
        axis = turn.length > 0 ? turn / turn.length : [0, 0, 1]
        angle = .degrees(turn.length)
    }

    /// A point of the picture that the camera would take at a row, as the picture of the middle row has it, or the other
    /// way round; nil behind the camera.
    private func turned(_ point: Point, atRow y: Double, back: Bool) -> Point? {
        let share = y / height - 0.5
        let own = angle * (back ? -share : share)
        let (s, c) = (own.sine, own.cosine)
        let ray: Vector3 = [(point.x - principal.x) / focalPixels, (point.y - principal.y) / focalPixels, 1]
        // Rodrigues' formula.
        let turned = ray * c + axis.cross(ray) * s + axis * (axis.dot(ray) * (1 - c))
        guard turned.z > 1e-6 else { return nil }
        return Point(
            principal.x + focalPixels * turned.x / turned.z, principal.y + focalPixels * turned.y / turned.z)
    }

    func source(of place: Point) -> Point? {
        turned(
            Point(middle.x + (place.x - middle.x) / scale, middle.y + (place.y - middle.y) / scale), atRow: place.y,
            back: false)
    }

    /// The row at which the camera takes a point depends on where it then sees the point: found step by step, to 10⁻⁹ of
    /// a pixel. Nil where it sees the point at no row, or at several.
    func place(of point: Point) -> Point? {
        var row = point.y
        for _ in 0..<60 {
            guard let seen = turned(point, atRow: row, back: true) else { return nil }
            let place = Point(middle.x + (seen.x - middle.x) * scale, middle.y + (seen.y - middle.y) * scale)
            if abs(place.y - row) < 1e-9 { return place }
            row = place.y
        }
        return nil
    }
}
