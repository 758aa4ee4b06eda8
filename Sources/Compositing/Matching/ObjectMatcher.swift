import Cards
import Geometry
import Pictures
import Scenes

/// Brings objects to what an image's photo shows. One worker's, with the memory that it uses again and again.
///
/// The steps follow the light: the object's colours, then the lens that blurs it, then the sensor's noise, then the
/// file's coding. Each adds only what the object lacks. Labels stay those of the object's own shape: a blur moves no
/// straight edge.
final class ObjectMatcher {
    private var blurred = ObjectLayer(rect: PixelRect(width: 0, height: 0))
    private let scratch = Scratch()
    private var traits: PhotoTraits?
    private var origin = (x: 0, y: 0)

    /// Prepares for the objects of an image.
    func start(_ traits: PhotoTraits, _ streams: RandomStreams) {
        self.traits = traits
        var stream = streams.stream("match/noise")
        origin = (stream.integer(0, NoiseTile.side - 1), stream.integer(0, NoiseTile.side - 1))
    }

    /// Gives an object the colours and the blur that it lacks, before it is laid.
    ///
    /// - Parameters:
    ///   - layer: its rectangle grows by the blur's reach, but at the image's edges.
    ///   - isPhotographed: whether its colours bring the light of another place along.
    ///   - image: without the object.
    func prepare(_ layer: inout ObjectLayer, _ match: SceneMatch, isPhotographed: Bool, for image: Raster) {
        guard let traits, !layer.rect.isEmpty else { return }
        if isPhotographed, match.colour > 0,
            let colours = ColourMatch(layer, in: image, share: Float(match.colour))
        {
            colours.apply(to: &layer)
        }
        if match.sharpness > 0, let blur = missingBlur(layer, traits, share: Float(match.sharpness)) {
            let frame = PixelRect(width: image.width, height: image.height)
            LayerBlur(blur).apply(to: layer, within: frame, into: &blurred, scratch)
            swap(&layer, &blurred)
        }
    }

    /// Gives an object that has been laid the noise and the file's losses that it lacks.
    ///
    /// - Parameter layer: as it was laid; its alpha says how much of each pixel is the object.
    func finish(_ layer: ObjectLayer, _ match: SceneMatch, isPhotographed: Bool, in image: inout Raster) {
        guard let traits else { return }
        if match.noise > 0, let noise = traits.noise, let tile = traits.tile,
            let deviations = missingNoise(layer, noise, share: Float(match.noise), isPhotographed)
        {
            tile.add(to: &image, in: layer, deviations, origin: origin)
        }
        if match.jpeg > 0, let blocks = traits.blocks {
            blocks.apply(to: &image, in: layer, share: Float(match.jpeg), scratch)
        }
    }

    /// The blur that the photo has around a rectangle, and that what is drawn there has not.
    ///
    /// - Parameter share: of the way to the photo's blur, 0…1.
    func blurMissing(around rect: PixelRect, share: Double) -> Blur {
        guard share > 0, let wanted = traits?.sharpness.blur(around: rect) else { return .none }
        return missing(wanted, ObjectMatcher.drawnBlur, share: Float(share), most: .infinity)
    }

    // MARK: - What is missing

    private func missing(_ wanted: Blur, _ own: Blur, share: Float, most: Float) -> Blur {
        func one(_ wanted: Float, _ own: Float) -> Float {
            let lacking = wanted * wanted * share * share - own * own
            return lacking > LayerBlur.least * LayerBlur.least ? min(lacking.squareRoot(), most) : 0
        }
        return Blur(x: one(wanted.x, own.x), y: one(wanted.y, own.y))
    }

    /// The blur that the photo has near the object's foot and the object has not, or nil.
    private func missingBlur(_ layer: ObjectLayer, _ traits: PhotoTraits, share: Float) -> Blur? {
        let rect = layer.rect
        // What stands there is as far away as the ground at its foot.
        let foot = PixelRect(
            minX: rect.minX - rect.width / 2, minY: rect.maxY - rect.height / 2, maxX: rect.maxX + rect.width / 2,
            maxY: rect.maxY + rect.height / 4)
        guard let wanted = traits.sharpness.blur(around: foot) else { return nil }
        let own = SharpnessMap.blur(of: layer.colour, lines: ObjectMatcher.objectLines) ?? ObjectMatcher.drawnBlur
        // No object is blurred beyond recognition.
        let most = Float(min(rect.width, rect.height)) / 8
        let blur = missing(wanted, own, share: share, most: most)
        return blur == .none ? nil : blur
    }

    private static let objectLines = 48
    /// The blur of a drawn or rendered edge: that of a pixel's square, and of the sampling of its texels.
    static let drawnBlur = Blur(x: 0.5, y: 0.5)

    /// The deviations of the noise at each level that the photo has and the object has not; nil where it lacks none.
    private func missingNoise(
        _ layer: ObjectLayer, _ noise: NoiseModel, share: Float, _ isPhotographed: Bool
    ) -> [Float]? {
        let own = NoiseModel(of: layer.colour)
        // A photographed object that is too small to measure has about as much as the photo.
        if own == nil, isPhotographed { return nil }
        var most: Float = 0
        let deviations = (0...255).map { level in
            // Rounding to whole levels comes back anew, whatever the object has.
            let has = max(own?.variance(at: Float(level)) ?? 0, 1 / 12)
            let missing = max(0, noise.variance(at: Float(level)) * share * share - has).squareRoot()
            most = max(most, missing)
            return missing
        }
        return most >= PhotoTraits.leastNoise ? deviations : nil
    }
}
