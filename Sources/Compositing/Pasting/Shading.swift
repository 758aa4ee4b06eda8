import Foundation
import Geometry
import Objects

/// How much a light brightens or darkens each part of an object: one with a direction by the object's shape, or one that
/// rises evenly across a flat object.
///
/// Factors for pixels as encoded, on the cells of the sprite's relief; in between they are cubic B-splines, whose
/// brightness and slope have no steps that the eye would see as bands.
struct Shading {
    /// How many texels of the level in use a cell spans along each side.
    private let cell: Double
    private let columns: Int
    private let rows: Int
    /// With a border of two cells all round, equal to the nearest.
    private let factors: [Float]

    /// Light is added up as ambient + directed · max(0, normal · direction), then divided by its mean over the object, so
    /// that shading alone does not change the exposure. No part becomes darker or brighter than these. Linear.
    static let least: Float = 0.2
    static let most: Float = 3

    /// The light turns with the object in the image plane, mirroring included; its tilt is left out, since the inflated
    /// shape has no plane that could be tilted.
    init(_ sprite: Sprite, level: Int, _ imageFromObject: Homography, _ light: DirectedLight) {
        let relief = sprite.relief ?? SpriteRelief(sprite)
        (columns, rows) = (relief.columns, relief.rows)
        cell = relief.level >= level ? Double(1 << (relief.level - level)) : 1 / Double(1 << (level - relief.level))
        let direction = Shading.inObjectPlane(light.direction, sprite, imageFromObject)
        let ambient = Float(min(max(light.ambient, 0), 1))
        let linear = relief.normals.map { ambient + (1 - ambient) * max(0, ($0 * direction).sum()) }
        let weight = relief.weights.reduce(0, +)
        let mean = zip(linear, relief.weights).reduce(0) { $0 + $1.0 * $1.1 } / max(weight, .leastNormalMagnitude)
        let encoded = linear.map {
            encodedGain(linear: min(max($0 / max(mean, 0.02), Shading.least), Shading.most))
        }
        let (columns, rows) = (columns, rows)
        factors = (-2..<rows + 2).flatMap { j in
            (-2..<columns + 2).map { i in
                encoded[min(max(j, 0), rows - 1) * columns + min(max(i, 0), columns - 1)]
            }
        }
    }

    /// A light that is as it is on the whole in the object's middle, and changes evenly from there.
    ///
    /// - Parameter slope: of the light's natural logarithm over one height of the object, to its right and down it.
    init(_ sprite: Sprite, level: Int, slope: SIMD2<Float>) {
        let texels = sprite.levels[level]
        let cell = max(1, Double(max(texels.width, texels.height)) / 16)
        let columns = max(1, Int((Double(texels.width) / cell).rounded(.up)))
        let rows = max(1, Int((Double(texels.height) / cell).rounded(.up)))
        let (frame, middle) = (sprite.frame, Point(sprite.aspect / 2, 0.5))
        (self.cell, self.columns, self.rows) = (cell, columns, rows)
        factors = (-2..<rows + 2).flatMap { j in
            (-2..<columns + 2).map { i in
                let x = frame.minX + (Double(i) + 0.5) * cell / Double(texels.width) * frame.width
                let y = frame.minY + (Double(j) + 0.5) * cell / Double(texels.height) * frame.height
                let rise = slope.x * Float(x - middle.x) + slope.y * Float(y - middle.y)
                return encodedGain(linear: min(max(exp(rise), Shading.least), Shading.most))
            }
        }
    }

    /// A direction of the camera's frame in the relief's frame (x right and y down the object).
    private static func inObjectPlane(
        _ direction: SIMD3<Double>, _ sprite: Sprite, _ imageFromObject: Homography
    ) -> SIMD3<Float> {
        let length = (direction * direction).sum().squareRoot()
        guard length > 0, length.isFinite else { return SIMD3(0, 0, 1) }
        let (x, y, z) = (direction.x / length, -direction.y / length, direction.z / length)
        guard let slope = imageFromObject.jacobian(at: Point(sprite.aspect / 2, 0.5)) else {
            return SIMD3(Float(x), Float(y), Float(z))
        }
        // The nearest rotation, or rotation and mirror, to the map at the object's middle: (c, −s; s, c) or (c, s; s, −c).
        let mirrored = slope.determinant < 0
        var c = mirrored ? slope.xx - slope.yy : slope.xx + slope.yy
        var s = mirrored ? slope.yx + slope.xy : slope.yx - slope.xy
        let norm = (c * c + s * s).squareRoot()
        if norm > 0 { (c, s) = (c / norm, s / norm) } else { (c, s) = (1, 0) }
        // Its transpose takes the image's axes to the object's.
        let turned = mirrored ? (c * x + s * y, s * x - c * y) : (c * x + s * y, c * y - s * x)
        return SIMD3(Float(turned.0), Float(turned.1), Float(z))
    }

    /// The cells between which a texel of a row or column lies, and the weight of each.
    struct Tap {
        /// Of the first of four, counted with the border.
        var first: Int
        var weights: SIMD4<Float>
    }

    /// The tap of each of the level's columns.
    func columnTaps(_ width: Int) -> [Tap] { (0..<width).map { tap($0, columns) } }

    /// The tap of one of the level's rows.
    func rowTap(_ y: Int) -> Tap { tap(y, rows) }

    private func tap(_ texel: Int, _ count: Int) -> Tap {
        let position = (Double(texel) + 0.5) / cell - 0.5
        let whole = min(max(position.rounded(.down), -1), Double(count - 1))
        let t = Float(min(max(position - whole, 0), 1))
        let (t2, t3) = (t * t, t * t * t)
        let weights = SIMD4(1 - 3 * t + 3 * t2 - t3, 4 - 6 * t2 + 3 * t3, 1 + 3 * t + 3 * t2 - 3 * t3, t3) / 6
        return Tap(first: Int(whole) - 1 + 2, weights: weights)
    }

    /// The number of values that `line` has.
    var lineLength: Int { columns + 4 }

    /// The factors of one row of texels at the cells' columns.
    func line(_ tap: Tap, _ values: UnsafeMutablePointer<Float>) {
        let length = lineLength
        factors.withUnsafeBufferPointer { factors in
            for i in 0..<length {
                let at = tap.first * length + i
                values[i] =
                    factors[at] * tap.weights.x + factors[at + length] * tap.weights.y
                    + factors[at + 2 * length] * tap.weights.z + factors[at + 3 * length] * tap.weights.w
            }
        }
    }
}
