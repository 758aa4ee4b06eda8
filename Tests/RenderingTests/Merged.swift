import Geometry
import Pictures

@testable import Rendering

/// The layers of all instances as one picture of the whole rectangle, for what a test says of a picture.
extension RenderedLayers {
    /// The position of a pixel of the image in the lists below and in `shadow`.
    func index(x: Int, y: Int) -> Int {
        precondition(rect.contains(x: x, y: y), "the pixel lies in the rectangle")
        return (y - rect.minY) * rect.width + x - rect.minX
    }

    /// Premultiplied: the instances laid over each other in their order.
    var colour: Raster {
        var colour = Raster(width: rect.width, height: rect.height)
        eachPixel { layer, from, to in
            let alpha = Double(layer.colour.bytes[4 * from + 3])
            for channel in 0..<4 {
                let under = Double(colour.bytes[4 * to + channel]) * (1 - alpha / 255)
                colour.bytes[4 * to + channel] = UInt8(Double(layer.colour.bytes[4 * from + channel]) + under + 0.5)
            }
        }
        return colour
    }

    /// The share of each pixel in which anything is seen.
    var coverage: [Float] {
        var sums = [Float](repeating: 0, count: rect.area)
        eachPixel { layer, from, to in sums[to] += layer.coverage.shares[from] }
        return sums
    }

    /// k where the k-th instance covers at least half, of two the one that is laid on later; else 0.
    var ids: [UInt16] {
        var ids = [UInt16](repeating: 0, count: rect.area)
        for (number, layer) in instances.enumerated() {
            RenderedLayers.eachPixel(of: layer, in: rect) { from, to in
                if layer.coverage.shares[from] >= 0.5 { ids[to] = UInt16(number + 1) }
            }
        }
        return ids
    }

    var depthMetres: [Float] {
        let ids = ids
        var depths = [Float](repeating: .infinity, count: rect.area)
        for (number, layer) in instances.enumerated() {
            RenderedLayers.eachPixel(of: layer, in: rect) { from, to in
                if ids[to] == number + 1 { depths[to] = layer.depthMetres[from] }
            }
        }
        return depths
    }

    var normals: [SIMD3<Float>] {
        let ids = ids
        var normals = [SIMD3<Float>](repeating: .zero, count: rect.area)
        for (number, layer) in instances.enumerated() {
            RenderedLayers.eachPixel(of: layer, in: rect) { from, to in
                if ids[to] == number + 1 { normals[to] = layer.normals[from] }
            }
        }
        return normals
    }

    private func eachPixel(_ body: (InstanceLayer, Int, Int) -> Void) {
        for layer in instances { RenderedLayers.eachPixel(of: layer, in: rect) { body(layer, $0, $1) } }
    }

    private static func eachPixel(of layer: InstanceLayer, in rect: PixelRect, _ body: (Int, Int) -> Void) {
        for y in layer.rect.minY..<max(layer.rect.minY, layer.rect.maxY) {
            for x in layer.rect.minX..<max(layer.rect.minX, layer.rect.maxX) {
                body(
                    (y - layer.rect.minY) * layer.rect.width + x - layer.rect.minX,
                    (y - rect.minY) * rect.width + x - rect.minX)
            }
        }
    }
}

extension Coverage {
    /// The shares over a rectangle, 0 where the instance cannot be seen.
    func shares(over whole: PixelRect) -> [Float] {
        (whole.minY..<whole.maxY).flatMap { y in
            (whole.minX..<whole.maxX).map { x in
                rect.contains(x: x, y: y) ? shares[(y - rect.minY) * rect.width + x - rect.minX] : 0
            }
        }
    }
}
