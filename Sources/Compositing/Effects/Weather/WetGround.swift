import Cards
import Geometry
import Masks
import Pictures
import Scenes

/// The ground under a film of water: darker, of stronger colours, and a mirror where it is smooth.
///
/// All that lies below the horizon is taken for ground, but no object and no labelled thing that stands on the ground. Both
/// changes fade out beyond 20 m, towards the horizon, where a photo mostly shows what stands on its ground.
struct WetGround {
    /// How wet it is, 0…1.
    let wet: Float
    /// How much of a still water's mirror it is, 0…1.
    let mirror: Float

    private static let fullMetres: Float = 20

    func lay(over composite: inout Composite, _ distances: SeenDistances, from stream: inout RandomStream) {
        let camera = composite.scene.camera
        guard camera.heightMetres > 0 else { return }
        let (width, height) = (composite.image.width, composite.image.height)
        let mirrored = mirror > 0 ? MirrorImage(of: composite, distances) : nil
        let puddles = GroundNoise(sizeMetres: 1.5, from: &stream)
        let dark = (0..<256).map {
            WetGround.wet(Float(LinearLight.ofByte[$0]) / LinearLight.white) * LinearLight.white
        }
        let rows = GroundRows(camera)
        let above = Float(camera.heightMetres)
        for y in 0..<height {
            let (first, step) = rows.rays(ofRow: y)
            guard first.y < 0 || first.y + step.y * Float(width) < 0 else { continue }
            let hasThing = distances.hasThing(inRow: y)
            // The ray that sinks least reaches farthest.
            let least = -max(first.y, first.y + step.y * Float(width))
            if mirrored == nil, step.y == 0 || (least > 0 && above / least <= WetGround.fullMetres) {
                // A row of one wetness.
                let near = min(1, WetGround.fullMetres * -first.y / above)
                let levels = (0..<256).map { level in
                    let own = Float(LinearLight.ofByte[level])
                    return LinearLight.byte[LinearLight.index(own + (dark[level] - own) * wet * near)]
                }
                composite.image.bytes.withUnsafeMutableBufferPointer { bytes in
                    levels.withUnsafeBufferPointer { levels in
                        for x in 0..<width where !hasThing || distances.thing(x: x, y: y) == 0 {
                            let pixel = (y * width + x) * 4
                            for channel in pixel..<pixel + 3 { bytes[channel] = levels[Int(bytes[channel])] }
                        }
                    }
                }
                continue
            }
            LinearLight.ofByte.withUnsafeBufferPointer { linear in
                LinearLight.byte.withUnsafeBufferPointer { encoded in
                    dark.withUnsafeBufferPointer { dark in
                        composite.image.bytes.withUnsafeMutableBufferPointer { bytes in
                            for x in 0..<width {
                                let ray = first + step * Float(x)
                                guard ray.y < 0, !hasThing || distances.thing(x: x, y: y) == 0 else { continue }
                                let metres = above / -ray.y
                                let near = min(1, WetGround.fullMetres / metres)
                                let pixel = (y * width + x) * 4
                                var reflected = SIMD3<Float>()
                                var share: Float = 0
                                if let mirrored {
                                    let sine = -ray.y / (ray * ray).sum().squareRoot()
                                    let pool = smoothStep(0.35, 0.75, puddles(ray.x * metres, ray.z * metres))
                                    share = mirror * near * near * (0.4 + 0.6 * pool) * WetGround.reflectance(sine)
                                    reflected = mirrored.light(Float(x), Float(y))
                                }
                                for channel in 0..<3 {
                                    let level = Int(bytes[pixel + channel])
                                    let own = Float(linear[level])
                                    let soaked = own + (dark[level] - own) * wet * near
                                    let light = soaked + (reflected[channel] - soaked) * share
                                    bytes[pixel + channel] = encoded[LinearLight.index(light)]
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The albedo of a rough surface under a film of water.
    ///
    /// Lekner and Dorf, "Why some things are darker when wet", Applied Optics 27(7), 1988: of the light that the surface
    /// throws back, the film's surface sends a share p down again, so that it is absorbed once more. The photo's light, 1
    /// for white, is taken for the albedo.
    static func wet(_ albedo: Float) -> Float {
        let (index, outer): (Float, Float) = (1.33, 0.02)
        // Diffuse light that meets water is reflected by 6.6 %, and what leaves it is reflected by 1 − (1 − 0.066) / n².
        let inner = 1 - (1 - 0.066) / (index * index)
        return 1 - (1 - outer) * (1 - albedo) / (1 - inner * albedo) - outer * (1 - albedo)
    }

    /// The share that water reflects of light which comes in at an angle to its surface, by that angle's sine. Schlick, "An
    /// inexpensive BRDF model for physically-based rendering", Computer Graphics Forum 13(3), 1994.
    @inline(__always)
    static func reflectance(_ sine: Float) -> Float {
        let grazing = 1 - min(1, sine)
        let square = grazing * grazing
        return 0.02 + 0.98 * square * square * grazing
    }
}
