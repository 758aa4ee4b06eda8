import Geometry
import Masks
import Studios
import Testing

/// The strings were made with pycocotools 2.0.11: `mask.encode(numpy.asfortranarray(pixels))["counts"]`.
@Suite struct RunLengthsTests {
    struct Known: Sendable {
        var rows: [String]
        var counts: [UInt32]
        var compressed: String
        var box: PixelRect?
    }

    static let known = [
        Known(
            rows: ["....", ".##.", ".##.", "...."], counts: [5, 2, 2, 2, 5], compressed: "52203",
            box: PixelRect(minX: 1, minY: 1, maxX: 3, maxY: 3)),
        Known(
            rows: ["#..", "...", "..#"], counts: [0, 1, 7, 1], compressed: "0170",
            box: PixelRect(width: 3, height: 3)),
        Known(rows: ["###", "###"], counts: [0, 6], compressed: "06", box: PixelRect(width: 3, height: 2)),
        Known(rows: ["...", "..."], counts: [6], compressed: "6", box: nil),
        Known(
            rows: [".#.", "##.", ".##"], counts: [1, 1, 1, 3, 2, 1], compressed: "11121N",
            box: PixelRect(width: 3, height: 3)),
    ]

    @Test(arguments: known)
    func smallMasksHaveCOCOsRunLengths(known: Known) throws {
        let runs = Drawing.runLengths(known.rows)
        #expect(runs.counts == known.counts)
        #expect(runs.compressed == known.compressed)
        #expect(runs.box == known.box)
        #expect(runs.area == known.rows.joined().filter { $0 == "#" }.count)
        #expect(Drawing.rows(runs) == known.rows)
        let read = try RunLengths(compressed: known.compressed, width: runs.width, height: runs.height)
        #expect(read == runs)
    }

    /// Long runs, so that numbers take several characters. The pixels whose centres lie in an ellipse.
    @Test func anEllipseHasPycocotoolsString() {
        var map = InstanceMap(width: 40, height: 1000)
        for y in 0..<1000 {
            for x in 0..<40 {
                let (u, v) = ((Double(x) + 0.5 - 20) / 21, (Double(y) + 0.5 - 500) / 499)
                if u * u + v * v <= 1 { map.ids[y * 40 + x] = 1 }
            }
        }
        let runs = map.runLengths(rects: [PixelRect(width: 40, height: 1000)])[0]
        #expect(
            runs.compressed
                == #"k9b;Sb0V3UM`2gMR2SNh1\N`1cNZ1hNV1lNR1QOl0UOj0XOf0[Od0^O`0@`0C:F:H6J6L2O01N4J6J8F:F=@`0@b0\Oe0ZOh0"#
                + "VOk0TOo0nNT1jNX1fN]1`Nd1XNm1nMY2`Mk2jLhG")
        #expect(runs.area == 32_524)
        #expect(runs.box == PixelRect(minX: 0, minY: 1, maxX: 40, maxY: 999))
    }

    @Test func eachInstanceIsFoundInsideItsOwnRectangle() {
        let map = Drawing.map([
            "11.33",
            "1223.",
            ".223.",
            "4....",
        ])
        let all = PixelRect(width: 5, height: 4)
        let runs = map.runLengths(rects: [
            PixelRect(width: 2, height: 2), all, PixelRect(minX: 3, minY: -7, maxX: 90, maxY: 2),
            PixelRect(minX: 4, minY: 0, maxX: 5, maxY: 4), PixelRect(minX: 9, minY: 9, maxX: 12, maxY: 12), all,
        ])
        #expect(runs.map(\.area) == [3, 4, 3, 0, 0, 0])
        #expect(Drawing.rows(runs[0]) == ["##...", "#....", ".....", "....."])
        #expect(Drawing.rows(runs[1]) == [".....", ".##..", ".##..", "....."])
        #expect(Drawing.rows(runs[2]) == ["...##", "...#.", ".....", "....."])
        #expect(runs[3].counts == [20])
        #expect(runs[4].box == nil)
    }

    /// Widths around the 16 pixels that are compared at once, every pixel at random.
    @Test(arguments: [1, 2, 15, 16, 17, 31, 32, 33, 50])
    func wideMasksUnpackToTheSamePixels(width: Int) {
        var numbers = Numbers(seed: UInt64(width))
        let height = 9
        var map = InstanceMap(width: width, height: height)
        for share in [0.02, 0.5, 0.97] {
            for i in map.ids.indices { map.ids[i] = numbers.next() < share ? 2 : UInt16(numbers.next() * 4) }
            let frame = PixelRect(width: width, height: height)
            let runs = map.runLengths(rects: [frame, frame, frame])
            for id in 1...3 {
                #expect(runs[id - 1].bitmap == map.ids.map { $0 == id ? 1 : 0 })
            }
            let mask = Mask(rect: frame, bits: map.ids.map { $0 == 2 ? 1 : 0 })
            #expect(mask.runLengths(width: width, height: height) == runs[1])
        }
    }

    @Test func resetClearsOnlyTheGivenRectangles() {
        var map = Drawing.map(["1111", "1111", "1111"])
        map.reset(in: [
            PixelRect(minX: -3, minY: -3, maxX: 1, maxY: 2), PixelRect(minX: 2, minY: 2, maxX: 9, maxY: 9),
            PixelRect(minX: 5, minY: 0, maxX: 6, maxY: 3),
        ])
        #expect(map == Drawing.map([".111", ".111", "11.."]))
    }

    @Test func unionAndIntersectionWorkOnRuns() {
        let a = Drawing.runLengths(["###.", "##..", "...."])
        let b = Drawing.runLengths(["..##", ".###", "...#"])
        #expect(Drawing.rows(a.union(b)) == ["####", "####", "...#"])
        #expect(a.intersectionArea(with: b) == 2)
        let none = RunLengths(width: 4, height: 3)
        #expect(a.union(none) == a)
        #expect(none.union(a) == a)
        #expect(a.intersectionArea(with: none) == 0)
        #expect(a.intersectionArea(with: a) == a.area)
    }

    @Test func emptyRunsInTheMiddleAreJoinedAway() throws {
        let runs = try RunLengths(counts: [2, 1, 0, 2, 3, 0, 1], width: 3, height: 3)
        #expect(runs.counts == [2, 3, 4])
        #expect(try RunLengths(counts: [], width: 0, height: 5).counts == [0])
    }

    typealias Failure = RunLengths.DecodingError

    @Test(arguments: [
        ("522", Failure.total(expected: 16, found: 9)),
        ("522\u{7f}", .character(offset: 3)),
        ("52 03", .character(offset: 2)),
        ("5é03", .character(offset: 1)),
        ("5220S", .truncated),
        ("N", .count(index: 0)),
        ("5220A", .count(index: 4)),
        ("oooooooooo0", .count(index: 0)),
        ("oooooo07", .total(expected: 16, found: 1_073_741_830)),
        ("", .total(expected: 16, found: 0)),
    ])
    func hostileStringsAreRefused(text: String, failure: Failure) {
        #expect(throws: failure) { try RunLengths(compressed: text, width: 4, height: 4) }
    }

    @Test(arguments: [(-1, 4), (4, -1), (1 << 20, 1 << 20), (.max, .max)])
    func impossibleSizesAreRefused(width: Int, height: Int) {
        #expect(throws: Failure.size(width: width, height: height)) {
            try RunLengths(compressed: "0", width: width, height: height)
        }
    }

    @Test func noStringOfTheAlphabetTraps() {
        var numbers = Numbers(seed: 3)
        for _ in 0..<3000 {
            let length = Int(numbers.next() * 12)
            let text = String(decoding: (0..<length).map { _ in UInt8(47 + numbers.next() * 66) }, as: UTF8.self)
            guard let runs = try? RunLengths(compressed: text, width: 7, height: 5) else { continue }
            #expect(runs.counts.reduce(0, +) == 35)
            #expect((try? RunLengths(compressed: runs.compressed, width: 7, height: 5)) == runs)
        }
    }

    @Test func anErrorSaysWhatIsWrong() {
        let total = Failure.total(expected: 16, found: 9)
        #expect(total.description == "the run lengths cover 9 pixels, but the image has 16")
        #expect(Failure.count(index: 0).description == "run length 1 is negative or too large")
    }

    /// A label of a few bytes must not cost seconds.
    @Test(.timeLimit(.minutes(1))) func aPolygonCostsNoMoreForReachingFarOutside() {
        let far = 0x1p28
        let band = Polygon([Point(-far, 1), Point(far, 1), Point(far, 3), Point(-far, 3)])
        #expect(RunLengths(cocoPolygon: band, width: 4, height: 5).area == 8)
        let post = Polygon([Point(1, -far), Point(3, -far), Point(3, far), Point(1, far)])
        #expect(RunLengths(cocoPolygon: post, width: 4, height: 5).area == 10)
        // From corner to corner and back: the diagonal's own width.
        let steep = (0..<2000).flatMap { _ in [Point(-far / 2, -far), Point(far / 2 + 40, far)] }
        #expect(RunLengths(cocoPolygon: Polygon(steep), width: 40, height: 50).area == 0)
    }
}
