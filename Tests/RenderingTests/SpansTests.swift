import Geometry
import Testing

@testable import Rendering

@Suite struct SpansTests {
    @Test(arguments: [Vector3(0, 1, -5), Vector3(1.9, 0.3, -4), Vector3(-0.6, 1.2, -2)])
    func noPixelOutsideTheSpansShowsTheObject(place: Vector3) throws {
        let pose = Pose(Matrix3.pitch(.degrees(35)) * Matrix3.yaw(.degrees(20)), at: place)
        for mesh in [try Mesh.sphere(radius: 0.7), try Mesh.card(), try Mesh.cube()] {
            let scene = RenderScene(
                camera: Camera(width: 64, height: 48, focalPixels: 60, pitch: .degrees(-7), heightMetres: 1.4),
                instances: [.init(try Model(mesh), pose)])
            let rect = scene.extent(ofInstance: 0).intersection(PixelRect(width: 64, height: 48))
            let spans = scene.spans(ofInstance: 0, within: rect)
            let pixel = PixelTracer(
                try PathTracer(scene, samples: 128), samples: 128, instances: 1, exposure: 0, seed: 1)
            var (shown, spanned) = (0, 0)
            for y in rect.minY..<rect.maxY {
                for x in rect.minX..<rect.maxX {
                    let isSpanned = spans[y - rect.minY].contains(x)
                    if isSpanned { spanned += 1 }
                    guard pixel.look(x: x, y: y, litLater: false) else { continue }
                    shown += 1
                    #expect(isSpanned)
                }
            }
            // Convex objects fill the spans but for their corners.
            #expect(shown > 0 && spanned < shown + shown / 4 + 40)
        }
    }

    @Test func anObjectRoundTheCameraMayBeAnywhere() throws {
        let scene = RenderScene(
            camera: Camera(width: 8, height: 8, focalPixels: 8, heightMetres: 1),
            instances: [.init(try Model(.sphere(radius: 3)), Pose(at: [0, 1, 0]))])
        let rect = PixelRect(width: 8, height: 8)
        #expect(scene.spans(ofInstance: 0, within: rect) == Array(repeating: 0..<8, count: 8))
    }
}
