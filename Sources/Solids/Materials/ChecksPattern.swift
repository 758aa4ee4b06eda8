import Cards
import Drawings

/// Squares, every other one painted.
struct ChecksPattern: SolidPattern {
    var colour = SolidColour.constant(Colour(red: 0, green: 0, blue: 0))
    var size: Expression = 0.1

    static let name = "checks"

    static func card(_ scope: SolidScope) -> Card<ChecksPattern> {
        Card(
            name, "Squares, every other one painted.",
            .required("colour", \.colour, .solidColour(scope), "The colour of every other square."),
            .required("size", \.size, .expression(scope), "The side of a square.")
        )
    }

    func layer(_ piece: inout Workpiece, size: SIMD2<Double>) -> (any PaintLayer)? {
        Layer(colour: colour.colour(&piece), side: piece.length(self.size, "size"))
    }

    private struct Layer: PaintLayer {
        let colour: Colour
        let side: Double

        func paint(on canvas: inout SolidCanvas) {
            let blur = canvas.texel
            /// −1…1 by the kind of column, with an edge a texel wide.
            func wave(_ x: Double) -> Double {
                let across = (x - side / 2).remainder(dividingBy: 2 * side)
                return min(1, max(-1, (side / 2 - abs(across)) * 2 / blur))
            }
            canvas.lay(colour.shares) { x, y in (1 + wave(x) * wave(y)) / 2 }
        }
    }
}
