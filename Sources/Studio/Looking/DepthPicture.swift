import Datasets
import Foundation
import Pictures

/// The depth beside an image of ours, in colours: near is yellow, far is violet, by the logarithm of the distance. What is
/// not known is clear.
struct DepthPicture: Sendable {
    let bytes: [UInt8]
    /// The smallest and the largest depth in metres; nil where none is known.
    let range: ClosedRange<Float>?

    /// The file of an image's depth; nil where there is none.
    static func file(of gallery: Gallery, _ index: Int) -> (path: String, layer: DatasetLayer)? {
        guard let root = gallery.root else { return nil }
        let name = gallery.dataset.photos[index].path
        return [DatasetLayer.depthPNG, .depthTIFF].lazy
            .map { (DatasetLayout(root: root).layerPath(ofImage: name, $0), $0) }
            .first { gallery.places.holds($0.0) }
    }

    init(_ path: String, _ layer: DatasetLayer) throws(PictureError) {
        let (metres, width, height): ([Float], Int, Int)
        if layer == .depthTIFF {
            (metres, width, height) = try LayerFile.numbers(ofTIFF: path)
        } else {
            let map = try InstancePNG.decode(path)
            (metres, width, height) = (map.ids.map { Float($0) / 1000 }, map.width, map.height)
        }
        let known = metres.lazy.filter { $0 > 0 && $0.isFinite }
        var raster = Raster(width: width, height: height)
        if let near = known.min(), let far = known.max() {
            let (low, span) = (log(near), max(log(far) - log(near), 1e-6))
            raster.bytes.withUnsafeMutableBufferPointer { pixels in
                for (place, depth) in metres.enumerated() {
                    let isKnown = depth > 0 && depth.isFinite
                    let colour = isKnown ? Self.colour((log(depth) - low) / span) : (0, 0, 0)
                    (pixels[4 * place], pixels[4 * place + 1], pixels[4 * place + 2]) = colour
                    pixels[4 * place + 3] = isKnown ? 255 : 0
                }
            }
            range = near...far
        } else {
            for place in stride(from: 3, to: raster.bytes.count, by: 4) { raster.bytes[place] = 0 }
            range = nil
        }
        bytes = try PhotoFile.encodeWithAlpha(raster)
    }

    /// Five colours from near to far and what lies between, after matplotlib's viridis by S. van der Walt and N. Smith,
    /// whose lightness falls evenly.
    private static let stops: [(Float, Float, Float)] = [
        (253, 231, 37), (94, 201, 98), (33, 145, 140), (59, 82, 139), (68, 1, 84),
    ]

    private static func colour(_ share: Float) -> (UInt8, UInt8, UInt8) {
        let place = min(max(share, 0), 1) * Float(stops.count - 1)
        let first = min(Int(place), stops.count - 2)
        let (part, a, b) = (place - Float(first), stops[first], stops[first + 1])
        func mixed(_ a: Float, _ b: Float) -> UInt8 { UInt8((a + (b - a) * part).rounded()) }
        return (mixed(a.0, b.0), mixed(a.1, b.1), mixed(a.2, b.2))
    }
}
