import Compositing
import Geometry
import Masks
import Pictures
import Scenes
import Studios
import Testing

@testable import Diorama

/// Where a scene has no solid object its shadows are worked out without rays; they are those that rays find.
@Suite struct PictureShadowTests {
    private let studio: Studio

    init() throws {
        studio = try Studio()
        // Grey all over, so that what is seen on it is shadow.
        var photo = Raster(width: 120, height: 90)
        for place in photo.bytes.indices { photo.bytes[place] = place % 4 == 3 ? 255 : 150 }
        try studio.write(PhotoFile.encodeWithAlpha(photo), to: "photos/grey.png")
        try studio.cutout("disc.png", .disc)
        try studio.write(
            """
            description: A post with an arm.
            materials: {m: {colour: red}}
            parts: [{box: {size: [0.2, 1.2, 0.2], at: [0, 0.6, 0], material: m}}, {box: {size: [0.9, 0.2, 0.2], at: [0.4, 1.1, 0], material: m}}]
            """, to: "post.yaml")
        try studio.write(
            """
            diorama: 1
            seed: 4
            images: 6
            backgrounds: {photos: [photos]}
            objects:
              post: {from: {solid: post.yaml}, views: 2, weight: 2}
              disc: {from: {cutouts: disc.png}, height: 0.7, weight: 2}
              speck: {from: {solid: post.yaml}, size: 0.06, place: {at: {x: 0.05, y: 0.06}}}
            scene:
              count: 5
              camera: {height: 1.8, fov: 60, horizon: 0.2}
              light: {sky: even, sun: {elevation: {uniform: [25, 60]}, azimuth: {uniform: [0, 360]}, share: 0.7, diameter: {choice: [0.6, 8]}}}
              place: {ground: {distance: {uniform: [3, 6]}}}
              overlap: {max: 0.6, truncated: {max: 0.6}}
            render: {quality: good, shadows: all}
            output: {images: {format: png}}

            """, to: "pipeline.yaml")
    }

    @Test func theyAreThoseThatRaysFind() throws {
        let maker = try Plan(path: studio.path("pipeline.yaml")).maker
        let compositor = maker.makeCompositor()
        var (compared, dark) = (0, 0)
        for index in 0..<6 {
            let made = try maker.make(index, with: compositor)
            let scene = made.composite.scene
            guard scene.objects.contains(where: \.place.isSolid), scene.objects.contains(where: { !$0.place.isSolid })
            else { continue }
            let traced = made.composite.image
            var flat = scene
            // The speck is far away, and in a corner.
            flat.objects.removeAll(where: \.place.isSolid)
            let flatly = try compositor.composite(flat)
            let worked = flatly.image
            var differences: [Int] = []
            for pixel in 0..<traced.width * traced.height where pixel % traced.width > 12 {
                let (a, b) = (Int(traced.bytes[4 * pixel]), Int(worked.bytes[4 * pixel]))
                differences.append(abs(a - b))
                if flatly.map.ids[pixel] == 0, b < 120 { dark += 1 }
            }
            differences.sort()
            let mean = Double(differences.reduce(0, +)) / Double(differences.count)
            #expect(mean < 0.6, "image \(index) differs by \(mean)")
            #expect(differences[differences.count * 98 / 100] < 12, "image \(index)")
            compared += 1
        }
        #expect(compared >= 3)
        #expect(dark > 100, "there are shadows to be compared")
    }

    @Test func nobodyIsDarkenedWhereNoShadowsAreAskedFor() throws {
        let text = try studio.text("pipeline.yaml").replacing("shadows: all", with: "shadows: solid")
        try studio.write(text, to: "pipeline.yaml")
        let maker = try Plan(path: studio.path("pipeline.yaml")).maker
        let compositor = maker.makeCompositor()
        var scene = try maker.make(0, with: compositor).composite.scene
        scene.objects.removeAll(where: \.place.isSolid)
        #expect(!scene.objects.isEmpty)
        let composite = try compositor.composite(scene)
        let image = composite.image
        let bare = (0..<image.width * image.height).filter { pixel in
            let (x, y) = (pixel % image.width, pixel / image.width)
            return (max(0, y - 2)...min(image.height - 1, y + 2)).allSatisfy { row in
                (max(0, x - 2)...min(image.width - 1, x + 2)).allSatisfy {
                    composite.map.ids[row * image.width + $0] == 0
                }
            }
        }
        #expect(bare.count > 1000 && bare.allSatisfy { image.bytes[4 * $0] == 150 })
    }
}
