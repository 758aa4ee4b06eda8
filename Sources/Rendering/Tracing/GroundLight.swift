/// The light of the ground at a place, per channel, as shares of the light that it would have without any object.
struct GroundLight {
    /// The share that reaches it from the sky, and from all by way of objects.
    var sky: Vector
    /// The share that comes straight from the sun, where nothing hides it.
    var sun: Vector

    /// The factor on the light of the ground where a share of the sun is seen.
    @inline(__always) func shadow(sunSeen: Vector) -> Vector { sky + sun * sunSeen }

    /// The factor on the light of the ground under the whole sun.
    @inline(__always) var underSun: Vector { sky + sun }

    /// Whether hardly anything changes it under the whole sun.
    var isWhole: Bool { (underSun - .one).max() < 0.01 && (underSun - .one).min() > -0.01 }

    @inline(__always) static func mixed(_ a: GroundLight, _ b: GroundLight, _ share: Float) -> GroundLight {
        GroundLight(sky: a.sky + (b.sky - a.sky) * share, sun: a.sun + (b.sun - a.sun) * share)
    }
}
