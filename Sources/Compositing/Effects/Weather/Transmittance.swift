import Foundation

/// The share of light that passes through so many metres of air: exp(−σd), from a table, to within 10⁻⁵.
struct Transmittance {
    private let perMetre: Float
    private let shares: [Float]

    /// Of the optical depth from one entry to the next.
    private static let step: Float = 1 / 128
    /// Beyond this optical depth nothing arrives.
    private static let greatest: Float = 12

    /// - Parameter extinction: σ, per metre.
    init(extinction: Double) {
        perMetre = Float(extinction) / Transmittance.step
        let count = Int(Transmittance.greatest / Transmittance.step)
        shares = (0...count).map { $0 == count ? 0 : exp(-Float($0) * Transmittance.step) }
    }

    /// - Parameter visibility: the distance in metres at which 5 % of the contrast is left, the meteorological optical range
    ///   (WMO-No. 8).
    init(visibility: Double) { self.init(extinction: -log(0.05) / visibility) }

    @inline(__always)
    func callAsFunction(_ metres: Float) -> Float {
        let place = metres * perMetre
        guard place < Float(shares.count - 1) else { return 0 }
        let entry = Int(place)
        let first = shares[entry]
        return first + (shares[entry + 1] - first) * (place - Float(entry))
    }
}
