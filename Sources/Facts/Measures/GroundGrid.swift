package import Geometry

/// A grid on the ground of a photo, in the photo's pixels: what is drawn over it so that a person sees whether its facts
/// are right.
package struct GroundGrid: Sendable {
    package struct Line: Hashable, Sendable {
        package var from: Point
        package var to: Point
        /// How far away a line across lies, in metres; nil for lines that run away from the camera.
        package var distanceMetres: Double?
    }

    package var lines: [Line] = []
    /// Where the distance of each line across is written: on the line that runs straight ahead, or in the middle of what is
    /// seen of the line across.
    package var labels: [(at: Point, distanceMetres: Double)] = []

    /// Lines across that are closer than this are left out; farther away only each fifth and tenth metre has one.
    private static let leastGap = 7.0

    /// - Parameters:
    ///   - camera: the photo's camera.
    ///   - outline: the ground's outline in pixels; nil for all below the horizon.
    ///   - farthestMetres: where the grid ends.
    package init(seenBy camera: Camera, on outline: Polygon?, farthestMetres: Double = 200) {
        let image = Polygon(Rect(PixelRect(width: camera.width, height: camera.height)))
        let seen = camera.groundPart(
            of: outline?.clipped(to: Rect(PixelRect(width: camera.width, height: camera.height))) ?? image,
            withinMetres: farthestMetres)
        let plan = Polygon(seen.vertices.compactMap { camera.groundPoint(at: $0) }.map { Point($0.x, -$0.z) })
        let (across, ahead) = (plan.vertices.map(\.x), plan.vertices.map(\.y))
        guard let left = across.min(), let right = across.max(), let near = ahead.min(), let far = ahead.max() else {
            return
        }
        func pixel(_ x: Double, _ z: Double) -> Point? { camera.image(of: [x, 0, -z]) }
        var last: Point?
        for z in Self.marks(from: near, to: far) {
            let pieces = Self.pieces(of: plan, alongX: true, at: z)
            guard let first = pieces.first, let end = pieces.last else { continue }
            let middle = first.lowerBound <= 0 && end.upperBound >= 0 ? 0 : (first.lowerBound + end.upperBound) / 2
            guard let at = pixel(middle, z) else { continue }
            if let last, last.distance(to: at) < Self.leastGap { continue }
            last = at
            for piece in pieces {
                guard let from = pixel(piece.lowerBound, z), let to = pixel(piece.upperBound, z) else { continue }
                lines.append(Line(from: from, to: to, distanceMetres: z))
            }
            // What is behind the camera's foot, in a photo taken straight down, is no farther away than what is before.
            labels.append((at, abs(z)))
        }
        var previous: Point?
        for x in Self.marks(from: left, to: right) {
            let pieces = Self.pieces(of: plan, alongX: false, at: x)
            guard let nearest = pieces.first?.lowerBound, let at = pixel(x, nearest) else { continue }
            if let previous, previous.distance(to: at) < Self.leastGap { continue }
            previous = at
            for piece in pieces {
                guard let from = pixel(x, piece.lowerBound), let to = pixel(x, piece.upperBound) else { continue }
                lines.append(Line(from: from, to: to, distanceMetres: nil))
            }
        }
    }

    /// Whole metres within 10 m, then each fifth, tenth and fiftieth; on a table top, parts of a metre.
    private static func marks(from low: Double, to high: Double) -> [Double] {
        let unit =
            switch high - low {
            case ..<0.6: 0.05
            case ..<3: 0.25
            default: 1.0
            }
        // Counted in whole steps, so that each mark is the decimal number that it is called by.
        let (first, last) = (Int((max(-1000, low) / unit).rounded(.up)), Int((min(1000, high) / unit).rounded(.down)))
        guard first <= last else { return [] }
        return (first...last).compactMap { number in
            let metres = (Double(number) * unit * 100).rounded() / 100
            let step =
                switch abs(metres) {
                case ...10: unit
                case ...30: 5.0
                case ...100: 10.0
                default: 50.0
                }
            return metres.truncatingRemainder(dividingBy: step) == 0 || step == unit ? metres : nil
        }
    }

    /// The pieces of a straight line that lie in a shape.
    private static func pieces(of shape: Polygon, alongX: Bool, at value: Double) -> [ClosedRange<Double>] {
        let ends = shape.edges.compactMap { a, b -> Double? in
            let (p, q) = alongX ? (a.y, b.y) : (a.x, b.x)
            guard (p > value) != (q > value) else { return nil }
            let t = (value - p) / (q - p)
            return alongX ? a.x + (b.x - a.x) * t : a.y + (b.y - a.y) * t
        }.sorted()
        return stride(from: 0, to: ends.count - 1, by: 2).map { ends[$0]...ends[$0 + 1] }
    }
}
