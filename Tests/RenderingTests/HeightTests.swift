import Geometry
import Testing

@testable import Rendering

/// The heights over the ground of what pixels show.
@Suite struct HeightTests {
    private let camera = Camera(width: 64, height: 64, focalPixels: 32, heightMetres: 1)

    /// The front of a cube of 1 m is 3.5 m away.
    @Test func theyAreThoseOfTheFirstSurface() throws {
        let scene = RenderScene(camera: camera, instances: [.init(try Model(.cube()), Pose(at: [0, 0, -4]))])
        let frame = PixelRect(width: 64, height: 64)
        let (rect, heights) = try scene.heights(ofInstance: 0, upTo: 0.3, margin: 2, within: frame)
        // From 0.7 m below the camera to the ground, of which the pixels' middles count.
        #expect(rect.minY <= 38 && rect.maxY >= 42 && rect.minX <= 27 && rect.maxX >= 37)
        for y in rect.minY..<rect.maxY {
            for x in rect.minX..<rect.maxX {
                let height = heights[(y - rect.minY) * rect.width + x - rect.minX]
                let (across, down) = ((Double(x) + 0.5 - 32) / 32 * 3.5, (Double(y) + 0.5 - 32) / 32 * 3.5)
                if abs(across) < 0.5, down < 1 {
                    #expect(abs(Double(height) - (1 - down)) < 1e-4, "\(x), \(y)")
                } else if abs(across) > 0.501 || down > 1.001 {
                    #expect(height == .infinity, "\(x), \(y)")
                }
            }
        }
    }

    @Test func whatIsHigherHasNone() throws {
        let scene = RenderScene(camera: camera, instances: [.init(try Model(.cube()), Pose(at: [0, 0.4, -4]))])
        let found = try scene.heights(
            ofInstance: 0, upTo: 0.3, margin: 2, within: PixelRect(width: 64, height: 64))
        #expect(found.rect.isEmpty && found.heights.isEmpty)
    }
}
