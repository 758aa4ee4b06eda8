package import Geometry
package import JSON

/// The place of an object in space, beyond COCO's own fields.
///
/// The camera's frame is OpenCV's: metres, x right, y down, z forward, the origin at the camera. So trainers need no
/// conversion. An object's own frame: metres, y up, the front towards +z.
extension COCO {
    /// The camera that took an image: a pinhole above a level ground.
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

        package init(
            fx: Double, fy: Double, cx: Double, cy: Double, heightMetres: Double? = nil, pitchDegrees: Double? = nil,
            rollDegrees: Double? = nil
        ) {
            (self.fx, self.fy, self.cx, self.cy) = (fx, fy, cx, cy)
            self.heightMetres = heightMetres
            self.pitchDegrees = pitchDegrees
            self.rollDegrees = rollDegrees
        }

        /// Where a point of the camera's frame appears; nil at depth 0 and behind.
        package func image(of point: Vector3) -> Point? {
            guard point.z > 0 else { return nil }
            return Point(cx + fx * point.x / point.z, cy + fy * point.y / point.z)
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
        }
    }

    /// Throws for a member that is not one of ours: another tool wrote the value then.
    init(from reader: inout JSONReader) throws {
        var numbers: [String: Double] = [:]
        try reader.object { reader, name in
            let known = ["fx", "fy", "cx", "cy", "height_metres", "pitch_degrees", "roll_degrees"]
            guard known.contains(name) else { throw reader.error("\(name) is no part of a camera") }
            let number = try reader.finite()
            guard LabelNumber.isUsable(number) else { throw reader.error("\(name) is no number of a camera") }
            numbers[name] = number
        }
        guard let fx = numbers["fx"], let fy = numbers["fy"], let cx = numbers["cx"], let cy = numbers["cy"] else {
            throw reader.error("expected fx, fy, cx and cy")
        }
        self.init(
            fx: fx, fy: fy, cx: cx, cy: cy, heightMetres: numbers["height_metres"],
            pitchDegrees: numbers["pitch_degrees"], rollDegrees: numbers["roll_degrees"])
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
        var points: [Point] = []
        try array { reader in
            var numbers: [Double] = []
            try reader.array { reader in numbers.append(try reader.finite()) }
            guard numbers.count == 2 else { throw reader.error("expected two numbers") }
            points.append(Point(numbers[0], numbers[1]))
        }
        guard points.count == count else { throw error("expected \(count) points") }
        return points
    }
}
