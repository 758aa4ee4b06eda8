import Geometry
import Rendering

/// The light of a plane with nothing in its way.
struct PlaneLight {
    /// Nil where its light does not reach the plane's visible side.
    let sun: RenderScene.Sun?
    /// The shares of the sun and of the rest in all light, per channel.
    let direct: SIMD3<Float>
    let rest: SIMD3<Float>
    /// The share of the sky's light that may be hidden from a place without being looked for. It makes less than half a
    /// step of 255 in all but the brightest parts of a picture, and less than a whole one in the shadow of the sun.
    let leastShare: Float

    /// The same share where no sun shines.
    private static let leastOfAll: Float = 1 / 150

    /// Nil for a plane without light of each channel.
    ///
    /// - Parameter sky: the irradiance of the plane by all but the sun.
    init?(_ sun: RenderScene.Sun?, _ sky: Vector3, on plane: SeenPlane) {
        let facing = sun.map { max(0, plane.normal.dot($0.direction.normalized)) } ?? 0
        let direct = SIMD3<Float>((sun?.irradiance ?? .zero) * facing)
        let sky = SIMD3<Float>(sky)
        let whole = direct + sky
        guard whole.min() > 0 else { return nil }
        self.sun = facing > 0 ? sun : nil
        (self.direct, rest) = (direct / whole, sky / whole)
        // Where the sun shines, that share of all light. Where it does not, the sky is all of the light, but the picture
        // is darker: encoded values go with about the root of the light.
        let share = max(rest.max(), 1e-6)
        leastShare = PlaneLight.leastOfAll / max(share, share.squareRoot() / 2)
    }
}
