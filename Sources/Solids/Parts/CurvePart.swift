import Cards
import Geometry
import Rendering

struct CurvePart: SolidPart {
    var common = PartCommon()
    var points: [[Expression]] = []
    var isClosed = false
    var count: Expression = 2
    var isAligned = true
    var parts: [any SolidPart] = []

    static let name = "curve"

    static func summary() -> String { "Copies of parts along a way through space, evenly apart." }

    static func fields(_ scope: SolidScope) -> [Field<CurvePart>] {
        [
            .required(
                "points", \.points, .corners(scope, 3...4, atLeast: 2),
                "Corners of the way, [x, y, z] or [x, y, z, rounding], in metres."),
            .field("closed", \.isClosed, .flag, "true: the last point is joined to the first."),
            .required(
                "count", \.count, .expression(scope),
                "How many copies: from the first point to the last, or all round a closed way."),
            .field("align", \.isAligned, .flag, "true: each copy's x axis runs along the way, its y axis up."),
            .required("parts", \.parts, .parts(scope), "The parts that are copied."),
        ]
    }

    func add(to piece: inout Workpiece, _ pose: Pose) {
        let count = piece.count(count, "count", in: 1...10_000)
        var way = piece.way(points, isClosed: isClosed, "points")
        guard way.count > 1 else { return }
        if isClosed { way.append(way[0]) }
        var lengths = [0.0]
        for (a, b) in zip(way, way.dropFirst()) { lengths.append(lengths[lengths.count - 1] + (b - a).length) }
        let whole = lengths[lengths.count - 1]
        let one = piece.apart { $0.add(parts, Pose()) }
        guard !one.triangles.isEmpty, piece.hasRoom(forCopies: count, of: one) else { return }
        for index in 0..<count where !piece.isFull {
            let share = isClosed || count == 1 ? Double(index) / Double(count) : Double(index) / Double(count - 1)
            let next = max(1, lengths.firstIndex { $0 >= share * whole } ?? lengths.count - 1)
            let step = way[next] - way[next - 1]
            let point = way[next - 1] + step * ((share * whole - lengths[next - 1]) / step.length)
            piece.add(
                copyOf: one, pose * Pose(isAligned ? Self.frame(along: step.normalized) : .identity, at: point))
        }
    }

    /// A frame whose x lies along a direction and whose y points up as far as possible.
    private static func frame(along x: Vector3) -> Matrix3 {
        let z = abs(x.y) < 0.999 ? x.cross([0, 1, 0]).normalized : Vector3(0, 0, 1)
        return Matrix3(x: x, y: z.cross(x), z: z)
    }
}
