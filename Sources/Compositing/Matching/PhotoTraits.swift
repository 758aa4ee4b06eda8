import Pictures
import Scenes

/// What is measured in a photo as the image shows it, before any object is set in, for objects to be brought to.
struct PhotoTraits: Sendable {
    /// Nil where nothing could be measured.
    let noise: NoiseModel?
    /// Noise of the photo's grain; nil where the photo has none that could be seen.
    let tile: NoiseTile?
    let sharpness: SharpnessMap
    let blocks: BlockCoder?

    /// Deviations of less than this are lost in rounding.
    static let leastNoise: Float = 0.3

    init(of picture: Raster, _ photo: ScenePhoto) { self.init(of: picture, blocks: BlockHistory(photo)) }

    init(of picture: Raster, blocks: BlockHistory?) {
        noise = NoiseModel(of: picture)
        tile = noise.flatMap { noise in
            noise.limits.upperBound.squareRoot() >= PhotoTraits.leastNoise ? NoiseTile(noise) : nil
        }
        sharpness = SharpnessMap(of: picture, noise: noise?.limits.upperBound.squareRoot())
        self.blocks = blocks.map(BlockCoder.init)
    }
}
