import Geometry

extension SolidShape {
    /// One cross-section of a loft.
    struct Station {
        /// The station's place along z.
        var z: Double
        var width: Double
        var bottom: Double
        var top: Double
    }

    /// The side at which a section with less than the loft's full height is cut off level, not squeezed.
    enum LoftCut: String, CaseIterable, Sendable {
        case none, bottom, top
    }

    /// A section extended along z, wider and higher from station to station.
    ///
    /// - Parameters:
    ///   - corners: the section's corners, counter-clockwise as seen from +z; x from −1 to 1, y from 0 to 1.
    ///   - stations: the stations by rising z.
    /// - Returns: nil where the section crosses itself.
    static func loft(_ corners: [Point], _ stations: [Station], cut: LoftCut) -> SolidShape? {
        guard let lowest = stations.map(\.bottom).min(), let highest = stations.map(\.top).max(),
            let first = stations.first, let last = stations.last
        else { return nil }
        let width = stations.map(\.width).max() ?? 1
        let height = highest - lowest
        let section = cut == .none ? corners : divided(corners)
        var along = [0.0]
        for (a, b) in zip(section, section.dropFirst() + section.prefix(1)) {
            along.append(
                along[along.count - 1]
                    + Point(a.x * width / 2, a.y * height).distance(to: Point(b.x * width / 2, b.y * height)))
        }
        let length = along[along.count - 1]
        var shape = SolidShape(
            extents: [
                SIMD2(width, height), SIMD2(width, height), SIMD2(length, last.z - first.z),
            ])
        let rings = stations.map { station in
            // Where the section is cut, its width is that at the height of the cut.
            let share =
                switch cut {
                case .none: 0.0
                case .bottom: 1 - (station.top - station.bottom) / (station.top - lowest)
                case .top: (station.top - station.bottom) / (highest - station.bottom)
                }
            let span = span(of: section, at: share)
            return section.map { point in
                let isCut = cut == .bottom && point.y < share || cut == .top && point.y > share
                let x = isCut ? min(max(point.x, span.lowerBound), span.upperBound) : point.x
                let y =
                    switch cut {
                    case .none: station.bottom + point.y * (station.top - station.bottom)
                    case .bottom: max(station.bottom, station.top - (1 - point.y) * (station.top - lowest))
                    case .top: min(station.top, station.bottom + point.y * (highest - station.bottom))
                    }
                return shape.addPoint([x * station.width / 2, y, station.z])
            }
        }
        shape.addGrid(rings, isClosed: true, face: 2) { row, column in
            SIMD2(along[column] / length, (stations[row].z - first.z) / (last.z - first.z))
        }
        guard let triangles = EarClipping.triangles([section]) else { return nil }
        for (face, ring) in [(0, rings[rings.count - 1]), (1, rings[0])] {
            let bounds = Bounds2(ring.map { Point(shape.points[Int($0)].x, shape.points[Int($0)].y) })
            func corner(_ index: Int) -> Corner {
                let place = bounds.place(shape.points[Int(ring[index])])
                return Corner(
                    point: ring[index], place: SIMD2<Float>(face == 0 ? place : SIMD2(1 - place.x, place.y)))
            }
            for triangle in triangles {
                let (a, b, c) = (corner(triangle.x), corner(triangle.y), corner(triangle.z))
                if face == 0 {
                    shape.addTriangle(a, b, c, face: face)
                } else {
                    shape.addTriangle(a, c, b, face: face)
                }
            }
        }
        return shape
    }

    /// The range from the leftmost to the rightmost point of a section at a height.
    private static func span(of section: [Point], at y: Double) -> ClosedRange<Double> {
        var span = (low: Double.infinity, high: -Double.infinity)
        for (a, b) in zip(section, section.dropFirst() + section.prefix(1)) {
            guard min(a.y, b.y) <= y, y <= max(a.y, b.y) else { continue }
            let xs = a.y == b.y ? [a.x, b.x] : [a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y)]
            span = (min(span.low, xs.min() ?? 0), max(span.high, xs.max() ?? 0))
        }
        return span.low <= span.high ? span.low...span.high : -1...1
    }

    /// The section with more points on long sides, so that a cut meets it nearly where it should.
    private static func divided(_ section: [Point]) -> [Point] {
        zip(section, section.dropFirst() + section.prefix(1)).flatMap { a, b in
            let pieces = max(1, Int((a.distance(to: b) / 0.06).rounded(.up)))
            return (0..<pieces).map { piece in
                let share = Double(piece) / Double(pieces)
                return Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
            }
        }
    }
}
