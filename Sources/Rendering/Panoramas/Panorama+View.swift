internal import Foundation
package import Geometry
package import Pictures

/// Views of a panorama with a camera.
extension Panorama {
    /// The factor on all light that exposes a view as a photographer would: the mean of the logarithm of its luminance
    /// becomes a middle grey of 0.18 (Reinhard et al., "Photographic tone reproduction for digital images", SIGGRAPH
    /// 2002, equation 2).
    package func exposure(seenBy camera: Camera, _ turn: PanoramaTurn) -> Double {
        let (columns, rows) = (64, 48)
        // One texel stands for a whole cell.
        let texels = Double(width) / (2 * .pi * camera.focalPixels) * Double(camera.width) / Double(columns)
        let level = levels[min(levels.count - 1, max(0, Int(log2(max(1, texels)))))]
        let lens = Lens(camera, turn, level)
        var brightness: [Double] = []
        for row in 0..<rows {
            for column in 0..<columns {
                let x = (Double(column) + 0.5) / Double(columns) * Double(camera.width)
                let y = (Double(row) + 0.5) / Double(rows) * Double(camera.height)
                let place = lens.place(Float(x), Float(y))
                let (u, v) = (Int(place.u.rounded()), Int(place.v.rounded()))
                let at = min(level.height - 1, max(0, v)) * level.width + (u + level.width) % level.width
                brightness.append(Double((SharedExponent.unpack(level.texels[at]) * unit).luminance))
            }
        }
        let mean = brightness.reduce(0, +) / Double(brightness.count)
        // Where the view is black, the exposure of the whole panorama is used.
        guard mean > 0 else { return 0.18 / max(light.meanLuminance, 1e-12) }
        let logarithms = brightness.reduce(0) { $0 + log($1 + 1e-4 * mean) }
        return 0.18 / exp(logarithms / Double(brightness.count))
    }

    /// Draws the camera's view into an image, exposed, with soft highlights, as sRGB.
    ///
    /// Where texels are larger than pixels they are interpolated by cubics (Catmull and Rom, "A class of local
    /// interpolating splines", 1974), kept within the values of the nearest four so that there is no ringing beside a
    /// lamp. Where they are smaller, a level is used on which a pixel spans no more than two of them, and the pixel is
    /// the mean of several such look-ups.
    package func draw(seenBy camera: Camera, _ turn: PanoramaTurn, exposure: Double, into image: inout Raster) {
        image.resize(width: camera.width, height: camera.height)
        let texels = Double(width) / (2 * .pi * camera.focalPixels)
        let level = levels[min(levels.count - 1, max(0, Int(log2(max(1, texels)))))]
        let lens = Lens(camera, turn, level)
        let gain = unit * Float(exposure)
        let scales = (0..<32).map { SharedExponent.scale($0) * gain }
        let (width, height) = (camera.width, camera.height)
        image.bytes.withUnsafeMutableBufferPointer { bytes in
            level.texels.withUnsafeBufferPointer { texels in
                scales.withUnsafeBufferPointer { scales in
                    let reader = TexelReader(texels: texels, width: level.width, height: level.height, scales: scales)
                    ToneCurve.byteOfRoot.withUnsafeBufferPointer { curve in
                        for y in 0..<height {
                            for x in 0..<width {
                                let light = reader.mean(lens, x, y)
                                let at = (y * width + x) * 4
                                for channel in 0..<3 {
                                    bytes[at + channel] =
                                        curve[
                                            min(4095, Int((light[channel] * ToneCurve.perRoot).squareRoot() + 0.5))]
                                }
                                bytes[at + 3] = 255
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Maps an image's pixels to places on a level of a panorama.
private struct Lens {
    private let across: SIMD3<Float>
    private let down: SIMD3<Float>
    private let corner: SIMD3<Float>
    private let columns: Float
    private let rows: Float
    /// The angle that a pixel spans in the middle of the image.
    private let pixelAngle: Float

    init(_ camera: Camera, _ turn: PanoramaTurn, _ level: Panorama.Level) {
        let panoramaFromCamera = turn.panoramaFromWorld * camera.worldFromCamera
        let focal = camera.focalPixels
        across = SIMD3<Float>(panoramaFromCamera.x / focal)
        down = SIMD3<Float>(panoramaFromCamera.y / -focal)
        corner = SIMD3<Float>(
            panoramaFromCamera * [-camera.principal.x / focal, camera.principal.y / focal, -1])
        (columns, rows) = (Float(level.width), Float(level.height))
        pixelAngle = Float(1 / focal)
    }

    /// The place of an image point, in texels from the middle of the first one, and the number of texels that a pixel
    /// spans there.
    @inline(__always) func place(_ x: Float, _ y: Float) -> (u: Float, v: Float, span: Float) {
        let direction = corner + across * x + down * y
        let flat = direction.x * direction.x + direction.z * direction.z
        let length = (flat + direction.y * direction.y).squareRoot()
        let azimuth = atan2(direction.x, -direction.z)
        let polar = atan2(flat.squareRoot(), direction.y)
        // Off the axis a pixel spans less; towards the poles columns come together.
        let angle = pixelAngle / length
        let sine = max(flat.squareRoot() / length, 1e-3)
        let span = angle * max(rows / .pi, columns / (2 * .pi * sine))
        return (
            (azimuth / (2 * .pi) + 0.5) * columns - 0.5, polar / .pi * rows - 0.5, span
        )
    }
}

/// Looks up light between the texels of one level.
private struct TexelReader {
    let texels: UnsafeBufferPointer<UInt32>
    let width: Int
    let height: Int
    /// The factors by exponent, exposure included.
    let scales: UnsafeBufferPointer<Float>

    /// The most look-ups along each side of a pixel; they are too few only near the poles.
    private static let mostLookups = 8

    /// The mean over a pixel.
    @inline(__always) func mean(_ lens: Lens, _ x: Int, _ y: Int) -> SIMD3<Float> {
        let (left, top) = (Float(x), Float(y))
        let middle = lens.place(left + 0.5, top + 0.5)
        let count = min(Self.mostLookups, Int(middle.span.rounded(.up)))
        guard count > 1 else { return light(middle.u, middle.v) }
        var sum = SIMD3<Float>()
        let step = 1 / Float(count)
        for row in 0..<count {
            for column in 0..<count {
                let place = lens.place(left + (Float(column) + 0.5) * step, top + (Float(row) + 0.5) * step)
                sum += light(place.u, place.v)
            }
        }
        return sum * (step * step)
    }

    @inline(__always) private func texel(_ x: Int, _ y: Int) -> SIMD3<Float> {
        let bits = texels[y * width + x]
        // Light that is shown as white is cut off here, so that a lamp spreads no further than its edge.
        return pointwiseMin(
            SIMD3<Float>(SharedExponent.mantissas(bits)) * scales[Int(bits >> 27)], SIMD3(repeating: ToneCurve.white))
    }

    /// The light at a texel. Beyond the seam the other side follows; beyond a pole the same row, half way round.
    @inline(__always) private func light(_ u: Float, _ v: Float) -> SIMD3<Float> {
        let (left, top) = (u.rounded(.down), v.rounded(.down))
        let columns = Self.weights(u - left)
        let rows = Self.weights(v - top)
        let (x, y) = (Int(left), Int(top))
        var sum = SIMD3<Float>()
        var (least, most) = (SIMD3<Float>(repeating: .infinity), SIMD3<Float>())
        for row in 0..<4 {
            var at = y + row - 1
            var shift = width
            if at < 0 {
                at = -1 - at
                shift += width / 2
            } else if at >= height {
                at = 2 * height - 1 - at
                shift += width / 2
            }
            var line = SIMD3<Float>()
            for column in 0..<4 {
                let value = texel((x + column - 1 + shift) % width, at)
                line += value * columns[column]
                if (row == 1 || row == 2) && (column == 1 || column == 2) {
                    least = pointwiseMin(least, value)
                    most = pointwiseMax(most, value)
                }
            }
            sum += line * rows[row]
        }
        return pointwiseMin(pointwiseMax(sum, least), most)
    }

    @inline(__always) private static func weights(_ t: Float) -> SIMD4<Float> {
        let (t2, t3) = (t * t, t * t * t)
        return SIMD4(
            -0.5 * t + t2 - 0.5 * t3, 1 - 2.5 * t2 + 1.5 * t3, 0.5 * t + 2 * t2 - 1.5 * t3, -0.5 * t2 + 0.5 * t3)
    }
}
