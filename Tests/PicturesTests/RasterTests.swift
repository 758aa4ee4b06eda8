import Testing

@testable import Pictures

@Suite struct RasterTests {
    @Test func premultiplyingRoundsToTheNearestForEveryPair() {
        var raster = Raster(width: 256, height: 256)
        for alpha in 0..<256 {
            for colour in 0..<256 {
                let place = (alpha * 256 + colour) * 4
                raster.bytes[place] = UInt8(colour)
                raster.bytes[place + 3] = UInt8(alpha)
            }
        }
        raster.premultiply()
        var wrong = 0
        for alpha in 0..<256 {
            for colour in 0..<256 {
                let wanted = (Double(colour * alpha) / 255).rounded()
                if Double(raster.bytes[(alpha * 256 + colour) * 4]) != wanted { wrong += 1 }
            }
        }
        #expect(wrong == 0)
    }

    @Test func resizingKeepsTheStorageWhereItIsLargeEnough() {
        var raster = Raster(width: 10, height: 10)
        let capacity = raster.bytes.capacity
        raster.resize(width: 3, height: 2)
        #expect((raster.width, raster.height, raster.bytes.count) == (3, 2, 24))
        raster.resize(width: 10, height: 10)
        #expect(raster.bytes.count == 400 && raster.bytes.capacity == capacity)
        raster.resize(width: 100, height: 10)
        #expect(raster.bytes.count == 4000)
    }

    @Test(arguments: [1, 2, 3, 4]) func mirroringSwapsColumns(width: Int) {
        var raster = Raster(width: width, height: 2)
        for place in raster.bytes.indices { raster.bytes[place] = UInt8(place) }
        let before = raster
        raster.flipHorizontally()
        for y in 0..<2 {
            for x in 0..<width { #expect(raster.pixel(x, y) == before.pixel(width - 1 - x, y)) }
        }
    }

    @Test func croppingKeepsTheWindow() {
        var raster = Raster(width: 5, height: 4)
        for place in raster.bytes.indices { raster.bytes[place] = UInt8(place) }
        let before = raster
        raster.crop(left: 1, top: 2, width: 3, height: 2)
        #expect((raster.width, raster.height, raster.bytes.count) == (3, 2, 24))
        for y in 0..<2 {
            for x in 0..<3 { #expect(raster.pixel(x, y) == before.pixel(x + 1, y + 2)) }
        }
    }

    @Test func aTextureOfAnOpaqueImageIsItself() throws {
        let picture = drawn("RG")
        #expect(try picture.image().texture() == picture)
    }
}
