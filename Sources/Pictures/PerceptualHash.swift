import Foundation

/// 63 bits of what a picture shows, alike for pictures that show the same: scaled, compressed again, brighter, mirrored.
///
/// The signs of the lowest frequencies of the brightness of 32 × 32 pixels, after Zauner, "Implementation and
/// Benchmarking of Perceptual Image Hash Functions" (2010), with signs in place of a median: a mirrored picture then has
/// the signs of its odd columns turned, and is compared like that, too.
package struct PerceptualHash: Hashable, Sendable {
    package let bits: UInt64

    /// So many bits or fewer apart, pictures are taken to show the same.
    ///
    /// On 260 photos, copies that were mirrored and compressed to quality 40, or scaled to a quarter, were at most 2 bits
    /// apart, those made 1.3 times as bright at most 9, those cut by 2 % at each edge mostly within 8. Of 33,670 pairs of
    /// these photos, which are frames of few videos, 14 were within 8: nearly all of them frames that follow one another.
    package static let alike = 8

    /// The side of the square of pixels, and of that of its frequencies.
    private static let (side, frequencies) = (32, 8)
    /// A picture whose frequencies add up to less, in levels of 255, has no shape to be known by.
    private static let faintest = 0.5

    /// The bits that a mirrored picture has turned: those of odd frequencies across.
    private static let mirrored: UInt64 = (1..<64).reduce(0) { $1 % 2 == 1 ? $0 | 1 << UInt64($1) : $0 }

    /// Reads a photo, JPEGs at an eighth of their size where that is enough.
    ///
    /// - Returns: nil for a picture that is the same all over.
    /// - Throws: what `PhotoFile.decode` throws.
    package init?(_ path: String, maxPixels: Int = PhotoFile.defaultMaxPixels) throws(PictureError) {
        var raster = Raster()
        let side = PerceptualHash.side
        try PhotoFile.decode(
            path, PhotoFile.Options(maxPixels: maxPixels, width: side, height: side), into: &raster)
        let levels = (0..<side * side).map { pixel in
            let at = pixel * 4
            return 0.299 * Double(raster.bytes[at]) + 0.587 * Double(raster.bytes[at + 1])
                + 0.114 * Double(raster.bytes[at + 2])
        }
        self.init(levels: levels)
    }

    /// - Parameter levels: the brightness of 32 × 32 pixels, row by row, 0…255.
    /// - Returns: nil where they are the same all over.
    init?(levels: [Double]) {
        let (side, count) = (PerceptualHash.side, PerceptualHash.frequencies)
        precondition(levels.count == side * side, "a picture of 32 × 32 pixels")
        let waves = (0..<count).map { frequency in
            (0..<side).map { cos(.pi * Double(frequency * (2 * $0 + 1)) / Double(2 * side)) }
        }
        let across = (0..<side).map { row in
            waves.map { wave in zip(wave, levels[row * side..<(row + 1) * side]).reduce(0) { $0 + $1.0 * $1.1 } }
        }
        var (bits, energy): (UInt64, Double) = (0, 0)
        for place in 1..<count * count {
            let (down, over) = (place / count, place % count)
            let value = (0..<side).reduce(0) { $0 + waves[down][$1] * across[$1][over] }
            energy += value * value
            if value > 0 { bits |= 1 << UInt64(place) }
        }
        guard energy.squareRoot() / Double(side * side) * 2 >= PerceptualHash.faintest else { return nil }
        self.bits = bits
    }

    /// How many bits differ, of the picture or of its mirror image, whichever is nearer.
    package func distance(to other: PerceptualHash) -> Int {
        let difference = bits ^ other.bits
        return min(difference.nonzeroBitCount, (difference ^ PerceptualHash.mirrored).nonzeroBitCount)
    }

    /// Whether both pictures are taken to show the same.
    package func isAlike(_ other: PerceptualHash) -> Bool { distance(to: other) <= PerceptualHash.alike }
}
