import Foundation
import Geometry
import Masks
import Pictures
import Scenes

/// The part of a photo that shows its ground, guessed from the ground that is known and from its colours.
///
/// Known is the ground that the photo's facts outline; without an outline, the level ground nearer than 12 m. From there it
/// goes on below the horizon over all that touches it and has colours which the known ground has: a meadow beyond its
/// outline, but no tree, wall or sky. Above the horizon, only what the facts outline as slopes is ground. A thing of the
/// ground's own colours that stands on it is taken for ground as well. In the box of a labelled thing without a mask, only
/// colours tell.
///
/// In cells of a 160th of the image's width, without the pixels of objects.
struct GroundLikeness {
    private let columns: Int
    private let rows: Int
    private let side: Int
    /// For each cell, by rows: how surely it shows ground, 0…1; the logarithm of the luminance round it, as
    /// `logarithm(of:)`; that luminance beside the ground's own, as `shade`; and whether the photo's facts outline it as a slope,
    /// 0…1.
    private var cells: [SIMD4<Float>]

    /// The ground is known up to here where the photo outlines none.
    private static let knownMetres = 12.0

    init(of composite: Composite, _ distances: SeenDistances) {
        side = max(1, composite.image.width / 160)
        // 1. The mean light of each cell.
        let sums = CellLights(of: composite.image, wide: side, high: side, without: distances)
        (columns, rows) = (sums.columns, sums.rows)
        let (side, columns, rows) = (side, columns, rows)
        let count = columns * rows
        let lights = sums.sums.map { sum in sum.w > 0 ? SIMD3(sum.x, sum.y, sum.z) / (sum.w * LinearLight.white) : nil }
        let looks = lights.map { $0.map(Look.init) }
        // 2. What is known, and the looks that it has.
        let camera = composite.scene.camera
        let places = (0..<count).map { cell in
            Point((Double(cell % columns) + 0.5) * Double(side), (Double(cell / columns) + 0.5) * Double(side))
        }
        let metres = places.map { place in
            camera.groundPoint(at: place).map { ($0 - camera.position).length } ?? .infinity
        }
        var isGround = [Bool](repeating: false, count: count)
        let slopes = composite.scene.slopes ?? []
        var isSlope = isGround
        // A box that fills the image is that of a surface.
        let most = Double(composite.image.width * composite.image.height) / 4
        let boxes = composite.real.filter { $0.visible == nil }.compactMap(\.box).filter { $0.area < most }
        for cell in 0..<count {
            isGround[cell] =
                composite.scene.ground?.contains(places[cell]) ?? (metres[cell] < GroundLikeness.knownMetres)
            if boxes.contains(where: { $0.contains(places[cell]) }) { isGround[cell] = false }
            isSlope[cell] = slopes.contains { $0.contains(places[cell]) }
            if isSlope[cell] { isGround[cell] = true }
        }
        var palette = Palette()
        for cell in 0..<count where isGround[cell] { if let look = looks[cell] { palette.add(look) } }
        var likenesses = looks.map { $0.map(palette.likeness) ?? 1 }
        // 3. It goes on from cell to cell.
        var edge = (0..<count).filter { isGround[$0] }
        while let cell = edge.popLast() {
            let (x, y) = (cell % columns, cell / columns)
            for (u, v) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
            where u >= 0 && v >= 0 && u < columns && v < rows {
                let next = v * columns + u
                guard !isGround[next], metres[next].isFinite, likenesses[next] > 0.5 else { continue }
                isGround[next] = true
                edge.append(next)
            }
        }
        for cell in 0..<count where !isGround[cell] { likenesses[cell] = 0 }
        // 4. The luminance of the ground and that round each cell.
        let logarithms = zip(lights, isGround).compactMap { light, isGround in
            isGround ? light.map { log(LinearLight.luminance($0) + GroundLikeness.least) } : nil
        }
        let mean = logarithms.reduce(0, +) / Float(max(1, logarithms.count))
        cells = (0..<count).map { cell in
            var (sum, weight, share): (Float, Float, Float) = (0, 0, 0)
            let slope: Float = isSlope[cell] ? 1 : 0
            for row in max(0, cell / columns - 1)...min(rows - 1, cell / columns + 1) {
                for column in max(0, cell % columns - 1)...min(columns - 1, cell % columns + 1) {
                    let other = row * columns + column
                    // A cell of objects alone goes with its neighbours.
                    guard let light = lights[other] else { continue }
                    let near: Float = other == cell ? 4 : row == cell / columns || column == cell % columns ? 2 : 1
                    sum += LinearLight.luminance(light) * near
                    share += min(1, likenesses[other]) * near
                    weight += near
                }
            }
            guard weight > 0 else { return SIMD4(isGround[cell] ? 1 : 0, mean, 1, slope) }
            let round = log(sum / weight + GroundLikeness.least)
            return SIMD4(share / weight, round, exp(0.45 * (round - mean)), slope)
        }
    }

    /// Added to luminances before their logarithms are taken, so that black has one.
    private static let least: Float = 0.01

    /// The logarithm of a luminance of 0…1, to within 2 %.
    @inline(__always)
    static func logarithm(of luminance: Float) -> Float { logarithms[Int(min(1, max(0, luminance)) * 4095)] }

    private static let logarithms: [Float] = (0..<4096).map { log((Float($0) + 0.5) / 4096 + least) }

    /// What is known at a pixel, with linear interpolation between the cells.
    struct Place {
        /// How surely it shows ground, 0…1.
        let share: Float
        /// The logarithm of the luminance round it.
        let logarithm: Float
        /// How bright it is there beside all of the ground, more evenly than it is.
        let shade: Float
        /// Whether it is a slope, of which no distance is known.
        let isSlope: Bool
    }

    /// The pixels of a row, which share the way from the cells above to those below.
    struct Row {
        fileprivate var cells: [SIMD4<Float>]
        fileprivate let side: Int

        /// - Returns: nil where no ground is near.
        @inline(__always)
        subscript(x: Int) -> Place? {
            let u = max(0, (Float(x) + 0.5) / Float(side) - 0.5)
            return cells.withUnsafeBufferPointer { cells in
                let column = min(Int(u), cells.count - 1)
                let (left, right) = (cells[column], cells[min(column + 1, cells.count - 1)])
                let cell = left + (right - left) * (u - Float(column))
                guard cell.x > 0.2 else { return nil }
                return Place(
                    share: smoothStep(0.2, 0.8, cell.x), logarithm: cell.y, shade: cell.z, isSlope: cell.w > 0.5)
            }
        }
    }

    func row(_ y: Int) -> Row {
        let place = CellPlace(x: 0, y: y, side: side, columns: columns, rows: rows)
        let (upper, lower) = (place.upperLeft, place.lowerLeft)
        let mixed = (0..<columns).map { column -> SIMD4<Float> in
            let above = cells[upper + column]
            return above + (cells[lower + column] - above) * place.down
        }
        return Row(cells: mixed, side: side)
    }

    /// The brightness and the colour of a cell, each in steps.
    private struct Look {
        let steps: SIMD3<Int32>

        init(_ light: SIMD3<Float>) {
            let sum = light.sum() + 0.02
            let brightness = log(LinearLight.luminance(light) + GroundLikeness.least)
            let place = SIMD3(brightness, 5 * (light.x - light.y) / sum, 5 * (light.z - light.y) / sum) / 0.35
            steps = SIMD3<Int32>(place.rounded(.toNearestOrAwayFromZero))
        }
    }

    /// How many cells of the known ground have each look.
    private struct Palette {
        private var counts = [Int32](repeating: 0, count: side * side * side)
        private var whole = 0

        private static let side = 40

        private static func place(_ steps: SIMD3<Int32>) -> Int {
            let bounded = (steps &+ Int32(side / 2)).clamped(
                lowerBound: SIMD3(repeating: 1), upperBound: SIMD3(repeating: Int32(side) - 2))
            return (Int(bounded.x) * side + Int(bounded.y)) * side + Int(bounded.z)
        }

        mutating func add(_ look: Look) {
            counts[Palette.place(look.steps)] += 1
            whole += 1
        }

        /// 1 for a look that a hundredth of the ground has, with those next to it.
        func likeness(of look: Look) -> Float {
            guard whole > 0 else { return 0 }
            let middle = Palette.place(look.steps)
            var sum: Float = 0
            for x in -1...1 {
                for y in -1...1 {
                    for z in -1...1 {
                        let away = Float((1 + abs(x)) * (1 + abs(y)) * (1 + abs(z)))
                        sum += Float(counts[middle + (x * Palette.side + y) * Palette.side + z]) / away
                    }
                }
            }
            return min(1, sum / (0.01 * Float(whole)))
        }
    }
}
