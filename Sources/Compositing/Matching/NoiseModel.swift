/// The noise of a picture: how much of it there is at each brightness, and its grain.
///
/// In steps of the encoded values, since that is what is compared. The variance is a straight line over the brightness
/// (Foi, Trimeche, Katkovnik and Egiazarian, "Practical Poissonian-Gaussian noise modeling and fitting for single-image
/// raw-data", 2008, doi:10.1109/TIP.2008.2001399), within the limits that were seen: processing bends the line.
struct NoiseModel: Sendable, Hashable {
    /// The variance of the luma at level I is slope · I + offset, kept within `limits`; in levels².
    var slope: Float
    var offset: Float
    var limits: ClosedRange<Float>
    /// The deviation of each chroma, Cb and Cr, as a share of the luma's.
    var chromaShare = SIMD2<Float>(0, 0)
    /// The correlation of neighbours, across and down.
    var lumaCorrelation = SIMD2<Float>(0, 0)
    var chromaCorrelation = SIMD2<Float>(0, 0)

    /// The variance of the luma at a level 0…255.
    func variance(at level: Float) -> Float {
        min(max(slope * level + offset, limits.lowerBound), limits.upperBound)
    }
}
