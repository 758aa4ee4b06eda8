import Geometry
import Rendering

extension Mesh {
    /// The number of texels along the longer side of a card's silhouette: shadows have no finer edges.
    private static let longestSide = 512

    /// A sprite as a card of one unit's height, the middle of its lower edge at the origin, facing +z, with holes where
    /// the sprite is less than half opaque.
    static func card(of sprite: Sprite) throws(RenderingError) -> Mesh {
        let level =
            sprite.levels.first { max($0.width, $0.height) <= longestSide } ?? sprite.levels[sprite.levels.count - 1]
        var texels: [UInt8] = []
        texels.reserveCapacity(level.width * level.height * 4)
        for y in 0..<level.height {
            for x in 0..<level.width {
                let texel = level.texels[(y + 1) * level.stride + x + 1]
                texels += [0, 0, 0, UInt8(truncatingIfNeeded: texel >> 24)]
            }
        }
        var material = Material(baseColour: .init(repeating: 0.3), roughness: 1, specular: 0)
        material.baseTexture = 0
        material.alpha = .cutOut(below: 0.5)
        // The middle of the object is at 0, whatever faint parts reach further.
        let frame = sprite.frame
        let (left, right) = (Float(frame.minX - sprite.aspect / 2), Float(frame.maxX - sprite.aspect / 2))
        let (bottom, top) = (Float(1 - frame.maxY), Float(1 - frame.minY))
        return try Mesh(
            positions: [[left, bottom, 0], [right, bottom, 0], [right, top, 0], [left, top, 0]],
            normals: Array(repeating: [0, 0, 1], count: 4), coordinates: [[0, 0], [1, 0], [1, 1], [0, 1]],
            triangles: [[0, 1, 2], [0, 2, 3]], materials: [material],
            textures: [
                Texture(width: level.width, height: level.height, texels: texels, wrapU: .clamp, wrapV: .clamp)
            ])
    }
}
