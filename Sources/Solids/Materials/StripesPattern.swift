import Cards
import Drawings
import Geometry

/// Even stripes.
struct StripesPattern: SolidPattern {
    var colour = SolidColour.constant(Colour(red: 255, green: 255, blue: 255))
    var width: Expression = 0.1
    var gap: Expression?
    var angle: Expression = 0
    var offset: Expression = 0

    static let name = "stripes"

    static func card(_ scope: SolidScope) -> Card<StripesPattern> {
        Card(
            name, "Even stripes.",
            .required("colour", \.colour, .solidColour(scope), "The colour of the stripes."),
            .required("width", \.width, .expression(scope), "The width of a stripe."),
            .field(
                "gap", \.gap, .optional(.expression(scope)),
                "The gap between two stripes; the default is a stripe's width."),
            .field(
                "angle", \.angle, .expression(scope), "In degrees: 0 is upright, 45 leans to the right, 90 is level."),
            .field(
                "offset", \.offset, .expression(scope), "Moves them, to the right where they are upright, else down.")
        )
    }

    func layer(_ piece: inout Workpiece, size: SIMD2<Double>) -> (any PaintLayer)? {
        let width = piece.length(width, "width")
        return Layer(
            colour: colour.colour(&piece), width: width, gap: gap.map { piece.length($0, "gap") } ?? width,
            angle: .degrees(piece.number(angle)), offset: piece.number(offset))
    }

    private struct Layer: PaintLayer {
        let colour: Colour
        let width: Double
        let gap: Double
        let angle: Angle
        let offset: Double

        func paint(on canvas: inout SolidCanvas) {
            let (cosine, sine) = (angle.cosine, angle.sine)
            let period = width + gap
            let blur = canvas.texel
            canvas.lay(colour.shares) { x, y in
                // The distance from the middle of the nearest stripe.
                let across = (x * cosine - y * sine - offset - width / 2).remainder(dividingBy: period)
                return (width / 2 - abs(across)) / blur + 0.5
            }
        }
    }
}
