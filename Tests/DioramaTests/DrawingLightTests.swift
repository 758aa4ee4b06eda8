import Compositing
import Masks
import Pictures
import Studios
import Testing

@testable import Diorama

/// Drawings have the colours of a surface: the scene's light falls on them.
@Suite struct DrawingLightTests {
    private let studio: Studio

    init() throws {
        studio = try Studio()
        var photo = Raster(width: 120, height: 90)
        for place in photo.bytes.indices { photo.bytes[place] = place % 4 == 3 ? 255 : 120 }
        try studio.write(PhotoFile.encodeWithAlpha(photo), to: "photos/grey.png")
        try studio.write(
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40" fill="#c0c0c0"/></svg>
            """, to: "plate.svg")
        try studio.cutout("plate.png", .disc, colour: [192, 192, 192])
        try studio.write(
            """
            diorama: 1
            images: 1
            backgrounds: {photos: [photos]}
            objects:
              plate: {from: {drawing: plate.svg}, height: 1}
            scene:
              count: 1
              place: {ground: {distance: 4}}
              camera: {height: 1.2, fov: 60, horizon: 0.4}
              light: {sky: even, relief: 0}
            render: {shadows: none}
            output: {images: {format: png}}

            """, to: "pipeline.yaml")
    }

    /// The middle of the object, in one image.
    private func colour(_ changes: String...) throws -> [Int] {
        let plan = try Plan(path: studio.path("pipeline.yaml"), changes: changes)
        let maker = plan.maker
        let composite = try maker.make(0, with: maker.makeCompositor()).composite
        let (image, map) = (composite.image, composite.map)
        let inside = map.ids.indices.filter { map.ids[$0] == 1 }
        let rows = inside.map { $0 / map.width }
        let columns = inside.map { $0 % map.width }
        let y = ((rows.min() ?? 0) + (rows.max() ?? 0)) / 2
        let x = ((columns.min() ?? 0) + (columns.max() ?? 0)) / 2
        return (0..<3).map { Int(image.bytes[(y * image.width + x) * 4 + $0]) }
    }

    private static func sun(_ azimuth: Int) -> String {
        "scene.light.sun={azimuth: \(azimuth), elevation: 30, share: 0.8, diameter: 1, kelvin: 6504}"
    }

    @Test func theSunShinesOnTheSideThatIsSeenOrOnItsBack() throws {
        let (front, back) = (try colour(Self.sun(180)), try colour(Self.sun(0)))
        #expect(front[1] > back[1] + 80, "\(front) with the sun behind the camera, \(back) before it")
        // Of the sky alone an upright card sees a half, and of the ground's light the other.
        let even = try colour()
        #expect(back[1] < even[1] && even[1] < front[1])
    }

    @Test func theyMayKeepTheirColours() throws {
        for sun in [0, 180] {
            #expect(try colour(Self.sun(sun), "scene.light.drawings=0") == [192, 192, 192])
        }
        let half = try colour(Self.sun(0), "scene.light.drawings=0.5")[1]
        #expect(try half > colour(Self.sun(0))[1] && half < 192)
    }

    /// What is cut out of photos brings its light along.
    @Test func cutOutsKeepTheirLight() throws {
        let cutout = "objects.plate.from={cutouts: plate.png}"
        #expect(try colour(cutout, Self.sun(0)) == colour(cutout, Self.sun(180)))
    }

    @Test func theLightsColourAndGainCount() throws {
        let (warm, plain) = (try colour("scene.light.kelvin=3000"), try colour())
        #expect(warm[0] > plain[0] && warm[2] < plain[2])
        #expect(try colour("scene.light.gain=0.5")[1] < plain[1])
    }
}
