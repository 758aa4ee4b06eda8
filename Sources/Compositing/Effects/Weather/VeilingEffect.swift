import Foundation

/// Weather that hides things by their distance.
protocol VeilingEffect: Effect {
    /// The distance in metres from which on it hides things: less than `Veil.leastContrast` of their contrast arrives. Nil
    /// where it hides none.
    var visibilityMetres: Double? { get }
}

extension Fog: VeilingEffect {
    var visibilityMetres: Double? { visibility }
}

extension Dust: VeilingEffect {
    var visibilityMetres: Double? { visibility }
}

extension Rain: VeilingEffect {
    var visibilityMetres: Double? { rate > 0 ? Self.drops(rate).visibilityMetres : nil }
}

extension Snow: VeilingEffect {
    var visibilityMetres: Double? { rate > 0 ? Self.flakes(rate).visibilityMetres : nil }
}

extension Precipitation {
    /// The distance in metres at which the drops or flakes leave `Veil.leastContrast` of the contrast.
    fileprivate var visibilityMetres: Double { -log(Double(Veil.leastContrast)) / extinction }
}
