import Cards
import Drawings
import Findings
import Foundation
import Pictures
import Rendering

/// The materials of a mesh with their textures.
struct SolidPalette {
    private(set) var materials: [Material] = []
    private(set) var textures: [Texture] = []
    /// For each material the lines that are written on its texture: see `PaintLayer.lines`.
    private(set) var lines: [[WrittenPart]?] = []

    /// Adds a material; one whose layers cannot be painted is noted.
    mutating func add(_ look: SolidLook, _ piece: inout Workpiece) {
        var material = Material(
            name: look.name, baseColour: SolidPalette.linear(look.paint.colour), roughness: Float(look.paint.roughness),
            metalness: Float(look.paint.metalness))
        material.emission = material.baseColour * Float(look.emission)
        if look.opacity < 1 {
            material.opacity = Float(look.opacity)
            material.alpha = .blend
        }
        var written: [WrittenPart]? = []
        defer {
            materials.append(material)
            lines.append(written)
        }
        guard !look.layers.isEmpty else { return }
        do throws(ObjectError) {
            let painted = try SolidPalette.painted(look)
            written = painted.lines
            material.baseColour = .one
            material.baseTexture = textures.count
            textures.append(painted.colour)
            if look.emission > 0 {
                material.emission = SIMD3(repeating: Float(look.emission))
                material.emissionTexture = material.baseTexture
            }
            if let finish = painted.finish {
                (material.roughness, material.metalness) = (1, 1)
                material.roughnessMetalnessTexture = textures.count
                textures.append(finish)
            }
        } catch {
            piece.report(.rule(error.description))
        }
    }

    private struct Painted: Sendable {
        var colour: Texture
        var finish: Texture?
        var lines: [WrittenPart]? = []
    }

    /// Solids that differ only in their measures share their painted textures: painting takes ten times as long as
    /// building. The key holds everything that the texels depend on.
    private static let cache = BoundedCache<String, Painted, ObjectError>(capacity: 128 << 20)

    private static func painted(_ look: SolidLook) throws(ObjectError) -> Painted {
        let size = look.tile ?? .one
        let key = "\(look.paint) \(size) \(look.texels) \(look.layers)"
        return try cache.value(key) { () throws(ObjectError) in
            var canvas = SolidCanvas(look.paint, size: size, texels: look.texels)
            var lines: [WrittenPart]? = []
            for layer in look.layers {
                try layer.paint(on: &canvas)
                let more = try layer.lines(on: canvas)
                lines = lines.flatMap { known in more.map { known + $0 } }
            }
            let painted = Painted(
                colour: canvas.colourTexture, finish: canvas.hasFinishes ? canvas.finishTexture : nil, lines: lines)
            return (painted, key.utf8.count + painted.colour.texels.count + (painted.finish?.texels.count ?? 0))
        }
    }

    /// The colour in scene-linear light.
    private static func linear(_ colour: Colour) -> SIMD3<Float> {
        let shares = colour.shares
        return SIMD3(SRGB.linear(shares.x), SRGB.linear(shares.y), SRGB.linear(shares.z))
    }
}
