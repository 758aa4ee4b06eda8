import Cards
import Foundation
import Geometry
import Masks
import Pictures
import Scenes
import Testing

@testable import Compositing

/// What is measured in a photo, and what objects take on of it.
@Suite struct MatchingTests {
    /// Grey with noise of a bell curve, whose deviation depends on the place.
    private func noisy(
        _ width: Int, _ height: Int, level: (Int, Int) -> Double, deviation: (Double) -> Double, seed: UInt64 = 1
    ) -> Raster {
        var stream = RandomStream(seed: seed, image: 0, name: "noisy")
        return raster(width, height) { x, y in
            let level = level(x, y)
            let value = level + deviation(level) * Normal.quantile(stream.unit() * 0.999_98 + 0.000_01)
            let byte = UInt8(min(255, max(0, value.rounded())))
            return (byte, byte, byte, 255)
        }
    }

    private func flat(_ rect: PixelRect, _ level: UInt8) -> ObjectLayer {
        ObjectLayer(rect: rect, colour: raster(rect.width, rect.height) { _, _ in (level, level, level, 255) })
    }

    private func lay(
        _ layer: ObjectLayer, _ match: SceneMatch, isPhotographed: Bool = false, over image: inout Raster,
        _ quantisation: PhotoFile.Quantisation? = nil
    ) -> PixelRect {
        let view = PhotoView(photoWidth: image.width, photoHeight: image.height)
        let traits = PhotoTraits(of: image, blocks: quantisation.map { BlockHistory($0, view) })
        return lay(layer, match, isPhotographed: isPhotographed, over: &image, traits)
    }

    private func lay(
        _ layer: ObjectLayer, _ match: SceneMatch, isPhotographed: Bool = false, over image: inout Raster,
        _ traits: PhotoTraits
    ) -> PixelRect {
        let matcher = ObjectMatcher()
        matcher.start(traits, RandomStreams(seed: 1, image: 0))
        var layer = layer
        matcher.prepare(&layer, match, isPhotographed: isPhotographed, for: image)
        layer.lay(over: &image)
        matcher.finish(layer, match, isPhotographed: isPhotographed, in: &image)
        return layer.rect
    }

    private func part(of image: Raster, _ rect: PixelRect) -> Raster {
        var part = image
        part.crop(left: rect.minX, top: rect.minY, width: rect.width, height: rect.height)
        return part
    }

    // MARK: - Noise

    @Test(arguments: [1.0, 2, 5, 12]) func whiteNoiseIsMeasuredToATenth(deviation: Double) throws {
        let picture = noisy(320, 240, level: { x, y in 60 + Double(x + y) / 5 }, deviation: { _ in deviation })
        let model = try #require(NoiseModel(of: picture))
        for level in [Float(80), 120, 160] {
            #expect(abs(Double(model.variance(at: level).squareRoot()) / deviation - 1) < 0.1)
        }
        #expect(abs(model.lumaCorrelation.x) < 0.06 && abs(model.lumaCorrelation.y) < 0.06)
    }

    @Test func noiseIsMeasuredByBrightness() throws {
        let picture = noisy(
            640, 480, level: { x, _ in 20 + Double(x) / 3 }, deviation: { (0.06 * $0 + 5).squareRoot() })
        let model = try #require(NoiseModel(of: picture))
        for level in [Float(60), 120, 200] {
            let expected = (0.06 * level + 5).squareRoot()
            #expect(abs(model.variance(at: level).squareRoot() / expected - 1) < 0.12, "at \(level)")
        }
    }

    @Test(arguments: [Float(0), 0.3, 0.6, 0.85]) func aTileHasTheGrainThatWasMeasured(correlation: Float) throws {
        var model = NoiseModel(slope: 0, offset: 16, limits: 16...16)
        model.lumaCorrelation = SIMD2(correlation, 0)
        var image = raster(240, 240) { _, _ in (128, 128, 128, 255) }
        let layer = flat(PixelRect(width: 240, height: 240), 128)
        NoiseTile(model).add(
            to: &image, in: layer, [Float](repeating: 4, count: 256), origin: (x: 17, y: 90))
        let measured = try #require(NoiseModel(of: image))
        #expect(abs(measured.lumaCorrelation.x - correlation) < 0.1)
        #expect(abs(measured.lumaCorrelation.y) < 0.1)
        // Of noise in large grains, a patch shows less than there is.
        if correlation < 0.5 { #expect(abs(measured.variance(at: 128).squareRoot() / 4 - 1) < 0.12) }
    }

    @Test func anObjectTakesThePhotosNoiseAndNeverTwice() throws {
        let photo = noisy(320, 240, level: { x, _ in 90 + Double(x) / 5 }, deviation: { _ in 4 })
        var image = photo
        let rect = PixelRect(minX: 60, minY: 40, maxX: 260, maxY: 200)
        _ = lay(flat(rect, 120), SceneMatch(noise: 1), over: &image)
        let once = part(of: image, rect)
        let model = try #require(NoiseModel(of: once))
        #expect(abs(model.variance(at: 120).squareRoot() / 4 - 1) < 0.15)

        var again = photo
        _ = lay(ObjectLayer(rect: rect, colour: once), SceneMatch(noise: 1), isPhotographed: true, over: &again)
        let twice = try #require(NoiseModel(of: part(of: again, rect)))
        #expect(abs(twice.variance(at: 120).squareRoot() / 4 - 1) < 0.15)
    }

    @Test func aPhotoWithoutNoiseGivesNone() {
        let photo = raster(160, 120) { x, _ in (UInt8(x), UInt8(x), UInt8(x), 255) }
        var (plain, image) = (photo, photo)
        let layer = flat(PixelRect(minX: 20, minY: 20, maxX: 120, maxY: 100), 90)
        layer.lay(over: &plain)
        _ = lay(layer, SceneMatch(noise: 1, sharpness: 1, jpeg: 1, colour: 0), over: &image)
        #expect(image == plain)
    }

    // MARK: - Sharpness

    /// Bars with blurred edges, upright and level ones.
    private func bars(_ width: Int, _ height: Int, blur: Float, isMoved: Bool = false) -> Raster {
        let sharp = raster(width, height) { x, y in
            let isBright = y < height / 2 ? (x / 20) % 2 == 0 : (y / 20) % 2 == 0
            let level: UInt8 = isBright ? 190 : 50
            return (level, level, level, 255)
        }
        let frame = PixelRect(width: width, height: height)
        var result = ObjectLayer(rect: frame)
        LayerBlur(Blur(x: blur, y: isMoved ? 0 : blur)).apply(
            to: ObjectLayer(rect: frame, colour: sharp), within: frame, into: &result, Scratch())
        return result.colour
    }

    @Test(arguments: [Float(0.6), 1, 2, 3]) func blurIsMeasuredToATenthOfAPixelOrASixth(deviation: Float) throws {
        let blur = try #require(SharpnessMap(of: bars(320, 240, blur: deviation)).blur)
        #expect(abs(blur.x - deviation) < max(0.12, deviation / 6), "\(blur)")
        #expect(blur.x == blur.y)
    }

    @Test func aMovedPhotoBlursInItsDirectionAlone() throws {
        let blur = try #require(SharpnessMap(of: bars(320, 240, blur: 2.5, isMoved: true)).blur)
        #expect(blur.x > 2 && blur.y < 0.5, "\(blur)")
    }

    /// A photo that is sharp on the left and out of focus on the right.
    @Test func aPartOutOfFocusCountsNoMoreThanHalfAgain() throws {
        var picture = bars(320, 240, blur: 1)
        let soft = bars(320, 240, blur: 4)
        for y in 0..<240 {
            for at in (y * 320 + 160) * 4..<(y + 1) * 320 * 4 { picture.bytes[at] = soft.bytes[at] }
        }
        let map = SharpnessMap(of: picture)
        let left = try #require(map.blur(around: PixelRect(minX: 20, minY: 20, maxX: 100, maxY: 220)))
        let right = try #require(map.blur(around: PixelRect(minX: 220, minY: 20, maxX: 300, maxY: 220)))
        #expect(abs(left.x - 1) < 0.2, "\(left)")
        #expect(abs(right.x - 1.5) < 0.3, "\(right)")
    }

    /// Sharp bars on the left, and on the right faint ones that are out of focus.
    @Test(arguments: [0.0, 1.2]) func aPartWithFaintEdgesAloneIsKnownToBeOutOfFocus(noise: Double) throws {
        var picture = bars(320, 240, blur: 1)
        let soft = bars(320, 240, blur: 2)
        var stream = RandomStream(seed: 1, image: 0, name: "faint")
        for y in 0..<240 {
            for x in 0..<320 {
                let grain = noise * Normal.quantile(stream.unit() * 0.999_98 + 0.000_01)
                for at in (y * 320 + x) * 4..<(y * 320 + x) * 4 + 3 {
                    let level = x < 160 ? Double(picture.bytes[at]) : 100 + Double(soft.bytes[at]) / 5
                    picture.bytes[at] = UInt8((level + grain).rounded())
                }
            }
        }
        let map = SharpnessMap(of: picture, noise: Float(noise))
        let left = try #require(map.blur(around: PixelRect(minX: 20, minY: 20, maxX: 100, maxY: 220)))
        let right = try #require(map.blur(around: PixelRect(minX: 220, minY: 20, maxX: 300, maxY: 220)))
        #expect(abs(left.x - 1) < 0.2, "\(left)")
        #expect(right.x > 1.3 && right.x < 1.7, "\(right)")
    }

    @Test func anObjectIsBlurredLikeThePhotoAndItsMaskStays() throws {
        var image = bars(320, 240, blur: 1.5)
        let rect = PixelRect(minX: 100, minY: 60, maxX: 220, maxY: 180)
        let sharp = bars(120, 120, blur: 0)
        let reach = lay(ObjectLayer(rect: rect, colour: sharp), SceneMatch(sharpness: 1), over: &image)
        let measured = try #require(SharpnessMap(of: part(of: image, rect.inset(by: 8))).blur)
        #expect(abs(measured.x - 1.5) < 0.25, "\(measured)")
        #expect(reach.contains(rect) && reach.width > rect.width)

        // A white square on black: where it is brighter than half is where its mask is, to half a pixel.
        var black = bars(320, 240, blur: 1.5)
        let traits = PhotoTraits(of: black, blocks: nil)
        for index in black.bytes.indices where index % 4 != 3 { black.bytes[index] = 0 }
        _ = lay(flat(rect, 255), SceneMatch(sharpness: 1), over: &black, traits)
        let row = (100..<110).map { black.bytes[(120 * 320 + $0 - 5) * 4] }
        let crossing = (row.firstIndex { $0 >= 128 } ?? 0) + 95
        #expect(abs(crossing - rect.minX) <= 0, "\(row)")
        #expect(black.bytes[(120 * 320 + 98) * 4] > 0)
    }

    /// A shadow whose right edge is the frame's, on white: its light is spread, and none is lost or added.
    @Test func aBlurredShadowTakesAsMuchLight() {
        let frame = PixelRect(width: 60, height: 40)
        let rect = PixelRect(minX: 30, minY: 12, maxX: 60, maxY: 26)
        let factors = (0..<rect.area).map { index in SIMD3<Float>(repeating: index % rect.width < 10 ? 1 : 0.4) }
        let shade = Shade(rect: rect, factors: factors)
        func all(_ shade: Shade) -> [SIMD3<Float>] {
            (0..<frame.area).map { shade.factor(x: $0 % frame.width, y: $0 / frame.width) }
        }
        #expect(all(shade.blurred(by: .none, within: frame)) == all(shade))
        let soft = shade.blurred(by: Blur(x: 2, y: 1.5), within: frame)
        #expect(soft.rect == PixelRect(minX: 24, minY: 7, maxX: 60, maxY: 31))
        func factor(_ x: Int, _ y: Int) -> Float { soft.factor(x: x, y: y).y }
        // Half way at its edge, whole at the frame's, nothing farther than it reaches.
        #expect(abs((factor(39, 19) + factor(40, 19)) / 2 - 0.7) < 0.01)
        #expect(abs(factor(59, 19) - 0.4) < 0.01)
        #expect(abs(factor(24, 19) - 1) < 1e-5)
        func taken(_ factors: [SIMD3<Float>]) -> Float { factors.reduce(0) { $0 + 1 - $1.y } }
        // What would fall beyond the frame falls inside it: the shadow goes on beyond.
        #expect(abs(taken(all(soft)) / taken(factors) - 1) < 0.01)
    }

    @Test func nothingIsSharpenedNorBlurredTwice() {
        let photo = bars(320, 240, blur: 1.5)
        let rect = PixelRect(minX: 100, minY: 60, maxX: 220, maxY: 180)
        let soft = bars(120, 120, blur: 2)
        var (plain, image) = (photo, photo)
        ObjectLayer(rect: rect, colour: soft).lay(over: &plain)
        _ = lay(ObjectLayer(rect: rect, colour: soft), SceneMatch(sharpness: 1), over: &image)
        #expect(image == plain)
    }

    // MARK: - Colour

    private func mean(_ image: Raster, _ rect: PixelRect) -> SIMD3<Double> {
        var sum = SIMD3<Double>.zero
        let part = part(of: image, rect)
        for at in stride(from: 0, to: part.bytes.count, by: 4) {
            sum += SIMD3(Double(part.bytes[at]), Double(part.bytes[at + 1]), Double(part.bytes[at + 2]))
        }
        return sum / Double(rect.area)
    }

    /// Textured ground in a warm evening, and a piece of the same ground taken at a blue noon.
    @Test func aPhotographedObjectMovesTowardsItsSurroundings() {
        func ground(_ x: Int, _ y: Int) -> Double { 80 + Double((x * 37 + y * 91) % 41) }
        let photo = raster(200, 160) { x, y in
            (UInt8(ground(x, y)), UInt8(ground(x, y) * 0.8), UInt8(ground(x, y) * 0.6), 255)
        }
        let rect = PixelRect(minX: 70, minY: 50, maxX: 130, maxY: 110)
        let object = ObjectLayer(
            rect: rect,
            colour: raster(60, 60) { x, y in
                let level = ground(x + 70, y + 50) * 1.3
                return (UInt8(level * 0.85), UInt8(level * 0.95), UInt8(level), 255)
            })
        func miss(_ share: Double, isPhotographed: Bool = true) -> Double {
            var image = photo
            _ = lay(object, SceneMatch(colour: share), isPhotographed: isPhotographed, over: &image)
            let way = mean(image, rect) - mean(photo, rect)
            return (way * way).sum().squareRoot()
        }
        let (none, half, whole) = (miss(0), miss(0.5), miss(1))
        #expect(half < 0.75 * none)
        #expect(whole < 0.5 * none)
        #expect(miss(1, isPhotographed: false) == none)
    }

    @Test func aRedThingOnGreenGroundStaysRed() {
        let photo = raster(200, 160) { x, y in
            (UInt8(60 + (x * 7 + y * 5) % 23), UInt8(110 + (x * 3 + y) % 31), 50, 255)
        }
        let rect = PixelRect(minX: 70, minY: 50, maxX: 130, maxY: 110)
        let object = ObjectLayer(
            rect: rect, colour: raster(60, 60) { x, y in (UInt8(200 + (x + y) % 20), 40, 35, 255) })
        var image = photo
        _ = lay(object, SceneMatch(colour: 1), isPhotographed: true, over: &image)
        let colour = mean(image, rect)
        #expect(colour.x > 2.5 * colour.y && colour.x > 2.5 * colour.z, "\(colour)")
    }

    @Test func aWhiteThingOnDarkGroundStaysBright() {
        let photo = raster(200, 160) { x, y in
            let level = UInt8(20 + (x * 7 + y * 5) % 13)
            return (level, level, level, 255)
        }
        let rect = PixelRect(minX: 70, minY: 50, maxX: 130, maxY: 110)
        var image = photo
        let object = ObjectLayer(
            rect: rect,
            colour: raster(60, 60) { x, y in
                let level = UInt8(220 + (x + y) % 20)
                return (level, level, level, 255)
            })
        _ = lay(object, SceneMatch(colour: 0.5), isPhotographed: true, over: &image)
        #expect(mean(image, rect).x > 160)
    }

    @Test func anEdgesAlphaStaysWhenItsColourMoves() {
        let photo = raster(100, 100) { x, y in (UInt8(60 + (x + y) % 30), 60, 50, 255) }
        let rect = PixelRect(minX: 30, minY: 30, maxX: 70, maxY: 70)
        var layer = ObjectLayer(rect: rect, colour: raster(40, 40) { x, y in (100, 140, 200, UInt8(min(255, x * 12))) })
        layer.colour.premultiply()
        let before = layer
        ColourMatch(layer, in: photo, share: 1)?.apply(to: &layer)
        #expect(layer.colour != before.colour)
        for at in stride(from: 0, to: layer.colour.bytes.count, by: 4) {
            let alpha = layer.colour.bytes[at + 3]
            #expect(alpha == before.colour.bytes[at + 3])
            #expect(layer.colour.bytes[at..<at + 3].allSatisfy { $0 <= alpha })
        }
    }

    // MARK: - JPEG

    /// The mean distance of luma coefficients from whole steps, in steps: a quarter for those that never were coded.
    private func distance(_ image: Raster, _ rect: PixelRect, _ table: [UInt16]) -> Float {
        var (sum, count) = (Float(0), Float(0))
        let coder = CoefficientReader()
        for top in stride(from: (rect.minY + 7) / 8 * 8, to: rect.maxY - 7, by: 8) {
            for left in stride(from: (rect.minX + 7) / 8 * 8, to: rect.maxX - 7, by: 8) {
                let coefficients = coder.coefficients(of: image, left, top)
                for index in 0..<64 where table[index] >= 8 && table[index] < 40 {
                    let steps = coefficients[index] / Float(table[index])
                    sum += abs(steps - steps.rounded())
                    count += 1
                }
            }
        }
        return sum / count
    }

    private func coded(_ picture: Raster) throws -> (Raster, PhotoFile.Quantisation) {
        let file = FileManager.default.temporaryDirectory.appending(path: "coded-\(UUID().uuidString).jpg")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(PhotoFile.encode(picture, as: .jpeg(quality: 60))).write(to: file)
        var decoded = Raster()
        try PhotoFile.decode(file.path, into: &decoded)
        return (decoded, try #require(PhotoFile.quantisation(file.path)))
    }

    @Test func aPhotosOwnTablesAreRead() throws {
        let (_, quantisation) = try coded(photo(64, 64))
        // The luma table of the standard's annex K at quality 60: 80 % of it, rounded.
        #expect(quantisation.luma[0...7] == [13, 9, 8, 13, 19, 32, 41, 49])
        #expect(quantisation.luma[8] == 10 && quantisation.luma[63] == 79)
        #expect(quantisation.chromaSide == (2, 2))
    }

    @Test func anObjectTakesThePhotosBlocksAndRealPixelsKeepTheirs() throws {
        let (image, quantisation) = try coded(
            noisy(160, 160, level: { x, y in 100 + Double(x + y) / 6 }, deviation: { _ in 12 }))
        let rect = PixelRect(minX: 35, minY: 43, maxX: 131, maxY: 140)
        let object = ObjectLayer(
            rect: rect,
            colour: noisy(
                rect.width, rect.height, level: { x, _ in 200 - Double(x) }, deviation: { _ in 10 }, seed: 5))
        var (plain, matched) = (image, image)
        object.lay(over: &plain)
        #expect(lay(object, SceneMatch(jpeg: 1), over: &matched, quantisation) == rect)
        let inner = PixelRect(minX: 48, minY: 48, maxX: 128, maxY: 128)
        let real = distance(image, PixelRect(width: 160, height: 160), quantisation.luma)
        #expect(distance(plain, inner, quantisation.luma) > 0.2)
        #expect(abs(distance(matched, inner, quantisation.luma) - real) < 0.03)
        for y in 0..<160 {
            for x in 0..<160 where !rect.contains(PixelRect(minX: x, minY: y, maxX: x + 1, maxY: y + 1)) {
                let at = (y * 160 + x) * 4
                #expect(matched.bytes[at..<at + 4] == image.bytes[at..<at + 4])
            }
        }
    }

    @Test func codedPixelsStayWhenTheyAreCodedAgain() throws {
        let (image, quantisation) = try coded(
            noisy(96, 96, level: { x, y in 100 + Double(x + y) / 6 }, deviation: { _ in 12 }))
        var again = image
        _ = lay(
            ObjectLayer(rect: PixelRect(width: 96, height: 96), colour: image), SceneMatch(jpeg: 1), over: &again,
            quantisation)
        let change = zip(image.bytes, again.bytes).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        #expect(Double(change) / Double(image.bytes.count) < 1)
    }

    /// A flat colour stays what it is, whatever pixels share their chroma.
    @Test(arguments: ChromaSubsampling.allCases) func everySubsamplingKeepsFlatColours(
        subsampling: ChromaSubsampling
    ) {
        let table = [UInt16](repeating: 3, count: 64)
        let quantisation = PhotoFile.Quantisation(luma: table, chroma: table, subsampling: subsampling)
        let photo = raster(120, 90) { _, _ in (90, 120, 60, 255) }
        let rect = PixelRect(minX: 21, minY: 11, maxX: 97, maxY: 71)
        let object = ObjectLayer(rect: rect, colour: raster(rect.width, rect.height) { _, _ in (200, 40, 70, 255) })
        var image = photo
        _ = lay(object, SceneMatch(jpeg: 1), over: &image, quantisation)
        for y in stride(from: 43, to: 64, by: 1) {
            for x in stride(from: 64, to: 95, by: 1) where y < 48 {
                let at = (y * 120 + x) * 4
                for (channel, level) in [200, 40, 70].enumerated() {
                    #expect(abs(Int(image.bytes[at + channel]) - level) <= 3, "\(x), \(y)")
                }
            }
        }
    }

    @Test func theGridFollowsTheCropAndTheMirror() {
        let quantisation = PhotoFile.Quantisation(luma: [UInt16](repeating: 9, count: 64), chroma: nil)
        let crop = PixelRect(minX: 13, minY: 6, maxX: 113, maxY: 106)
        var view = PhotoView(
            photoWidth: 200, photoHeight: 200, crop: crop, width: 100, height: 100, isMirrored: false)
        #expect(BlockHistory(quantisation, view).originX == -13)
        #expect(BlockHistory(quantisation, view).originY == -6)
        view.isMirrored = true
        // The photo's column 16, a block's first, is the image's last but two; the block ends before 97.
        #expect((BlockHistory(quantisation, view).originX - 97) % 8 == 0)
    }
}

/// The cosine transform as its formula has it.
private struct CoefficientReader {
    private let cosines: [[Float]] = (0..<8).map { k in (0..<8).map { n in CoefficientReader.cosine(k, n) } }

    private static func cosine(_ k: Int, _ n: Int) -> Float {
        let wave = Angle.degrees(11.25 * Double((2 * n + 1) * k)).cosine / 2
        return Float(k == 0 ? wave * 0.5.squareRoot() : wave)
    }

    func coefficients(of image: Raster, _ left: Int, _ top: Int) -> [Float] {
        (0..<64).map { index in
            var sum: Float = 0
            for y in 0..<8 {
                for x in 0..<8 {
                    let at = ((top + y) * image.width + left + x) * 4
                    let luma =
                        0.299 * Float(image.bytes[at]) + 0.587 * Float(image.bytes[at + 1])
                        + 0.114 * Float(image.bytes[at + 2]) - 128
                    sum += cosines[index / 8][y] * cosines[index % 8][x] * luma
                }
            }
            return sum
        }
    }
}
