import Drawings
import Foundation
import Geometry
import Pictures
import Pipelines
import Testing

@testable import Cards
@testable import Objects

/// The places of lines, words and characters are those where their ink is.
@Suite struct CharacterPlaceTests {
    private let library = ObjectLibrary()

    /// Words of many scripts with a font that Debian has for each.
    private static let scripts: [(name: String, font: String, letters: String)] = [
        ("Latin", "DejaVu Sans Bold", "abcdefghijklmnopqrstuvwxyzÄÖÜßéñfiffl"),
        ("Latin in italics", "DejaVu Serif Italic", "fjgyAVTWÅçőf"),
        ("Cyrillic", "DejaVu Sans", "абвгдежзийклмнопрстуфхцчшщъыьэюя"),
        ("Greek", "DejaVu Serif", "αβγδεζηθικλμνξοπρστυφχψωάή"),
        ("Arabic", "DejaVu Sans", "ابتثجحخدذرزسشصضطظعغفقكلمنهويلا"),
        ("Hebrew", "DejaVu Sans", "אבגדהוזחטיכלמנסעפצקרשת"),
        ("Devanagari", "Lohit Devanagari", "कखगघचछजझटठडणतथदधनपफबभमयरलवशषसहािीुूेैोौं्"),
        ("Thai", "Loma", "กขคงจฉชซญฎฏฐณดตถทธนบปผฝพฟภมยรลวศษสหอฮะาิีึืุูเแโไ่้"),
        ("CJK", "Droid Sans Fallback", "東京都大阪名古屋中文漢字平仮名かなカナ"),
    ]

    /// Words of letters that a generator of its own draws.
    private static func words(_ letters: String, count: Int, seed: UInt64) -> [String] {
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let all = letters.unicodeScalars.map { $0 }
        return (0..<count).map { _ in
            var word = String.UnicodeScalarView()
            while word.count < 3 + next(6) { word.append(all[next(all.count)]) }
            return String(word)
        }
    }

    /// Each cluster is drawn by itself: all others of the text are transparent.
    @Test(arguments: scripts.indices) func aCharacterDrawnAloneHasTheSameBox(_ number: Int) throws {
        try check(number, words: 12) { _ in }
    }

    /// Pango gives marks of some scripts a cluster of their own.
    @Test(arguments: [
        ("Lohit Devanagari", ["त", "यु", "श"]), ("Lohit Devanagari", ["कि", "र", "णें"]), ("Loma", ["ส", "ฝื", "ภ"]),
        ("DejaVu Sans", ["e\u{301}\u{327}", "x"]),
    ])
    func aMarkIsAPartOfItsLetter(_ font: String, _ letters: [String]) throws {
        let set = try SetText(markup: letters.joined(), font: font, size: 128)
        let clusters = set.lines.flatMap(\.words).flatMap(\.clusters)
        #expect(clusters.map(\.text) == letters)
        // Moved, all of it moves.
        let ink = try #require(set.ink)
        for cluster in clusters {
            set.moves[cluster.bytes.lowerBound] = SetText.Move(
                about: SIMD2(0, 0), cosine: 1, sine: 0, size: 1, shift: SIMD2(40, -25))
        }
        let moved = try #require(set.ink)
        #expect(abs(moved.x - ink.x - 40) < 0.1 && abs(moved.y - ink.y + 25) < 0.1, "\(ink), \(moved)")
        #expect(abs(moved.width - ink.width) < 0.1 && abs(moved.height - ink.height) < 0.1, "\(ink), \(moved)")
    }

    /// The same for letters that are moved, turned and scaled, with a line round each.
    @Test(arguments: [0, 2, 5]) func anUnevenCharacterDrawnAloneHasTheSameBox(_ number: Int) throws {
        try check(number, words: 6) { set in
            set.outline = SetText.Outline(width: 5, red: 0, green: 0, blue: 0)
            for (place, cluster) in set.lines.flatMap(\.words).flatMap(\.clusters).enumerated() {
                let turn = Angle.degrees(Double(place * 37 % 50 - 25))
                let (x, y) = (cluster.box.x + cluster.box.width / 2, cluster.box.y + cluster.box.height / 2)
                set.moves[cluster.bytes.lowerBound] = SetText.Move(
                    about: SIMD2(x, y), cosine: turn.cosine, sine: turn.sine, size: 0.8 + 0.1 * Double(place % 4),
                    shift: SIMD2(Double(place % 3) * 4, Double(place % 5) * -6))
            }
        }
    }

    /// The same for uneven letters along an arc; and no letter's ink is outside of its piece of a ring, or apart from it.
    @Test(arguments: [(0, 140.0, true), (1, 250, false), (5, 90, false), (7, 300, true)])
    func aCharacterAlongAnArcDrawnAloneHasTheSameBox(_ number: Int, _ degrees: Double, _ isUp: Bool) throws {
        try check(number, words: 1) { set in
            set.outline = SetText.Outline(width: 4, red: 0, green: 0, blue: 0)
            for (place, cluster) in set.lines.flatMap(\.words).flatMap(\.clusters).enumerated() {
                let turn = Angle.degrees(Double(place * 7 % 12 - 6))
                set.moves[cluster.bytes.lowerBound] = SetText.Move(
                    about: SIMD2(cluster.middle, 0), cosine: turn.cosine, sine: turn.sine, size: 1, shift: SIMD2(2, 3))
            }
            set.bend(
                by: Angle.degrees(degrees).radians, isUp: isUp, height: 45, leastRadius: 256, tolerance: 0.64, .centre)
        }
    }

    private func check(_ number: Int, words: Int, _ change: (SetText) -> Void) throws {
        let (name, font, letters) = Self.scripts[number]
        guard Pango.hasFamily(Pango.families(in: font)[0]) else {
            Issue.record("no font “\(font)” for \(name): install the packages that Tests/run lists")
            return
        }
        var checked = 0
        for word in Self.words(letters, count: words, seed: UInt64(number) + 1) {
            let set = try SetText(markup: word, font: font, size: 128)
            change(set)
            let ink = try #require(set.ink)
            let scale = 2.0
            for cluster in set.lines.flatMap(\.words).flatMap(\.clusters) {
                let alone = try SetText(
                    markup: Self.markup(word, showing: cluster.text, at: cluster.bytes), font: font, size: 128)
                change(alone)
                #expect(alone.ink == ink, "\(word)")
                // A line round an unseen letter would be seen.
                alone.outline = nil
                let raster = alone.raster(
                    width: Int(ink.width * scale) + 8, height: Int(ink.height * scale) + 8, x: ink.x - 2, y: ink.y - 2,
                    scale: scale)
                let seen = try #require(raster.inkBounds)
                let box = cluster.ink.grown(by: -(set.outline?.width ?? 0))
                let (left, top): (Double, Double) = ((box.x - ink.x + 2) * scale, (box.y - ink.y + 2) * scale)
                let wanted = Rect(x: left, y: top, width: box.width * scale, height: box.height * scale)
                let sides: [(Double, Double)] = [
                    (seen.minX, wanted.minX), (seen.minY, wanted.minY), (seen.maxX, wanted.maxX),
                    (seen.maxY, wanted.maxY),
                ]
                let apart = sides.map { abs($0 - $1) }.max() ?? 0
                // A letter of 256 pixels: a tenth of a pixel of one that is 20 pixels high is 1.3 of these.
                #expect(apart < 1, "\(name): “\(cluster.text)” of “\(word)” is at \(seen), said to be at \(wanted)")
                if let ring = cluster.ring { try check(ring, Self.ring(raster, ring.arc, ink, scale), set, scale) }
                checked += 1
            }
        }
        #expect(checked > 2 * words)
    }

    /// The angles and radii of the pixels of a picture of a cluster that are at least half covered.
    private static func ring(
        _ raster: Raster, _ arc: SetText.Arc, _ ink: SetText.Box, _ scale: Double
    ) -> [(angle: Double, radius: Double)] {
        guard let box = raster.inkBounds else { return [] }
        return (Int(box.minY)..<Int(box.maxY.rounded(.up))).flatMap { row in
            (Int(box.minX)..<Int(box.maxX.rounded(.up))).compactMap { column in
                guard raster.bytes[(row * raster.width + column) * 4 + 3] >= 128 else { return nil }
                let place = SIMD2((Double(column) + 0.5) / scale + ink.x - 2, (Double(row) + 0.5) / scale + ink.y - 2)
                let way = place - arc.centre
                return (atan2(way.x, -arc.side * way.y), (way.x * way.x + way.y * way.y).squareRoot())
            }
        }
    }

    /// Both ends of a cluster's radii and angles are those of its pixels, within a pixel of the picture.
    private func check(
        _ ring: SetText.Ring, _ seen: [(angle: Double, radius: Double)], _ set: SetText, _ scale: Double
    ) throws {
        let middle = (ring.angles.lowerBound + ring.angles.upperBound) / 2
        let width = set.outline?.width ?? 0
        var (near, far, left, right) = (Double.infinity, 0.0, Double.infinity, -Double.infinity)
        for (angle, radius) in seen {
            let along = (angle - middle).remainder(dividingBy: 2 * .pi)
            (near, far) = (min(near, radius), max(far, radius))
            // The line round the letter is not drawn here: how far it would reach.
            (left, right) = (min(left, along - asin(width / radius)), max(right, along + asin(width / radius)))
        }
        let half = (ring.angles.upperBound - ring.angles.lowerBound) / 2
        #expect(abs(near - width - ring.radii.lowerBound) * scale < 1.3)
        #expect(abs(far + width - ring.radii.upperBound) * scale < 1.3)
        #expect(abs(left + half) * near * scale < 2 && abs(right - half) * near * scale < 2)
    }

    /// The text with everything transparent but one cluster.
    private static func markup(_ word: String, showing text: String, at bytes: Range<Int>) -> String {
        let all = Array(word.utf8)
        func piece(_ range: Range<Int>, _ alpha: String) -> String {
            range.isEmpty ? "" : "<span alpha=\"\(alpha)\">\(String(decoding: all[range], as: UTF8.self))</span>"
        }
        return piece(0..<bytes.lowerBound, "1") + piece(bytes, "100%") + piece(bytes.upperBound..<all.count, "1")
    }

    @Test func linesWordsAndCharactersLieInEachOther() throws {
        let part = try chosen(
            library, "text", ["text": "Two words\nfi e\u{301}!", "background": "white", "padding": 0.5])
        let outline = try library.outline(of: part)
        #expect(outline.lines.map(\.text) == ["Two words", "fi \u{E9}!"])
        #expect(outline.lines.map { $0.parts.map(\.text) } == [["Two", "words"], ["fi", "\u{E9}!"]])
        #expect(outline.lines[1].parts[1].parts.map(\.text) == ["\u{E9}", "!"])
        func holds(_ part: WrittenPart) -> Bool {
            let own = Rect(bounding: part.corners)
            return part.parts.allSatisfy { inner in
                Rect(bounding: inner.corners).flatMap { own?.union($0) } == own && holds(inner)
            }
        }
        #expect(outline.lines.allSatisfy(holds))
        // The first letter's left edge is the padding's width from the plate's edge.
        let first = outline.lines.flatMap { $0.corners.map(\.x) }.min() ?? 0
        #expect(abs(first - 0.5 / outline.frame.height) < 1e-3)
    }

    @Test func hebrewIsReadFromTheRightAndItsCornersStartAtTheTopLeft() throws {
        let lines = try library.outline(of: chosen(library, "text", ["text": "אב גד"])).lines
        let words = lines[0].parts
        #expect(words.map(\.text) == ["אב", "גד"])
        #expect(words[0].corners[0].x > words[1].corners[0].x)
        #expect(words[0].corners[0].x < words[0].corners[1].x && words[0].corners[0].y < words[0].corners[3].y)
    }

    @Test func aWordsPlaceIsTheSameAtEverySize() throws {
        let part = try chosen(library, "text", ["text": "iiiiiiWWWWWWiiiiii"])
        let outline = try library.outline(of: part)
        let letters = outline.lines[0].parts[0].parts
        for height in [16, 64, 512] {
            let level = try library.sprite(of: part, heightPixels: height).levels[0]
            // Between the last i of the left and the first W there is nothing, whatever the size.
            let gap = (letters[5].corners[1].x + letters[6].corners[0].x) / 2 * Double(level.height)
            let width = (letters[6].corners[0].x - letters[5].corners[1].x) * Double(level.height)
            guard width > 2 else { continue }
            let alpha = (0..<level.height).map { level.texels[($0 + 1) * level.stride + 1 + Int(gap)] >> 24 }.max()
            #expect(alpha == 0)
        }
    }
}
