import Geometry
import Pipelines
import Rendering

struct SpherePart: SolidPart {
    var common = PartCommon()
    var radius: Expression = 1
    var segments: Expression?

    static let name = "sphere"
    static let faces = ["side"]

    static func summary() -> String { "A sphere about its origin." }

    static func fields(_ scope: SolidScope) -> [Field<SpherePart>] {
        [
            .required("radius", \.radius, .expression(scope), "In metres."),
            .segments(\.segments, scope),
        ]
    }

    func add(to piece: inout Workpiece, _ pose: Pose) {
        let radius = piece.length(radius, "radius")
        let segments = piece.segments(segments, forRadius: radius)
        let profile = (0...segments / 2).map { step in
            let angle = Angle.degrees(360 * Double(step) / Double(segments / 2 * 2) - 90)
            // Exactly on the axis at both ends.
            return Point(step == 0 || step == segments / 2 ? 0 : radius * angle.cosine, radius * angle.sine)
        }
        piece.add(
            .turned([.init(points: profile, face: 0)], segments: segments, faceCount: 1), common, faces: Self.faces,
            pose)
    }
}
