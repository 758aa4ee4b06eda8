import Cards
import Geometry
import Rendering

struct CapsulePart: SolidPart {
    var common = PartCommon()
    var radius: Expression = 1
    var height: Expression = 3
    var segments: Expression?

    static let name = "capsule"
    static let faces = ["side"]

    static func summary() -> String { "A cylinder along y about its origin, with half spheres for ends." }

    static func fields(_ scope: SolidScope) -> [Field<CapsulePart>] {
        [
            .required("radius", \.radius, .expression(scope), "The radius in metres."),
            .required(
                "height", \.height, .expression(scope),
                "The height with both ends, in metres: at least twice the radius."),
            .segments(\.segments, scope),
        ]
    }

    func add(to piece: inout Workpiece, _ pose: Pose) {
        let (radius, height) = (piece.length(radius, "radius"), piece.length(height, "height"))
        guard height >= 2 * radius else {
            piece.report(
                .rule("the “height” of \(height.plainText) must be at least twice the “radius” of \(radius.plainText)"),
                at: self.height.position)
            return
        }
        let segments = piece.segments(segments, forRadius: radius)
        let quarter = max(2, segments / 4)
        var profile: [Point] = []
        for (middle, from) in [(radius - height / 2, -90.0), (height / 2 - radius, 0)] {
            for step in 0...quarter {
                let angle = Angle.degrees(from + 90 * Double(step) / Double(quarter))
                let point = Point(abs(angle.cosine) < 1e-12 ? 0 : radius * angle.cosine, middle + radius * angle.sine)
                if let last = profile.last, last.distance(to: point) < 1e-9 { continue }
                profile.append(point)
            }
        }
        piece.add(
            .turned([.init(points: profile, face: 0)], segments: segments, faceCount: 1), common, faces: Self.faces,
            pose)
    }
}
