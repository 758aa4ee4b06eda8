package import Cards
import Foundation
import Geometry
import Pictures
import Scenes

/// The shadows of clouds on the ground: soft dark patches, in which the sky's blue light is left.
///
/// The ground and what stands on it lies in a patch or not by its place: objects and labelled things of the photo by their
/// foot. The sky, and all that rises before it, stays as it is. Patches that are too far away to be told apart become an
/// even tone, which fades out towards the horizon, where a photo mostly shows what stands on its ground.
package struct CloudShadow: Effect {
    package var darkness = 0.6
    package var cover = 0.5
    package var size = 40.0

    package init() {}

    package static let card = Card<CloudShadow>(
        "cloud_shadow", "The shadows of clouds on the ground.",
        .field(
            "darkness", \.darkness, .share(of: "the light", in: 0...0.95),
            "The light that is lost in the middle of a shadow; 0 changes nothing."),
        .field("cover", \.cover, .share(of: "the ground"), "How much of the ground lies in shadow."),
        .field(
            "size", \.size, .number(in: 1...2000, .metres),
            "How far it is from the middle of a shadow to the next, about.")
    )

    package static func needs(of values: DraftValues) -> [Need] { [.depth] }

    /// The width of a shadow's edge, as a share of all ground.
    private static let softness: Float = 0.25
    /// Half of the shadow is left here.
    private static let fadeMetres: Float = 150

    package func apply(to composite: inout Composite, streams: RandomStreams) {
        guard darkness > 0, cover > 0, composite.scene.camera.heightMetres > 0 else { return }
        let distances = SeenDistances(in: composite)
        let camera = composite.scene.camera
        var stream = streams.stream("clouds")
        let noise = GroundNoise(sizeMetres: size, from: &stream)
        // The ground's own place in the pattern.
        let (left, ahead) = (Float(stream.unit() * size * 8), Float(stream.unit() * size * 8))
        let (width, height) = (composite.image.width, composite.image.height)
        // Blue is lost least.
        let lost = SIMD3<Float>(1, 0.96, 0.88) * Float(darkness)
        let (cover, soft) = (Float(cover), CloudShadow.softness)
        let (low, high) = (cover * (1 + soft) - soft, cover * (1 + soft))
        let rows = GroundRows(camera)
        // From one row to the next, the ground's distance grows by d² / (f h).
        let blurring = Float(1 / (camera.focalPixels * camera.heightMetres)) / Float(size)
        var metres = [Float](repeating: 0, count: width)
        for y in 0..<height {
            metres.withUnsafeMutableBufferPointer { distances.fill($0, row: y) }
            let (first, step) = rows.rays(ofRow: y)
            LinearLight.ofByte.withUnsafeBufferPointer { linear in
                LinearLight.byte.withUnsafeBufferPointer { encoded in
                    metres.withUnsafeBufferPointer { metres in
                        composite.image.bytes.withUnsafeMutableBufferPointer { bytes in
                            for x in 0..<width {
                                let ray = first + step * Float(x)
                                guard ray.y < 0 || distances.thing(x: x, y: y) != 0 else { continue }
                                let away = metres[x] / (ray * ray).sum().squareRoot()
                                let (side, depth) = (ray.x * away + left, ray.z * away + ahead)
                                let step = away * away * blurring * 4
                                let sharp = 1 / (1 + step * step)
                                let lit = smoothStep(low, high, noise(side, depth))
                                let far = away / CloudShadow.fadeMetres
                                let shade = (cover + (1 - lit - cover) * sharp) / (1 + far * far)
                                let pixel = (y * width + x) * 4
                                for channel in 0..<3 {
                                    let own = Float(linear[Int(bytes[pixel + channel])])
                                    bytes[pixel + channel] =
                                        encoded[LinearLight.index(own * (1 - lost[channel] * shade))]
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
