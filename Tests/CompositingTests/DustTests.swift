import Drawings
import Geometry
import Pictures
import Testing

@testable import Compositing

@Suite struct DustTests {
    private let camera = Camera(width: 40, height: 100, focalPixels: 100, heightMetres: 2)

    /// The same law with the same numbers, and another colour unless one is given.
    @Test func itIsFogOfTheColourOfSoil() throws {
        let image = raster(40, 100) { _, y in y < 50 ? (180, 200, 240, 255) : (60, 90, 40, 255) }
        var (dust, fog) = (Dust(), Fog())
        (dust.visibility, dust.top, fog.visibility, fog.top) = (40, 60, 40, 60)
        let brown = try image.after(dust, camera: camera).rgb(20, 45)
        #expect(brown[0] > brown[1] && brown[1] > brown[2] + 20)
        (dust.colour, fog.colour) = (Colour("#c0a080"), Colour("#c0a080"))
        #expect(try image.after(dust, camera: camera) == image.after(fog, camera: camera))
    }
}
