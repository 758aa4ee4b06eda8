import Geometry
import Masks
import Pictures
import Scenes

/// A real thing that stands before some of a scene's objects: its pixels are put back once those are painted.
struct RealFront {
    /// The thing's index among the photo's instances.
    let place: Int
    let mask: RunLengths
    /// The pixels that it may change, within the image.
    let rect: PixelRect
    /// The share of the photo in each pixel of `rect`, in ninths. The mask's edge is softened by a pixel, because an
    /// edge that is drawn by hand or rounded to pixels would show as steps.
    private let weights: [UInt8]
    private let bits: [UInt8]

    /// Nil where no mask is known, or the image shows nothing of it.
    init?(_ instance: RealInstance, at index: Int, in view: PhotoView) {
        guard let mask = view.imageMask(instance), let box = mask.box else { return nil }
        self.place = index
        self.mask = mask
        rect = box.inset(by: -1).intersection(PixelRect(width: view.width, height: view.height))
        let shape = Mask(mask)
        var (weights, bits) = ([UInt8](), [UInt8]())
        weights.reserveCapacity(rect.area)
        bits.reserveCapacity(rect.area)
        for y in rect.minY..<rect.maxY {
            for x in rect.minX..<rect.maxX {
                var count: UInt8 = 0
                for v in -1...1 {
                    for u in -1...1 {
                        // Beyond the image goes on what is at its edge.
                        let (column, row) = (min(max(x + u, 0), view.width - 1), min(max(y + v, 0), view.height - 1))
                        if shape[x: column, y: row] { count += 1 }
                    }
                }
                weights.append(count)
                bits.append(shape[x: x, y: y] ? 1 : 0)
            }
        }
        (self.weights, self.bits) = (weights, bits)
    }

    /// Puts the photo's pixels back, and removes the objects behind from the map.
    ///
    /// - Parameter ids: the map of the objects that have taken the place of parts of the photo; nil where there are
    ///   none.
    func restore(_ photo: Raster, _ ids: InstanceMap?, onto image: inout Raster, _ map: inout InstanceMap) {
        var index = 0
        for y in rect.minY..<rect.maxY {
            for x in rect.minX..<rect.maxX {
                let weight = Int(weights[index])
                let pixel = y * image.width + x
                if bits[index] != 0 { map.ids[pixel] = ids?.ids[pixel] ?? 0 }
                index += 1
                guard weight > 0 else { continue }
                for band in pixel * 4..<pixel * 4 + 3 {
                    let mixed = Int(photo.bytes[band]) * weight + Int(image.bytes[band]) * (9 - weight)
                    image.bytes[band] = UInt8((mixed + 4) / 9)
                }
            }
        }
    }
}
