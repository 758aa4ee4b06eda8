import Geometry

extension SolidShape {
    /// A piece of a profile that is turned about y: a run of the profile that is one face.
    struct ProfilePiece {
        /// Distance from the axis, and height: the outside lies to the right of the way from the first to the last.
        var points: [Point]
        var face: Int
        /// Whether the piece is flat, across the axis: its texture then lies on it like on a plate, not around it.
        var isFlat = false
    }

    /// The pieces follow each other: each begins where the one before it ends. The first begins and the last ends on
    /// the axis, or the last ends where the first begins (a ring).
    ///
    /// u runs around from the back over the front (+z) to the back, to the right as seen from outside; v along the
    /// profile.
    ///
    /// - Parameter segments: the number of straight pieces of a circle.
    static func turned(_ pieces: [ProfilePiece], segments: Int, faceCount: Int) -> SolidShape {
        var shape = SolidShape(extents: [SIMD2<Double>](repeating: .one, count: faceCount))
        let turns = (0..<segments).map { Angle.degrees(360 * Double($0) / Double(segments) - 180) }
        func ring(_ point: Point) -> [UInt32] {
            point.x <= 0
                ? [shape.addPoint([0, point.y, 0])]
                : turns.map { shape.addPoint([point.x * $0.sine, point.y, point.x * $0.cosine]) }
        }
        guard let start = pieces.first?.points.first, let end = pieces.last?.points.last else { return shape }
        let first = ring(start)
        var last = first
        for (index, piece) in pieces.enumerated() {
            var rows = [last]
            var lengths = [0.0]
            for (a, b) in zip(piece.points, piece.points.dropFirst()) {
                lengths.append(lengths[lengths.count - 1] + a.distance(to: b))
                let isLast = index == pieces.count - 1 && rows.count == piece.points.count - 1
                rows.append(isLast && start.x > 0 && start == end ? first : ring(b))
            }
            last = rows[rows.count - 1]
            let radius = piece.points.map(\.x).max() ?? 0
            let length = lengths[lengths.count - 1]
            if piece.isFlat {
                let isTop = piece.points[0].x > piece.points[piece.points.count - 1].x
                shape.extents[piece.face] = SIMD2(repeating: 2 * radius)
                shape.addDisc(rows, radius: radius, isTop: isTop, face: piece.face)
            } else {
                shape.extents[piece.face] = SIMD2(2 * .pi * radius, length)
                shape.addGrid(rows, isClosed: true, face: piece.face) { row, column in
                    SIMD2(Double(column) / Double(segments), lengths[row] / length)
                }
            }
        }
        return shape
    }

    /// Rings about the axis that lie in a plane: u to the right, v to the back on the top, to the front on the bottom.
    private mutating func addDisc(_ rows: [[UInt32]], radius: Double, isTop: Bool, face: Int) {
        func corner(_ point: UInt32) -> Corner {
            let at = points[Int(point)]
            return Corner(
                point: point,
                place: SIMD2<Float>(SIMD2(0.5 + at.x / (2 * radius), 0.5 + (isTop ? -at.z : at.z) / (2 * radius))))
        }
        for (low, high) in zip(rows, rows.dropFirst()) {
            let count = max(low.count, high.count)
            func at(_ row: [UInt32], _ column: Int) -> Corner { corner(row.count == 1 ? row[0] : row[column % count]) }
            for column in 0..<count {
                addQuad(
                    at(low, column), at(low, column + 1), at(high, column + 1), at(high, column), face: face)
            }
        }
    }

    /// The number of segments that makes a circle of this radius in metres round to 0.2 mm, within bounds that keep
    /// small things smooth and large ones light.
    static func segments(forRadius radius: Double) -> Int {
        guard radius > 0.0004 else { return 24 }
        let step = Angle.arcTangent((2 * 0.0002 / radius).squareRoot()).radians
        let count = Int((Double.pi / step).rounded(.up))
        return min(96, max(24, (count + 3) / 4 * 4))
    }
}
