import Pictures

extension NoiseModel {
    /// A part of the brightness range, with the noise of its flattest patches.
    private struct Band {
        var level: Float
        var variance: Float
        var count: Int
    }

    /// How many patches are looked at: enough for a deviation that is right to a tenth.
    private static let mostPatches = 1024
    private static let bandWidth: Float = 32
    /// Noise varies less with the brightness than texture does. What is noisier than this times the calmest band is
    /// taken to be texture.
    private static let mostTimesTheCalmest: Float = 3
    /// A band without even this variance has lost its noise in the coding, and is no measure for others.
    private static let dead: Float = 0.1

    /// Estimates the noise from the flattest patches at each brightness, of which there are some in most pictures; nil
    /// for a picture without a patch that counts.
    ///
    /// White noise of a deviation of 1 to 12 levels over flat ground comes out within a tenth of its deviation. Where
    /// nothing is flat the finest texture counts as noise.
    ///
    /// - Parameter picture: a photo, or an object whose opaque pixels count.
    init?(of picture: Raster) {
        let reader = PatchReader()
        let patches = reader.patches(of: picture, atMost: NoiseModel.mostPatches)
        guard !patches.isEmpty else { return nil }
        var bands: [Band] = []
        var flattest: [PatchReader.Patch] = []
        for band in 0..<8 {
            let low = Float(band) * NoiseModel.bandWidth
            let members = patches.filter { $0.level >= low && $0.level < low + NoiseModel.bandWidth }
                .sorted { ($0.variance, $0.y, $0.x) < ($1.variance, $1.y, $1.x) }
            guard !members.isEmpty else { continue }
            let chosen = members.prefix((members.count + 9) / 10)
            flattest += chosen
            let mean = chosen.reduce(0) { $0 + $1.variance } / Float(chosen.count)
            // The least of many estimates of one value lie below it: by a fifth for the tenth part of many patches.
            let expected = 1 - 0.2 * min(1, Float(members.count - 1) / 20)
            bands.append(
                Band(
                    level: chosen.reduce(0) { $0 + $1.level } / Float(chosen.count), variance: mean / expected,
                    count: members.count))
        }
        let counted = bands.filter { $0.count * 20 >= patches.count }
        let calmest = counted.map(\.variance).filter { $0 >= NoiseModel.dead }.min() ?? NoiseModel.dead
        for index in bands.indices {
            bands[index].variance = min(bands[index].variance, calmest * NoiseModel.mostTimesTheCalmest)
        }
        self.init(line: bands)
        measureGrain(flattest, reader, picture)
    }

    /// The line through the bands, each weighted by its patches and by its relative error.
    private init(line bands: [Band]) {
        var (n, sx, sy, sxx, sxy) = (Float(0), Float(0), Float(0), Float(0), Float(0))
        for band in bands {
            let weight = Float(band.count) / max(band.variance * band.variance, 1e-3)
            n += weight
            sx += weight * band.level
            sy += weight * band.variance
            sxx += weight * band.level * band.level
            sxy += weight * band.level * band.variance
        }
        let spread = n * sxx - sx * sx
        let slope = bands.count > 1 && spread > 1e-4 * n * sxx ? (n * sxy - sx * sy) / spread : 0
        let variances = bands.map(\.variance)
        self.init(
            slope: slope, offset: (sy - slope * sx) / n, limits: (variances.min() ?? 0)...(variances.max() ?? 0))
    }

    /// Measures the colour and the correlation of the noise in the flattest patches.
    private mutating func measureGrain(
        _ patches: [PatchReader.Patch], _ reader: PatchReader, _ picture: Raster
    ) {
        var sums = [PatchReader.Moments](repeating: PatchReader.Moments(), count: 3)
        for patch in patches {
            for plane in 0..<3 { sums[plane] += reader.moments(of: picture, at: patch, plane) }
        }
        guard sums[0].variance > 0 else { return }
        chromaShare = SIMD2(
            (sums[1].variance / sums[0].variance).squareRoot(), (sums[2].variance / sums[0].variance).squareRoot())
        lumaCorrelation = sums[0].correlation
        var chroma = sums[1]
        chroma += sums[2]
        chromaCorrelation = chroma.correlation
    }
}
