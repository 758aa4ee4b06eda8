import Cards
import Drawings

/// A colour that comes in from the bottom or the top: splashed dirt, soot.
struct FadePattern: SolidPattern {
    var colour = SolidColour.constant(Colour(red: 0, green: 0, blue: 0))
    var from: Expression = 0
    var to: Expression = 1
    var amount: Expression = 0.5

    static let name = "fade"

    static func card(_ scope: SolidScope) -> Card<FadePattern> {
        Card(
            name, "A colour that comes in from the bottom or the top: splashed dirt, soot.",
            .required("colour", \.colour, .solidColour(scope), "The colour."),
            .field("from", \.from, .expression(scope), "The height at which there is most of it."),
            .field("to", \.to, .expression(scope), "The height at which there is none."),
            .field("amount", \.amount, .expression(scope), "How opaque it is where there is most: 0 to 1.")
        )
    }

    func layer(_ piece: inout Workpiece, size: SIMD2<Double>) -> (any PaintLayer)? {
        let (from, to) = (piece.number(from), piece.number(to))
        guard from != to else {
            piece.report(.rule("“from” and “to” of a fade are two heights"), at: self.from.position)
            return nil
        }
        return Layer(
            colour: colour.colour(&piece), from: from, to: to,
            amount: piece.number(amount, "amount", in: 0...1, .share(of: "its full strength")))
    }

    private struct Layer: PaintLayer {
        let colour: Colour
        let from: Double
        let to: Double
        let amount: Double

        func paint(on canvas: inout SolidCanvas) {
            let noise = LatticeNoise(size: canvas.size, scale: SIMD2(repeating: abs(to - from) / 2), octaves: 4)
            var rows = NoiseRows(noise, columns: canvas.columns)
            canvas.layRows(colour.shares) { y, covers in
                rows.move(to: y)
                let height = (to - y) / (to - from)
                for (index, value) in rows.values.enumerated() {
                    // The edge is ragged, like that of splashes.
                    let share = min(1, max(0, height + (value - 0.5) * 0.7))
                    covers[index] = amount * share * share
                }
            }
        }
    }
}
