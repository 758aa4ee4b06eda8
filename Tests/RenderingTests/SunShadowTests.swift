import Geometry
import Testing

@testable import Rendering

@Suite struct SunShadowTests {
    /// Looks straight down: the image's right is +x, its top −z.
    private let camera = Camera(width: 96, height: 96, focalPixels: 96, pitch: .degrees(-90), heightMetres: 12)

    @Test(arguments: [20.0, 45, 80], [0.0, 3])
    func theSunIsLookedForWhereverASphereHidesItAndHardlyElsewhere(_ elevation: Double, _ radius: Double) throws {
        let (up, disc) = (Angle.degrees(elevation), Angle.degrees(radius))
        let sun = Vector3(up.cosine * 0.8, up.sine, up.cosine * 0.6)
        let middle: Vector3 = [0.7, 0.9, 0.2]
        let scene = RenderScene(
            camera: camera, instances: [.init(try Model(.sphere(radius: 0.6)), Pose(at: middle))],
            sun: .init(direction: sun, irradiance: [1, 1, 1], angularRadius: disc), ground: .init())
        let marked = scene.sunShadow(within: frame(96))
        var (hidden, looked) = (0, 0)
        for y in 0..<96 {
            for x in 0..<96 {
                let ground = try #require(camera.groundPoint(at: Point(Double(x) + 0.5, Double(y) + 0.5)))
                let away = middle - ground
                // The sphere hides some of the disc where the angle between the two is less than the sum of their radii.
                let cosine = away.dot(sun.normalized) / away.length
                let reach = Angle.arcTangent(0.6, (away.length * away.length - 0.36).squareRoot()) + disc
                let isHidden = cosine > reach.cosine
                if isHidden { #expect(marked[y * 96 + x]) }
                hidden += isHidden ? 1 : 0
                looked += marked[y * 96 + x] ? 1 : 0
            }
        }
        #expect(hidden > 60)
        // The margin of two pixels around the shadow, and the corners of sixteen lines around it.
        #expect(Double(looked) < 1.1 * Double(hidden) + 2.5 * 4 * Double(hidden).squareRoot() + 60)
    }

    @Test func aSunAtTheHorizonIsFollowedAsFarAsTheBoxSays() throws {
        let scene = RenderScene(
            camera: camera, instances: [.init(try Model(.cube()))],
            sun: .init(direction: [1, 0.001, 0], irradiance: [1, 1, 1]), ground: .init())
        let marked = scene.sunShadow(within: frame(96))
        #expect(marked[48 * 96 + 2] && !marked[48 * 96 + 80])
    }
}
