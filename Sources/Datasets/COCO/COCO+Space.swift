package import Geometry
package import JSON

/// The place of an object in space, beyond COCO's own fields.
///
/// The camera's frame is OpenCV's: metres, x right, y down, z forward, the origin at the camera. So trainers need no
/// conversion. An object's own frame: metres, y up, the front towards +z.
extension COCO {
    /// The camera that took an image: a pinhole above a level ground, perhaps with a lens that bends straight lines.
    package struct Camera: Hashable, Sendable {
        /// Focal lengths in pixels, and where the optical axis meets the image, from its top left.
        package var fx: Double
        package var fy: Double
        package var cx: Double
        package var cy: Double
        /// Above the ground.
        package var heightMetres: Double?
        /// Positive looks up.
        package var pitchDegrees: Double?
        /// Positive turns the camera counter-clockwise as seen from behind it.
        package var rollDegrees: Double?
        /// The lens's coefficients, as OpenCV orders and defines them: k1, k2, p1, p2, k3.
        package var distortion: [Double]?
        package var rollingShutter: RollingShutter?

        /// A sensor that was read row by row while the camera turned: each row then has a pose of its own. The poses in the
        /// file are those at the middle row.
        package struct RollingShutter: Hashable, Sendable {
            /// From the first row to the last.
            package var readoutSeconds: Double
            /// To the right, upwards, and counter-clockwise as seen from behind the camera.
            package var yawDegreesPerSecond: Double
            package var pitchDegreesPerSecond: Double
            package var rollDegreesPerSecond: Double

            package init(
                readoutSeconds: Double, yawDegreesPerSecond: Double, pitchDegreesPerSecond: Double,
                rollDegreesPerSecond: Double
            ) {
                self.readoutSeconds = readoutSeconds
                self.yawDegreesPerSecond = yawDegreesPerSecond
                self.pitchDegreesPerSecond = pitchDegreesPerSecond
                self.rollDegreesPerSecond = rollDegreesPerSecond
            }
        }

        /// Whether it is a pinhole, as formats take it that have a focal length and a principal point alone.
        package var isPinhole: Bool { distortion?.allSatisfy { $0 == 0 } ?? true && rollingShutter == nil }

        package init(
            fx: Double, fy: Double, cx: Double, cy: Double, heightMetres: Double? = nil, pitchDegrees: Double? = nil,
            rollDegrees: Double? = nil
        ) {
            (self.fx, self.fy, self.cx, self.cy) = (fx, fy, cx, cy)
            self.heightMetres = heightMetres
            self.pitchDegrees = pitchDegrees
            self.rollDegrees = rollDegrees
        }

        /// Where a point of the camera's frame appears; nil at depth 0 and behind, where the lens takes no ray, and where
        /// each row has a pose of its own.
        package func image(of point: Vector3) -> Point? {
            guard point.z > 0, rollingShutter == nil else { return nil }
            let ray = Point(point.x / point.z, point.y / point.z)
            guard let d = distortion else { return Point(cx + fx * ray.x, cy + fy * ray.y) }
            return LensDistortion(k1: d[0], k2: d[1], k3: d[4], p1: d[2], p2: d[3]).distorted(ray).map {
                Point(cx + fx * $0.x, cy + fy * $0.y)
            }
        }
    }

    /// How an object stands before the camera: `point in the camera's frame = rotation * point + translation`.
    package struct Pose: Hashable, Sendable {
        /// Camera from object. In the file: nine numbers, row by row.
        package var rotation: Matrix3
        /// The origin of the object's own frame, in the camera's.
        package var translation: Vector3

        package init(rotation: Matrix3, translation: Vector3) {
            self.rotation = rotation
            self.translation = translation
        }

        /// A point of the object's own frame in the camera's.
        package func camera(of point: Vector3) -> Vector3 { rotation * point + translation }
    }

    /// The box around an object in its own frame, along its axes.
    package struct Box3D: Hashable, Sendable {
        package var lower: Vector3
        package var upper: Vector3

        package init(lower: Vector3, upper: Vector3) {
            self.lower = lower
            self.upper = upper
        }

        package var size: Vector3 { upper - lower }
        package var center: Vector3 { (lower + upper) / 2 }

        /// The eight corners: bit 0 of the place chooses x, bit 1 y, bit 2 z; 0 is lower, 1 upper.
        package var corners: [Vector3] {
            (0..<8).map { place in
                Vector3(
                    place & 1 == 0 ? lower.x : upper.x, place & 2 == 0 ? lower.y : upper.y,
                    place & 4 == 0 ? lower.z : upper.z)
            }
        }
    }

    /// A named point of an object in its image.
    package struct Keypoint: Hashable, Sendable {
        /// COCO's numbers for the state of a keypoint.
        package enum Visibility: Int, Sendable {
            /// Not labelled; COCO then has its position at 0, 0.
            case unlabelled = 0
            /// Labelled, and something hides it.
            case hidden = 1
            case visible = 2
        }

        package var position: Point
        package var visibility: Visibility

        package init(_ position: Point, _ visibility: Visibility) {
            self.position = position
            self.visibility = visibility
        }
    }
}

extension COCO.Camera: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("fx", fx)
            writer.member("fy", fy)
            writer.member("cx", cx)
            writer.member("cy", cy)
            writer.member("height_metres", ifPresent: heightMetres)
            writer.member("pitch_degrees", ifPresent: pitchDegrees)
            writer.member("roll_degrees", ifPresent: rollDegrees)
            writer.member("distortion", ifPresent: distortion)
            writer.member("rolling_shutter", ifPresent: rollingShutter)
        }
    }

    /// Throws for a member that is not one of ours: another tool wrote the value then.
    init(from reader: inout JSONReader) throws {
        var numbers: [String: Double] = [:]
        var (distortion, shutter): ([Double]?, RollingShutter?)
        try reader.object { reader, name in
            switch name {
            case "distortion": distortion = try reader.coefficients()
            case "rolling_shutter": shutter = try RollingShutter(from: &reader)
            case "fx", "fy", "cx", "cy", "height_metres", "pitch_degrees", "roll_degrees":
                numbers[name] = try reader.cameraNumber(name)
            default: throw reader.error("\(name) is no part of a camera")
            }
        }
        guard let fx = numbers["fx"], let fy = numbers["fy"], let cx = numbers["cx"], let cy = numbers["cy"] else {
            throw reader.error("expected fx, fy, cx and cy")
        }
        self.init(
            fx: fx, fy: fy, cx: cx, cy: cy, heightMetres: numbers["height_metres"],
            pitchDegrees: numbers["pitch_degrees"], rollDegrees: numbers["roll_degrees"])
        (self.distortion, rollingShutter) = (distortion, shutter)
    }
}

extension COCO.Camera.RollingShutter: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("readout_seconds", readoutSeconds)
            writer.member("yaw_degrees_per_second", yawDegreesPerSecond)
            writer.member("pitch_degrees_per_second", pitchDegreesPerSecond)
            writer.member("roll_degrees_per_second", rollDegreesPerSecond)
        }
    }

    init(from reader: inout JSONReader) throws {
        var numbers: [String: Double] = [:]
        try reader.object { reader, name in numbers[name] = try reader.cameraNumber(name) }
        guard numbers.count == 4, let readout = numbers["readout_seconds"],
            let yaw = numbers["yaw_degrees_per_second"], let pitch = numbers["pitch_degrees_per_second"],
            let roll = numbers["roll_degrees_per_second"]
        else { throw reader.error("expected the readout and the turns of a rolling shutter") }
        self.init(
            readoutSeconds: readout, yawDegreesPerSecond: yaw, pitchDegreesPerSecond: pitch,
            rollDegreesPerSecond: roll)
    }
}

extension COCO.Pose: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            let rows = rotation.transposed
            writer.member("rotation", rows.x.list + rows.y.list + rows.z.list)
            writer.member("translation", translation.list)
        }
    }

    init(from reader: inout JSONReader) throws {
        let lists = try reader.lists(["rotation": 9, "translation": 3])
        guard let rows = lists["rotation"], let translation = lists["translation"] else {
            throw reader.error("expected a rotation and a translation")
        }
        self.init(
            rotation: Matrix3(x: Vector3(rows[0..<3]), y: Vector3(rows[3..<6]), z: Vector3(rows[6..<9])).transposed,
            translation: Vector3(translation))
    }
}

extension COCO.Box3D: JSONEncodable {
    package func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("lower", lower.list)
            writer.member("upper", upper.list)
        }
    }

    init(from reader: inout JSONReader) throws {
        let lists = try reader.lists(["lower": 3, "upper": 3])
        guard let lower = lists["lower"], let upper = lists["upper"] else {
            throw reader.error("expected lower and upper")
        }
        self.init(lower: Vector3(lower), upper: Vector3(upper))
    }
}

extension [COCO.Keypoint] {
    /// The numbers in the file: x, y, v, x, y, v, …
    var numbers: [Double] { flatMap { [$0.position.x, $0.position.y, Double($0.visibility.rawValue)] } }

    init(from reader: inout JSONReader) throws {
        var numbers: [Double] = []
        try reader.array { reader in numbers.append(try reader.finite()) }
        guard numbers.count.isMultiple(of: 3) else { throw reader.error("expected three numbers a keypoint") }
        self = try stride(from: 0, to: numbers.count, by: 3).map { place in
            guard let visibility = Int(exactly: numbers[place + 2]).flatMap(COCO.Keypoint.Visibility.init) else {
                throw reader.error("a keypoint's last number is 0, 1 or 2")
            }
            return COCO.Keypoint(Point(numbers[place], numbers[place + 1]), visibility)
        }
    }
}

extension Vector3 {
    fileprivate var list: [Double] { [x, y, z] }
}

extension JSONReader {
    fileprivate mutating func cameraNumber(_ name: String) throws -> Double {
        let number = try finite()
        guard LabelNumber.isUsable(number) else { throw error("\(name) is no number of a camera") }
        return number
    }

    /// The five coefficients of a lens.
    fileprivate mutating func coefficients() throws -> [Double] {
        var numbers: [Double] = []
        try array { reader in numbers.append(try reader.cameraNumber("distortion")) }
        guard numbers.count == 5 else { throw error("expected k1, k2, p1, p2 and k3") }
        return numbers
    }

    /// An object with nothing but these lists of finite numbers, each of the given length.
    fileprivate mutating func lists(_ lengths: [String: Int]) throws -> [String: [Double]] {
        var lists: [String: [Double]] = [:]
        try object { reader, name in
            guard let length = lengths[name] else { throw reader.error("\(name) does not belong here") }
            var numbers: [Double] = []
            try reader.array { reader in numbers.append(try reader.finite()) }
            guard numbers.count == length else { throw reader.error("expected \(length) numbers") }
            lists[name] = numbers
        }
        return lists
    }

    /// Points as `[[x, y], …]`.
    mutating func points(count: Int) throws -> [Point] {
        let points = try points()
        guard points.count == count else { throw error("expected \(count) points") }
        return points
    }

    mutating func points() throws -> [Point] {
        var points: [Point] = []
        try array { reader in
            var numbers: [Double] = []
            try reader.array { reader in numbers.append(try reader.finite()) }
            guard numbers.count == 2 else { throw reader.error("expected two numbers") }
            points.append(Point(numbers[0], numbers[1]))
        }
        return points
    }
}
