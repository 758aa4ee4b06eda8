import Cards
import Foundation
import Geometry
import Objects
import Rendering

/// The views of one of a pipeline's objects: so many, each drawn once for the whole run.
///
/// A view is drawn as that object would be in an image of its own: from a photo of the run, at a place that its placer
/// proposes there. So the cameras of the views stand as high above it as those of the run's images mostly do. It depends
/// on the pipeline, its seed, the photos that can be read and the view's number: on nothing else.
struct ViewPool: Sendable {
    /// The place of a view's camera, and the direction of its light.
    struct Stance: Sendable {
        let number: Int
        let seen: Standpoint
        let sunSource: SunSource
    }

    /// A view that was picked.
    struct Pick {
        let number: Int
        let seen: Standpoint
        /// The light in the axes of a viewer who stands level with the object; it is white, as the view's sky is.
        let sun: RenderScene.Sun?
        let sky: Double

        init(_ stance: Stance, under known: SceneLight.Sun?) {
            number = stance.number
            seen = stance.seen
            let whole = .pi * ModelView.white
            guard let known, known.elevationDegrees > 0, known.share > 0 else {
                (sun, sky) = (nil, ModelView.white)
                return
            }
            let facing = known.facing(level: whole)
            sun = RenderScene.Sun(
                direction: seen.worldFromUpright.transposed * known.direction,
                irradiance: Vector3(repeating: facing), angularRadius: .degrees(known.diameterDegrees / 2))
            sky = (whole - facing * known.direction.y) / .pi
        }
    }

    let stances: [Stance]
    private let name: String
    private let seed: UInt64
    private let suns: PanoramaSuns

    /// One view is drawn from the nearest by camera and light: from this part of all, an eighth.
    private static let nearest = 8
    /// So many degrees of the camera's height count as much as all light from another direction.
    private static let heightOfSun = 20.0

    /// - Parameter stance: draws the stance of a view by its number, from streams of its own.
    init(
        of name: String, count: Int, seed: UInt64, suns: PanoramaSuns, _ stance: (Int, RandomStreams) -> Stance
    ) {
        self.name = name
        self.seed = seed
        self.suns = suns
        stances = (0..<count).map { stance($0, ViewPool.streams($0, of: name, seed: seed)) }
    }

    /// The streams for a view.
    func streams(_ number: Int) -> RandomStreams { ViewPool.streams(number, of: name, seed: seed) }

    private static func streams(_ number: Int, of name: String, seed: UInt64) -> RandomStreams {
        RandomStreams(seed: seed, image: number).scope("views").scope(name)
    }

    /// A view that shows the object most nearly as it is seen and lit at its place.
    func pick(for seen: Standpoint, under sun: SceneLight.Sun?, by stream: inout RandomStream) -> Pick {
        let light = seen.light(of: sun)
        let ranked = stances.map { stance in
            let own = suns.sun(stance.sunSource)
            let apart = (stance.seen.light(of: own) - light).length * ViewPool.heightOfSun
            return (stance, own, difference: stance.seen.differs(from: seen) + apart)
        }.sorted { ($0.difference, $0.0.number) < ($1.difference, $1.0.number) }
        let (stance, own, _) = ranked[stream.integer(0, max(1, ranked.count / ViewPool.nearest) - 1)]
        return Pick(stance, under: own)
    }
}

/// The direction from which a camera sees an object.
struct Standpoint: Sendable {
    /// The axes of the object, before it is turned by its pose, in the world: y up, z towards the camera at azimuth 0.
    let worldFromUpright: Matrix3
    /// The middle of its footprint in the world.
    let foot: Vector3
    /// The direction of the camera as seen from the foot.
    let elevation: Angle
    let azimuth: Angle
    let onGround: Bool

    /// An object on the ground, seen from a little above the ground.
    static let nearlyLevel = Standpoint(
        Pose(.identity, at: [0, 0, -10]), foot: .zero, onGround: true,
        seenBy: Camera(width: 1, height: 1, focalPixels: 1, heightMetres: 2))

    /// Makes the standpoint towards a body a metre wide, high and deep, with its foot at its origin.
    init(_ placement: Placement, seenBy camera: Camera) {
        guard case .solid(let pose, let onGround) = placement.place else {
            preconditionFailure("a placer gives a pose to a solid subject")
        }
        self.init(pose, foot: .zero, onGround: onGround, seenBy: camera)
    }

    /// - Parameters:
    ///   - pose: the object's place, without any turn or scale of its own.
    ///   - foot: in the object's own axes.
    init(_ pose: Pose, foot: Vector3, onGround: Bool, seenBy camera: Camera) {
        worldFromUpright = pose.linear
        self.foot = pose(foot)
        let direction = (pose.linear.transposed * (camera.position - self.foot)).normalized
        elevation = .degrees(asin(min(1, max(-1, direction.y))) * 180 / .pi)
        azimuth = .arcTangent(direction.x, direction.z)
        self.onGround = onGround
    }

    /// The axes of a card that faces the camera: x right, y up as the object has it, z to the camera.
    var worldFromCard: Matrix3 { worldFromUpright * .yaw(azimuth) * .pitch(-elevation) }

    /// The direction to a sun, in the axes of a viewer who stands level with the object, as long as the sun's share of
    /// the light.
    fileprivate func light(of sun: SceneLight.Sun?) -> Vector3 {
        guard let sun, sun.elevationDegrees > 0 else { return .zero }
        return worldFromUpright.transposed * sun.direction * sun.share
    }

    /// The difference in degrees. An object that floats is unlike one that stands on the ground.
    fileprivate func differs(from other: Standpoint) -> Double {
        abs(elevation.degrees - other.elevation.degrees) + (onGround == other.onGround ? 0 : 180)
    }
}
