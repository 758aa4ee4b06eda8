import Geometry
import Masks
import Objects
import Pictures
import Testing

@testable import Compositing

@Suite struct PasteTests {
    private static let blob = """
        ..##.
        .####
        ####.
        .##..
        """

    @Test func atItsOwnSizeASpriteIsReproducedExactly() throws {
        let picture = raster(13, 9) { x, y in
            (UInt8(x * 19), UInt8(y * 28), UInt8((x * y) % 256), (x + y) % 5 == 4 ? 0 : 255)
        }
        let sprite = try Sprite(straight: picture)
        var canvas = Canvas(photo(13, 9))
        let before = canvas
        let pasted = canvas.paste(sprite, placed(sprite))
        for y in 0..<9 {
            for x in 0..<13 {
                let opaque = (x + y) % 5 != 4
                let at = (y * 13 + x) * 4
                #expect(canvas.pixel(x, y) == (opaque ? Array(picture.bytes[at..<at + 4]) : before.pixel(x, y)))
                #expect(canvas.map.ids[y * 13 + x] == (opaque ? 1 : 0))
            }
        }
        #expect(pasted.amodalArea == canvas.map.ids.count { $0 == 1 })
        #expect(pasted.touched == PixelRect(minX: 0, minY: 0, maxX: 13, maxY: 9))
    }

    @Test func aWholeShiftMovesEveryPixelExactly() throws {
        let sprite = try Sprite(straight: raster(Self.blob))
        var canvas = Canvas(photo(12, 8))
        let before = canvas
        _ = canvas.paste(sprite, placed(sprite, x: 4, y: 2), id: 3)
        #expect(
            drawing(canvas.map) == """
                ............
                ............
                ......33....
                .....3333...
                ....3333....
                .....33.....
                ............
                ............
                """)
        for (index, id) in canvas.map.ids.enumerated() {
            let (x, y) = (index % 12, index / 12)
            #expect(canvas.pixel(x, y) == (id == 3 ? [200, 100, 50, 255] : before.pixel(x, y)))
        }
    }

    @Test func aQuarterTurnIsExact() throws {
        let picture = raster(7, 4) { x, y in (UInt8(x * 30), UInt8(y * 60), 9, (x + y) % 3 == 0 ? 255 : 130) }
        let sprite = try Sprite(straight: picture)
        // Clockwise on the screen: object x goes down, object y goes left.
        let turn = Homography(0, -4, 4, 4, 0, 0, 0, 0, 1)
        var turned = Canvas(photo(4, 7))
        let under = turned
        _ = turned.paste(sprite, turn)
        var straight = Canvas(
            raster(7, 4) { x, y in
                let pixel = under.pixel(3 - y, x)
                return (pixel[0], pixel[1], pixel[2], pixel[3])
            })
        _ = straight.paste(sprite, placed(sprite))
        for y in 0..<4 {
            for x in 0..<7 { #expect(turned.pixel(3 - y, x) == straight.pixel(x, y)) }
        }
    }

    @Test func halfTheSizeTakesTheNextLevelExactly() throws {
        // Blocks of two by two texels of one colour come out as that colour.
        let picture = raster(16, 12) { x, y in (UInt8(x / 2 * 30), UInt8(y / 2 * 40), 77, 255) }
        let sprite = try Sprite(straight: picture)
        var canvas = Canvas(photo(8, 6))
        _ = canvas.paste(sprite, placed(sprite, scale: 0.5))
        for y in 0..<6 {
            for x in 0..<8 { #expect(canvas.pixel(x, y) == [UInt8(x * 30), UInt8(y * 40), 77, 255]) }
        }
    }

    @Test func atOneHalfAPixelTakesTheIdAndBelowItDoesNot() throws {
        let sprite = try Sprite(straight: raster("#+-.\n....\n...."))
        var canvas = Canvas(photo(4, 3))
        canvas.map.ids = [UInt16](repeating: 9, count: 12)
        let pasted = canvas.paste(sprite, placed(sprite), id: 2)
        #expect(drawing(canvas.map) == "2299\n9999\n9999")
        #expect(pasted.amodalArea == 2)
    }

    @Test func theLaterHidesTheEarlierAndADistractorLeavesBackground() throws {
        let block = try Sprite(straight: raster("####\n####\n####"))
        var canvas = Canvas(photo(9, 6))
        let first = canvas.paste(block, placed(block, x: 0, y: 0), id: 1)
        let second = canvas.paste(block, placed(block, x: 2, y: 1), id: 2)
        let distractor = canvas.paste(block, placed(block, x: 4, y: 2), id: 0)
        #expect(
            drawing(canvas.map) == """
                1111.....
                112222...
                1122.....
                ..22.....
                .........
                .........
                """)
        #expect([first, second, distractor].map(\.amodalArea) == [12, 12, 12])
    }

    /// Perspective, rotation, mirror, enlargement, reduction, partly outside on every side.
    static let poses: [Homography] = [
        Homography(30, 8, 3, -9, 26, 12, 0.2, -0.3, 1),
        Homography(-41, 10, 40, 3, 33, -6, 0, 0, 1),
        Homography(11, -6, 14, 6, 11, 9, 0.01, 0.2, 1),
        Homography(90, 20, -40, -10, 120, -30, 0.3, 0.1, 1),
        Homography(4, 1, 20, -1, 4, 20, 0, 0, 1),
        Homography(60, 0, -31, 12, 44, 30, 0.9, 0.4, 0.7),
    ]

    private static func fancy() throws -> Sprite {
        try Sprite(
            straight: raster(23, 31) { x, y in
                let (dx, dy) = (Double(x) - 11, Double(y) - 15)
                let distance = (dx * dx + dy * dy).squareRoot()
                let alpha = max(0, min(255, (13 - distance) * 90))
                return (
                    UInt8((x * 37 + y * 5) % 256), UInt8((x * y * 3) % 256), UInt8((x &* 91 ^ y &* 13) % 256),
                    UInt8(alpha)
                )
            }, inflated: true)
    }

    @Test(arguments: poses) func aPasteIsNearAnExactOneInDoublePrecision(_ pose: Homography) throws {
        let sprite = try Self.fancy()
        var canvas = Canvas(photo(48, 40))
        let before = canvas
        _ = canvas.paste(sprite, pose)
        let plan = try #require(PastePlan(sprite, pose))
        let back = try #require(pose.inverse)
        let level = sprite.levels[plan.level]
        let frame = sprite.frame
        let resolution = Double(sprite.levels[0].height) / frame.height / Double(1 << plan.level)
        func texel(_ i: Int, _ j: Int) -> SIMD4<Double> {
            guard (0..<level.width).contains(i), (0..<level.height).contains(j) else { return .zero }
            let t = level.texels[(j + 1) * level.stride + i + 1]
            return SIMD4(Double(t & 255), Double(t >> 8 & 255), Double(t >> 16 & 255), Double(t >> 24))
        }
        var worst = 0.0
        for y in 0..<40 {
            for x in 0..<48 {
                var source = SIMD4<Double>.zero
                if let point = back(Point(Double(x) + 0.5, Double(y) + 0.5)) {
                    let (u, v) = ((point.x - frame.x) * resolution - 0.5, (point.y - frame.y) * resolution - 0.5)
                    if abs(u) < 1000, abs(v) < 1000 {
                        let (i, j) = (Int(u.rounded(.down)), Int(v.rounded(.down)))
                        let (s, t) = (u - Double(i), v - Double(j))
                        source =
                            (texel(i, j) * (1 - s) + texel(i + 1, j) * s) * (1 - t)
                            + (texel(i, j + 1) * (1 - s) + texel(i + 1, j + 1) * s) * t
                    }
                }
                let (was, now) = (before.pixel(x, y), canvas.pixel(x, y))
                for channel in 0..<4 {
                    let exact = source[channel] + Double(was[channel]) * (1 - source[3] / 255)
                    worst = max(worst, abs(exact - Double(now[channel])))
                }
            }
        }
        // A position off by 1/512 texel each way, weights off by 1/512, two roundings: of 255, with full contrast.
        #expect(worst < 3.5)
        #expect(canvas != before)
    }

    @Test(arguments: poses) func aSmallFrameShowsTheCropOfALargeOne(_ pose: Homography) throws {
        let sprite = try Self.fancy()
        let looks = [
            Look(), Look(gain: SIMD3(1.3, 0.7, 1), light: DirectedLight(direction: SIMD3(1, 1, 1))),
            Look(featherPixels: 2),
        ]
        for look in looks {
            var large = Canvas(photo(70, 60))
            var small = Canvas(photo(37, 29))
            _ = large.paste(sprite, pose, look)
            let pasted = small.paste(sprite, pose, look)
            for y in 0..<29 {
                #expect(small.image.bytes[y * 148..<y * 148 + 148] == large.image.bytes[y * 280..<y * 280 + 148])
                #expect(small.map.ids[y * 37..<y * 37 + 37] == large.map.ids[y * 70..<y * 70 + 37])
            }
            #expect(pasted.amodalArea == small.map.ids.count { $0 == 1 })
        }
    }

    @Test(arguments: poses) func coverageIsWhatThePasteDecides(_ pose: Homography) throws {
        let sprite = try Self.fancy()
        for feather in [0, 1.5, 6] {
            var canvas = Canvas(photo(48, 40))
            let workspace = PasteWorkspace()
            let pasted = canvas.paste(sprite, pose, Look(featherPixels: feather), workspace)
            let outside = PixelRect(minX: -60, minY: -50, maxX: 120, maxY: 110)
            let mask = workspace.coverage(of: sprite, pose, featherPixels: feather, within: outside)
            for y in 0..<40 {
                #expect((0..<48).map { mask[x: $0, y: y] } == (0..<48).map { canvas.map.ids[y * 48 + $0] == 1 })
            }
            #expect(mask.area(inside: PixelRect(width: 48, height: 40)) == pasted.amodalArea)
            #expect(
                workspace.extent(of: sprite, pose, featherPixels: feather, within: outside) == (mask.area, mask.box))
            #expect(outside.contains(mask.rect))
        }
    }

    @Test(arguments: poses) func nothingChangesOutsideWhatWasTouched(_ pose: Homography) throws {
        let sprite = try Self.fancy()
        var canvas = Canvas(photo(48, 40))
        let before = canvas
        let pasted = canvas.paste(sprite, pose)
        #expect(PixelRect(width: 48, height: 40).contains(pasted.touched))
        var tested = 0
        for y in 0..<40 {
            for x in 0..<48 where !pasted.touched.contains(x: x, y: y) {
                #expect(canvas.pixel(x, y) == before.pixel(x, y))
                #expect(canvas.map.ids[y * 48 + x] == 0)
                tested += 1
            }
        }
        // One of the poses covers all.
        #expect(tested > 0 || pasted.touched == PixelRect(width: 48, height: 40))
    }

    @Test func aUsedWorkspaceGivesTheSameBytesAsANewOne() throws {
        let sprite = try Self.fancy()
        let used = PasteWorkspace()
        let looks = [
            Look(), Look(gain: SIMD3(1.2, 0.8, 0.9)), Look(featherPixels: 3),
            Look(light: DirectedLight(direction: SIMD3(-1, 0.5, 0.3))),
            Look(
                gain: SIMD3(0.5, 2, 1), light: DirectedLight(direction: SIMD3(-1, 0.5, 0.3)),
                featherPixels: 1),
        ]
        for pose in Self.poses {
            for look in looks {
                var (a, b) = (Canvas(photo(48, 40)), Canvas(photo(48, 40)))
                #expect(a.paste(sprite, pose, look, used) == b.paste(sprite, pose, look, PasteWorkspace()))
                #expect(a == b)
            }
        }
    }

    @Test(
        arguments: [
            Homography(0, 0, 0, 0, 0, 0, 0, 0, 0),
            Homography(.nan, 0, 0, 0, 1, 0, 0, 0, 1),
            Homography(.infinity, 0, 0, 0, 1, 0, 0, 0, 1),
            Homography(10, 20, 0, 10, 20, 0, 0, 0, 1),
            Homography(30, 0, 0, 0, 30, 0, 0, 0, -1),
            Homography(1e-200, 0, 5, 0, 1e-200, 5, 0, 0, 1),
            Homography(30, 0, 1e9, 0, 30, -1e12, 0, 0, 1),
            Homography(30, 0, 1e300, 0, 30, 0, 0, 0, 1),
            Homography(30, 0, -500, 0, 30, -500, 0, 0, 1),
        ])
    func whatCannotBeSeenChangesNothing(_ pose: Homography) throws {
        let sprite = try Self.fancy()
        var canvas = Canvas(photo(20, 20))
        let before = canvas
        let pasted = canvas.paste(sprite, pose, Look(featherPixels: 2))
        #expect(canvas == before)
        #expect(pasted.touched.isEmpty)
        #expect(pasted.amodalArea == 0)
        #expect(PasteWorkspace().extent(of: sprite, pose, within: PixelRect(width: 20, height: 20)) == (0, nil))
    }

    @Test(
        arguments: [
            // Through the camera's plane, on either side of it, and very far away.
            Homography(30, 0, 4, 0, 30, 4, 2, 0, -0.5),
            Homography(30, 3, 4, 1, 30, 4, -1.5, 0.4, 1),
            Homography(1e7, 0, -5e6, 0, 1e7, -5e6, 0, 0, 1),
            Homography(30, 0, 1e6, 0, 30, 0, 40_000, 0, 1),
            Homography(1e150, 0, 0, 0, 1e150, 0, 0, 0, 1e148),
            Homography(40, 39.99999, 0, 40, 40, 0, 0, 0, 1),
            Homography(20, 0, 4, 0, 20, 4, 0, 1e-12, 1),
            Homography(1e-3, 0, 10, 0, 1e-3, 10, 0, 0, 1),
        ])
    func extremePosesAreSafeAndConsistent(_ pose: Homography) throws {
        let sprite = try Self.fancy()
        var canvas = Canvas(photo(21, 19))
        let pasted = canvas.paste(sprite, pose, Look(gain: SIMD3(1.1, 1, 1)))
        #expect(canvas.map.ids.count { $0 == 1 } == pasted.amodalArea)
        let frame = PixelRect(width: 21, height: 19)
        #expect(PasteWorkspace().coverage(of: sprite, pose, within: frame).area == pasted.amodalArea)
        for y in 0..<19 {
            for x in 0..<21 { #expect(canvas.pixel(x, y)[3] == 255) }
        }
    }

    @Test func aHugeEnlargementFillsTheFrame() throws {
        let sprite = try Sprite(straight: raster("#"))
        var canvas = Canvas(photo(21, 19))
        let pasted = canvas.paste(sprite, Homography(1e6, 0, -5e5, 0, 1e6, -5e5, 0, 0, 1))
        #expect(pasted.amodalArea == 21 * 19)
        #expect(canvas.pixel(20, 18) == [200, 100, 50, 255])
    }

    @Test func aSpriteOfOneTexelCoversOnePixel() throws {
        let sprite = try Sprite(straight: raster("...\n.#.\n..."))
        var canvas = Canvas(photo(5, 4))
        _ = canvas.paste(sprite, placed(sprite, x: 3, y: 2))
        #expect(drawing(canvas.map) == ".....\n.....\n...1.\n.....")
    }

    @Test func theObjectsSizeInTheImageIsThatOfItsPlane() throws {
        let sprite = try Sprite(straight: raster(40, 30) { _, _ in (1, 2, 3, 255) })
        let workspace = PasteWorkspace()
        let frame = PixelRect(width: 200, height: 200)
        for scale in [0.37, 0.5, 0.9, 1, 1.7, 3.3] {
            let area = workspace.extent(of: sprite, placed(sprite, x: 20.3, y: 31.8, scale: scale), within: frame).area
            #expect(abs((Double(area) / 1200).squareRoot() - scale) < 0.03)
        }
    }
}
