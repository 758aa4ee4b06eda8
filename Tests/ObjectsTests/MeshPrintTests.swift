import Cards
import Drawings
import Findings
import Geometry
import Pictures
import Rendering
import Studios
import Testing

@testable import Objects

/// Lettering on parts of models' textures.
@Suite struct MeshPrintTests {
    /// A sheet of 2 m by 1 m that faces +z and shows the texture from `low` to `high`, u to the right and v up.
    private func sheet(
        from low: SIMD2<Float> = [0, 0], to high: SIMD2<Float> = [1, 1], isWoundBack: Bool = false,
        _ material: Material = Material(name: "paper", baseColour: .one), _ textures: [Texture] = []
    ) throws -> Mesh {
        try Mesh(
            positions: [[-1, 0, 0], [1, 0, 0], [1, 1, 0], [-1, 1, 0]],
            normals: Array(repeating: [0, 0, 1], count: 4),
            coordinates: [low, [high.x, low.y], high, [low.x, high.y]],
            triangles: isWoundBack ? [[0, 2, 1], [0, 3, 2]] : [[0, 1, 2], [0, 2, 3]], materials: [material],
            textures: textures)
    }

    private func print(_ sides: [Double], top: MeshPrint.Side = .top, _ text: String = "HL") throws -> MeshPrint {
        var print = MeshPrint()
        print.region = try #require(TextureRegion(sides))
        print.top = top
        (print.text.text, print.text.font) = (text, "DejaVu Sans Bold")
        return print
    }

    private func printed(_ mesh: Mesh, _ print: MeshPrint) throws -> PrintedMesh {
        var printed = PrintedMesh(mesh)
        try printed.add(print)
        return printed
    }

    private func characters(_ mesh: PrintedMesh) throws -> [SurfaceText] {
        try #require(mesh.lines).flatMap(\.parts).flatMap(\.parts)
    }

    /// The dark texels' box on the texture, as shares of its width and height from the top left.
    private func ink(_ mesh: PrintedMesh) throws -> Rect {
        let texture = mesh.mesh.textures[try #require(mesh.mesh.materials[0].baseTexture)]
        let places = (0..<texture.width * texture.height).filter { texture.texels[$0 * 4] < 128 }.flatMap { index in
            [(0, 0), (1, 1)].map { corner in
                Point(
                    Double(index % texture.width + corner.0) / Double(texture.width),
                    Double(index / texture.width + corner.1) / Double(texture.height))
            }
        }
        return try #require(Rect(bounding: places))
    }

    @Test func theWordIsInTheMiddleOfItsRegionAndKeepsItsShape() throws {
        // Twice as wide as high in metres, and square on the texture.
        let mesh = try printed(sheet(), print([0.25, 0.5, 0.75, 1]))
        let ink = try ink(mesh)
        #expect(abs(ink.x + ink.width / 2 - 0.5) < 0.005 && abs(ink.y + ink.height / 2 - 0.75) < 0.005)
        let outline = try print([0, 0, 1, 1]).text.outline()
        #expect(abs(2 * ink.width / ink.height - outline.aspect) < 0.02)
        #expect(mesh.writing?.text == "HL" && mesh.lines?.map(\.text) == ["HL"])
        // What is printed and what is labelled are in one place, in metres.
        let letters = try characters(mesh)
        #expect(letters.map(\.text) == ["H", "L"])
        #expect(abs(letters[0].top[0].x - (2 * ink.x - 1)) < 0.004 && abs(letters[0].top[0].y - (1 - ink.y)) < 0.004)
        #expect(abs(letters[1].bottom[1].x - (2 * ink.maxX - 1)) < 0.004)
        #expect(abs(letters[1].bottom[1].y - (1 - ink.maxY)) < 0.004)
    }

    @Test(arguments: [
        (MeshPrint.Side.top, Point(0, 0), Point(1, 0)), (.right, Point(1, 0), Point(1, 1)),
        (.bottom, Point(1, 1), Point(0, 1)), (.left, Point(0, 1), Point(0, 0)),
    ])
    func theTopOfTheTextIsAtItsSide(_ side: MeshPrint.Side, start: Point, end: Point) throws {
        let mesh = try printed(sheet(), print([0.1, 0.1, 0.9, 0.9], top: side))
        let (ink, line) = (try ink(mesh), try #require(mesh.lines?.first))
        // The ends of the upper edge, as shares of the texture.
        for (corner, point) in zip([start, end], [line.top[0], line.top[1]]) {
            #expect(abs((point.x + 1) / 2 - (ink.x + corner.x * ink.width)) < 0.004)
            #expect(abs(1 - point.y - (ink.y + corner.y * ink.height)) < 0.004)
        }
        let outline = try print([0, 0, 1, 1]).text.outline()
        let isTurned = side == .left || side == .right
        #expect(abs(2 * ink.width / ink.height - (isTurned ? 1 / outline.aspect : outline.aspect)) < 0.02)
    }

    @Test func aMirroredTextureMirrorsTheWord() throws {
        let mesh = try printed(sheet(from: [1, 0], to: [0, 1]), print([0.25, 0.25, 0.75, 0.75]))
        let letters = try characters(mesh)
        #expect(letters.allSatisfy(\.isMirrored) && letters[0].top[0].x > letters[0].top[1].x)
        #expect(letters[0].spots.allSatisfy { $0.normal.z > 0.99 })
        // Faces that are wound the other way round are seen from where their normals point all the same.
        let back = try characters(printed(sheet(isWoundBack: true), print([0.25, 0.25, 0.75, 0.75])))
        #expect(back.allSatisfy { letter in !letter.isMirrored && letter.spots.allSatisfy { $0.normal.z > 0.99 } })
    }

    @Test func aTextureThatRepeatsHasItsWordsEachTime() throws {
        #expect(try printed(sheet(to: [3, 1]), print([0.2, 0.2, 0.8, 0.8])).lines?.count == 3)
        var texture = Texture(width: 1, height: 1, texels: [255, 255, 255, 255])
        (texture.wrapU, texture.wrapV) = (.clamp, .clamp)
        var material = Material(name: "paper", baseColour: .one)
        material.baseTexture = 0
        #expect(try printed(sheet(to: [3, 1], material, [texture]), print([0.2, 0.2, 0.8, 0.8])).lines?.count == 1)
        (texture.wrapU, texture.wrapV) = (.mirror, .mirror)
        #expect(try printed(sheet(to: [3, 1], material, [texture]), print([0.2, 0.2, 0.8, 0.8])).lines == nil)
    }

    @Test func theTextureThatIsThereStaysBehindTheWord() throws {
        var material = Material(name: "paper", baseColour: [0.5, 1, 1])
        material.baseTexture = 0
        let texture = Texture(
            width: 2, height: 1, texels: [200, 100, 50, 255, 40, 80, 160, 255], wrapU: .clamp, wrapV: .clamp)
        let mesh = try printed(sheet(material, [texture]), print([0.3, 0.3, 0.7, 0.7]))
        let made = mesh.mesh.textures[try #require(mesh.mesh.materials[0].baseTexture)]
        #expect(mesh.mesh.materials[0].baseColour == .one && made.width > 500 && made.height * 2 == made.width)
        // Half of the light of 200 is 146.
        #expect(Array(made.texels[0..<4]) == [146, 100, 50, 255])
        #expect(Array(made.texels.suffix(4)) == [26, 80, 160, 255])
    }

    @Test func aPlaceThatNothingShowsIsAMistake() throws {
        func mistake(_ mesh: Mesh, _ region: [Double], material: String? = nil) throws -> String {
            var print = try print(region)
            print.material = material
            do throws(ObjectError) {
                var printed = PrintedMesh(mesh)
                try printed.add(print)
            } catch {
                return error.words
            }
            return ""
        }
        let bare = try Mesh(positions: [[0, 0, 0], [1, 0, 0], [0, 1, 0]], triangles: [[0, 1, 2]])
        #expect(
            try mistake(bare, [0, 0, 1, 1]) == "has no texture coordinates, so nothing can be printed on it")
        #expect(
            try mistake(sheet(to: [0.5, 1]), [0.5, 0, 1, 1])
                == "has no face that shows the region [0.5, 0, 1, 1] of its texture")
        #expect(
            try mistake(sheet(), [0, 0, 1, 1], material: "papr") == "has no material “papr”; did you mean “paper”?")
        #expect(TextureRegion([0.5, 0, 0.5, 1]) == nil && TextureRegion([0, 0, 1.1, 1]) == nil)
    }
}
