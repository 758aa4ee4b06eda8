internal import Geometry

/// The shadow on the ground where it changes slowly: the sky's light that objects block, away from where they stand.
///
/// Most of an object's shadow on the ground is of this kind, and tracing all of it would cost more than the object
/// itself. So the shadow is traced on a grid with twice the samples and interpolated in between, on smaller and smaller
/// cells until the corners of one agree; Ward and Heckbert's irradiance gradients ("Irradiance gradients", EGWR 1992)
/// use the same smoothness. Where a shadow of the sun may fall nothing is interpolated: thin shadows would slip through
/// the grid.
///
/// The grid is fixed to the image, so that a rectangle has the same values as in the whole image.
struct SmoothShadow {
    /// The largest difference between the corners of a cell, as a share of the light: about two steps of 8 bits.
    static let tolerance: Float = 0.02
    private static let largestCell = 16
    /// The smallest cell: a finer grid would cost as much as all its pixels.
    private static let smallestCell = 4

    private let pixel: PixelTracer
    /// The rectangle of the vertices; its corners are multiples of the largest cell.
    private let grid: PixelRect
    private let rect: PixelRect
    /// NaN where not known yet, infinite where no plain ground is seen.
    private var vertices: [SIMD3<Float>]
    /// By rows of `rect`: whether a shadow of the sun may fall there.
    private let isSunlit: [Bool]

    init(_ scene: RenderScene, within rect: PixelRect, samples: Int, seed: UInt64) throws(RenderingError) {
        self.rect = rect
        let samples = min(Sobol.mostPoints, 2 * samples)
        pixel = PixelTracer(
            try PathTracer(scene, samples: samples), samples: samples, instances: scene.instances.count, exposure: 0,
            seed: seed)
        grid = PixelRect(
            minX: Self.floor(rect.minX, Self.largestCell), minY: Self.floor(rect.minY, Self.largestCell),
            maxX: Self.floor(rect.maxX, Self.largestCell) + Self.largestCell + 1,
            maxY: Self.floor(rect.maxY, Self.largestCell) + Self.largestCell + 1)
        vertices = Array(repeating: SIMD3(repeating: .nan), count: grid.area)
        isSunlit = scene.sunShadow(within: rect)
    }

    /// The shadow in a pixel of plain ground; nil where the pixel has to be traced.
    mutating func shadow(x: Int, y: Int) -> SIMD3<Float>? {
        guard !isSunlit[(y - rect.minY) * rect.width + x - rect.minX] else { return nil }
        var size = Self.largestCell
        while size >= Self.smallestCell {
            let (left, top) = (Self.floor(x, size), Self.floor(y, size))
            let (a, b) = (vertex(x: left, y: top), vertex(x: left + size, y: top))
            let (c, d) = (vertex(x: left, y: top + size), vertex(x: left + size, y: top + size))
            let least = pointwiseMin(pointwiseMin(a, b), pointwiseMin(c, d))
            let most = pointwiseMax(pointwiseMax(a, b), pointwiseMax(c, d))
            if most.max() < .infinity, (most - least).max() <= Self.tolerance {
                let (u, v) = (Float(x - left) / Float(size), Float(y - top) / Float(size))
                let upper = a + (b - a) * u
                let lower = c + (d - c) * u
                return upper + (lower - upper) * v
            }
            size /= 2
        }
        return nil
    }

    private mutating func vertex(x: Int, y: Int) -> SIMD3<Float> {
        let index = (y - grid.minY) * grid.width + x - grid.minX
        if vertices[index].x.isNaN {
            vertices[index] = SIMD3(repeating: .infinity)
            if !pixel.look(x: x, y: y), pixel.sums.groundShare == 1 {
                pixel.light()
                if let shadow = pixel.sums.shadow { vertices[index] = shadow }
            }
        }
        return vertices[index]
    }

    private static func floor(_ value: Int, _ step: Int) -> Int {
        (value >= 0 ? value / step : (value - step + 1) / step) * step
    }
}
