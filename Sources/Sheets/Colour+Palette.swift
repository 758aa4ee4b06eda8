package import Drawings
import Foundation
import Pictures

/// Colours for categories, light enough for near-black type on them.
extension Colour {
    /// The first `count` colours of one endless order, each as far as can be from all before it; so a category keeps
    /// its colour when others are added after it.
    ///
    /// Farthest-point choice in a uniform colour space, as in C. Glasbey, G. van der Heijden, V. F. K. Toh and A. Gray,
    /// "Colour displays for categorical images", Color Research & Application 32 (2007), 304–309,
    /// doi:10.1002/col.20327. We measure in Oklab instead of CIELAB, and choose among lively colours of upper lightness
    /// alone, since photos are mostly dull and the names stand in dark type on the colour. The order begins at amber.
    ///
    /// 500 colours, then the same again. The choice is made with sums and products only, so it is the same everywhere.
    package static func palette(_ count: Int) -> [Colour] {
        let candidates = Oklab.lively
        guard
            var next = candidates.indices.min(by: { candidates[$0].distance(.amber) < candidates[$1].distance(.amber) })
        else { return [] }
        var distances = [Double](repeating: .infinity, count: candidates.count)
        let order = (0..<min(count, candidates.count)).map { _ in
            let chosen = candidates[next]
            var farthest = -1.0
            for (index, candidate) in candidates.enumerated() {
                distances[index] = min(distances[index], candidate.distance(chosen))
                if distances[index] > farthest { (farthest, next) = (distances[index], index) }
            }
            return chosen.colour
        }
        return (0..<count).map { order[$0 % order.count] }
    }
}

/// A colour in Oklab: Björn Ottosson, "A perceptual color space for image processing" (2020),
/// https://bottosson.github.io/posts/oklab/.
private struct Oklab {
    /// Lightness 0…1.
    var lightness: Double
    /// Green to red.
    var a: Double
    /// Blue to yellow.
    var b: Double

    static let amber = Oklab(lightness: 0.8, a: 0.04, b: 0.16)

    /// A grid over the colours of sRGB with lightness 0.68…0.88 and chroma at least 0.12.
    static let lively: [Oklab] = {
        var colours: [Oklab] = []
        for lightness in stride(from: 0.68, through: 0.881, by: 0.05) {
            for a in stride(from: -0.3, through: 0.3, by: 0.02) {
                for b in stride(from: -0.3, through: 0.3, by: 0.02) where a * a + b * b >= 0.0144 {
                    let colour = Oklab(lightness: lightness, a: a, b: b)
                    if colour.linearRGB.allSatisfy({ (0...1).contains($0) }) { colours.append(colour) }
                }
            }
        }
        return colours
    }()

    /// The squared distance, with lightness at half its weight: a photo's own light and dark show through a translucent
    /// fill, so that the hue is easier to recognise.
    func distance(_ other: Oklab) -> Double {
        let (dl, da, db) = (lightness - other.lightness, a - other.a, b - other.b)
        return dl * dl / 4 + da * da + db * db
    }

    var linearRGB: [Double] {
        let l = lightness + 0.3963377774 * a + 0.2158037573 * b
        let m = lightness - 0.1055613458 * a - 0.0638541728 * b
        let s = lightness - 0.0894841775 * a - 1.2914855480 * b
        let (l3, m3, s3) = (l * l * l, m * m * m, s * s * s)
        return [
            4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3,
            -1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3,
            -0.0041960863 * l3 - 0.7034186147 * m3 + 1.7076147010 * s3,
        ]
    }

    var colour: Colour {
        let bytes = linearRGB.map { linear in
            UInt8((255 * SRGB.encoded(linear)).rounded())
        }
        return Colour(red: bytes[0], green: bytes[1], blue: bytes[2])
    }
}
