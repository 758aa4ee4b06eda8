import Drawings
import Geometry
import Masks
import Pictures

/// The light that air with water or dust in it scatters towards the camera: 16-bit linear, as `LinearLight`.
struct Airlight {
    let light: SIMD3<Float>

    init(_ colour: Colour) {
        light = SIMD3(
            Float(LinearLight.ofByte[Int(colour.red)]), Float(LinearLight.ofByte[Int(colour.green)]),
            Float(LinearLight.ofByte[Int(colour.blue)]))
    }

    /// The photo's own, guessed from its sky: the mean of the brightest quarter of what it shows above the horizon, where
    /// trees and houses are darker than the sky; without as much as 2 % of the image above it, of the brightest tenth of
    /// the image. It has half of the sky's colour, since drops scatter all wavelengths alike and a clear sky does not.
    ///
    /// Pixels of objects and of labelled things that stand on the ground do not count. Looks at no more than some 10,000 pixels.
    init(of composite: Composite, _ distances: SeenDistances) {
        let (width, height) = (composite.image.width, composite.image.height)
        let step = max(1, Int((Double(width * height) / 10_000).squareRoot()))
        var (sky, ground): ([Vector3], [Vector3]) = ([], [])
        for y in stride(from: step / 2, to: height, by: step) {
            for x in stride(from: step / 2, to: width, by: step) where distances.thing(x: x, y: y) == 0 {
                let pixel = (y * width + x) * 4
                let light = Vector3((0..<3).map { Double(LinearLight.ofByte[Int(composite.image.bytes[pixel + $0])]) })
                if distances.isBelowHorizon(x: x, y: y) { ground.append(light) } else { sky.append(light) }
            }
        }
        let hasSky = sky.count * 50 >= sky.count + ground.count
        let seen = (hasSky ? sky : sky + ground).sorted { $0.brightness > $1.brightness }
        let bright = seen.prefix(max(1, seen.count / (hasSky ? 4 : 10)))
        guard !bright.isEmpty else {
            light = SIMD3(repeating: LinearLight.white)
            return
        }
        let mean = bright.reduce(Vector3(), +) / Double(bright.count)
        light = SIMD3<Float>(mean.softened(by: 0.5))
    }
}
