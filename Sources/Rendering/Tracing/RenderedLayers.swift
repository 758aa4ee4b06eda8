package import Geometry
package import Pictures

/// What came out of a rendering of a rectangle of the image.
package struct RenderedLayers: Sendable, Equatable {
    /// In pixels of the camera's image; it may reach outside it.
    package let rect: PixelRect
    /// One for each instance of the scene, in its order. Laid over each other in this order they make the picture.
    package internal(set) var instances: [InstanceLayer]
    /// What the ground's light is multiplied by, per channel and linear: 1 where nothing changes it, less in shadow,
    /// above 1 where an object throws light on it. 1 where no ground is seen. By rows of `rect`; empty where it is not
    /// asked for.
    package internal(set) var shadow: [SIMD3<Float>]

    init(rect: PixelRect, instances: [PixelRect], takesShadow: Bool) {
        self.rect = rect
        self.instances = instances.map { InstanceLayer(rect: $0.intersection(rect)) }
        shadow = takesShadow ? [SIMD3<Float>](repeating: .one, count: rect.area) : []
    }
}

/// What is seen of one instance, behind what hides it: for every pixel of a rectangle, by rows.
package struct InstanceLayer: Sendable, Equatable {
    /// The part of the rendered rectangle in which anything of the instance may be seen.
    package let rect: PixelRect
    /// sRGB, premultiplied by alpha: the share of the pixel's light that it stops, of what the instances after it in the
    /// scene's order let through.
    package internal(set) var colour: Raster
    package internal(set) var coverage: Coverage
    /// Along the optical axis, the mean over its samples; infinite where it is not seen.
    package internal(set) var depthMetres: [Float]
    /// In the world, of length 1; zero where it is not seen.
    package internal(set) var normals: [SIMD3<Float>]

    init(rect: PixelRect) {
        self.rect = rect
        colour = Raster(width: rect.width, height: rect.height)
        coverage = Coverage(rect: rect)
        depthMetres = [Float](repeating: .infinity, count: rect.area)
        normals = [SIMD3<Float>](repeating: .zero, count: rect.area)
    }
}

/// The share of each pixel in which an instance is what is seen first, 0…1: glass counts in full, what a texture
/// blends away where at least a half of it is left, cut-out parts not at all.
package struct Coverage: Sendable, Equatable {
    package let rect: PixelRect
    /// By rows.
    package internal(set) var shares: [Float]

    init(rect: PixelRect) {
        self.rect = rect
        shares = [Float](repeating: 0, count: rect.area)
    }
}

/// How many samples a pixel takes.
package enum RenderQuality: String, Sendable, Hashable, Codable, CaseIterable {
    case draft, good, best

    /// A power of two.
    package var samples: Int {
        switch self {
        case .draft: 8
        case .good: 32
        case .best: 128
        }
    }
}
