import Cards
import Geometry
import Rendering

/// A solid in the making: the values of its names, the parts built so far, and the mistakes found.
///
/// After a mistake the work goes on with a harmless value in its place, so that all mistakes are found at once.
struct Workpiece {
    var values: SolidValues
    /// The names in the order of their numbers.
    let materialNames: [String]
    /// The tile of each material.
    var tiles: [SolidMesh.Tile] = []
    /// The material of parts without one of their own.
    var material: String?
    private(set) var mesh = SolidMesh()
    private(set) var diagnostics: [Diagnostic] = []
    private let maxTriangles: Int
    /// Whether there have been too many triangles.
    private(set) var isFull = false
    /// The part that is being added: the place to blame for defaults, which are in no file.
    private var place: Position

    init(values: SolidValues, materials: [String], maxTriangles: Int, at place: Position) {
        self.values = values
        materialNames = materials
        self.maxTriangles = maxTriangles
        self.place = place
    }

    mutating func report(_ problem: Problem, at position: Position? = nil) {
        diagnostics.append(Diagnostic(problem, at: position ?? place))
    }

    // MARK: - Numbers

    mutating func number(_ expression: Expression) -> Double {
        let value = expression.value(values.numbers)
        guard value.isFinite, abs(value) < 1e9 else {
            report(
                .rule("“\(expression.text)” is no finite number here (a division by 0, or a name that comes later?)"),
                at: expression.position)
            return 1
        }
        return value
    }

    /// A number that must lie in a range.
    mutating func number(
        _ expression: Expression, _ name: String, in range: ClosedRange<Double>, _ unit: Unit
    ) -> Double {
        let value = number(expression)
        guard range.contains(value) else {
            let form = Form<Double>.number(in: range, unit)
            report(
                .outOfRange("“\(name)”, which is \(value.plainText),", expected: form.expectation),
                at: expression.position)
            return max(range.lowerBound, min(range.upperBound, 1))
        }
        return value
    }

    /// A length of at least a tenth of a millimetre.
    mutating func length(_ expression: Expression, _ name: String) -> Double {
        let value = number(expression)
        guard value >= 1e-4, value <= 1e4 else {
            report(
                .outOfRange(
                    "“\(name)”, which is \(value.plainText),", expected: "a length from 0.0001 to 10000 metres"),
                at: expression.position)
            return 1
        }
        return value
    }

    /// The place of a picture on a material: its lower left corner and its size; by default the whole texture.
    ///
    /// Nil, with a note, for a picture so much larger than the texture that only a speck of it would be seen.
    mutating func place(
        at: [Expression], size: [Expression]?, on whole: SIMD2<Double>
    ) -> (at: SIMD2<Double>, size: SIMD2<Double>)? {
        let corner = SIMD2(number(at[0]), number(at[1]))
        guard let size else { return (corner, whole) }
        let sides = SIMD2(length(size[0], "size"), length(size[1], "size"))
        for axis in 0..<2 where sides[axis] > Workpiece.mostSpan * whole[axis] {
            report(
                .outOfRange(
                    "“size”, which is \(sides[axis].plainText),",
                    expected: "at most \(Workpiece.mostSpan.plainText) times the \(whole[axis].plainText) that the "
                        + "texture spans"), at: size[axis].position)
            return nil
        }
        return (corner, sides)
    }

    private static let mostSpan = 16.0

    mutating func count(_ expression: Expression, _ name: String, in range: ClosedRange<Int>) -> Int {
        let wide = Double(range.lowerBound)...Double(range.upperBound)
        return Int(number(expression, name, in: wide, .other("of them")).rounded())
    }

    mutating func vector(_ expressions: [Expression]) -> Vector3 {
        Vector3(number(expressions[0]), number(expressions[1]), number(expressions[2]))
    }

    // MARK: - Paths

    /// A way through points of a plane, each `[x, y]` or `[x, y, rounding]`.
    mutating func path(_ corners: [[Expression]], isClosed: Bool, _ name: String) -> [Point] {
        rounded(
            corners.map { corner in
                RoundedPath.Corner(
                    point: [number(corner[0]), number(corner[1]), 0],
                    radius: corner.count > 2 ? number(corner[2], "rounding", in: 0...1e4, .metres) : 0)
            }, corners, isClosed: isClosed, name
        ).map { Point($0.x, $0.y) }
    }

    /// A way through space, each corner `[x, y, z]` or `[x, y, z, rounding]`.
    mutating func way(_ corners: [[Expression]], isClosed: Bool, _ name: String) -> [Vector3] {
        rounded(
            corners.map { corner in
                RoundedPath.Corner(
                    point: vector(corner),
                    radius: corner.count > 3 ? number(corner[3], "rounding", in: 0...1e4, .metres) : 0)
            }, corners, isClosed: isClosed, name)
    }

    private mutating func rounded(
        _ corners: [RoundedPath.Corner], _ written: [[Expression]], isClosed: Bool, _ name: String
    ) -> [Vector3] {
        for index in corners.indices where index > 0 || isClosed {
            let before = corners[(index + corners.count - 1) % corners.count]
            guard (corners[index].point - before.point).length < 1e-9 else { continue }
            report(.rule("a point of “\(name)” is the same as the one before it"), at: written[index][0].position)
            return []
        }
        do throws(RoundedPath.Misfit) {
            return try RoundedPath.points(corners, isClosed: isClosed)
        } catch {
            let largest = (error.largest * 10_000).rounded(.down) / 10_000
            report(
                .rule(
                    "the rounding of \(corners[error.corner].radius.plainText) does not fit between the points beside "
                        + "it: at most \(largest.plainText)"), at: written[error.corner].last?.position)
            return []
        }
    }

    // MARK: - Parts

    /// Adds parts, each in its place.
    mutating func add(_ parts: [any SolidPart], _ pose: Pose) {
        for part in parts {
            let outer = (place, material)
            defer { (place, material) = outer }
            place = part.common.position ?? place
            if let chosen = part.common.material { material = chosen }
            if let when = part.common.when, number(when) == 0 { continue }
            part.add(to: &self, pose * self.pose(part.common))
        }
    }

    private mutating func pose(_ common: PartCommon) -> Pose {
        let turn = vector(common.rotate)
        var scale = Vector3.one
        switch common.scale.count {
        case 1: scale = Vector3(repeating: number(common.scale[0]))
        default: scale = vector(common.scale)
        }
        if min(abs(scale.x), abs(scale.y), abs(scale.z)) < 1e-6 {
            report(.rule("“scale” flattens the part: no factor may be 0"), at: common.scale[0].position)
            scale = .one
        }
        let rotation = Matrix3.rotation(yaw: .degrees(turn.y), pitch: .degrees(turn.x), roll: .degrees(turn.z))
        return Pose(
            Matrix3(x: rotation.x * scale.x, y: rotation.y * scale.y, z: rotation.z * scale.z), at: vector(common.at))
    }

    /// The triangles that `build` adds, apart from the rest, so that they can be copied.
    mutating func apart(_ build: (inout Workpiece) -> Void) -> SolidMesh {
        var outer = SolidMesh()
        swap(&mesh, &outer)
        build(&self)
        swap(&mesh, &outer)
        return outer
    }

    /// Whether this many copies may be added; where they may not, says so once.
    mutating func hasRoom(forCopies count: Int, of other: SolidMesh) -> Bool {
        let (triangles, isTooMany) = other.triangles.count.multipliedReportingOverflow(by: count)
        return hasRoom(for: isTooMany ? .max / 2 : triangles)
    }

    mutating func add(copyOf other: SolidMesh, _ pose: Pose) {
        guard hasRoom(for: other.triangles.count) else { return }
        mesh.add(other, pose)
    }

    /// Adds the shape of a part; `names` are its faces, in the shape's order.
    mutating func add(_ shape: SolidShape, _ common: PartCommon, faces names: [String], _ pose: Pose) {
        guard hasRoom(for: shape.triangleCount) else { return }
        var materials: [Int] = []
        for face in names {
            guard let name = common.faces.first(where: { $0.name == face })?.value ?? material else {
                report(.rule("this part has no “material”, and nothing around it gives one"))
                return
            }
            materials.append(materialNames.firstIndex(of: name) ?? 0)
        }
        mesh.add(shape, pose, materials: materials, tiles: tiles)
    }

    /// Whether this many triangles may be added; where they may not, says so once.
    private mutating func hasRoom(for triangles: Int) -> Bool {
        if mesh.triangles.count + triangles <= maxTriangles { return true }
        if !isFull {
            isFull = true
            report(
                .rule("the solid has more than \(maxTriangles) triangles: give it fewer copies or fewer “segments”"))
        }
        return false
    }
}
