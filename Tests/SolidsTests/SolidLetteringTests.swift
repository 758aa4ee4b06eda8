import Drawings
import Geometry
import Pictures
import Rendering
import Studios
import Testing

@testable import Solids

/// The places of what is written on solids are those where their textures show it.
@Suite struct SolidLetteringTests {
    private func characters(_ shape: ModelShape) throws -> [SurfaceText] {
        try #require(shape.lines).flatMap(\.parts).flatMap(\.parts)
    }

    /// A box of 1 × 1 × 1 m with patterns on its front.
    private func plate(_ patterns: String, tile: String = "[1, 1]") throws -> ModelShape {
        try solid(
            """
            description: A plate.
            materials:
              side: {colour: white}
              print: {colour: white, tile: \(tile), texels: 64, patterns: \(patterns)}
            parts: [{box: {size: [1, 1, 1], material: side, faces: {front: print}}}]
            """)
    }

    @Test(arguments: ["[0, 0]", "[0.113, 0.207]"]) func theTextureShowsEachCharacterInItsBox(_ at: String) throws {
        // Letters that fill their boxes: their ink says where these are, to a hundredth of a texel.
        let shape = try plate("[{text: {text: \"█ ▄ ▌\", at: \(at), size: [0.8, 0.7]}}]")
        let texture = shape.mesh.textures[0]
        let characters = try characters(shape)
        #expect(characters.map(\.text) == ["█", "▄", "▌"])
        for character in characters {
            let (low, high) = (character.bottom[0], character.top[1])
            #expect(low.z == 0.5 && high.z == 0.5 && character.top.count == 2 && character.left.isEmpty)
            // In texels from the upper left.
            let (minX, maxX) = ((low.x + 0.5) * 64, (high.x + 0.5) * 64)
            let (minY, maxY) = ((0.5 - high.y) * 64, (0.5 - low.y) * 64)
            var (ink, x, y) = (0.0, 0.0, 0.0)
            for row in Int(minY) - 1...Int(maxY) + 1 {
                for column in Int(minX) - 1...Int(maxX) + 1 {
                    let dark = 1 - Double(texture.texels[(row * 64 + column) * 4]) / 255
                    ink += dark
                    x += dark * (Double(column) + 0.5)
                    y += dark * (Double(row) + 0.5)
                }
            }
            #expect(abs(ink - (maxX - minX) * (maxY - minY)) < 0.02 * ink, "\(character.text) \(ink)")
            #expect(abs(x / ink - (minX + maxX) / 2) < 0.02 && abs(y / ink - (minY + maxY) / 2) < 0.02)
        }
    }

    // MARK: - Around a cylinder

    private static let words: [(font: String, words: [String])] = [
        ("DejaVu Sans Bold", ["Lemon", "fjord", "Ägypten", "QUINCE", "Whey", "0,75l", "jpgqy", "Tonic", "x", "MÜSLI"]),
        ("DejaVu Serif Italic", ["Wafers", "fluffy", "Çedilla", "Jovial"]),
        ("DejaVu Sans", ["Молоко", "щука", "Съезд", "Йогурт", "объём", "Ёж", "хлеб", "Фасоль", "яблоко", "Цукор"]),
        ("DejaVu Serif", ["γάλα", "ψωμί", "Μέλι", "ξύδι", "Φέτα", "ούζο", "λάδι", "αβγό"]),
        ("DejaVu Sans", ["حليب", "خبز", "سكر", "لاحم", "تفاح", "قهوة", "شاي", "ملح", "عسل", "زيت"]),
        ("DejaVu Sans", ["חלב", "לחם", "סוכר", "מלח", "דבש", "שמן", "תפוח", "קפה"]),
        ("Lohit Devanagari", ["नमक", "चावल", "हिन्दी"]), ("Loma", ["ข้าว", "น้ำ", "เกลือ"]),
        ("Droid Sans Fallback", ["牛乳", "東京都", "かな"]),
    ]

    /// The label of a cylinder of 32 flat sides, 0.08 m thick and 0.2 m high.
    private static let (radius, height, sides) = (0.04, 0.2, 32)

    /// The point of its surface at a place of its label, in metres from the lower left corner.
    private static func surface(_ x: Double, _ y: Double) -> Vector3 {
        let around = x / (2 * .pi * radius) * Double(sides)
        func corner(_ number: Double) -> Vector3 {
            let turn = Angle.degrees(360 * number / Double(sides) - 180)
            return [radius * turn.sine, y - height / 2, radius * turn.cosine]
        }
        let first = around.rounded(.down)
        return corner(first) + (corner(first + 1) - corner(first)) * (around - first)
    }

    /// Some sixty words in eight scripts, each letter of them within a tenth of a pixel, seen from above so that their lines are bent.
    @Test(arguments: words.indices) func lettersBendWithACylinder(_ number: Int) throws {
        let (font, words) = Self.words[number]
        let camera = Camera(width: 640, height: 640, focalPixels: 2400, pitch: .degrees(-30), heightMetres: 0.3)
        let pose = Pose(at: [0, 0, -0.52])
        for word in words {
            let shape = try solid(
                """
                description: A tin.
                materials:
                  metal: {colour: grey}
                  label:
                    colour: white
                    tile: [\(2 * Double.pi * Self.radius), \(Self.height)]
                    patterns: [{text: {text: "\(word)", font: \(font), at: [0.09, 0.07], size: [0.07, 0.05]}}]
                parts:
                  - cylinder:
                      radius: \(Self.radius)
                      height: \(Self.height)
                      segments: \(Self.sides)
                      material: metal
                      faces: {side: label}
                """)
            let set = try SetText(markup: word, font: font, size: 100)
            let ink = try #require(set.ink)
            let unit = min(0.07 / ink.width, 0.05 / ink.height)
            func seen(_ x: Double, _ y: Double) throws -> Point {
                let (left, top) = (0.125 - ink.width * unit / 2, 0.095 + ink.height * unit / 2)
                return try #require(
                    camera.image(of: pose(Self.surface(left + (x - ink.x) * unit, top - (y - ink.y) * unit))))
            }
            let clusters = set.lines.flatMap(\.words).flatMap(\.clusters)
            let characters = try characters(shape)
            #expect(characters.map(\.text) == clusters.map(\.text) && !clusters.isEmpty)
            for (character, cluster) in zip(characters, clusters) {
                #expect(character.spots.count == SurfaceText.spotCount)
                let box = cluster.ink
                for (edge, y) in [(character.top, box.y), (character.bottom, box.y + box.height)] {
                    let points = try edge.map { try #require(camera.image(of: pose($0))) }
                    #expect(try points[0].distance(to: seen(box.x, y)) < 0.1)
                    #expect(try points[points.count - 1].distance(to: seen(box.x + box.width, y)) < 0.1)
                    // And between them.
                    for share in [0.2, 0.5, 0.7] {
                        let place = try seen(box.x + share * box.width, y)
                        #expect(zip(points, points.dropFirst()).contains { Self.isNear(place, $0, $1) }, "\(word)")
                    }
                }
            }
            let word = try #require(shape.lines?[0].parts[0])
            #expect(word.top.count > 3 && word.left.isEmpty && word.right.isEmpty)
        }
    }

    private static func isNear(_ point: Point, _ a: Point, _ b: Point) -> Bool {
        let (dx, dy) = (b.x - a.x, b.y - a.y)
        let share = min(1, max(0, ((point.x - a.x) * dx + (point.y - a.y) * dy) / max(1e-12, dx * dx + dy * dy)))
        return point.distance(to: Point(a.x + share * dx, a.y + share * dy)) < 0.1
    }

    // MARK: - How often

    @Test func everyFaceAndCopyAndRepeatShowsTheTextOnce() throws {
        func count(_ parts: String, tile: String = "[1, 1]") throws -> Int {
            try #require(
                solid(
                    """
                    description: Things.
                    materials: {p: {colour: white}, m: {colour: white, tile: \(tile), patterns: [{text: {text: Hi}}]}}
                    parts: \(parts)
                    """
                ).lines
            ).count
        }
        #expect(try count("[{box: {size: [1, 1, 1], material: m}}]") == 6)
        #expect(try count("[{box: {size: [1, 1, 1], material: m}}]", tile: "[0.5, 1]") == 12)
        #expect(
            try count("[{grid: {count: [2, 1, 1], step: [2, 0, 0], parts: [{box: {size: [1, 1, 1], material: m}}]}}]")
                == 12)
        // Ten around the outer wall, and as many around the wall of the hole.
        let walls = try count(
            """
            [{extrude: {outline: [[0, 0], [4, 0], [4, 1], [0, 1]], holes: [[[1, 0.2], [3, 0.2], [3, 0.8], [1, 0.8]]],
            depth: 1, material: p, faces: {side: m}}}]
            """)
        #expect(walls == 20)
    }

    @Test func aMirroredPartsTextIsReadFromItsLeft() throws {
        let shape = try solid(
            """
            description: Two plates.
            materials:
              side: {colour: white}
              print: {colour: white, patterns: [{text: {text: Hi}}]}
            parts:
              - mirror:
                  parts: [{box: {size: [1, 1, 1], at: [2, 0, 0], material: side, faces: {front: print}}}]
            """)
        let lines = try #require(shape.lines)
        #expect(lines.count == 2)
        for line in lines {
            let letters = line.parts[0].parts
            #expect(letters.map(\.text) == ["H", "i"] && letters[0].top[0].x < letters[1].top[0].x)
            #expect(letters.flatMap(\.spots).allSatisfy { $0.normal == [0, 0, 1] })
        }
    }

    @Test func whatLiesBesideTheFaceIsNotThere() throws {
        // A third of the first letter and nothing of the last.
        let shape = try plate("[{text: {text: \"█▌\", at: [-0.25, 0], size: [1, 1]}}, {text: {text: I, at: [2, 0]}}]")
        let lines = try #require(shape.lines)
        #expect(lines.map(\.text) == ["█▌"])
        let block = lines[0].parts[0].parts[0]
        #expect((10...60).contains(block.spots.count) && block.top[0].x == -0.5)
    }

    @Test func textInADrawingIsWhereTheDrawingShowsIt() throws {
        func drawn(_ content: String) throws -> ModelShape {
            let studio = try Studio()
            let page = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"40\">\(content)</svg>"
            try studio.write(page, to: "label.svg")
            return try plate("[{drawing: {file: \(studio.path("label.svg")), at: [0, 0], size: [1, 0.5]}}]")
        }
        let letter = "font-family=\"DejaVu Sans\" font-size=\"20\">█</text>"
        let upright = try characters(drawn("<text x=\"10\" y=\"30\" \(letter)"))
        let set = try SetText(markup: "█", font: "DejaVu Sans", size: 20, alignment: .left)
        let ink = try #require(set.ink)
        #expect(upright.count == 1 && abs(upright[0].bottom[1].x - upright[0].bottom[0].x - ink.width / 80) < 1e-3)
        #expect(abs(upright[0].bottom[0].x - ((10 + ink.x) / 80 - 0.5)) < 1e-3)
        // A quarter turn clockwise: what was its left edge is above.
        let turned = try characters(drawn("<text transform=\"translate(40 10) rotate(90)\" \(letter)"))
        #expect(turned[0].top[0].y > turned[0].top[1].y + 0.1 && abs(turned[0].top[0].x - turned[0].top[1].x) < 1e-6)
        // Text that goes on beyond the page, and text in a mirror.
        #expect(try drawn("<text x=\"75\" y=\"30\" \(letter)").lines == nil)
        #expect(try drawn("<text transform=\"scale(-1 1)\" x=\"-40\" y=\"30\" \(letter)").lines == nil)
    }

    @Test func markupIsReadWhereItIsAskedFor() throws {
        let plain = try plate("[{text: {text: \"A&B <i>\"}}]")
        #expect(plain.lines?.map(\.text) == ["A&B <i>"] && plain.writing?.text == "A&B <i>")
        let marked = try plate("[{text: {text: \"<span alpha='1'>A</span>&amp;B\", markup: true}}]")
        #expect(marked.lines?.map(\.text) == ["A&B"] && marked.writing?.text == "A&B")
        // Its first letter is not seen, and has its place.
        let letters = try characters(marked)
        let texture = marked.mesh.textures[0]
        func ink(_ letter: SurfaceText) -> Int {
            let columns = Int(((letter.top[0].x + 0.5) * 64).rounded(.up))..<Int((letter.top[1].x + 0.5) * 64)
            return (0..<64).reduce(0) { sum, row in
                sum + columns.count { texture.texels[(row * 64 + $0) * 4] < 128 }
            }
        }
        #expect(letters.map(\.text) == ["A", "&", "B"] && ink(letters[0]) == 0 && ink(letters[2]) > 20)
        // What a parameter gives is no markup.
        let given = try solid(
            """
            description: A plate.
            parameters: {text: {text: "<b>&"}}
            materials: {print: {colour: white, patterns: [{text: {text: "<b>{text}</b>", markup: true}}]}}
            parts: [{box: {size: [1, 1, 1], material: print}}]
            """)
        #expect(given.writing?.text == "<b>&")
        #expect(throws: (any Error).self) { try self.plate("[{text: {text: \"<b>\", markup: true}}]") }
    }

    @Test func whatIsNotKnownIsNotSaid() throws {
        #expect(try plate("[{stripes: {colour: black, width: 0.1}}]").lines?.isEmpty == true)
        #expect(try plate("[{text: {text: Hi}}]", tile: "[0.01, 0.01]").lines == nil)
    }
}
