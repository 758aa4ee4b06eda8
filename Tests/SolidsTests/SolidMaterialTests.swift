import Cards
import Drawings
import Geometry
import Pipelines
import Rendering
import Studios
import Testing

@testable import Solids

/// What is painted on solids, looked at texel by texel.
@Suite struct SolidMaterialTests {
    /// The texture of a face of 1 × 1 m with the patterns of a YAML list.
    private func texture(_ patterns: String, texels: Int = 64, colour: String = "white") throws -> Texture {
        let mesh = try solid(
            """
            description: A plate.
            materials: {m: {colour: \(colour), tile: [1, 1], texels: \(texels), patterns: \(patterns)}}
            parts: [{box: {size: [1, 1, 1], material: m}}]
            """
        ).mesh
        let index = try #require(mesh.materials[0].baseTexture)
        return mesh.textures[index]
    }

    /// Red of the texel at a place, x to the right and y up, 0…1.
    private func red(_ texture: Texture, _ x: Double, _ y: Double) -> Int {
        let column = min(texture.width - 1, Int(x * Double(texture.width)))
        let row = min(texture.height - 1, Int((1 - y) * Double(texture.height)))
        return Int(texture.texels[(row * texture.width + column) * 4])
    }

    private func mean(_ texture: Texture) -> Double {
        let reds = stride(from: 0, to: texture.texels.count, by: 4).map { Double(texture.texels[$0]) }
        return reds.reduce(0, +) / Double(reds.count)
    }

    @Test func texelsAreRoundedToTheNearestByte() {
        var paint = SolidPaint()
        paint.colour = Colour(red: 0, green: 0, blue: 0)
        var canvas = SolidCanvas(paint, size: [1, 1], texels: 64)
        // Shares around each whole byte and each half of one.
        let steps = (0..<64 * 64).map { (step: Int) -> Double in
            let share = Double(step / 8) * 0.5 / 255
            return share + Double(step % 8 - 4) * 1e-8
        }
        var next = 0
        canvas.lay(.one) { _, _ in
            next += 1
            return steps[next - 1]
        }
        let texels = canvas.colourTexture.texels
        for (index, colour) in canvas.colours.enumerated() {
            for band in 0..<3 {
                #expect(texels[4 * index + band] == UInt8((min(1, max(0, colour[band])) * 255).rounded()))
            }
            #expect(texels[4 * index + 3] == 255)
        }
    }

    @Test func stripesAreAsWideAsTheySayAndLeanToTheRight() throws {
        let upright = try texture("[{stripes: {colour: black, width: 0.25}}]")
        #expect([0.1, 0.4, 0.6, 0.9].map { red(upright, $0, 0.5) } == [0, 255, 0, 255])
        let level = try texture("[{stripes: {colour: black, width: 0.25, angle: 90}}]")
        #expect([0.1, 0.4, 0.6, 0.9].map { red(level, 0.5, 1 - $0) } == [0, 255, 0, 255])
        let thin = try texture("[{stripes: {colour: black, width: 0.1, gap: 0.4}}]")
        #expect(abs(mean(thin) - 255 * 0.8) < 2)
        let leaning = try texture("[{stripes: {colour: black, width: 0.25, angle: 45}}]")
        // Along a stripe nothing changes: up and to the right.
        for step in stride(from: 0.0, through: 0.4, by: 0.1) {
            #expect(red(leaning, 0.18 + step, 0.02 + step) == 0 && red(leaning, 0.53 + step, 0.02 + step) == 255)
        }
    }

    @Test func checksAlternate() throws {
        let checks = try texture("[{checks: {colour: black, size: 0.5}}]")
        #expect(red(checks, 0.25, 0.25) == 0 && red(checks, 0.75, 0.75) == 0)
        #expect(red(checks, 0.25, 0.75) == 255 && red(checks, 0.75, 0.25) == 255)
    }

    @Test(arguments: [0.2, 0.5, 0.8])
    func noiseCoversTheShareThatItIsGiven(_ share: Double) throws {
        let noise = try texture("[{noise: {colour: black, scale: 0.05, amount: 1, cover: \(share), sharpness: 1}}]")
        #expect(abs(1 - mean(noise) / 255 - share) < 0.12)
    }

    @Test func noiseMeetsItselfWhereATextureRepeats() throws {
        let noise = try texture("[{noise: {colour: black, scale: 0.25, amount: 1, sharpness: 0}}]")
        for step in 0..<64 {
            let at = (Double(step) + 0.5) / 64
            #expect(abs(red(noise, 0.001, at) - red(noise, 0.999, at)) < 60)
            #expect(abs(red(noise, at, 0.001) - red(noise, at, 0.999)) < 60)
        }
    }

    @Test func rustTakesTheShineOfMetal() throws {
        let mesh = try solid(
            """
            description: A plate.
            materials: {m: {colour: silver, metalness: 1, roughness: 0.2, texels: 64, patterns: [{rust: {cover: 0.5}}]}}
            parts: [{box: {size: [1, 1, 1], material: m}}]
            """
        ).mesh
        let material = mesh.materials[0]
        let finish = mesh.textures[try #require(material.roughnessMetalnessTexture)]
        #expect(finish.encoding == .numbers && material.roughness == 1 && material.metalness == 1)
        let pairs = stride(from: 0, to: finish.texels.count, by: 4).map {
            (finish.texels[$0 + 1], finish.texels[$0 + 2])
        }
        // Bare steel and full rust are both there.
        #expect(pairs.contains { $0 == (51, 255) } && pairs.contains { $0.0 > 235 && $0.1 < 10 })
    }

    @Test func woodRunsAlongTheBoard() throws {
        /// How much neighbours differ along x and along y.
        func changes(_ texture: Texture) -> SIMD2<Double> {
            var sum = SIMD2<Double>()
            for row in 1..<texture.height {
                for column in 1..<texture.width {
                    func at(_ x: Int, _ y: Int) -> Double { Double(texture.texels[(y * texture.width + x) * 4]) }
                    sum.x += abs(at(column, row) - at(column - 1, row))
                    sum.y += abs(at(column, row) - at(column, row - 1))
                }
            }
            return sum
        }
        let across = changes(try texture("[{wood: {colour: black, grain: 0.1, amount: 1}}]"))
        #expect(across.y > 2 * across.x)
        let upright = changes(try texture("[{wood: {colour: black, grain: 0.1, amount: 1, along: y}}]"))
        #expect(upright.x > 2 * upright.y)
    }

    @Test func letteringStandsUprightInItsPlace() throws {
        // An L has ink at its left and its foot, and none at the upper right.
        let label = try texture("[{text: {text: L, colour: black, at: [0.25, 0.5], size: [0.5, 0.5]}}]")
        func ink(_ xs: ClosedRange<Double>, _ ys: ClosedRange<Double>) -> Bool {
            stride(from: xs.lowerBound, through: xs.upperBound, by: 0.01).contains { x in
                stride(from: ys.lowerBound, through: ys.upperBound, by: 0.01).contains { red(label, x, $0) < 100 }
            }
        }
        #expect(ink(0.3...0.5, 0.8...0.95) && ink(0.5...0.7, 0.5...0.6))
        #expect(!ink(0.52...0.99, 0.65...0.99) && !ink(0...0.24, 0...1) && !ink(0...1, 0...0.48))
    }

    @Test func aTextNamesItsParameters() throws {
        let shape = try solid(
            """
            description: A plate.
            parameters: {town: {text: L}, number: {number: 1}}
            materials: {m: {colour: white, texels: 64, patterns: [{text: {text: "{town}{number}", colour: black}}]}}
            parts: [{box: {size: [1, 1, 1], material: m}}]
            """, ["town": "    "])
        let other = try solid(
            """
            description: A plate.
            materials: {m: {colour: white, texels: 64, patterns: [{text: {text: "    1", colour: black}}]}}
            parts: [{box: {size: [1, 1, 1], material: m}}]
            """)
        #expect(shape.mesh.textures == other.mesh.textures)
    }

    @Test func aDrawingIsALabelWithParametersOfItsOwn() throws {
        let folder = try Folder()
        let svg = """
            <!DOCTYPE svg [ <!ENTITY left "#000000"> ]>
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">
            <rect width="10" height="10" fill="#ffffff"/><rect width="5" height="5" fill="&left;"/></svg>
            """
        let path = try folder.write("label.svg", svg)
        let label = try texture("[{drawing: {file: \(path)}}]", colour: "red")
        // The dark quarter is at the upper left.
        #expect(red(label, 0.2, 0.8) == 0 && red(label, 0.8, 0.8) == 255 && red(label, 0.2, 0.2) == 255)
        let half = try texture("[{drawing: {file: \(path), at: [0.5, 0], size: [0.5, 0.5], set: {left: grey}}}]")
        #expect(red(half, 0.6, 0.4) == 128 && red(half, 0.2, 0.2) == 255 && red(half, 0.9, 0.1) == 255)

        let missing = mistakes(
            """
            description: A plate.
            materials:
              m: {colour: white, patterns: [{drawing: {file: /none/label.svg}}]}
              n: {colour: white, patterns: [{drawing: {file: \(path), set: {lft: red}}}]}
            parts: [{box: {size: [1, 1, 1], material: m}}]
            """)
        #expect(
            missing == [
                "3:50: /none/label.svg: there is no such file, or it cannot be opened",
                "4:50: \(path): has no parameter “lft”; did you mean “left”? It has: left",
            ])
    }

    @Test func scatteredCopiesShowOtherPiecesAndOthersTheSame() throws {
        func places(_ scatter: Bool) throws -> Set<SIMD2<Float>> {
            let mesh = try solid(
                """
                description: Boards.
                materials: {m: {colour: white, scatter: \(scatter)}}
                parts: [{grid: {count: [4, 1, 1], step: [2, 0, 0], parts: [{box: {size: [1, 1, 1], material: m}}]}}]
                """
            ).mesh
            return Set(mesh.coordinates)
        }
        #expect(try places(false).count == 4)
        #expect(try places(true).count == 16)
    }
}
