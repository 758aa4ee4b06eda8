import Cards
import Geometry
import Rendering

struct TorusPart: SolidPart {
    var common = PartCommon()
    var radius: Expression = 1
    var tube: Expression = 0.25
    var segments: Expression?

    static let name = "torus"
    static let faces = ["side"]

    static func summary() -> String { "A ring around y about its origin." }

    static func fields(_ scope: SolidScope) -> [Field<TorusPart>] {
        [
            .required("radius", \.radius, .expression(scope), "From the axis to the middle of the tube, in metres."),
            .required("tube", \.tube, .expression(scope), "The radius of the tube, in metres: less than the other."),
            .segments(\.segments, scope),
        ]
    }

    func add(to piece: inout Workpiece, _ pose: Pose) {
        let radius = piece.length(radius, "radius")
        let tube = piece.length(tube, "tube")
        guard tube < radius else {
            piece.report(
                .rule("the “tube” of \(tube.plainText) must be thinner than the “radius” of \(radius.plainText)"),
                at: self.tube.position)
            return
        }
        let around = SolidShape.segments(forRadius: tube)
        // The profile goes from the inside over the bottom to the outside.
        var profile = (0..<around).map { step in
            let angle = Angle.degrees(360 * Double(step) / Double(around) + 180)
            return Point(radius + tube * angle.cosine, tube * angle.sine)
        }
        profile.append(profile[0])
        piece.add(
            .turned(
                [.init(points: profile, face: 0)], segments: piece.segments(segments, forRadius: radius + tube),
                faceCount: 1), common, faces: Self.faces, pose)
    }
}
