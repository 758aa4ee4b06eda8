import Cards
import Geometry
import Rendering

struct GridPart: SolidPart {
    var common = PartCommon()
    var count: [Expression] = [1, 1, 1]
    var step: [Expression] = [0, 0, 0]
    var parts: [any SolidPart] = []

    static let name = "grid"

    static func summary() -> String { "Copies of parts in rows, columns and layers about its origin." }

    static func fields(_ scope: SolidScope) -> [Field<GridPart>] {
        [
            .required("count", \.count, .triple(scope), "How many copies along x, y and z."),
            .required(
                "step", \.step, .triple(scope), "The step from one copy to the next along x, y and z, in metres."),
            .required("parts", \.parts, .parts(scope), "The parts that are copied."),
        ]
    }

    func add(to piece: inout Workpiece, _ pose: Pose) {
        let counts = (0..<3).map { piece.count(count[$0], "count", in: 1...10_000) }
        let step = piece.vector(step)
        let one = piece.apart { $0.add(parts, Pose()) }
        // A part without triangles is copied fast, but not a million million times.
        guard !one.triangles.isEmpty, piece.hasRoom(forCopies: counts.reduce(1, *), of: one) else { return }
        for x in 0..<counts[0] {
            for y in 0..<counts[1] {
                for z in 0..<counts[2] where !piece.isFull {
                    let place = Vector3(
                        Double(x) - Double(counts[0] - 1) / 2, Double(y) - Double(counts[1] - 1) / 2,
                        Double(z) - Double(counts[2] - 1) / 2)
                    piece.add(copyOf: one, pose * Pose(at: place * step))
                }
            }
            if piece.isFull { return }
        }
    }
}
