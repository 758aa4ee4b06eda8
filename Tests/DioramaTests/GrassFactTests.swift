import Compositing
import Pictures
import Scenes
import Studios
import Testing

@testable import Diorama

/// How high the grass of an image is.
@Suite struct GrassFactTests {
    private let studio: Studio

    init() throws {
        studio = try Studio()
        var photo = Raster(width: 120, height: 90)
        for place in photo.bytes.indices { photo.bytes[place] = place % 4 == 3 ? 255 : UInt8(80 + place / 4 * 37 % 90) }
        try studio.write(PhotoFile.encodeWithAlpha(photo), to: "photos/meadow.png")
        try studio.write("{horizon: 0.3, camera_height: 1.5, grass: 0.1}\n", to: "photos/meadow.scene.yaml")
        try studio.cutout("disc.png", .disc)
    }

    private func grass(_ scene: String) throws -> [Double?] {
        try studio.write(
            """
            diorama: 1
            images: 3
            backgrounds: {photos: [photos]}
            objects: {disc: {from: {cutouts: disc.png}, height: 0.7}}
            scene: {count: 2, place: {ground: {distance: 3}}\(scene)}

            """, to: "pipeline.yaml")
        let maker = try Plan(path: studio.path("pipeline.yaml")).maker
        let compositor = maker.makeCompositor()
        return try (0..<3).map { try maker.make($0, with: compositor).composite.scene.grassMetres }
    }

    @Test func thePhotosFactSaysIt() throws { #expect(try grass("") == [0.1, 0.1, 0.1]) }

    @Test func thePipelineHasTheLastWord() throws {
        #expect(try grass(", grass: 0") == [nil, nil, nil])
        let drawn = try grass(", grass: {uniform: [0.2, 0.3]}").compactMap { $0 }
        #expect(Set(drawn).count == 3 && drawn.allSatisfy { $0 >= 0.2 && $0 < 0.3 })
    }
}
