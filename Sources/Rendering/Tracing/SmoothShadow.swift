internal import Geometry

/// The light on the ground where it changes slowly: that of the sky, of which objects block some, and that which comes
/// by way of objects, away from where they stand.
///
/// Most of an object's shadow on the ground is of this kind, and tracing all of it would cost more than the object
/// itself. So this light is traced on a grid with many samples and interpolated in between, on smaller and smaller cells
/// until the light inside of one is what its corners say; Ward and Heckbert's irradiance gradients ("Irradiance
/// gradients", EGWR 1992) use the same smoothness. What comes straight from the sun is left out: thin shadows would slip
/// through the grid. It is traced in every pixel where such a shadow may fall, which takes one ray a sample.
///
/// The grid is fixed to the image, so that a rectangle has the same values as in the whole image.
struct SmoothShadow {
    /// The largest difference from what the corners of a cell say, as a share of the light: about one step of 8 bits.
    static let tolerance: Float = 0.012
    private static let largestCell = 16
    private static let smallestCell = 4
    /// With fewer samples, the noise of the vertices would be more than the tolerance.
    private static let fewestSamples = 256

    /// Traces a vertex with a quarter of its samples, which are enough where nothing is near, and with the others.
    private let glance: PixelTracer
    private let pixel: PixelTracer
    private let sun: Vector
    private let hasSmallestCells: Bool
    /// The rectangle of the vertices, in smallest cells.
    private let grid: PixelRect

    private enum Vertex {
        case unknown
        /// No plain ground is seen.
        case none
        case known(GroundLight)
    }
    private var vertices: [Vertex]
    /// For each smallest cell, the size of the cell that has the light of its pixels; 0 where none has.
    private var sizes: [UInt8]
    private static let unknown: UInt8 = 255
    /// Whether any object may be in each smallest cell. Between vertices around an object nothing is interpolated: where
    /// it touches the ground, its shadow may be thinner than a cell.
    private let holdsObjects: [Bool]
    /// The pixels in which `holdsObjects` tells of all objects.
    private let known: PixelRect
    /// Where a shadow of the sun may fall; nil without a sun.
    private var edges: SunEdges?

    /// The pixels between the vertices for a rectangle.
    static func pixels(around rect: PixelRect) -> PixelRect {
        PixelRect(
            minX: floor(rect.minX, largestCell), minY: floor(rect.minY, largestCell),
            maxX: floor(rect.maxX, largestCell) + largestCell, maxY: floor(rect.maxY, largestCell) + largestCell)
    }

    /// - Parameter objects: the coverage of each object, if possible in all of `pixels(around: rect)`.
    init(
        _ scene: RenderScene, within rect: PixelRect, samples: Int, seed: UInt64, around objects: [Coverage]
    ) throws(RenderingError) {
        let most = min(Sobol.mostPoints, max(Self.fewestSamples, 8 * samples))
        // On a finer grid all vertices would cost as much as all pixels.
        hasSmallestCells = most < samples * Self.smallestCell * Self.smallestCell
        func pixel(_ samples: Int) throws(RenderingError) -> PixelTracer {
            PixelTracer(
                try PathTracer(scene, samples: samples), samples: samples, instances: scene.instances.count,
                exposure: 0, seed: seed)
        }
        (self.pixel, glance) = (try pixel(most), try pixel(most / 4))
        let tracer = try PathTracer(scene, samples: SunEdges.samples)
        sun = tracer.sunOnGround
        let pixels = Self.pixels(around: rect)
        func cell(_ pixel: Int) -> Int { Self.floor(pixel, Self.smallestCell) / Self.smallestCell }
        // The last row and column of vertices belong to no cell.
        grid = PixelRect(
            minX: cell(pixels.minX), minY: cell(pixels.minY), maxX: cell(pixels.maxX) + 1, maxY: cell(pixels.maxY) + 1)
        vertices = Array(repeating: .unknown, count: grid.area)
        sizes = Array(repeating: Self.unknown, count: grid.area)
        let isVeiled = scene.instances.contains { $0.isSeen && $0.model.isPatterned }
        known = isVeiled ? PixelRect(minX: 0, minY: 0, maxX: 0, maxY: 0) : rect
        var holdsObjects = [Bool](repeating: false, count: grid.area)
        for object in objects {
            let part = object.rect.intersection(pixels)
            guard !part.isEmpty else { continue }
            for y in part.minY..<part.maxY {
                let row = (cell(y) - grid.minY) * grid.width - grid.minX
                for x in part.minX..<part.maxX where object.share(x: x, y: y) > 0 { holdsObjects[row + cell(x)] = true }
            }
        }
        self.holdsObjects = holdsObjects
        if sun.max() > 0 {
            let pixel = PixelTracer(
                tracer, samples: SunEdges.samples, instances: scene.instances.count, exposure: 0, seed: seed)
            edges = SunEdges(
                pixel, within: rect, hidden: scene.sunShadow(within: rect), hasMore: samples > SunEdges.samples)
        }
    }

    /// Whether a pixel's ground is in the sun, wholly or not at all; nil where it has to be found out.
    mutating func isInSun(x: Int, y: Int) -> Bool? { edges == nil ? true : edges?.isInSun(x: x, y: y) }

    /// The light in a pixel of plain ground; nil where the pixel has to be traced.
    mutating func light(x: Int, y: Int) -> GroundLight? {
        let smallest = index(x: Self.floor(x, Self.smallestCell), y: Self.floor(y, Self.smallestCell))
        if sizes[smallest] == Self.unknown { sizes[smallest] = UInt8(size(aroundX: x, y) ?? 0) }
        guard sizes[smallest] > 0 else { return nil }
        return corners(x: x, y: y, Int(sizes[smallest]))?.light(x: x, y: y)
    }

    /// The size of the cell that has the light of a pixel: the same for all pixels of a smallest cell.
    private mutating func size(aroundX x: Int, _ y: Int) -> Int? {
        var rest: Float = .infinity
        for size in [Self.largestCell, Self.largestCell / 2] {
            guard let cell = cell(x: x, y: y, size) else { continue }
            if cell.spread <= Self.tolerance { return size }
            let half = size / 2
            guard let middle = vertex(x: cell.left + half, y: cell.top + half) else { continue }
            let apart = middle.underSun - cell.light(x: cell.left + half, y: cell.top + half).underSun
            rest = max(apart.max(), -apart.min())
            if rest <= Self.tolerance { return size }
        }
        // In cells of half the size, lines through the corners are four times as near.
        guard hasSmallestCells, rest <= 4 * Self.tolerance else { return nil }
        return cell(x: x, y: y, Self.smallestCell) == nil ? nil : Self.smallestCell
    }

    /// Four vertices around a pixel, all on plain ground.
    private struct Cell {
        let left: Int
        let top: Int
        let size: Int
        let corners: (GroundLight, GroundLight, GroundLight, GroundLight)

        /// The light between the corners.
        func light(x: Int, y: Int) -> GroundLight {
            let (u, v) = (Float(x - left) / Float(size), Float(y - top) / Float(size))
            return .mixed(.mixed(corners.0, corners.1, u), .mixed(corners.2, corners.3, u), v)
        }

        /// The largest difference between the corners.
        var spread: Float {
            let (a, b, c, d) = (
                corners.0.underSun, corners.1.underSun, corners.2.underSun, corners.3.underSun
            )
            let least = pointwiseMin(pointwiseMin(a, b), pointwiseMin(c, d))
            return (pointwiseMax(pointwiseMax(a, b), pointwiseMax(c, d)) - least).max()
        }
    }

    private mutating func cell(x: Int, y: Int, _ size: Int) -> Cell? {
        let (left, top) = (Self.floor(x, size), Self.floor(y, size))
        let first = index(x: left, y: top)
        for row in 0..<size / Self.smallestCell {
            for column in 0..<size / Self.smallestCell where holdsObjects[first + row * grid.width + column] {
                return nil
            }
        }
        return corners(x: x, y: y, size)
    }

    private mutating func corners(x: Int, y: Int, _ size: Int) -> Cell? {
        let (left, top) = (Self.floor(x, size), Self.floor(y, size))
        guard let a = vertex(x: left, y: top), let b = vertex(x: left + size, y: top),
            let c = vertex(x: left, y: top + size), let d = vertex(x: left + size, y: top + size)
        else { return nil }
        return Cell(left: left, top: top, size: size, corners: (a, b, c, d))
    }

    /// The index of a vertex, and of the smallest cell at whose upper left corner it is.
    private func index(x: Int, y: Int) -> Int {
        (y / Self.smallestCell - grid.minY) * grid.width + x / Self.smallestCell - grid.minX
    }

    private mutating func vertex(x: Int, y: Int) -> GroundLight? {
        let index = index(x: x, y: y)
        if case .unknown = vertices[index] {
            let meetsObjects = holdsObjects[index] || !known.contains(x: x, y: y)
            let light = traced(glance, x: x, y: y, meetsObjects).flatMap { light in
                light.isWhole ? light : traced(pixel, x: x, y: y, meetsObjects)
            }
            vertices[index] = light.map(Vertex.known) ?? .none
        }
        if case .known(let light) = vertices[index] { return light }
        return nil
    }

    /// The light in a pixel; nil where it shows any object, or not only ground.
    private func traced(_ pixel: PixelTracer, x: Int, y: Int, _ meetsObjects: Bool) -> GroundLight? {
        guard !pixel.look(x: x, y: y, meetsObjects: meetsObjects), pixel.sums.groundShare == 1 else { return nil }
        pixel.light(from: .sky)
        return pixel.sums.groundLight(besides: sun)
    }

    private static func floor(_ value: Int, _ step: Int) -> Int {
        (value >= 0 ? value / step : (value - step + 1) / step) * step
    }
}
