import Cards
import Geometry
import Masks
import Pictures
import Testing

@testable import Compositing
@testable import Scenes

/// The things that a photo shows already: what objects leave of their labels, and what is wiped of them.
@Suite struct RealThingTests {
    private static let rect = PixelRect(minX: 10, minY: 10, maxX: 20, maxY: 20)
    private static let mask = Mask(rect: rect, bits: [UInt8](repeating: 1, count: 100))
        .runLengths(width: 64, height: 48)

    /// A thing of 10 × 10 pixels with a point in its left half, one in its right half, and one that is not labelled.
    private let masked = RealInstance(
        id: 7, category: "dog", shape: .mask(mask), box: Rect(rect),
        keypoints: [Point(12, 15), Point(18, 15), nil])
    /// One without a mask, with fractions of pixels at its sides.
    private let boxed = RealInstance(
        id: 8, category: "cat", shape: .box, box: Rect(minX: 10.25, minY: 10.5, maxX: 19.75, maxY: 19.5))

    /// Covers the right half of both.
    private let right = PixelRect(minX: 15, minY: 5, maxX: 30, maxY: 30)

    @Test func aLabelKeepsThePixelsThatNothingCovers() throws {
        let stage = try BoxStage()
        let label = try #require(try stage.compositor.composite(stage.scene([right]), real: [masked]).real.first)
        #expect(label.visible?.area == 50 && label.visible?.box == PixelRect(minX: 10, minY: 10, maxX: 15, maxY: 20))
        #expect(label.box == Rect(minX: 10, minY: 10, maxX: 15, maxY: 20))
        #expect(label.coveredShare == 0.5 && label.shownShare == 1 && !label.isWhole)
        #expect(label.coveredKeypoints == [false, true, false])
    }

    @Test func aBoxKeepsTheSidesThatNothingCoversToTheFraction() throws {
        let stage = try BoxStage()
        let label = try #require(try stage.compositor.composite(stage.scene([right]), real: [boxed]).real.first)
        #expect(label.visible == nil)
        #expect(label.box == Rect(minX: 10.25, minY: 10.5, maxX: 15, maxY: 19.5))
        #expect(label.coveredShare == 0.5)
    }

    @Test func aCropLeavesAShareOfALabel() throws {
        let stage = try BoxStage()
        var scene = stage.scene([])
        // The left 40 % of the thing is cut off, and the rest twice as large.
        scene.photo.view = PhotoView(
            photoWidth: 64, photoHeight: 48, crop: PixelRect(minX: 14, minY: 0, maxX: 46, maxY: 24), width: 64,
            height: 48, isMirrored: false)
        let label = try #require(try stage.compositor.composite(scene, real: [masked]).real.first)
        #expect(abs(label.shownShare - 0.6) < 1e-9 && label.coveredShare == 0)
        #expect(label.box == Rect(minX: 0, minY: 20, maxX: 12, maxY: 40))
    }

    /// The thing stands 5 m away, between two boxes that cover it.
    @Test func aThingHidesWhatStandsBehindItAlone() throws {
        let photo = raster(64, 48) { x, _ in (0, UInt8(x), 200, 255) }
        let stage = try BoxStage(photo)
        let left = PixelRect(minX: 5, minY: 5, maxX: 15, maxY: 30)
        var scene = stage.scene([right, left])
        (scene.objects[0].distanceMetres, scene.objects[1].distanceMetres) = (9, 3)
        scene.standing = [StandingInstance(id: 7, category: "dog", distanceMetres: 5)]
        let composite = try stage.compositor.composite(scene, real: [masked])
        let label = try #require(composite.real.first)
        #expect(label.visible?.box == PixelRect(minX: 15, minY: 10, maxX: 20, maxY: 20))
        #expect(label.coveredKeypoints == [true, false, false])
        #expect(composite.instances.map(\.area) == [15 * 25 - 50, 10 * 25])
        // Behind: the photo is put back. Before: the box stays.
        func pixel(_ x: Int) -> [UInt8] { Array(composite.image.bytes[(15 * 64 + x) * 4..<(15 * 64 + x) * 4 + 3]) }
        #expect(pixel(17) == [0, 17, 200] && pixel(12) == [255, 0, 0] && pixel(25) == [255, 0, 0])
        #expect(composite.map.ids[15 * 64 + 17] == 0 && composite.map.ids[15 * 64 + 12] == 2)
    }

    @Test func aThingThatIsWipedLeavesNeitherPixelsNorALabel() throws {
        let photo = raster(64, 48) { x, y in
            Self.rect.contains(x: x, y: y) ? (250, 250, 250, 255) : (40, 60, 40, 255)
        }
        let stage = try BoxStage(photo)
        var scene = stage.scene([])
        scene.photo.wiped = [WipedRegion(id: 7, category: "dog", marginPixels: 2)]
        let composite = try stage.compositor.composite(scene, real: [masked, boxed])
        #expect(composite.real.map(\.instance) == [1])
        #expect(composite.image.bytes.indices.filter { $0 % 4 < 3 && composite.image.bytes[$0] > 100 } == [])
        // A label that the photo does not have would stay to be seen.
        scene.photo.wiped = [WipedRegion(id: 7, category: "cat", marginPixels: 2)]
        let error = #expect(throws: UnknownWipedLabel.self) {
            try stage.compositor.composite(scene, real: [masked, boxed])
        }
        #expect(error?.region.id == 7)
    }
}
