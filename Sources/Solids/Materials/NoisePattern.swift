import Cards
import Drawings

/// Cloudy patches: dirt, faded paint, stone.
struct NoisePattern: SolidPattern {
    var colour = SolidColour.constant(Colour(red: 0, green: 0, blue: 0))
    var scale: Expression = 0.2
    var amount: Expression = 0.5
    var cover: Expression = 0.5
    var sharpness: Expression = 0.2
    var seed: Expression = 0

    static let name = "noise"

    static func card(_ scope: SolidScope) -> Card<NoisePattern> {
        Card(
            name, "Cloudy patches: dirt, faded paint, stone.",
            .required("colour", \.colour, .solidColour(scope), "The colour of the patches."),
            .field("scale", \.scale, .expression(scope), "About how far it is from one patch to the next."),
            .field("amount", \.amount, .expression(scope), "How opaque the patches are: 0 to 1."),
            .field("cover", \.cover, .expression(scope), "The share of the surface that they cover: 0 to 1."),
            .field("sharpness", \.sharpness, .expression(scope), "The sharpness of their edges: 0 to 1."),
            .field("seed", \.seed, .expression(scope), "Another number gives other patches.")
        )
    }

    func layer(_ piece: inout Workpiece, size: SIMD2<Double>) -> (any PaintLayer)? {
        Layer(
            colour: colour.colour(&piece), scale: piece.length(scale, "scale"),
            amount: piece.number(amount, "amount", in: 0...1, .share(of: "its full strength")),
            cover: piece.number(cover, "cover", in: 0...1, .share(of: "the surface")),
            sharpness: piece.number(sharpness, "sharpness", in: 0...1, .share(of: "a hard edge")),
            seed: UInt32(piece.number(seed, "seed", in: 0...1e6, .other("as a seed"))))
    }

    private struct Layer: PaintLayer {
        let colour: Colour
        let scale: Double
        let amount: Double
        let cover: Double
        let sharpness: Double
        let seed: UInt32

        func paint(on canvas: inout SolidCanvas) {
            guard amount > 0, cover > 0 else { return }
            let patches = Patches(canvas.size, scale: scale, cover: cover, sharpness: sharpness, seed: seed)
            patches.lay(colour.shares, amount: amount, on: &canvas)
        }
    }
}

/// Patches that cover about a given share of a plane and repeat with it.
struct Patches {
    private let noise: LatticeNoise
    private let threshold: Double
    private let softness: Double
    private let isWhole: Bool

    init(_ size: SIMD2<Double>, scale: Double, cover: Double, sharpness: Double, seed: UInt32) {
        noise = LatticeNoise(size: size, scale: SIMD2(repeating: scale), octaves: 5, seed: seed)
        isWhole = cover >= 1
        threshold = 0.5 - LatticeNoise.deviation * Normal.quantile(min(0.999, max(0.001, cover)))
        softness = 0.01 + 0.25 * (1 - sharpness)
    }

    /// Lays a colour over the patches.
    ///
    /// - Parameter amount: how opaque it is in their middle.
    func lay(_ colour: SIMD3<Float>, finish: SIMD2<Float>? = nil, amount: Double = 1, on canvas: inout SolidCanvas) {
        guard !isWhole else {
            canvas.lay(colour, finish: finish) { _, _ in amount }
            return
        }
        var rows = NoiseRows(noise, columns: canvas.columns)
        canvas.layRows(colour, finish: finish) { y, covers in
            rows.move(to: y)
            for (index, value) in rows.values.enumerated() {
                let share = min(1, max(0, (value - threshold) / softness + 0.5))
                covers[index] = amount * (share * share * (3 - 2 * share))
            }
        }
    }
}
