import Geometry
import Masks
import Studios
import Testing

@Suite struct MaskTests {
    /// A cross of five pixels whose left arm lies outside the frame.
    static let cross = Mask(
        rect: PixelRect(minX: -1, minY: 1, maxX: 2, maxY: 4),
        bits: [0, 1, 0, 1, 1, 1, 0, 1, 0])

    @Test func aMaskMayReachOutsideTheFrame() {
        #expect(Self.cross.area == 5)
        #expect(Self.cross.box == PixelRect(minX: -1, minY: 1, maxX: 2, maxY: 4))
        #expect(Self.cross[x: -1, y: 2])
        #expect(!Self.cross[x: -1, y: 1])
        #expect(!Self.cross[x: 7, y: 2])
        let frame = PixelRect(width: 3, height: 4)
        #expect(Self.cross.area(inside: frame) == 4)
        let inside = Self.cross.clipped(to: frame)
        #expect(inside == Mask(rect: PixelRect(minX: 0, minY: 1, maxX: 2, maxY: 4), bits: [1, 0, 1, 1, 1, 0]))
        #expect(Drawing.rows(Self.cross.runLengths(width: 3, height: 4)) == ["...", "#..", "##.", "#.."])
        #expect(Drawing.rows(Self.cross.runLengths(width: 1, height: 3)) == [".", "#", "#"])
    }

    @Test func aMaskOutsideTheFrameIsEmptyInIt() {
        let far = PixelRect(minX: 10, minY: 10, maxX: 12, maxY: 12)
        #expect(Self.cross.clipped(to: far).area == 0)
        #expect(Self.cross.area(inside: far) == 0)
        #expect(Mask(rect: far, bits: [1, 1, 1, 1]).runLengths(width: 5, height: 4).counts == [20])
        #expect(Mask(rect: far).box == nil)
    }

    @Test func theBoxIsTight() {
        let rect = PixelRect(minX: 5, minY: 6, maxX: 9, maxY: 9)
        let mask = Mask(rect: rect, bits: [0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0])
        #expect(mask.box == PixelRect(minX: 6, minY: 7, maxX: 8, maxY: 9))
    }

    @Test func runLengthsUnpackToTheirTightBox() {
        let runs = Drawing.runLengths(["....", ".##.", "..#."])
        #expect(Mask(runs) == Mask(rect: PixelRect(minX: 1, minY: 1, maxX: 3, maxY: 3), bits: [1, 1, 0, 1]))
        #expect(Mask(runs).runLengths(width: 4, height: 3) == runs)
        #expect(Mask(RunLengths(width: 4, height: 3)).area == 0)
        // A run that goes on from the foot of one column to the head of the next.
        let full = Drawing.runLengths([".##", ".#.", "##."])
        #expect(Mask(full).runLengths(width: 3, height: 3) == full)
    }

    @Test func aPolygonHoldsThePixelsWhoseCentresItHolds() {
        let triangle = Polygon([Point(0, 0), Point(4, 0), Point(0, 4)])
        let mask = Mask(filling: [triangle], in: PixelRect(width: 5, height: 4))
        // On the slanted edge lie the centres with x + y = 4; they belong to what is right of it.
        #expect(Drawing.rows(mask.runLengths(width: 5, height: 4)) == ["###..", "##...", "#....", "....."])
    }

    @Test func ringsAreTakenTogetherByTheRule() {
        let outer = Polygon(Rect(x: 0, y: 0, width: 5, height: 3))
        let inner = Polygon(Rect(x: 1, y: 1, width: 3, height: 1))
        let frame = PixelRect(width: 5, height: 3)
        let holed = Mask(filling: [outer, inner], in: frame)
        #expect(Drawing.rows(holed.runLengths(width: 5, height: 3)) == ["#####", "#...#", "#####"])
        #expect(Mask(filling: [outer, inner], rule: .nonZero, in: frame).area == 15)
    }

    @Test(arguments: [Polygon.FillRule.evenOdd, .nonZero])
    func fillingAgreesWithContainsAtEveryCentre(rule: Polygon.FillRule) {
        let rect = PixelRect(minX: -4, minY: -3, maxX: 13, maxY: 12)
        for seed in 0..<60 {
            var numbers = Numbers(seed: UInt64(seed))
            // Halves of pixels, so that outlines meet centres.
            let vertices = (0..<7).map { _ in
                Point(numbers.next(in: -12...30).rounded() / 2, numbers.next(in: -12...30).rounded() / 2)
            }
            let polygon = Polygon(vertices)
            let mask = Mask(filling: [polygon], rule: rule, in: rect)
            for y in rect.minY..<rect.maxY {
                for x in rect.minX..<rect.maxX {
                    let center = Point(Double(x) + 0.5, Double(y) + 0.5)
                    #expect(mask[x: x, y: y] == polygon.contains(center, rule: rule))
                }
            }
        }
    }

    /// Made with pycocotools 2.0.11: `mask.frPyObjects([polygon], height, width)`, decoded.
    @Test func cocosOwnRuleGivesPycocotoolsPixels() {
        let quadrilateral = Polygon([Point(1.2, 0.7), Point(8.9, 3.1), Point(5.5, 9.4), Point(0.3, 6.6)])
        let runs = RunLengths(cocoPolygon: quadrilateral, width: 10, height: 10)
        #expect(runs.compressed == "614501O010O00O2M2N9")
        let clipped = Polygon([Point(-3.3, -2.1), Point(12.7, 4.4), Point(4.2, 14.9)])
        #expect(
            Drawing.rows(RunLengths(cocoPolygon: clipped, width: 10, height: 10)) == [
                "###.......", "######....", "########..", "##########", "##########",
                "##########", ".#########", ".#########", ".########.", "..#######.",
            ])
        // The upper of the two rows between which a slanted edge passes a column's middle is the one that counts.
        let falling = Polygon([Point(0, 5), Point(5, 0), Point(5, 5)])
        #expect(
            Drawing.rows(RunLengths(cocoPolygon: falling, width: 6, height: 6)) == [
                "....#.", "...##.", "..###.", ".####.", "#####.", "......",
            ])
        let steep = Polygon([Point(0, 6), Point(2, 0), Point(4, 6)])
        #expect(
            Drawing.rows(RunLengths(cocoPolygon: steep, width: 6, height: 6)) == [
                "......", ".##...", ".##...", ".##...", "####..", "####..",
            ])
        let star = Polygon([Point(5, 0), Point(8, 9), Point(0, 3.5), Point(10, 3.5), Point(2, 9)])
        #expect(RunLengths(cocoPolygon: star, width: 10, height: 10).area == 18)
        #expect(RunLengths(cocoPolygon: Polygon([]), width: 3, height: 2).counts == [6])
    }
}
