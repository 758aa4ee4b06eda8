package import Geometry
package import Vips

/// What came out of a rendering: for every pixel of a rectangle of the image, by rows.
package struct RenderedLayers: Sendable, Equatable {
    /// In pixels of the camera's image; it may reach outside it.
    package var rect: PixelRect
    /// The objects, sRGB, premultiplied by alpha: the share of the pixel's light that they stop.
    package var colour: Raster
    /// The share of the pixel that any object covers, 0…1. Blended surfaces count in full, cut-out parts not at all.
    package var coverage: [Float]
    /// The label of a pixel: k for the k-th instance where it is what is seen in at least half of the pixel's samples,
    /// else 0. Where two share a pixel in halves it is the nearer one's.
    package var ids: [UInt16]
    /// Of the labelled instance along the optical axis, the mean over its samples; infinite where there is no label.
    package var depthMetres: [Float]
    /// Of the labelled instance in the world, of length 1; zero where there is no label.
    package var normals: [SIMD3<Float>]
    /// What the ground's light is multiplied by, per channel and linear: 1 where nothing changes it, less in shadow,
    /// above 1 where an object throws light on it. 1 where no ground is seen.
    package var shadow: [SIMD3<Float>]

    init(rect: PixelRect) {
        self.rect = rect
        colour = Raster(width: rect.width, height: rect.height)
        coverage = [Float](repeating: 0, count: rect.area)
        ids = [UInt16](repeating: 0, count: rect.area)
        depthMetres = [Float](repeating: .infinity, count: rect.area)
        normals = [SIMD3<Float>](repeating: .zero, count: rect.area)
        shadow = [SIMD3<Float>](repeating: .one, count: rect.area)
    }

    /// The position of a pixel of the image in the lists.
    package func index(x: Int, y: Int) -> Int {
        precondition(rect.contains(x: x, y: y), "the pixel lies in the rectangle")
        return (y - rect.minY) * rect.width + x - rect.minX
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

    /// Below this many samples the shadow on the ground is filtered, which above it would only blur it.
    static let fewestUnfiltered = 32
}
