import Cards
import Geometry
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
            .required("radius", \.radius, .expression(scope), "The radius in metres."),
            .segments(\.segments, scope),
        ]
    }

    func add(to piece: inout Workpiece, _ pose: Pose) {
        let radius = piece.length(radius, "radius")
        let segments = piece.segments(segments, forRadius: radius)
        // The profile goes from pole to pole; one step would have nothing between them.
        let steps = max(2, segments / 2)
        let profile = (0...steps).map { step in
            let angle = Angle.degrees(180 * Double(step) / Double(steps) - 90)
            // Both ends are exactly on the axis.
            return Point(step == 0 || step == steps ? 0 : radius * angle.cosine, radius * angle.sine)
        }
        piece.add(
            .turned([.init(points: profile, face: 0)], segments: segments, faceCount: 1), common, faces: Self.faces,
            pose)
    }
}
