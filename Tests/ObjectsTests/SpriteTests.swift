import Geometry
import Pictures
import Testing

@testable import Objects

/// Pixel by pixel, with straight alpha.
private func raster(_ width: Int, _ height: Int, _ pixel: (Int, Int) -> (UInt8, UInt8, UInt8, UInt8)) -> Raster {
    var raster = Raster(width: width, height: height)
    for y in 0..<height {
        for x in 0..<width {
            let (red, green, blue, alpha) = pixel(x, y)
            let at = (y * width + x) * 4
            raster.bytes.replaceSubrange(at..<at + 4, with: [red, green, blue, alpha])
        }
    }
    return raster
}

/// `#` is opaque white, `.` is transparent, and so is `*`, but with white under it.
private func raster(_ rows: String) -> Raster {
    let rows = rows.split(separator: "\n").map(Array.init)
    return raster(rows[0].count, rows.count) { x, y in
        rows[y][x] == "#" ? (255, 255, 255, 255) : rows[y][x] == "*" ? (255, 255, 255, 0) : (0, 0, 0, 0)
    }
}

private func disc(_ size: Int, _ radius: Double) -> Raster {
    raster(size, size) { x, y in
        let (dx, dy) = (Double(x) + 0.5 - Double(size) / 2, Double(y) + 0.5 - Double(size) / 2)
        return (50, 60, 70, UInt8(max(0, min(1, radius + 0.5 - (dx * dx + dy * dy).squareRoot())) * 255))
    }
}

@Suite struct SpriteTests {
    @Test func whatIsTransparentEverywhereIsRefused() {
        for text in ["...\n...", "*.*\n***"] {
            #expect(throws: SpriteError.nothingVisible) { try Sprite(straight: raster(text)) }
        }
        #expect(throws: SpriteError.nothingVisible) { try Sprite(straight: raster(3, 3) { _, _ in (9, 9, 9, 3) }) }
        #expect(throws: SpriteError.nothingVisible) { try Sprite(straight: Raster(width: 0, height: 0)) }
    }

    @Test func whatIsTooLargeIsRefused() {
        #expect(throws: SpriteError.tooLarge(width: 16_001, height: 1)) {
            try Sprite(straight: raster(16_001, 1) { _, _ in (0, 0, 0, 255) })
        }
    }

    @Test func itIsTrimmedToWhatCanBeSeen() throws {
        let sprite = try Sprite(
            straight: raster(
                """
                .......
                ..*##..
                ..###*.
                .......
                """))
        #expect(sprite.aspect == 1.5)
        #expect(sprite.levels.map(\.width) == [3, 2, 1])
        #expect(sprite.levels.map(\.height) == [2, 1, 1])
    }

    @Test func dustDoesNotDecideTheSize() throws {
        let sprite = try Sprite(
            straight: raster(20, 20) { x, y in (0, 0, 0, (8..<12).contains(x) && (8..<10).contains(y) ? 255 : 2) })
        #expect(sprite.levels[0].width == 4 && sprite.levels[0].height == 2)
    }

    @Test func everyColourIsPremultipliedToTheNearest() throws {
        let sprite = try Sprite(
            straight: raster(257, 256) { x, y in x == 256 ? (0, 0, 0, 255) : (UInt8(x), 0, 9, UInt8(y)) })
        let level = sprite.levels[0]
        var wrong = 0
        for alpha in 0..<256 {
            for colour in 0..<256 {
                let texel = level.texels[(alpha + 1) * level.stride + colour + 1]
                let expected = UInt32((Double(colour * alpha) / 255).rounded())
                if texel & 255 != expected || texel >> 24 != UInt32(alpha) { wrong += 1 }
            }
        }
        #expect(wrong == 0)
    }

    @Test func coloursUnderTransparencyNeverShow() throws {
        // Black object, white under its transparent parts.
        let sprite = try Sprite(
            straight: raster(9, 7) { x, y in (x + y) % 3 == 0 ? (0, 0, 0, 255) : (255, 255, 255, 0) })
        for level in sprite.levels {
            for texel in level.texels { #expect(texel & 0x00FF_FFFF == 0) }
        }
    }

    @Test func halvingKeepsTheAreaAndTheBorderStaysTransparent() throws {
        let sprite = try Sprite(straight: raster(13, 7) { _, _ in (255, 255, 255, 255) })
        for (k, level) in sprite.levels.enumerated() {
            let size = 1 << k
            let sum = level.texels.reduce(0) { $0 + Int($1 >> 24) }
            #expect(abs(Double(sum * size * size) / 255 - 91) < 1.5)
            #expect(level.texels.count == (level.width + 3) * (level.height + 3))
            for (at, texel) in level.texels.enumerated() {
                let (x, y) = (at % level.stride - 1, at / level.stride - 1)
                if !(0..<level.width).contains(x) || !(0..<level.height).contains(y) { #expect(texel == 0) }
                // White stays white: each colour equals its alpha.
                #expect(texel & 255 == texel >> 24)
            }
        }
        // 13 wide: the seventh column of the half is half covered.
        #expect(sprite.levels[1].texels[1 * sprite.levels[1].stride + 7] >> 24 == 128)
    }

    @Test func theMemoryIsCounted() throws {
        let plain = try Sprite(straight: disc(64, 30))
        let texels = plain.levels.reduce(0) { $0 + ($1.width + 3) * ($1.height + 3) * 4 }
        #expect(plain.byteCount > texels && plain.byteCount < texels + 3000)
        #expect(try Sprite(straight: disc(64, 30), inflated: true).byteCount > plain.byteCount)
    }
}

@Suite struct SpriteHullTests {
    @Test func itHoldsEverySampleThatIsNotTransparent() throws {
        let sprite = try Sprite(straight: raster("..##....\n.####...\n########\n...###..\n....#..."))
        for level in sprite.levels {
            var tested = 0
            for y in 0..<level.height {
                for x in 0..<level.width where level.texels[(y + 1) * level.stride + x + 1] != 0 {
                    for (direction, support) in zip(SpriteHull.directions, level.hull.supports) {
                        for (dx, dy) in [(-1.0, -1.0), (1, -1), (-1, 1), (1, 1)] {
                            let corner = SIMD2(Double(x) + 0.5 + dx, Double(y) + 0.5 + dy)
                            #expect((direction * corner).sum() <= support)
                        }
                    }
                    tested += 1
                }
            }
            #expect(tested > 0)
        }
    }

    @Test func aBoxHasTheHullOfABox() throws {
        let hull = try Sprite(straight: raster(10, 6) { _, _ in (0, 0, 0, 255) }).levels[0].hull
        let corners = hull.corners
        #expect(corners.allSatisfy { abs($0.x - 5) < 5.516 && abs($0.y - 3) < 3.516 })
        #expect(corners.contains { abs($0.x - 5) > 5.515 } && corners.contains { abs($0.y - 3) > 3.515 })
        let area = Polygon(hull.corners.map { Point($0.x, $0.y) }).area
        #expect(area <= 11.1 * 7.1)
    }
}

@Suite struct SpriteOutlineTests {
    @Test func aBoxIsFourCorners() throws {
        let outlines = try Sprite(straight: raster(120, 60) { _, _ in (0, 0, 0, 255) }).outlines
        #expect(outlines.count == 1)
        let bounds = try #require(outlines[0].bounds)
        #expect(abs(bounds.x) < 0.01 && abs(bounds.y) < 0.01)
        #expect(abs(bounds.width - 2) < 0.02 && abs(bounds.height - 1) < 0.02)
        #expect(outlines[0].vertices.count <= 8)
        #expect(abs(outlines[0].signedArea - 2) < 0.02)
    }

    @Test func aDiscKeepsItsAreaInFewPoints() throws {
        let sprite = try Sprite(straight: disc(300, 140))
        #expect(sprite.outlines.count == 1)
        let radius = 140.0 / Double(sprite.levels[0].height)
        let outline = sprite.outlines[0]
        #expect(abs(outline.signedArea / (.pi * radius * radius) - 1) < 0.01)
        #expect((12...100).contains(outline.vertices.count))
        for point in outline.vertices {
            let (dx, dy) = (point.x - 0.5 * sprite.aspect, point.y - 0.5)
            #expect(abs((dx * dx + dy * dy).squareRoot() - radius) < 1.0 / 256)
        }
    }

    @Test func partsAreSeparateHolesFilledAndSpecksLeftOut() throws {
        // A ring at the left, a block at the right, a single texel between.
        let sprite = try Sprite(
            straight: raster(60, 40) { x, y in
                let ring =
                    (0..<20).contains(x) && (10..<30).contains(y) && !((5..<15).contains(x) && (15..<25).contains(y))
                return (0, 0, 0, ring || x >= 30 || (x == 25 && y == 5) ? 255 : 0)
            })
        #expect(sprite.outlines.count == 2)
        #expect(abs(sprite.outlines[0].signedArea - 30.0 * 40 / 1600) < 0.02)
        #expect(abs(sprite.outlines[1].signedArea - 20.0 * 20 / 1600) < 0.02)
    }

    @Test func roughOutlinesAreThinnedToAboutAHundredPoints() throws {
        let sprite = try Sprite(
            straight: raster(200, 200) { x, y in (0, 0, 0, (x &* 7 &+ y / 9 &* 31) % 23 < 12 || y > 20 ? 255 : 0) })
        #expect(sprite.outlines.reduce(0) { $0 + $1.vertices.count } <= 130)
    }

    @Test func whatIsNowhereHalfOpaqueHasItsBounds() throws {
        let sprite = try Sprite(straight: raster(10, 5) { _, _ in (0, 0, 0, 60) })
        #expect(sprite.outlines == [Polygon([Point(0, 0), Point(2, 0), Point(2, 1), Point(0, 1)])])
    }
}

@Suite struct SpriteReliefTests {
    @Test func aDiscIsInflatedToAFlattenedSphere() throws {
        let relief = try #require(try Sprite(straight: disc(60, 29), inflated: true).relief)
        #expect(relief.columns == 60 || relief.columns == 58)
        let radius = Float(relief.columns) / 2
        for j in 0..<relief.rows {
            for i in 0..<relief.columns {
                let normal = relief.normals[j * relief.columns + i]
                #expect(abs((normal * normal).sum() - 1) < 1e-4)
                let (x, y) = (Float(i) + 0.5 - radius, Float(j) + 0.5 - radius)
                guard x * x + y * y < 0.8 * radius * radius else { continue }
                // z = h √(R² − r²), with the floor under it that the rim has.
                let lift = SpriteRelief.rim * radius * radius
                let z = (radius * radius - x * x - y * y + lift).squareRoot()
                let (u, v) = (SpriteRelief.height * x, SpriteRelief.height * y)
                let length = (u * u + v * v + z * z).squareRoot()
                #expect(abs(normal.x - u / length) < 0.06)
                #expect(abs(normal.y - v / length) < 0.06)
            }
        }
    }

    @Test func everyCellHasANormalTowardsTheViewer() throws {
        for picture in [disc(200, 80), raster("#..........#"), raster(5, 90) { _, _ in (1, 1, 1, 40) }] {
            let relief = try #require(try Sprite(straight: picture, inflated: true).relief)
            #expect(relief.normals.count == relief.columns * relief.rows)
            #expect(relief.normals.allSatisfy { $0.z > 0 })
            #expect(max(relief.columns, relief.rows) <= 64)
        }
    }
}
