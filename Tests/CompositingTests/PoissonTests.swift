import Geometry
import Masks
import Objects
import Pictures
import Testing

@testable import Compositing

/// Blends in the gradient domain: known answers, and what is done against bleeding and vanishing.
@Suite struct PoissonTests {
    private func blend(
        _ gradients: PoissonBlend.Gradients = .normal, limit: Double = 255, contrast: Double = 0
    ) -> PoissonBlend {
        var blend = PoissonBlend()
        (blend.gradients, blend.limit, blend.contrast) = (gradients, limit, contrast)
        return blend
    }

    private func laid(_ object: Raster, _ blend: any Blend, x: Int, y: Int, on photo: Raster) -> Raster {
        let rect = PixelRect(minX: x, minY: y, maxX: x + object.width, maxY: y + object.height)
        let frame = PixelRect(width: photo.width, height: photo.height)
        let inner = rect.inset(by: -blend.reach).intersection(frame)
        let outer = inner.inset(by: -blend.reach)
        var layer = Raster(width: outer.width, height: outer.height)
        for v in 0..<object.height {
            for u in 0..<object.width where outer.contains(x: x + u, y: y + v) {
                let from = (v * object.width + u) * 4
                let to = ((y + v - outer.minY) * outer.width + x + u - outer.minX) * 4
                layer.bytes.replaceSubrange(to..<to + 4, with: object.bytes[from..<from + 4])
            }
        }
        var image = photo
        blend.finish(LaidObject(rect: inner, layerRect: outer, layer: layer), in: &image, with: BlendMemory())
        return image
    }

    private func red(_ image: Raster, _ x: Int, _ y: Int) -> Double { Double(image.bytes[(y * image.width + x) * 4]) }

    private let ramp = raster(64, 48) { x, y in (UInt8(60 + 2 * x), UInt8(200 - 3 * y), UInt8(50 + x + y), 255) }

    /// The photo's own part, darker: the membrane is even, and the photo is whole again.
    @Test func aDarkerPartOfThePhotoBecomesThePhoto() {
        let part = raster(20, 17) { x, y in (UInt8(60 + 2 * (x + 9) - 30), UInt8(200 - 3 * (y + 8) - 30), 70, 255) }
        let image = laid(part, blend(limit: 255), x: 9, y: 8, on: ramp)
        for y in 8..<25 {
            for x in 9..<29 {
                // A limit of 255 shortens a move of 30, or of 32 at the edges' outer pixels, by 0.2.
                #expect(abs(red(image, x, y) - red(ramp, x, y)) <= 2, "\(x), \(y)")
            }
        }
    }

    /// A plane is harmonic: what is even takes it over from its edges.
    @Test func anEvenDiscOnARampVanishesWithoutTheRules() {
        let disc = raster(31, 31) { x, y in
            let inside = (x - 15) * (x - 15) + (y - 15) * (y - 15) < 200
            return inside ? (120, 120, 120, 255) : (0, 0, 0, 0)
        }
        let image = laid(disc, blend(limit: 255), x: 10, y: 8, on: ramp)
        for y in 0..<48 { for x in 0..<64 { #expect(abs(red(image, x, y) - red(ramp, x, y)) <= 3, "\(x), \(y)") } }
    }

    @Test func byDefaultAtLeastHalfOfTheContrastStays() {
        let disc = raster(31, 31) { x, y in
            let inside = (x - 15) * (x - 15) + (y - 15) * (y - 15) < 200
            return inside ? (160, 160, 160, 255) : (0, 0, 0, 0)
        }
        let grey = raster(64, 48) { _, _ in (120, 120, 120, 255) }
        for gradients in PoissonBlend.Gradients.allCases {
            var blend = PoissonBlend()
            blend.gradients = gradients
            let image = laid(disc, blend, x: 10, y: 8, on: grey)
            #expect(red(image, 25, 23) >= 139 && red(image, 25, 23) <= 161, "\(gradients)")
        }
    }

    @Test func noColourMovesByMoreThanTheLimit() {
        let square = raster(24, 24) { _, _ in (20, 20, 20, 255) }
        let photo = CompositingTests.photo(64, 48)
        let image = laid(square, blend(limit: 25), x: 9, y: 9, on: photo)
        for y in 9..<33 { for x in 9..<33 { #expect(abs(red(image, x, y) - 20) <= 25.5) } }
    }

    /// Nothing pulls beyond the picture's edge: what touches it moves as far as its other edges ask for.
    @Test func atThePicturesEdgeTheValuesGoOn() {
        let grey = raster(64, 48) { _, _ in (120, 120, 120, 255) }
        let square = raster(30, 20) { x, _ in (UInt8(70 + x), 90, 90, 255) }
        let image = laid(square, blend(limit: 255), x: 44, y: 12, on: grey)
        // The left edge moves it by 50, the upper and lower ones by 50 − x.
        #expect(abs(red(image, 44, 22) - 120) <= 4)
        let last = red(image, 63, 22)
        #expect(last > 120 && last < 130)
        #expect(abs(last - red(image, 62, 22)) <= 2)
    }

    @Test func mixedKeepsThePhotosTextureAndTheObjectsContrast() {
        let texture = raster(64, 48) { x, y in
            let value = UInt8(150 + (x * 7 + y * 13 + x * y) % 11)
            return (value, value, value, 255)
        }
        let stain = raster(30, 30) { _, _ in (90, 90, 90, 255) }
        let image = laid(stain, blend(.mixed), x: 15, y: 9, on: texture)
        for y in 12..<36 {
            for x in 18..<41 {
                let here = red(image, x + 1, y) - red(image, x, y)
                let before = red(texture, x + 1, y) - red(texture, x, y)
                #expect(abs(here - before) <= 2, "\(x), \(y)")
            }
        }
        #expect(abs(red(image, 30, 24) - (red(texture, 30, 24) - 65)) <= 12)
        #expect(red(image, 12, 24) == red(texture, 12, 24))
    }

    /// Any shape: as good as relaxing for ever.
    @Test func theSolverFindsTheSolution() {
        let memory = BlendMemory()
        for (width, height) in [(37, 23), (8, 50), (3, 3), (1, 5), (64, 64)] {
            let solver = PoissonSolver(width: width, height: height, memory)
            var free = [Bool](), values = [Float](), sources = [Float]()
            for y in 0..<height {
                for x in 0..<width {
                    let isFree = (x * x + 3 * y) % 17 > 1 && !(x == 0 && y == 0)
                    free.append(isFree)
                    values.append(isFree ? 0 : Float((x * 31 + y * 17) % 200 - 100))
                    sources.append(isFree ? Float((x * 5 + y * 3) % 9 - 4) : 0)
                    let at = solver.row(y) + x
                    solver.free[at] = isFree ? 1 : 0
                    solver.values[at] = SIMD4(repeating: values[y * width + x])
                    solver.sources[at] = SIMD4(repeating: sources[y * width + x])
                }
            }
            #expect(solver.solve() < PoissonSolver.mostCycles)
            for _ in 0..<4000 {
                for y in 0..<height {
                    for x in 0..<width where free[y * width + x] {
                        let (left, right) = (max(x - 1, 0), min(x + 1, width - 1))
                        let (up, down) = (max(y - 1, 0), min(y + 1, height - 1))
                        values[y * width + x] =
                            (values[y * width + left] + values[y * width + right] + values[up * width + x]
                                + values[down * width + x] + sources[y * width + x]) / 4
                    }
                }
            }
            for y in 0..<height {
                for x in 0..<width {
                    #expect(abs(solver.values[solver.row(y) + x].x - values[y * width + x]) < 0.3, "\(x), \(y)")
                }
            }
        }
    }

    /// A wide, open shape, for which relaxing alone would take thousands of times.
    @Test func theSolverIsQuick() {
        let solver = PoissonSolver(width: 300, height: 260, BlendMemory())
        for y in 0..<260 {
            for x in 0..<300 {
                let at = solver.row(y) + x
                let inside = (x - 150) * (x - 150) + (y - 130) * (y - 130) < 120 * 120
                solver.free[at] = inside ? 1 : 0
                if !inside { solver.values[at] = SIMD4(repeating: Float(x) / 3) }
            }
        }
        #expect(solver.solve() <= 8)
        #expect(abs(solver.values[solver.row(130) + 100].x - 100.0 / 3) < 0.5)
    }
}
