package import Cards
package import Geometry

/// The facts that are known of a panorama besides its pixels. Its horizon is its middle row, and its light is in it.
package struct PanoramaFacts: Described, Hashable {
    /// Directions worth looking in: 0° is the middle column, 90° right of it. Empty where all directions are.
    package var yaws: [Angle] = []
    /// How far a view may be turned from one of them, to either side.
    package var spread = Angle.degrees(15)
    package var cameraHeightMetres: Double?
    /// How far from the camera things can stand on level ground; nil where that is not known.
    package var groundRadiusMetres: Double?

    package init() {}

    /// These facts, with those that are unknown taken from `others`.
    func filled(from others: PanoramaFacts) -> PanoramaFacts {
        var facts = self
        if yaws.isEmpty { (facts.yaws, facts.spread) = (others.yaws, others.spread) }
        facts.cameraHeightMetres = cameraHeightMetres ?? others.cameraHeightMetres
        facts.groundRadiusMetres = groundRadiusMetres ?? others.groundRadiusMetres
        return facts
    }

    package static let card = Card<PanoramaFacts>("a panorama's facts", "What is known of a panorama.", factFields)
}

/// A type whose file states a panorama's facts: a `facts:` block, or a sidecar with the facts at the top.
protocol StatesPanoramaFacts: Sendable {
    var facts: PanoramaFacts { get set }
}

extension PanoramaFacts: StatesPanoramaFacts {
    var facts: PanoramaFacts {
        get { self }
        set { self = newValue }
    }
}

extension StatesPanoramaFacts {
    /// The keys of a panorama's facts.
    static var factFields: [Field<Self>] {
        [
            .field(
                "yaws", \.facts.yaws, .list(.angle(in: -360...360), count: 1...1000),
                "Directions worth looking in: 0 is the middle of the panorama, 90 right of it."),
            .field(
                "spread", \.facts.spread, .angle(in: 0...180), "How far a view may be turned from one of them."),
            .field(
                "camera_height", \.facts.cameraHeightMetres, .optional(.number(in: 0.01...10_000, .metres)),
                "The camera's height above the ground."),
            .field(
                "ground_radius", \.facts.groundRadiusMetres, .optional(.number(in: 0.1...10_000, .metres)),
                "How far from the camera there is level ground to stand on; as far as one sees unless given."),
        ]
    }
}
