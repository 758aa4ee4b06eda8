import Geometry
import JSON
import Scenes

/// A photo's facts between the page and the server: numbers in degrees and metres, places in shares of the photo.
extension PhotoFacts {
    init(_ tree: JSONTree) {
        self.init()
        func angle(_ name: String) -> Angle? { tree[name]?.number.map { .degrees($0) } }
        horizon = tree["horizon"]?.number
        (pitch, roll, fieldOfView) = (angle("pitch"), angle("roll"), angle("fov"))
        principal = tree["principal"]?.numbers(2).map { Point($0[0], $0[1]) }
        cameraHeightMetres = tree["camera_height"]?.number
        ground = tree["ground"].flatMap(Self.outline)
        for region in tree["regions"]?.members ?? [] { regions[region.name] = Self.outline(region.value) }
        for plane in tree["planes"]?.members ?? [] { planes[plane.name] = Self.plane(plane.value) }
        if let sun = tree["sun"], let azimuth = sun["azimuth"]?.number, let elevation = sun["elevation"]?.number {
            self.sun = Sun(azimuth: .degrees(azimuth), elevation: .degrees(elevation))
        }
    }

    /// Nil for fewer than three corners: an outline that is not finished.
    private static func outline(_ tree: JSONTree) -> Polygon? {
        let corners = points(tree)
        return corners.count < 3 ? nil : Polygon(corners)
    }

    /// Nil for fewer than four corners: a plane that is not finished.
    private static func plane(_ tree: JSONTree) -> Plane? {
        let corners = tree["corners"].map(points) ?? []
        guard corners.count == 4, let width = tree["width"]?.number else { return nil }
        return Plane(corners, widthMetres: width.kept(within: 1e7))
    }

    private static func points(_ tree: JSONTree) -> [Point] {
        (tree.elements ?? []).compactMap { $0.numbers(2) }
            .map { Point($0[0].kept(within: 1000), $0[1].kept(within: 1000)) }
    }

    func encode(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("horizon", ifPresent: horizon)
            writer.member("pitch", ifPresent: pitch?.degrees)
            writer.member("roll", ifPresent: roll?.degrees)
            writer.member("fov", ifPresent: fieldOfView?.degrees)
            writer.member("principal", ifPresent: principal.map { [$0.x, $0.y] })
            writer.member("camera_height", ifPresent: cameraHeightMetres)
            if let ground { writer.member("ground", ground.vertices.map { [$0.x, $0.y] }) }
            writer.key("regions")
            writer.object { writer in
                for (name, region) in regions.sorted(by: { $0.key < $1.key }) {
                    writer.member(name, region.vertices.map { [$0.x, $0.y] })
                }
            }
            if !planes.isEmpty {
                writer.key("planes")
                writer.object { writer in
                    for (name, plane) in planes.sorted(by: { $0.key < $1.key }) {
                        writer.key(name)
                        writer.object { writer in
                            writer.member("corners", plane.corners.map { [$0.x, $0.y] })
                            writer.member("width", plane.widthMetres)
                        }
                    }
                }
            }
            if let sun {
                writer.key("sun")
                writer.object { writer in
                    writer.member("azimuth", sun.azimuth.degrees)
                    writer.member("elevation", sun.elevation.degrees)
                }
            }
        }
    }
}

extension Double {
    /// Far beyond what a file of facts may have, it does not matter how far: what follows from it stays a number.
    fileprivate func kept(within reach: Double) -> Double { min(max(self, -reach), reach) }
}
