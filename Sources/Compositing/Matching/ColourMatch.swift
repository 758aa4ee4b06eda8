import CLanes
import Foundation
import Geometry
import Pictures

/// Moves a photographed object's brightness and tint towards those of its surroundings, and keeps its shading.
///
/// Means and deviations in a space in which photos' channels do not depend on each other (Reinhard, Ashikhmin, Gooch and
/// Shirley, "Color transfer between images", 2001, doi:10.1109/38.946629). Two things differ from it: the deviations go
/// half of the way only, as ratios, for an object's contrast is mostly its own; and a large move of the means is held
/// back, for a white thing on black ground is to stay white.
struct ColourMatch {
    /// The object's mean, in the space of means and deviations.
    private let mean: SIMD3<Float>
    private let scale: SIMD3<Float>
    private let shift: SIMD3<Float>

    /// Colours are moved on a grid over red, green and blue, of so many nodes along each side; between them they are
    /// interpolated.
    private static let side = 17
    /// Means of fewer pixels say nothing.
    private static let leastPixels = 16
    private static let mostPixels = 4096
    /// The means move no farther than this, while small moves are made in full; in the space's units, decimal logarithms:
    /// half as bright again, and the tints that the light of a day has. Colours beyond these are the things' own.
    private static let farthest = SIMD3<Float>(0.3, 0.04, 0.01)
    private static let greatestRatios = SIMD3<Float>(2, 1.1, 1.1)

    /// The mean and the deviation of a set of colours.
    private struct Statistics {
        private var count: Float = 0
        private var sum = SIMD3<Float>.zero
        private var squares = SIMD3<Float>.zero

        mutating func add(_ colour: SIMD3<Float>) {
            count += 1
            sum += colour
            squares += colour * colour
        }

        var isEnough: Bool { count >= Float(ColourMatch.leastPixels) }
        var mean: SIMD3<Float> { sum / count }
        var deviation: SIMD3<Float> {
            let variance = squares / count - mean * mean
            return SIMD3(max(variance.x, 1e-8), max(variance.y, 1e-8), max(variance.z, 1e-8)).squareRoot()
        }
    }

    /// Nil where the object or its surroundings have too few pixels.
    ///
    /// - Parameters:
    ///   - image: without the object. Its surroundings reach half of its size beyond it.
    ///   - share: of the way, 0…1.
    init?(_ layer: ObjectLayer, in image: Raster, share: Float) {
        let rect = layer.rect
        let around = PixelRect(
            minX: rect.minX - rect.width / 2, minY: rect.minY - rect.height / 2, maxX: rect.maxX + rect.width / 2,
            maxY: rect.maxY + rect.height / 2
        ).intersection(PixelRect(width: image.width, height: image.height))
        var (own, others) = (Statistics(), Statistics())
        let step = max(1, Int((Double(around.area) / Double(ColourMatch.mostPixels)).squareRoot().rounded(.up)))
        for y in stride(from: around.minY, to: around.maxY, by: step) {
            for x in stride(from: around.minX, to: around.maxX, by: step) {
                if x >= rect.minX, x < rect.maxX, y >= rect.minY, y < rect.maxY {
                    let at = layer.offset(x: x, y: y)
                    let alpha = layer.colour.bytes[at + 3]
                    if alpha >= 128 { own.add(ColourMatch.space(layer.colour.colour(at), alpha: alpha)) }
                    if alpha > 0 { continue }
                }
                others.add(ColourMatch.space(image.colour((y * image.width + x) * 4), alpha: 255))
            }
        }
        guard own.isEnough, others.isEnough else { return nil }
        let way = others.mean - own.mean
        var (shift, scale) = (SIMD3<Float>.zero, SIMD3<Float>.zero)
        let ratio = others.deviation / own.deviation
        for axis in 0..<3 {
            let (farthest, greatest) = (ColourMatch.farthest[axis], ColourMatch.greatestRatios[axis])
            shift[axis] = share * farthest * tanh(way[axis] / farthest)
            scale[axis] = pow(min(max(ratio[axis], 1 / greatest), greatest), share / 2)
        }
        (mean, self.scale, self.shift) = (own.mean, scale, shift)
    }

    /// The moved colour of a node of the grid.
    private func node(_ index: Int) -> SIMD4<Float> {
        let side = ColourMatch.side
        let colour = SIMD3(Float(index % side), Float(index / side % side), Float(index / side / side)) * 16
        let moved = (ColourMatch.space(colour, alpha: 255) - mean) * scale + mean + shift
        return SIMD4(ColourMatch.colour(moved), 0)
    }

    /// Changes an object's colours. Nodes are made where the object has colours near them, which is at few of all.
    func apply(to layer: inout ObjectLayer) {
        let side = ColourMatch.side
        let count = side * side * side
        withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: count) { nodes in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * count) { known in
                known.initialize(repeating: 0)
                let (isCell, isNode) = (known.extracting(0..<count), known.extracting(count..<2 * count))
                func makeNodes(around first: Int) {
                    isCell[first] = 1
                    for corner in 0..<8 {
                        let index = first + (corner & 1) + (corner >> 1 & 1) * side + (corner >> 2) * side * side
                        guard isNode[index] == 0 else { continue }
                        isNode[index] = 1
                        nodes.initializeElement(at: index, to: node(index))
                    }
                }
                let inverses = ColourMatch.inverses
                layer.colour.bytes.withUnsafeMutableBytes { bytes in
                    guard let base = bytes.baseAddress else { return }
                    for at in stride(from: 0, to: bytes.count, by: 4) {
                        let pixel = base.loadUnaligned(fromByteOffset: at, as: UInt32.self)
                        let alpha = Int(pixel &>> 24)
                        guard alpha > 0 else { continue }
                        var (red, green, blue) = (Int(pixel & 255), Int(pixel &>> 8 & 255), Int(pixel &>> 16 & 255))
                        if alpha < 255 {
                            let inverse = inverses[alpha]
                            red = min(255, (red &* inverse) &>> 24)
                            green = min(255, (green &* inverse) &>> 24)
                            blue = min(255, (blue &* inverse) &>> 24)
                        }
                        let first = (blue &>> 4 &* side &+ green &>> 4) &* side &+ red &>> 4
                        if isCell[first] == 0 { makeNodes(around: first) }
                        let (r, g, b) = (Float(red & 15) / 16, Float(green & 15) / 16, Float(blue & 15) / 16)
                        @inline(__always)
                        func row(_ first: Int) -> SIMD4<Float> { nodes[first] + (nodes[first &+ 1] - nodes[first]) * r }
                        @inline(__always)
                        func plane(_ first: Int) -> SIMD4<Float> {
                            let low = row(first)
                            return low + (row(first &+ side) - low) * g
                        }
                        let low = plane(first)
                        let moved = (low + (plane(first &+ side &* side) - low) * b) * (Float(alpha) / 255) + 0.5
                        // No colour is more than its alpha, and the nodes' fourth numbers are 0.
                        let most = SIMD8(repeating: Float(alpha))
                        let coloured = PixelLanes.clamped(
                            clanes_least(SIMD8(lowHalf: moved, highHalf: .zero), most).lowHalf)
                        base.storeBytes(of: coloured | pixel & 0xFF00_0000, toByteOffset: at, as: UInt32.self)
                    }
                }
            }
        }
    }

    /// For each alpha from 1 on, 255 · 2²⁴ over it, rounded up: a byte times this is 255 times the byte over the alpha in
    /// whole numbers, and 2²⁴ times that.
    private static let inverses = (0...255).map { alpha in alpha == 0 ? 0 : (255 << 24 + alpha - 1) / alpha }

    // MARK: - The space

    /// lαβ of a colour in steps of 0…255, premultiplied.
    private static func space(_ colour: SIMD3<Float>, alpha: UInt8) -> SIMD3<Float> {
        let colour = colour * (1 / Float(alpha))
        let lifted = SIMD3(max(colour.x, 1 / 255), max(colour.y, 1 / 255), max(colour.z, 1 / 255))
        let cones = SIMD3(
            log10((lifted * SIMD3(0.3811, 0.5783, 0.0402)).sum()),
            log10((lifted * SIMD3(0.1967, 0.7244, 0.0782)).sum()),
            log10((lifted * SIMD3(0.0241, 0.1288, 0.8444)).sum()))
        return SIMD3(
            cones.sum() * Float(1.0 / 3).squareRoot(), (cones.x + cones.y - 2 * cones.z) * Float(1.0 / 6).squareRoot(),
            (cones.x - cones.y) * Float(0.5).squareRoot())
    }

    /// The colour of a point of the space, in steps of 0…255.
    private static func colour(_ point: SIMD3<Float>) -> SIMD3<Float> {
        let (l, a, b) = (
            point.x * Float(1.0 / 3).squareRoot(), point.y * Float(1.0 / 6).squareRoot(),
            point.z * Float(0.5).squareRoot()
        )
        let cones = SIMD3(pow(10, l + a + b), pow(10, l + a - b), pow(10, l - 2 * a))
        let colour = SIMD3(
            (cones * SIMD3(4.4679, -3.5873, 0.1193)).sum(), (cones * SIMD3(-1.2186, 2.3809, -0.1624)).sum(),
            (cones * SIMD3(0.0497, -0.2439, 1.2045)).sum())
        return SIMD3(min(max(colour.x, 0), 1), min(max(colour.y, 0), 1), min(max(colour.z, 0), 1)) * 255
    }
}

extension Raster {
    fileprivate func colour(_ at: Int) -> SIMD3<Float> {
        SIMD3(Float(bytes[at]), Float(bytes[at + 1]), Float(bytes[at + 2]))
    }
}
