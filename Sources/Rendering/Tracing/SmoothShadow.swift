internal import Geometry

/// The shadow on the ground where it changes slowly: the sky's light that objects keep off, away from where they stand.
///
/// Most of the ground that an object touches by its shadow is of this kind, and to trace all of it would cost more than
/// the object itself. So it is traced on a grid with twice the samples, and in between it is interpolated, on smaller
/// and smaller cells until the corners of one agree; Ward and Heckbert's irradiance gradients ("Irradiance
/// gradients", EGWR 1992) rest on the same smoothness. Where a shadow of the sun may fall nothing is interpolated: thin
/// ones would slip through the grid.
///
/// The grid is fixed to the image, so that a rectangle of it comes out as a part of the whole.
struct SmoothShadow {
    /// Corners of a cell may differ by this much of the light: about two steps of 8 bits.
    static let tolerance: Float = 0.02
    private static let largestCell = 16
    /// Below this the grid would cost as much as all pixels of it.
    private static let smallestCell = 4

    private let pixel: PixelTracer
    /// Where vertices lie; its corners are multiples of the largest cell.
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

    /// The shadow in a pixel of plain ground; nil where it has to be traced.
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
