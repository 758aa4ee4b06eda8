import Cards
import Foundation
import Geometry
import Pictures
import Pipelines
import Rendering
import Studios
import Testing

@testable import Objects

/// Views of models as flat objects.
@Suite struct ModelViewTests {
    let folder: Folder
    init() throws { folder = try Folder() }

    private func library(capacity: Int = 512 << 20) -> ObjectLibrary { ObjectLibrary(capacity: capacity) }

    /// A white box of 1 × 2 × 1 m.
    private func box(_ library: ObjectLibrary) throws -> DrawnPart {
        let file = try folder.write(
            "box.yaml",
            "description: A box.\nmaterials: {m: {colour: white, roughness: 1}}\nparts: [{box: {size: [1, 2, 1], at: [0, 1, 0], material: m}}]\n"
        )
        return try chosen(library, "solid", ["file": .text(file)])
    }

    private func view(
        _ number: Int = 0, elevation: Double, turn: Matrix3 = .identity, sun: RenderScene.Sun? = nil,
        sky: Double = ModelView.white
    ) -> ModelView {
        ModelView(
            number: number, turn: turn, elevationDegrees: elevation, onGround: true, sun: sun, sky: sky,
            quality: .draft)
    }

    @Test func aLevelViewHasTheSizeThatPerspectiveGives() throws {
        let library = library()
        let shape = try library.shape(of: box(library), seen: view(elevation: 0))
        // The camera is eight times the box's diagonal away from its foot, and its front half a metre nearer.
        let away = 8 * 6.0.squareRoot()
        #expect(abs(shape.heightMetres - 2 * away / (away - 0.5)) < 1e-6)
        #expect(abs(shape.outline.aspect - 0.5) < 1e-6)
        #expect(abs(shape.foot.x - 0.25) < 1e-6 && abs(shape.foot.y - 1) < 1e-6)
        #expect(shape.modelHeight == 2)
        let outline = try #require(shape.outline.polygons.first)
        #expect(abs(outline.area - 0.5) < 0.01)
    }

    @Test func fromAboveItsFootIsInTheMiddle() throws {
        let library = library()
        let above = try library.shape(of: box(library), seen: view(elevation: 90))
        #expect(abs(above.foot.x - 0.5) < 1e-6 && abs(above.foot.y - 0.5) < 1e-6)
        #expect(abs(above.outline.aspect - 1) < 1e-6)
        // Lying on its back it is as deep as it was high, and turned by a quarter as wide.
        let lying = try library.shape(
            of: box(library), seen: view(elevation: 90, turn: .yaw(.degrees(90)) * .pitch(.degrees(-90))))
        #expect(abs(lying.bounds.size.x - 2) < 1e-6 && abs(lying.bounds.size.y - 1) < 1e-6)
        #expect(abs(lying.outline.aspect - 2) < 0.01)
    }

    @Test func theSpriteIsPremultipliedWithWholeAlphaInside() throws {
        let library = library()
        let sprite = try library.sprite(of: box(library), seen: view(elevation: 0), heightPixels: 20)
        #expect(sprite.levels[0].height == 32)
        #expect(sprite.levels[0].width == 16)
        #expect(alpha(of: sprite).split(separator: "\n").allSatisfy { $0 == "################" })
        let level = sprite.levels[0]
        for texel in level.texels {
            let parts = [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: texel >> $0) }
            #expect(parts[0] <= parts[3] && parts[1] <= parts[3] && parts[2] <= parts[3])
        }
        #expect(texel(sprite, 8, 16)[3] == 255)
    }

    @Test func aWhiteLevelSurfaceComesOutAsStated() throws {
        let library = library()
        let whole = .pi * ModelView.white
        // Half of it from a sun high up.
        let sun = RenderScene.Sun(
            direction: [0, 1, 0], irradiance: Vector3(repeating: whole / 2), angularRadius: .degrees(1))
        for view in [
            view(elevation: 90), view(elevation: 90, sun: sun, sky: ModelView.white / 2),
        ] {
            let sprite = try library.sprite(of: box(library), seen: view, heightPixels: 16)
            let encoded = 255 * Double(SRGB.encoded(Float(ModelView.white)))
            let found = texel(sprite, 8, 8)
            // A little of the light goes into its gloss.
            #expect((encoded - 18...encoded + 2).contains(Double(found[0])), "\(found)")
            #expect(abs(Int(found[0]) - Int(found[2])) <= 1)
        }
    }

    @Test func itIsNeverLargerThanItsLimit() throws {
        #expect(ViewStage.height(1, aspect: 0.5) == 16)
        #expect(ViewStage.height(17, aspect: 0.5) == 32)
        #expect(ViewStage.height(5000, aspect: 0.5) == 512)
        #expect(ViewStage.height(5000, aspect: 3) == 128)
        #expect(ViewStage.height(5000, aspect: 40) == 16)
    }

    @Test func itHasTheSameBytesAloneAndAmongOthersAndAfterItWasLetGo() throws {
        let sun = RenderScene.Sun(direction: [0.5, 1, 0.3], irradiance: [1, 1, 1])
        let views = (0..<3).map {
            view($0, elevation: 20, turn: .yaw(.degrees(40 * Double($0))), sun: sun, sky: 0.2)
        }
        let box = try box(library())
        @Sendable func texels(_ library: ObjectLibrary, _ number: Int) throws -> [UInt32] {
            try library.sprite(of: box, seen: views[number], heightPixels: 32).levels[0].texels
        }
        let roomy = library()
        let alone = try views.indices.map { try texels(roomy, $0) }
        #expect(Set(alone).count == 3)
        // A cache that holds nothing makes each again.
        let small = library(capacity: 1)
        for number in [2, 0, 1, 1, 2] { #expect(try texels(small, number) == alone[number]) }
        // Many at once wait for one that makes it.
        let shared = library()
        DispatchQueue.concurrentPerform(iterations: 6) { step in
            #expect((try? texels(shared, step % 3)) == alone[step % 3])
        }
    }

    @Test func itThrowsTheShadowOfItsSilhouette() throws {
        let library = library()
        let card = try library.shadowCard(of: box(library), seen: view(elevation: 0))
        #expect((card.bounds.size - [0.5, 1, 0]).length < 1e-6)
    }
}
