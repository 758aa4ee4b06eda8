/// A pinhole camera above a level ground.
///
/// World: metres, right-handed, y up, the ground at y = 0, the camera at (0, `heightMetres`, 0). Unturned it looks
/// along −z with x to the right of the image and y up in it; its own frame is the same (x right, y up, −z forward).
/// It is turned by `pitch * roll`: rolled about its optical axis, then pitched about the world's x axis.
///
/// Image: pixels, origin at the top left, x right, y down, a pixel's centre at +0.5.
package struct Camera: Hashable, Sendable, Codable {
    /// The size of the image in pixels.
    package var width: Int
    package var height: Int
    package var focalPixels: Double
    /// The point where the optical axis meets the image.
    package var principal: Point
    /// The pitch; positive looks up: the horizon moves down in the image.
    package var pitch: Angle
    /// The roll; positive turns the camera counter-clockwise as seen from behind it: the horizon falls to the right in
    /// the image.
    package var roll: Angle
    package var heightMetres: Double

    /// The principal point defaults to the middle of the image.
    package init(
        width: Int, height: Int, focalPixels: Double, principal: Point? = nil,
        pitch: Angle = .zero, roll: Angle = .zero, heightMetres: Double = 0
    ) {
        precondition(focalPixels > 0, "a camera's focal length is above 0")
        self.width = width
        self.height = height
        self.focalPixels = focalPixels
        self.principal = principal ?? Point(Double(width) / 2, Double(height) / 2)
        self.pitch = pitch
        self.roll = roll
        self.heightMetres = heightMetres
    }

    /// Makes a camera from the angle that the width of the image spans: above 0° and below 180°.
    package init(
        width: Int, height: Int, horizontalFieldOfView: Angle,
        pitch: Angle = .zero, roll: Angle = .zero, heightMetres: Double = 0
    ) {
        self.init(
            width: width, height: height, focalPixels: Double(width) / 2 / (horizontalFieldOfView / 2).tangent,
            pitch: pitch, roll: roll, heightMetres: heightMetres)
    }

    /// The angle that the width of the image spans, for a principal point in its middle.
    package var horizontalFieldOfView: Angle {
        .arcTangent(Double(width) / 2, focalPixels) * 2
    }

    /// The focal length in pixels of a lens given as its equivalent in millimetres for 35 mm film, as in EXIF's
    /// FocalLengthIn35mmFilm: the same diagonal angle on a frame of 36 × 24 mm (CIPA DCG-001).
    package static func focalPixels(equivalent35Millimetres millimetres: Double, width: Int, height: Int) -> Double {
        let diagonal = Double(width * width + height * height).squareRoot()
        return millimetres * diagonal / Double(36 * 36 + 24 * 24).squareRoot()
    }

    /// The rotation that takes the camera's own frame to the world's.
    package var worldFromCamera: Matrix3 { .pitch(pitch) * .roll(roll) }

    package var position: Vector3 { [0, heightMetres, 0] }

    /// A world point in the camera's own frame: metres, x right, y up, −z forward.
    package func cameraPoint(_ world: Vector3) -> Vector3 {
        worldFromCamera.transposed * (world - position)
    }

    /// The distance of a world point in front of the camera, along the optical axis, in metres; negative behind it.
    package func depth(of world: Vector3) -> Double {
        -cameraPoint(world).z
    }

    /// The image point of a world point; nil at depth 0 and behind.
    package func image(of world: Vector3) -> Point? {
        seenPoints.image(of: world)
    }

    /// The same for many points: the camera's rotation is found once.
    package var seenPoints: SeenPoints { SeenPoints(self) }

    /// The direction of length 1 in the world that an image point shows.
    package func ray(through image: Point) -> Vector3 {
        (worldFromCamera * cameraRay(through: image)).normalized
    }

    /// The number of pixels for a metre across the optical axis, at a depth in metres.
    package func pixelsPerMetre(atDepth depth: Double) -> Double {
        focalPixels / depth
    }

    /// The same direction in the camera's own frame, at depth 1.
    package func cameraRay(through image: Point) -> Vector3 {
        [(image.x - principal.x) / focalPixels, (principal.y - image.y) / focalPixels, -1]
    }
}

extension Camera {
    /// In JSON, words are joined by underscores, as in the pipeline file.
    private enum CodingKeys: String, CodingKey {
        case width
        case height
        case focalPixels = "focal_pixels"
        case principal = "principal_point"
        case pitch = "pitch_degrees"
        case roll = "roll_degrees"
        case heightMetres = "height_metres"
    }
}
