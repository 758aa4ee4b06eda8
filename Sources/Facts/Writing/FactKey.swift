package import Cards
import Geometry
package import Scenes

/// The facts of a photo as the keys of its file, in the order in which a new file has them.
package enum FactKey: String, CaseIterable, Sendable {
    case horizon, pitch, roll, fov, principal
    case cameraHeight = "camera_height"
    case ground, regions, planes, sun

    /// Those that are numbers, and no outlines or names.
    package static let numbers: [FactKey] = [.horizon, .pitch, .roll, .fov, .principal, .cameraHeight, .sun]

    /// Makes the fact unknown.
    package func remove(from facts: inout PhotoFacts) {
        switch self {
        case .horizon: facts.horizon = nil
        case .pitch: facts.pitch = nil
        case .roll: facts.roll = nil
        case .fov: facts.fieldOfView = nil
        case .principal: facts.principal = nil
        case .cameraHeight: facts.cameraHeightMetres = nil
        case .ground: facts.ground = nil
        case .regions: facts.regions = [:]
        case .planes: facts.planes = [:]
        case .sun: facts.sun = nil
        }
    }

    /// The value as a file has it: shares to four digits, angles to a hundredth of a degree, metres to three or more
    /// digits. Nil where the fact is not known.
    package func value(in facts: PhotoFacts) -> Value? {
        switch self {
        case .horizon: facts.horizon.map { .share($0) }
        case .pitch: facts.pitch.map { .angle($0) }
        case .roll: facts.roll.map { .angle($0) }
        case .fov: facts.fieldOfView.map { .angle($0) }
        case .principal: facts.principal.map { .point($0) }
        case .cameraHeight: facts.cameraHeightMetres.map { .metres($0) }
        case .ground: facts.ground.map { .outline($0) }
        case .regions:
            facts.regions.isEmpty
                ? nil
                : .map(
                    facts.regions.sorted { $0.key < $1.key }.map { Value.Entry(key: $0.key, value: .outline($0.value)) }
                )
        case .planes:
            facts.planes.isEmpty
                ? nil
                : .map(
                    facts.planes.sorted { $0.key < $1.key }.map { Value.Entry(key: $0.key, value: .plane($0.value)) })
        case .sun:
            facts.sun.map {
                .map([
                    Value.Entry(key: "azimuth", value: .angle($0.azimuth)),
                    Value.Entry(key: "elevation", value: .angle($0.elevation)),
                ])
            }
        }
    }
}

extension Value {
    fileprivate static func rounded(_ number: Double, to steps: Double) -> Value {
        // A sum with 0 makes 0 of −0.
        .number((number * steps).rounded() / steps + 0)
    }

    fileprivate static func share(_ share: Double) -> Value { rounded(share, to: 10_000) }

    fileprivate static func angle(_ angle: Angle) -> Value { rounded(angle.degrees, to: 100) }

    fileprivate static func metres(_ metres: Double) -> Value { rounded(metres, to: metres < 1 ? 10_000 : 1000) }

    fileprivate static func point(_ point: Point) -> Value { .list([share(point.x), share(point.y)]) }

    fileprivate static func outline(_ polygon: Polygon) -> Value { .list(polygon.vertices.map { point($0) }) }

    fileprivate static func plane(_ plane: PhotoFacts.Plane) -> Value {
        .map([
            Entry(key: "corners", value: .outline(Polygon(plane.corners))),
            Entry(key: "width", value: .metres(plane.widthMetres)),
        ])
    }
}
