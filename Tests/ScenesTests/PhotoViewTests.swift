import Cards
import Foundation
import Geometry
import Pictures
import Pipelines
import Testing

@testable import Scenes

/// The view of a photo under a pipeline's `backgrounds:` block, for one image.
private func draw(_ width: Int, _ height: Int, _ yaml: String, image: Int = 0, seed: UInt64 = 1) throws -> PhotoView {
    let source = Source(name: "p.yaml", text: "{photos: x, \(yaml)}")
    var reading = Reading(folder: "")
    let rules = Pipeline.Backgrounds.card(Catalogue("dataset", [])).decode(try Node(parsing: source), &reading)
    return PhotoView(
        photoWidth: width, photoHeight: height, drawnBy: try #require(rules, "\(reading.diagnostics)"),
        from: RandomStreams(seed: seed, image: image).scope("backgrounds"))
}

private func size(_ view: PhotoView) -> [Int] { [view.width, view.height] }

private func window(_ view: PhotoView) -> [Int] { [view.crop.width, view.crop.height] }

@Suite struct PhotoViewTests {
    @Test func withoutRulesAnImageIsTheWholePhoto() throws {
        #expect(try draw(4000, 3000, "") == PhotoView(photoWidth: 4000, photoHeight: 3000))
    }

    @Test(arguments: [
        ("resize: {longest: 1280}", 4000, 3000, 1280, 960),
        ("resize: {longest: 1280}", 3000, 4000, 960, 1280),
        ("resize: {longest: 1280}", 1302, 953, 1280, 937),
        ("resize: {width: 640}", 4000, 3000, 640, 480),
        ("resize: {height: 100}", 333, 200, 167, 100),
        ("resize: {longest: 16}", 5000, 10, 16, 1),
        // Smaller photos stay as they are …
        ("resize: {longest: 1280}", 800, 600, 800, 600),
        ("resize: {width: 1280}", 800, 3000, 800, 3000),
        ("resize: {height: 1280}", 3000, 800, 3000, 800),
        // … unless asked for.
        ("resize: {longest: 1280, enlarge: true}", 800, 600, 1280, 960),
        ("resize: {width: 1280, enlarge: true}", 800, 600, 1280, 960),
    ])
    func aSideIsSetAndTheOtherFollows(_ yaml: String, _ width: Int, _ height: Int, _ newWidth: Int, _ newHeight: Int)
        throws
    {
        let view = try draw(width, height, yaml)
        #expect(size(view) == [newWidth, newHeight])
        #expect(view.crop == PixelRect(width: width, height: height))
    }

    @Test func widthAndHeightCutAtTheMiddle() throws {
        let wide = try draw(1000, 400, "resize: {width: 300, height: 200}")
        #expect(wide.crop == PixelRect(minX: 200, minY: 0, maxX: 800, maxY: 400))
        #expect(size(wide) == [300, 200])
        let tall = try draw(400, 1001, "resize: {width: 200, height: 100}")
        #expect(tall.crop == PixelRect(minX: 0, minY: 400, maxX: 400, maxY: 600))
        #expect(size(tall) == [200, 100])
    }

    @Test func aCutThatIsSmallerThanAskedForKeepsItsSize() throws {
        let view = try draw(500, 300, "resize: {width: 600, height: 600}")
        #expect(view.crop == PixelRect(minX: 100, minY: 0, maxX: 400, maxY: 300))
        #expect(size(view) == [300, 300])
        let enlarged = try draw(500, 300, "resize: {width: 600, height: 600, enlarge: true}")
        #expect(enlarged.crop == view.crop)
        #expect(size(enlarged) == [600, 600])
    }

    @Test func aWindowIsAShareOfTheLargestThatFits() throws {
        let own = try draw(1000, 600, "crop: {share: 0.5}")
        #expect(window(own) == [500, 300])
        let square = try draw(1000, 600, "crop: {share: 0.5, aspect: 1}")
        #expect(window(square) == [300, 300])
        let wide = try draw(1000, 600, "crop: {aspect: 4}")
        #expect(window(wide) == [1000, 250])
        #expect(size(wide) == [1000, 250])
    }

    @Test func theWindowGoesEverywhereAndStaysInside() throws {
        var lefts: Set<Int> = []
        for image in 0..<300 {
            let view = try draw(13, 7, "crop: {share: {uniform: [0.3, 1]}}", image: image)
            #expect(view.isPossible)
            let fixed = try draw(10, 10, "crop: {share: 0.8}", image: image)
            lefts.insert(fixed.crop.minX)
        }
        #expect(lefts == [0, 1, 2])
    }

    @Test func theCropIsResizedAndNotThePhoto() throws {
        let view = try draw(4000, 3000, "crop: {share: 0.5}, resize: {longest: 1000}")
        #expect(window(view) == [2000, 1500])
        #expect(size(view) == [1000, 750])
    }

    @Test func flipsComeAsOftenAsAskedForAndMoveNothingElse() throws {
        var flips = 0
        for image in 0..<1000 {
            let flipped = try draw(640, 480, "crop: {share: 0.5}, flip: {chance: 0.3}", image: image)
            let plain = try draw(640, 480, "crop: {share: 0.5}", image: image)
            #expect(!plain.isMirrored)
            #expect(flipped.crop == plain.crop)
            flips += flipped.isMirrored ? 1 : 0
        }
        // Five standard deviations are 72.
        #expect(abs(flips - 300) < 72)
        #expect(try draw(640, 480, "flip: {chance: 1}").isMirrored)
    }

    @Test func pointsGoThroughCropResizeAndMirror() {
        var view = PhotoView(
            photoWidth: 100, photoHeight: 50, crop: PixelRect(minX: 20, minY: 10, maxX: 60, maxY: 30),
            width: 80, height: 40, isMirrored: false)
        #expect(view.imagePoint(Point(20, 10)) == Point(0, 0))
        #expect(view.imagePoint(Point(30, 15)) == Point(20, 10))
        #expect(
            view.imagePolygon(Polygon([Point(0, 0), Point(1, 0), Point(1, 1)])).vertices == [
                Point(-40, -20), Point(160, -20), Point(160, 80),
            ])
        view.isMirrored = true
        #expect(view.imagePoint(Point(30, 15)) == Point(60, 10))
        #expect(view.photoPoint(Point(60, 10)) == Point(30, 15))
    }

    /// What the view says of places is where the pixels come to lie.
    @Test(arguments: [false, true])
    func pixelsGoWherePointsGo(_ isMirrored: Bool) throws {
        var photo = Raster(width: 24, height: 16)
        for x in 8..<12 { for y in 4..<6 { photo.bytes[(y * 24 + x) * 4] = 255 } }
        let path = FileManager.default.temporaryDirectory.path + "/diorama-view-\(UUID().uuidString).png"
        try Data(PhotoFile.encode(photo, as: .png(level: 1))).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }

        let crop = PixelRect(minX: 4, minY: 2, maxX: 20, maxY: 14)
        for (width, height) in [(16, 12), (64, 48)] {
            let view = PhotoView(
                photoWidth: 24, photoHeight: 16, crop: crop, width: width, height: height, isMirrored: isMirrored)
            var image = Raster(width: 1, height: 1)
            try PhotoFile.decode(path, view.decoding(), into: &image)
            #expect(image.width == width && image.height == height)
            let middle = view.imagePoint(Point(10, 5))
            #expect(image.bytes[(Int(middle.y) * width + Int(middle.x)) * 4] > 200)
            let other = view.imagePoint(Point(14, 5))
            #expect(image.bytes[(Int(other.y) * width + Int(other.x)) * 4] < 50)
        }
    }

    @Test func aWholePhotoIsDecodedAsItIs() {
        #expect(PhotoView(photoWidth: 24, photoHeight: 16).decoding() == PhotoFile.Options())
    }

    @Test func aViewSurvivesTheRecord() throws {
        let drawn = try draw(4001, 2999, "crop: {share: 0.37}, resize: {longest: 640}, flip: {chance: 1}")
        let json = try JSONEncoder().encode(drawn)
        #expect(try JSONDecoder().decode(PhotoView.self, from: json) == drawn)
    }

    @Test func aWindowThatThePhotoDoesNotHaveIsNotPossible() {
        var view = PhotoView(photoWidth: 100, photoHeight: 50)
        #expect(view.isPossible)
        view.crop.maxX = 101
        #expect(!view.isPossible)
        view.crop = PixelRect(minX: 5, minY: 5, maxX: 5, maxY: 10)
        #expect(!view.isPossible)
    }
}
