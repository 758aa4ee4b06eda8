/// The horizon and the ground plane y = 0.
extension Camera {
    /// The camera that sees the horizon at a row.
    ///
    /// `horizonY`, in pixels from the top, is where the horizon meets the vertical line through the middle of the
    /// image; it may lie outside the image. `roll` tilts the horizon (see `roll`). The principal point defaults to the
    /// middle of the image.
    package init(
        width: Int, height: Int, focalPixels: Double, principal: Point? = nil, horizonY: Double, roll: Angle = .zero,
        heightMetres: Double
    ) {
        self.init(
            width: width, height: height, focalPixels: focalPixels, principal: principal, roll: roll,
            heightMetres: heightMetres)
        // The inverse of horizonY(atX:) at the principal point.
        let row = horizonY + (self.principal.x - Double(width) / 2) * roll.tangent
        pitch = .arcTangent((row - self.principal.y) * roll.cosine, focalPixels)
    }

    /// The camera that sees the horizon at a share of the image's height from the top: 0 is the top edge, 1 the bottom.
    package init(
        width: Int, height: Int, focalPixels: Double, principal: Point? = nil, horizonShare: Double,
        roll: Angle = .zero, heightMetres: Double
    ) {
        self.init(
            width: width, height: height, focalPixels: focalPixels, principal: principal,
            horizonY: horizonShare * Double(height), roll: roll, heightMetres: heightMetres)
    }

    /// The row of the horizon, in pixels from the top, at a column.
    ///
    /// The horizon is where a ray has no height: with (dx, dy) from the principal point and f the focal length,
    /// cos p (dx sin r − dy cos r) + f sin p = 0 for pitch p and roll r.
    package func horizonY(atX x: Double) -> Double {
        principal.y + (x - principal.x) * roll.tangent + focalPixels * pitch.tangent / roll.cosine
    }

    /// The point of the ground (y = 0) that an image point shows; nil at the horizon and above it, and for a camera
    /// that is not above the ground.
    package func groundPoint(at image: Point) -> Vector3? {
        groundRays.groundPoint(at: image)
    }

    /// The same for many points: the camera's rotation is found once.
    package var groundRays: GroundRays { GroundRays(self) }

    /// The part of a polygon of the image that shows ground: the part below the horizon, up to a distance in metres
    /// along the optical axis. Empty for a camera that is not above the ground.
    package func groundPart(of polygon: Polygon, withinMetres metres: Double) -> Polygon {
        guard heightMetres > 0 else { return Polygon([]) }
        // The sinking of a ray over a focal length, which is linear in the image: it is 0 at `horizonY`.
        let (a, b) = (-pitch.cosine * roll.sine, pitch.cosine * roll.cosine)
        let least = focalPixels * heightMetres / metres
        return polygon.clipped(a: a, b: b, c: -a * principal.x - b * principal.y - focalPixels * pitch.sine - least)
    }

    /// The point of the ground at a distance in metres along it, in a direction: 0° straight ahead, positive to the
    /// right.
    package func groundPoint(distanceMetres: Double, bearing: Angle) -> Vector3 {
        [distanceMetres * bearing.sine, 0, -distanceMetres * bearing.cosine]
    }

    /// The distance in metres along the ground from the point below the camera to the point below `world`.
    package func groundDistance(to world: Vector3) -> Double {
        (world.x * world.x + world.z * world.z).squareRoot()
    }
}
