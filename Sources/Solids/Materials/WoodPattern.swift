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
            let columns = canvas.columns
            if isUpright {
                var strips: [Strip] = []
                var first = 0
                for (index, x) in columns.enumerated()
                where index == columns.count - 1 || board(columns[index + 1]) != board(x) {
                    strips.append(Strip(self, board(x), first..<index + 1, on: canvas))
                    first = index + 1
                }
                canvas.layRows(colour.shares) { y, covers in
                    for index in strips.indices { strips[index].lay(y, &covers) }
                }
            } else {
                var strip: Strip?
                let bare = canvas
                canvas.layRows(colour.shares) { y, covers in
                    let board = board(y)
                    if strip?.board != board { strip = Strip(self, board, columns.indices, on: bare) }
                    strip?.lay(y, &covers)
                }
            }
        }

        /// The number of the board at a place across the grain.
        func board(_ across: Double) -> Double { boards > 0 ? (across / boards).rounded(.down) : 0 }
    }

    /// The part of a canvas that shows one board.
    private struct Strip {
        let board: Double
        private let wood: Layer
        private let range: Range<Int>
        private let columns: [Double]
        private let shift: Double
        private let shade: Double
        /// The width of the gap beside a board.
        private let gap: Double
        private var bend: NoiseRows
        private var fibre: NoiseRows

        init(_ wood: Layer, _ board: Double, _ range: Range<Int>, on canvas: SolidCanvas) {
            (self.wood, self.board, self.range) = (wood, board, range)
            columns = Array(canvas.columns[range])
            let hasBoards = wood.boards > 0
            let shift = hasBoards ? board * 7.31 : 0
            self.shift = shift
            let tone = LatticeNoise(size: SIMD2(1, 1), scale: SIMD2(1.0 / 64, 1), octaves: 1, seed: wood.seed &+ 2)
            shade = hasBoards ? tone((board + 0.5) / 64, 0) - 0.5 : 0
            gap = max(canvas.texel, wood.boards * 0.012)
            let places = wood.isUpright ? columns : columns.map { $0 + shift }
            func rows(_ along: Double, _ across: Double, _ seed: UInt32) -> NoiseRows {
                let scale = wood.isUpright ? SIMD2(across, along) : SIMD2(along, across)
                return NoiseRows(
                    LatticeNoise(size: canvas.size, scale: scale, octaves: 3, seed: seed), columns: places)
            }
            bend = rows(wood.grain * 16, wood.grain * 4, wood.seed)
            fibre = rows(wood.grain * 10, wood.grain / 5, wood.seed &+ 1)
        }

        /// Writes the opacities along a row.
        mutating func lay(_ y: Double, _ covers: inout [Double]) {
            bend.move(to: wood.isUpright ? y + shift : y)
            fibre.move(to: wood.isUpright ? y + shift : y)
            for (index, x) in columns.enumerated() {
                let across = wood.isUpright ? x : y
                // Rings cut lengthwise: waves that sharpen towards the late wood.
                let phase = across / wood.grain + 5 * bend.values[index] + shift
                let wave = phase - phase.rounded(.down)
                let ring = wave * wave * wave.squareRoot()
                let share = wood.amount * (0.5 * ring + 0.9 * (fibre.values[index] - 0.35) + 0.7 * shade)
                let edge = across - board * wood.boards
                let joint = wood.boards > 0 ? max(0, 1 - min(edge, wood.boards - edge) / gap) : 0
                covers[range.lowerBound + index] = max(share, joint * 0.85)
            }
        }
    }
}
