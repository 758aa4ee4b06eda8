import Cards
import Drawings

/// Rust: patches of brown that are rough and no longer shine like metal.
struct RustPattern: SolidPattern {
    var colour = SolidColour.constant(Colour(red: 0x7A, green: 0x3E, blue: 0x1C))
    var scale: Expression = 0.1
    var cover: Expression = 0.3
    var seed: Expression = 0

    static let name = "rust"

    static func card(_ scope: SolidScope) -> Card<RustPattern> {
        Card(
            name, "Patches of rust, rough and without the shine of metal.",
            .field("colour", \.colour, .solidColour(scope), "The colour of old rust; fresh rust is lighter."),
            .field("scale", \.scale, .expression(scope), "About how far it is from one patch to the next."),
            .field("cover", \.cover, .expression(scope), "The share of the surface that it covers: 0 to 1."),
            .field("seed", \.seed, .expression(scope), "Another number gives other patches.")
        )
    }

    func layer(_ piece: inout Workpiece, size: SIMD2<Double>) -> (any PaintLayer)? {
        Layer(
            colour: colour.colour(&piece), scale: piece.length(scale, "scale"),
            cover: piece.number(cover, "cover", in: 0...1, .share(of: "the surface")),
            seed: UInt32(piece.number(seed, "seed", in: 0...1e6, .other("as a seed"))))
    }

    private struct Layer: PaintLayer {
        let colour: Colour
        let scale: Double
        let cover: Double
        let seed: UInt32

        func paint(on canvas: inout SolidCanvas) {
            guard cover > 0 else { return }
            // The patch has a fresh rim that reaches a little further than the old middle, and darker pits in the
            // middle.
            let fresh = colour.shares * 0.6 + SIMD3<Float>(0.72, 0.42, 0.2) * 0.4
            let rough = SIMD2<Float>(0.95, 0)
            for (tone, share, sharpness) in [
                (fresh, min(1, cover * 1.25), 0.8), (colour.shares, cover * 0.85, 0.7),
                (colour.shares * 0.55, cover * 0.25, 0.5),
            ] {
                let patches = Patches(canvas.size, scale: scale, cover: share, sharpness: sharpness, seed: seed)
                patches.lay(tone, finish: rough, on: &canvas)
            }
        }
    }
}
