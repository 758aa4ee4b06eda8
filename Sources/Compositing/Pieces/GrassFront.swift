import Foundation
import Geometry
import Masks
import Pictures

/// The photo's grass that stands before the foot of an object: its pixels are put back once the object is painted.
///
/// Grass of a height H that is seen at a slant hides what is at a height y behind it by 1 − exp(−k (H − y)): the way
/// of the light through it, times how dense it is. Which pixels these are follows from the photo: blades in front are
/// brighter than the gaps between them, so a pixel is put back if its brightness has such a rank around it.
struct GrassFront {
    /// The pixels that the grass covers by at least a half, within the image.
    let mask: RunLengths
    /// The pixels that it may change, within the image.
    let rect: PixelRect
    /// The share of the photo in each pixel, 0…255, by rows.
    private let shares: [UInt8]
    /// Red, green and blue of the photo, by rows.
    private let colours: [UInt8]

    /// How many times the light is divided by e on its way from the grass' tips to the ground.
    private static let density: Float = 2.2
    /// The part of all ranks over which a pixel goes from nothing to all: blades have soft edges.
    private static let softness: Float = 0.3

    /// The height above which it hides less than a half, with a margin for rounding; ln 2 over the density from the tips.
    private static let halfHidden: Float = 1 - 0.69 / density

    /// How many pixels below an object it changes.
    static let rim = 4

    /// Nil where the grass would hide nothing.
    ///
    /// - Parameters:
    ///   - photo: the image without any object.
    ///   - rect: within it; the pixels that the foot may cover, and `rim` below these.
    ///   - heights: of the object over the ground in each pixel of `rect`, as shares of the grass' height; 1 and more
    ///     where the grass ends below it, or there is nothing of the object.
    ///   - grassPixels: how high the grass is in the image.
    init?(of photo: Raster, _ rect: PixelRect, heights: [Float], grassPixels: Double) {
        let heights = Self.spread(heights, in: rect)
        guard let box = Self.box(of: heights, in: rect) else { return nil }
        // Brightness is compared over a few blades; along them it changes little.
        let reach = max(3, Int((1.5 * grassPixels).rounded()))
        let along = Int(grassPixels / 4)
        let around = box.inset(by: -reach - along).intersection(PixelRect(width: photo.width, height: photo.height))
        let sums = BrightnessSums(of: photo, in: around)
        var shares = [UInt8](repeating: 0, count: box.area)
        var mask = Mask(rect: box)
        for y in box.minY..<box.maxY {
            for x in box.minX..<box.maxX {
                let height = heights[(y - rect.minY) * rect.width + x - rect.minX]
                guard height < 1 else { continue }
                let level = sums.moments(PixelRect(minX: x, minY: y - along, maxX: x + 1, maxY: y + along + 1)).mean
                let near = sums.moments(
                    PixelRect(minX: x - reach, minY: y - reach, maxX: x + reach + 1, maxY: y + reach + 1))
                // Darker than the mean, a pixel's rank is at most a half.
                guard height < Self.halfHidden || level > near.mean else { continue }
                // The logistic curve stands for that of errors.
                let rank = 1 / (1 + exp(-1.7 * (level - near.mean) / max(near.deviation, 0.5)))
                let hidden = 1 - exp(-Self.density * (1 - max(0, height)))
                let share = min(1, max(0, (rank + hidden - 1) / Self.softness))
                let at = (y - box.minY) * box.width + x - box.minX
                shares[at] = UInt8((share * 255).rounded())
                mask.bits[at] = shares[at] >> 7
            }
        }
        guard shares.contains(where: { $0 > 0 }) else { return nil }
        self.rect = box
        self.mask = mask.runLengths(width: photo.width, height: photo.height)
        (self.shares, self.colours) = (shares, Self.pixels(of: photo, in: box))
    }

    /// Heights also for the pixels below the object's own, which its soft outline and the shadow at its foot darken: grass
    /// in front stands in the light.
    private static func spread(_ heights: [Float], in rect: PixelRect) -> [Float] {
        let width = rect.width
        return [Float](unsafeUninitializedCapacity: heights.count) { spread, count in
            count = heights.count
            heights.withUnsafeBufferPointer { heights in
                for y in 0..<rect.height {
                    for at in y * width..<(y + 1) * width {
                        var height = heights[at]
                        if height >= 1 {
                            for row in 1..<(min(y, rim) + 1) { height = min(height, heights[at - row * width]) }
                        }
                        spread[at] = height
                    }
                }
            }
        }
    }

    /// The smallest rectangle around what the grass reaches.
    private static func box(of heights: [Float], in rect: PixelRect) -> PixelRect? {
        var mask = Mask(rect: rect)
        for index in heights.indices where heights[index] < 1 { mask.bits[index] = 1 }
        return mask.box
    }

    /// Red, green and blue, by rows.
    private static func pixels(of image: Raster, in rect: PixelRect) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: rect.area * 3) { pixels, count in
            count = rect.area * 3
            image.bytes.withUnsafeBufferPointer { bytes in
                var to = 0
                for y in rect.minY..<rect.maxY {
                    for at in stride(
                        from: (y * image.width + rect.minX) * 4, to: (y * image.width + rect.maxX) * 4, by: 4)
                    {
                        for channel in 0..<3 { pixels[to + channel] = bytes[at + channel] }
                        to += 3
                    }
                }
            }
        }
    }

    /// Puts the grass' pixels back, and removes what is behind it from the map.
    func restore(onto image: inout Raster, _ map: inout InstanceMap) {
        var index = 0
        for y in rect.minY..<rect.maxY {
            for x in rect.minX..<rect.maxX {
                let share = Int(shares[index])
                let pixel = y * image.width + x
                if share > 127 { map.ids[pixel] = 0 }
                if share > 0 {
                    for channel in 0..<3 {
                        let (own, other) = (Int(colours[3 * index + channel]), Int(image.bytes[4 * pixel + channel]))
                        image.bytes[4 * pixel + channel] = UInt8((own * share + other * (255 - share) + 127) / 255)
                    }
                }
                index += 1
            }
        }
    }
}

/// Sums of a part of a picture's luma and of its squares, from which those of any rectangle are known (Crow,
/// "Summed-area tables for texture mapping", SIGGRAPH 1984).
private struct BrightnessSums {
    private let rect: PixelRect
    private var sums: [SIMD2<Double>]

    init(of picture: Raster, in rect: PixelRect) {
        self.rect = rect
        let stride = rect.width + 1
        sums = [SIMD2<Double>](repeating: .zero, count: stride * (rect.height + 1))
        for y in 0..<rect.height {
            var row = SIMD2<Double>.zero
            for x in 0..<rect.width {
                let at = ((rect.minY + y) * picture.width + rect.minX + x) * 4
                let luma =
                    0.299 * Double(picture.bytes[at]) + 0.587 * Double(picture.bytes[at + 1])
                    + 0.114 * Double(picture.bytes[at + 2])
                row += SIMD2(luma, luma * luma)
                sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row
            }
        }
    }

    /// The mean and the deviation of the pixels of a rectangle that lie in the part.
    func moments(_ asked: PixelRect) -> (mean: Float, deviation: Float) {
        let part = asked.intersection(rect)
        let stride = rect.width + 1
        func sum(_ x: Int, _ y: Int) -> SIMD2<Double> { sums[(y - rect.minY) * stride + x - rect.minX] }
        let whole =
            sum(part.maxX, part.maxY) - sum(part.minX, part.maxY) - sum(part.maxX, part.minY)
            + sum(part.minX, part.minY)
        let mean = whole / Double(max(1, part.area))
        return (Float(mean.x), Float(max(0, mean.y - mean.x * mean.x).squareRoot()))
    }
}
