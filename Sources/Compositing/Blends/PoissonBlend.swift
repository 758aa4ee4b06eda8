package import Cards
import Geometry
package import Pictures

/// The object's gradients instead of its colours: P. Pérez, M. Gangnet and A. Blake, "Poisson image editing", SIGGRAPH
/// 2003.
///
/// An object brings no surroundings along, so its gradients across its own edge are stated here. With `normal` they are 0:
/// its edge takes the photo's colours, and its inside is moved by what the edges ask for. With `mixed` the object lies on
/// the photo's mean colour beneath it, so that its contrast with the photo is kept; wherever the photo's own gradient is
/// the stronger, that one is taken.
///
/// Against the known complaints: beyond the picture's edge nothing pulls (Neumann's condition there), no colour moves by
/// more than `limit`, and an object that would vanish keeps a share `contrast` of its difference from the photo.
package struct PoissonBlend: Blend {
    package var gradients = Gradients.normal
    package var limit = 40.0
    package var contrast = 0.5

    package enum Gradients: String, CaseIterable, Sendable {
        case normal, mixed
    }

    package init() {}

    package static let card = Card<PoissonBlend>(
        "poisson", "The object's gradients in the photo's colours (gradient domain), so that no edge shows.",
        .field(
            "gradients", \.gradients, .word,
            "Those of the object, or mixed: at each pixel the stronger of the object's and the photo's."),
        .field(
            "limit", \.limit, .number(in: 0...255, .other("levels of sRGB")),
            "The most by which a colour moves, so that nothing bleeds; 255 is hardly a limit, 0 moves nothing."),
        .field(
            "contrast", \.contrast, .number(in: 0...1, .share(of: "the object's difference from the photo")),
            "How much of it is kept at least, so that no object vanishes.")
    )

    package var changesPixels: Bool { true }
    /// The ring of pixels round an object that lies on the photo's mean colour is free to move.
    package var reach: Int { gradients == .mixed ? 1 : 0 }

    package func finish(_ laid: LaidObject, in image: inout Raster, with memory: BlendMemory) {
        let frame = PixelRect(width: image.width, height: image.height)
        // Beyond the pixels that change lie those that do not, but for the picture's edge.
        let rect = laid.rect.inset(by: -1).intersection(frame)
        let solver = PoissonSolver(width: rect.width, height: rect.height, memory)
        laid.layer.bytes.withUnsafeBufferPointer { layer in
            image.bytes.withUnsafeMutableBufferPointer { bytes in
                let field = GradientField(
                    layer: layer, layerRect: laid.layerRect, image: bytes, imageWidth: frame.width, rect: rect,
                    solver: solver, colours: memory.sums.reserve(rect.area, of: SIMD4<Float>.self))
                switch gradients {
                case .normal: field.moveToEdges(limit: Float(limit))
                case .mixed: field.mix(limit: Float(limit))
                }
                field.finish(keeping: contrast)
            }
        }
    }
}
