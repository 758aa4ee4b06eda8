import Cards
import Foundation
import Geometry
import Masks
import Pictures
import Scenes

/// Drops of water on a glass before the lens, such as a windscreen or the cover of a camera.
///
/// A drop is a part of a sphere that meets the glass at `contact`, and bends each ray by Snell's law (Roser and Geiger,
/// "Video-based raindrop detection for improved image registration", ICCV Workshops 2009, take the same shape). So it shows a
/// wide view upside down, darker at its rim, where most light is reflected. What it shows beyond the picture is taken to go
/// on with the picture's outermost pixels.
///
/// The lens looks at what is far away, so that each point of the glass is spread over a disc: as wide as the lens's opening
/// looks at that distance. Small drops near the lens are so no more than a blur.
struct LensDrops {
    /// The share of the picture that they cover, 0…1, without 1.
    let cover: Double
    /// From the lens to the glass.
    let glassMetres: Double

    /// The angle between the drop's surface and the glass at the rim.
    private static let contact = Angle.degrees(45)
    private static let index = 1.33
    /// Of the drops' widths: the least, what they have more on average, and the most.
    private static let (leastMetres, moreMetres, mostMetres) = (0.0012, 0.0012, 0.006)
    /// Drops as small as a pixel would be more: they cover less than is asked for.
    private static let mostDrops = 100_000
    /// The light that the rim loses.
    private static let rimLoss: Float = 0.45

    /// A drop in the picture, in pixels.
    struct Drop {
        var middle: SIMD2<Float>
        var radius: Float
        /// Half of the disc that each of its points is spread over.
        var blur: Float
        /// How far from a circle it is, by the second, third and fourth harmonic: cosine and sine, as shares of the radius.
        var cosines: SIMD3<Float>
        var sines: SIMD3<Float>

        /// How far from its middle it reaches.
        var reach: Float { radius * 1.25 + blur + 1 }
    }

    /// Draws the drops: as many as cover the share by chance, in their order of painting.
    func drops(on camera: Camera, from stream: inout RandomStream) -> [Drop] {
        let (width, height) = (Double(camera.width), Double(camera.height))
        let scale = camera.focalPixels / glassMetres
        let blur = Precipitation.apertureMetres / 2 * scale
        // Drops at random cover 1 − exp(−sum of their areas) of all.
        var area = -log(1 - cover) * width * height
        var drops: [Drop] = []
        while area > 0, drops.count < LensDrops.mostDrops {
            let metres = min(
                LensDrops.mostMetres, LensDrops.leastMetres - log(1 - stream.unit()) * LensDrops.moreMetres)
            let radius = metres / 2 * scale
            let (x, y) = (stream.unit(), stream.unit())
            var (cosines, sines) = (SIMD3<Float>.zero, SIMD3<Float>.zero)
            for (harmonic, most) in [0.10, 0.07, 0.05].enumerated() {
                let (size, turn) = (stream.unit() * most, Angle.degrees(stream.unit() * 360))
                (cosines[harmonic], sines[harmonic]) = (Float(size * turn.cosine), Float(size * turn.sine))
            }
            // Also those that reach into the picture from beside it.
            let (wide, high) = (width + 2 * radius, height + 2 * radius)
            area -= Double.pi * radius * radius * width * height / (wide * high)
            drops.append(
                Drop(
                    middle: SIMD2(Float(x * wide - radius), Float(y * high - radius)), radius: Float(radius),
                    blur: Float(blur), cosines: cosines, sines: sines))
        }
        return drops
    }

    /// Lays drops over a picture, one after the other.
    ///
    /// - Parameter hidden: gets the pixels of objects that the drops hide.
    static func lay(_ drops: [Drop], over composite: inout Composite, hiding hidden: inout HiddenPixels) {
        let camera = composite.scene.camera
        let (width, height) = (composite.image.width, composite.image.height)
        let seen = CoarseLevels(of: composite.image)
        let focal = Float(camera.focalPixels)
        let principal = SIMD2(Float(camera.principal.x), Float(camera.principal.y))
        // What is left of each pixel's own light.
        var left = [Float](repeating: 1, count: width * height)
        for drop in drops {
            let middle = drop.middle
            let columns = max(0, Int(middle.x - drop.reach))..<max(0, min(width, Int(middle.x + drop.reach) + 1))
            let rows = max(0, Int(middle.y - drop.reach))..<max(0, min(height, Int(middle.y + drop.reach) + 1))
            guard columns.lowerBound < columns.upperBound, rows.lowerBound < rows.upperBound else { continue }
            // So many pixels of the picture lie next to each other in the drop, and so many its blur mixes.
            let span = focal * deviations[deviations.count - 1] / drop.radius
            let level = seen.level(of: span * (1 + 0.7 * drop.blur))
            let inner = drop.radius + 0.35 * drop.blur
            for y in rows {
                for x in columns {
                    let (dx, dy) = (Float(x) + 0.5 - middle.x, Float(y) + 0.5 - middle.y)
                    let away = (dx * dx + dy * dy).squareRoot()
                    guard away < drop.reach else { continue }
                    let (c, s) = away > 0 ? (dx / away, dy / away) : (1, 0)
                    let cover = drop.cover(away, c, s)
                    guard cover > 0 else { continue }
                    let place = min(1, away / inner)
                    let bent = deviations[Int(place * Float(deviations.count - 1))] * focal
                    // Where a ray straight through the glass would arrive, bent towards the other side.
                    let source = SIMD2(
                        Float(x) + 0.5 - bent * c * (1 + obliqueness(Float(x), principal.x, focal)),
                        Float(y) + 0.5 - bent * s * (1 + obliqueness(Float(y), principal.y, focal)))
                    let light =
                        seen.light(at: source, level: level)
                        * (1 - rimLoss * smoothStep(0.75, 1, place))
                    let pixel = (y * width + x) * 4
                    for channel in 0..<3 {
                        let own = Float(LinearLight.ofByte[Int(composite.image.bytes[pixel + channel])])
                        composite.image.bytes[pixel + channel] =
                            LinearLight.byte[LinearLight.index(own + (light[channel] - own) * cover)]
                    }
                    left[y * width + x] *= 1 - cover
                    hidden.note(x: x, y: y, contrast: left[y * width + x])
                }
            }
        }
    }

    /// How much farther an angle reaches on the picture away from its middle.
    @inline(__always)
    private static func obliqueness(_ place: Float, _ principal: Float, _ focal: Float) -> Float {
        let tangent = (place + 0.5 - principal) / focal
        return tangent * tangent
    }

    /// The tangent of the angle by which a drop bends a ray that comes straight through the glass, from its middle to its rim.
    static let deviations: [Float] = (0...255).map { step in
        let slope = asin(Double(step) / 255 * contact.sine)
        return Float(tan(asin(index * sin(slope)) - slope))
    }
}

extension LensDrops.Drop {
    /// The share of a pixel that the drop covers, in a direction from its middle: its outline, spread over the blur's disc.
    @inline(__always)
    fileprivate func cover(_ away: Float, _ c: Float, _ s: Float) -> Float {
        guard blur < radius else {
            let share = radius / blur
            return share * share * (1 - smoothStep(0, radius + blur, away))
        }
        let (c2, s2) = (c * c - s * s, 2 * c * s)
        let (c3, s3) = (c2 * c - s2 * s, s2 * c + c2 * s)
        let (c4, s4) = (c2 * c2 - s2 * s2, 2 * c2 * s2)
        let bump = (cosines * SIMD3(c2, c3, c4)).sum() + (sines * SIMD3(s2, s3, s4)).sum()
        let soft = max(0.7, blur)
        return 1 - smoothStep(-soft, soft, away - radius * (1 + bump))
    }
}

/// The means of a picture over squares of 2, 4, 8 … pixels.
struct CoarseLevels {
    private struct Level {
        var width: Int
        var height: Int
        var lights: [SIMD4<Float>]
    }
    private var levels: [Level] = []

    init(of image: Raster) {
        var level = Level(width: (image.width + 1) / 2, height: (image.height + 1) / 2, lights: [])
        level.lights.reserveCapacity(level.width * level.height)
        func light(_ x: Int, _ y: Int) -> SIMD4<Float> {
            let at = (min(y, image.height - 1) * image.width + min(x, image.width - 1)) * 4
            return SIMD4(
                Float(LinearLight.ofByte[Int(image.bytes[at])]), Float(LinearLight.ofByte[Int(image.bytes[at + 1])]),
                Float(LinearLight.ofByte[Int(image.bytes[at + 2])]), 0)
        }
        for y in 0..<level.height {
            for x in 0..<level.width {
                let upper = light(2 * x, 2 * y) + light(2 * x + 1, 2 * y)
                level.lights.append((upper + light(2 * x, 2 * y + 1) + light(2 * x + 1, 2 * y + 1)) / 4)
            }
        }
        levels.append(level)
        while level.width > 1 || level.height > 1 {
            let finer = level
            level = Level(width: (finer.width + 1) / 2, height: (finer.height + 1) / 2, lights: [])
            func light(_ x: Int, _ y: Int) -> SIMD4<Float> {
                finer.lights[min(y, finer.height - 1) * finer.width + min(x, finer.width - 1)]
            }
            for y in 0..<level.height {
                for x in 0..<level.width {
                    let upper = light(2 * x, 2 * y) + light(2 * x + 1, 2 * y)
                    level.lights.append((upper + light(2 * x, 2 * y + 1) + light(2 * x + 1, 2 * y + 1)) / 4)
                }
            }
            levels.append(level)
        }
    }

    /// The level whose squares are about so many pixels wide.
    func level(of pixels: Float) -> Int {
        min(levels.count - 1, max(0, Int(log2(max(1, pixels))) - 1))
    }

    /// The light at a place of the picture, with linear interpolation: as `LinearLight`. Beyond the edges the picture goes on
    /// with its outermost pixels.
    @inline(__always)
    func light(at place: SIMD2<Float>, level number: Int) -> SIMD4<Float> {
        let level = levels[number]
        let scale = 1 / Float(2 << number)
        let u = min(Float(level.width - 1), max(0, place.x * scale - 0.5))
        let v = min(Float(level.height - 1), max(0, place.y * scale - 0.5))
        let (column, row) = (Int(u), Int(v))
        let (right, below) = (min(column + 1, level.width - 1), min(row + 1, level.height - 1))
        let (fx, fy) = (u - Float(column), v - Float(row))
        return level.lights.withUnsafeBufferPointer { lights in
            let first = lights[row * level.width + column] * (1 - fx) + lights[row * level.width + right] * fx
            let second = lights[below * level.width + column] * (1 - fx) + lights[below * level.width + right] * fx
            return first * (1 - fy) + second * fy
        }
    }
}
