package import Geometry
package import Pictures

/// The result of rendering a rectangle of the image.
package struct RenderedLayers: Sendable, Equatable {
    /// The rectangle in pixels of the camera's image; it may reach outside it.
    package let rect: PixelRect
    /// One layer for each instance of the scene, in its order. Laid over each other in this order they make the
    /// picture.
    package internal(set) var instances: [InstanceLayer]
    /// The factor on the ground's light, per channel and linear: 1 where nothing changes it, less in shadow, above 1
    /// where an object throws light on it. 1 where no ground is seen. By rows of `rect`; empty where it is not asked
    /// for.
    package internal(set) var shadow: [SIMD3<Float>]

    init(rect: PixelRect, instances: [PixelRect], takesShadow: Bool) {
        self.rect = rect
        self.instances = instances.map { InstanceLayer(rect: $0.intersection(rect)) }
        shadow = takesShadow ? [SIMD3<Float>](repeating: .one, count: rect.area) : []
    }
}

/// The visible part of one instance, without the parts that others hide: for every pixel of a rectangle, by rows.
package struct InstanceLayer: Sendable, Equatable {
    /// The part of the rendered rectangle that may show a part of the instance.
    package let rect: PixelRect
    /// sRGB, premultiplied by alpha. Alpha is a share of the light that later instances in the scene's order let
    /// through: the share that this one stops.
    package internal(set) var colour: Raster
    package internal(set) var coverage: Coverage
    /// The depth along the optical axis, the mean over its samples; infinite where the instance is not seen.
    package internal(set) var depthMetres: [Float]
    /// The normals in the world, of length 1; zero where the instance is not seen.
    package internal(set) var normals: [SIMD3<Float>]

    init(rect: PixelRect) {
        self.rect = rect
        colour = Raster(width: rect.width, height: rect.height)
        coverage = Coverage(rect: rect)
        depthMetres = [Float](repeating: .infinity, count: rect.area)
        normals = [SIMD3<Float>](repeating: .zero, count: rect.area)
    }
}

/// The share of each pixel in which an instance is the first that is seen, 0…1. Glass counts in full. Parts that a
/// texture blends away count where at least a half of them is left, and cut-out parts do not count.
package struct Coverage: Sendable, Equatable {
    package let rect: PixelRect
    /// The shares by rows.
    package internal(set) var shares: [Float]

    init(rect: PixelRect) {
        self.rect = rect
        shares = [Float](repeating: 0, count: rect.area)
    }

    /// The share of a pixel; 0 outside the rectangle.
    @inline(__always) func share(x: Int, y: Int) -> Float {
        rect.contains(x: x, y: y) ? shares[(y - rect.minY) * rect.width + x - rect.minX] : 0
    }
}

/// The number of samples of a pixel.
package enum RenderQuality: String, Sendable, Hashable, Codable, CaseIterable {
    case draft, fair, good, best

    /// The number of samples: a power of two.
    package var samples: Int {
        switch self {
        case .draft: 8
        case .fair: 16
        case .good: 32
        case .best: 128
        }
    }
}
