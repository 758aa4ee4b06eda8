import Geometry
import Testing

@testable import Rendering

/// Which points of an object the camera sees, against closed forms.
@Suite struct SightTests {
    private let corners = (0..<8).map { index -> Vector3 in
        [index & 1 == 0 ? -0.5 : 0.5, index & 2 == 0 ? 0 : 1, index & 4 == 0 ? -0.5 : 0.5]
    }

    private func camera(pitch: Double = 0, height: Double = 1) -> Camera {
        Camera(width: 64, height: 64, focalPixels: 32, pitch: .degrees(pitch), heightMetres: height)
    }

    /// A corner of a convex body is seen exactly where one of its faces looks at the camera.
    @Test func aCubesCornersAreSeenWhereAFaceOfTheirsLooksAtTheCamera() throws {
        let cube = try Model(.cube())
        var seen = [0, 0]
        for yaw in stride(from: 1.0, to: 360, by: 7) {
            for pitch in stride(from: -79.0, through: 90, by: 13) {
                for distance in [1.5, 7, 90] {
                    let turn = Matrix3.rotation(yaw: .degrees(yaw), pitch: .degrees(pitch), roll: .degrees(yaw / 3))
                    let pose = Pose(
                        turn * Matrix3(x: [0.3, 0, 0], y: [0, 0.3, 0], z: [0, 0, 0.3]), at: [0.2, 1.1, -distance])
                    let scene = RenderScene(camera: camera(), instances: [.init(cube, pose)])
                    let eye = turn.transposed * (scene.camera.position - pose.position) / 0.3
                    let found = try scene.sees(corners, ofInstance: 0)
                    for (corner, isSeen) in zip(corners, found) {
                        let out = corner - [0, 0.5, 0]
                        let facing = (0..<3).map { (eye[$0] - corner[$0]) * (out[$0] < 0 ? -1 : 1) }
                        // A face that is looked at along itself, nearly, may count either way.
                        guard let most = facing.max(), abs(most) > 1e-3 * eye.length else { continue }
                        #expect(isSeen == (most > 0), "\(corner) at \(yaw), \(pitch), \(distance)")
                        seen[isSeen ? 1 : 0] += 1
                    }
                }
            }
        }
        #expect(seen[0] > 1000 && seen[1] > 5000)
    }

    @Test func whatIsInsideOrBehindIsNotSeen() throws {
        let cube = try Model(.cube())
        let scene = RenderScene(camera: camera(), instances: [.init(cube, Pose(at: [0, 0.4, -3]))])
        let points: [Vector3] = [
            [0, 0.5, 0], [0, 0.5, -0.5], [0, 0.5, 0.5], [0, 0.5, 0.499], [0, 0.5, 0.48], [0, 2, 0],
        ]
        #expect(try scene.sees(points, ofInstance: 0) == [false, false, true, true, false, true])
        // Behind the camera nothing is.
        let behind = RenderScene(camera: camera(), instances: [.init(cube, Pose(at: [0, 0.4, 3]))])
        #expect(try behind.sees(corners, ofInstance: 0) == Array(repeating: false, count: 8))
    }

    @Test func otherObjectsHideItAndTheGroundDoes() throws {
        let (cube, card) = try (Model(.cube()), Model(.card()))
        func sees(_ x: Double, isSeen: Bool = true) throws -> [Bool] {
            try RenderScene(
                camera: camera(),
                instances: [
                    .init(cube, Pose(at: [0, 0.5, -4])), .init(card, Pose(at: [x, 1, -2]), isSeen: isSeen),
                ]
            ).sees([[0, 0.5, 0.5]], ofInstance: 0)
        }
        #expect(try sees(0) == [false])
        #expect(try sees(1.5) == [true])
        // What only throws a shadow hides nothing.
        #expect(try sees(0, isSeen: false) == [true])
        let sunk = RenderScene(camera: camera(), instances: [.init(cube, Pose(at: [0, -0.5, -4]))], ground: .init())
        #expect(try sunk.sees([[0, 0.2, 0.5], [0, 0.6, 0.5]], ofInstance: 0) == [false, true])
    }

    @Test(arguments: [(0.2, true), (0.8, false)]) func aBlendedPaneHidesWhatItStopsMostOf(opacity: Float, isSeen: Bool)
        throws
    {
        var pane = Material(baseColour: .one)
        pane.opacity = opacity
        pane.alpha = .blend
        let scene = RenderScene(
            camera: camera(),
            instances: [
                .init(try Model(.cube()), Pose(at: [0, 0.5, -4])), .init(try Model(.card(pane)), Pose(at: [0, 1, -2])),
            ]
        )
        #expect(try scene.sees([[0, 0.5, 0.5]], ofInstance: 0) == [isSeen])
    }
}
