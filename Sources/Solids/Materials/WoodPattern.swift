import Cards
import Drawings
import Foundation

/// The grain of wood, in boards if wanted.
struct WoodPattern: SolidPattern {
    var colour = SolidColour.constant(Colour(red: 0x6E, green: 0x4A, blue: 0x26))
    var grain: Expression = 0.03
    var amount: Expression = 0.6
    var along = Direction.x
    var boards: Expression = 0
    var seed: Expression = 0

    enum Direction: String, CaseIterable, Sendable {
        case x, y
    }

    static let name = "wood"

    static func card(_ scope: SolidScope) -> Card<WoodPattern> {
        Card(
            name, "The grain of wood, in boards if wanted, on the material's own light colour.",
            .field("colour", \.colour, .solidColour(scope), "The colour of the dark grain."),
            .field("grain", \.grain, .expression(scope), "About how far it is from one line of the grain to the next."),
            .field("amount", \.amount, .expression(scope), "How dark the grain is: 0 to 1."),
            .field("along", \.along, .word, "The direction of the grain: x is across the face, y is up."),
            .field("boards", \.boards, .expression(scope), "The width of a board; 0 for one piece."),
            .field("seed", \.seed, .expression(scope), "Another number gives other wood.")
        )
    }

    func layer(_ piece: inout Workpiece, size: SIMD2<Double>) -> (any PaintLayer)? {
        let width = piece.number(boards) == 0 ? 0 : piece.length(boards, "boards")
        return Layer(
            colour: colour.colour(&piece), grain: piece.length(grain, "grain"),
            amount: piece.number(amount, "amount", in: 0...1, .share(of: "its full strength")), isUpright: along == .y,
            boards: width, seed: UInt32(piece.number(seed, "seed", in: 0...1e6, .other("as a seed"))))
    }

    private struct Layer: PaintLayer {
        let colour: Colour
        let grain: Double
        let amount: Double
        let isUpright: Bool
        let boards: Double
        let seed: UInt32

        func paint(on canvas: inout SolidCanvas) {
            let size = canvas.size
            func scale(_ along: Double, _ across: Double) -> SIMD2<Double> {
                isUpright ? SIMD2(across, along) : SIMD2(along, across)
            }
            let bend = LatticeNoise(size: size, scale: scale(grain * 16, grain * 4), octaves: 3, seed: seed)
            let fibre = LatticeNoise(size: size, scale: scale(grain * 10, grain / 5), octaves: 3, seed: seed &+ 1)
            let tone = LatticeNoise(size: SIMD2(1, 1), scale: SIMD2(1.0 / 64, 1), octaves: 1, seed: seed &+ 2)
            let blur = canvas.texel
            canvas.lay(colour.shares) { x, y in
                let across = isUpright ? x : y
                var (shift, shade, joint) = (0.0, 0.0, 0.0)
                if boards > 0 {
                    let board = (across / boards).rounded(.down)
                    shift = board * 7.31
                    shade = tone((board + 0.5) / 64, 0) - 0.5
                    let edge = across - board * boards
                    joint = max(0, 1 - min(edge, boards - edge) / max(blur, boards * 0.012))
                }
                let along = isUpright ? (x, y + shift) : (x + shift, y)
                // Rings cut lengthwise: waves that sharpen towards the late wood.
                let phase = across / grain + 5 * bend(along.0, along.1) + shift
                let ring = pow(phase - phase.rounded(.down), 2.5)
                let share = amount * (0.5 * ring + 0.9 * (fibre(along.0, along.1) - 0.35) + 0.7 * shade)
                return max(share, joint * 0.85)
            }
        }
    }
}
