import Cards
import Drawings

/// The material of parts of a solid.
struct SolidMaterial: Defaulted {
    var colour = SolidColour.constant(Colour(red: 0xB0, green: 0xB0, blue: 0xB0))
    var roughness: Expression = 0.6
    var metalness: Expression = 0
    var opacity: Expression = 1
    var emission: Expression = 0
    var tile: [Expression]?
    var isScattered = false
    var texels = 512
    var patterns: [any SolidPattern] = []

    static func card(_ scope: SolidScope) -> Card<SolidMaterial> {
        Card(
            "a material", "A material of parts.",
            .required("colour", \.colour, .solidColour(scope), "Its colour in white light."),
            .field("roughness", \.roughness, .expression(scope), "0 is a mirror, 1 is matte."),
            .field("metalness", \.metalness, .expression(scope), "0 is any other material, 1 is bare metal."),
            .field("opacity", \.opacity, .expression(scope), "0 is clear, 1 is opaque."),
            .field(
                "emission", \.emission, .expression(scope),
                "How brightly it glows in its own colour; 1 is as bright as a white wall in the light."),
            .field(
                "tile", \.tile, .optional(.list(.expression(scope), count: 2...2)),
                "The width and height in metres that the patterns span before they repeat; stretched once over each face "
                    + "unless given."),
            .field(
                "scatter", \.isScattered, .flag,
                "true: each part and each copy shows another piece of the patterns, like boards of one kind of wood."),
            .field(
                "texels", \.texels, .integer(in: 16...1024, .other("texels")),
                "The longer side of its texture, if it has patterns."),
            .field(
                "patterns", \.patterns, .patterns(scope),
                "Patterns that are painted on it, each over the one before. Lengths are in metres with a tile, else in shares of the face."
            )
        )
    }

    /// The material with these values; nil where it has a mistake, which is noted.
    func look(named name: String, _ piece: inout Workpiece, maxTexels: Int) -> SolidLook? {
        let before = piece.diagnostics.count
        var look = SolidLook(name: name)
        look.paint.colour = colour.colour(&piece)
        look.paint.roughness = piece.number(roughness, "roughness", in: 0...1, .share(of: "full roughness"))
        look.paint.metalness = piece.number(metalness, "metalness", in: 0...1, .share(of: "a bare metal"))
        look.opacity = piece.number(opacity, "opacity", in: 0...1, .share(of: "full opacity"))
        look.emission = piece.number(emission, "emission", in: 0...1000, .other("times a white wall in the light"))
        if let tile { look.tile = SIMD2(piece.length(tile[0], "tile"), piece.length(tile[1], "tile")) }
        look.isScattered = isScattered
        look.texels = min(texels, maxTexels)
        look.layers = patterns.compactMap { $0.layer(&piece, size: look.tile ?? .one) }
        return piece.diagnostics.count == before ? look : nil
    }
}

/// A material with its numbers drawn.
struct SolidLook: Sendable {
    var name: String
    var paint = SolidPaint()
    var opacity = 1.0
    var emission = 0.0
    var tile: SIMD2<Double>?
    var isScattered = false
    var texels = 512
    var layers: [any PaintLayer] = []
}

/// The paint at a point of a surface.
struct SolidPaint: Hashable, Sendable {
    var colour = Colour(red: 0x80, green: 0x80, blue: 0x80)
    var roughness = 0.6
    var metalness = 0.0
}
