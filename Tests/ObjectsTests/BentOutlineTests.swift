import Geometry
import Testing

@testable import Objects

/// The outlines of texts on bent surfaces.
@Suite struct BentOutlineTests {
    private func outline(
        _ top: [(Double, Double)], _ bottom: [(Double, Double)], right: [(Double, Double)] = []
    ) -> BentOutline? {
        BentOutline(
            top: top.map { Point($0.0, $0.1) }, bottom: bottom.map { Point($0.0, $0.1) }, left: [],
            right: right.map { Point($0.0, $0.1) })
    }

    @Test func aStraightTextHasFourCorners() throws {
        let flat = try #require(outline([(0, 0), (5, 0.01), (9, 0)], [(0, 4), (5, 4), (9, 4)]))
        #expect(!flat.isBent && flat.quad == [Point(0, 0), Point(9, 0), Point(9, 4), Point(0, 4)])
    }

    @Test func aBentOneLiesInItsCorners() throws {
        let bent = try #require(outline([(0, 0), (5, 2), (10, 0)], [(0, 4), (5, 6), (10, 4)]))
        #expect(bent.isBent && bent.upper.count == 3 && bent.lower.count == 3)
        #expect(bent.quad == [Point(0, 0), Point(10, 0), Point(10, 6), Point(0, 6)])
    }

    @Test func whatIsBeyondTheHorizonIsNoPartOfIt() throws {
        // Its last third comes back on the far side.
        let turned = try #require(outline([(0, 0), (6, 0), (9, 1), (7, 2)], [(0, 4), (6, 4), (9, 5), (7, 6)]))
        #expect(turned.upper == [Point(0, 0), Point(6, 0), Point(9, 1)])
        #expect(outline([(9, 0), (0, 0)], [(9, 4), (0, 4)]) == nil)
    }

    @Test func whatIsThinnerThanPixelsIsTooSmall() throws {
        #expect(try BentOutline.isLargerThanPixels(#require(outline([(0, 0), (9, 0)], [(0, 4), (9, 4)])).quad))
        #expect(try !BentOutline.isLargerThanPixels(#require(outline([(0, 0), (0.9, 0)], [(0, 9), (0.9, 9)])).quad))
        #expect(
            try !BentOutline.isLargerThanPixels(#require(outline([(0.1, 0), (0.6, 1.4)], [(1, 6), (1.5, 7.4)])).quad))
    }

    @Test func aMirroredOneIsReadFromItsLeft() throws {
        let bent = try #require(outline([(0, 0), (5, 2), (10, 0)], [(0, 4), (5, 6), (10, 4)])).mirrored
        #expect(bent.upper[0] == Point(10, 0) && bent.lower[2] == Point(0, 4))
        #expect(bent.quad == [Point(10, 0), Point(0, 0), Point(0, 6), Point(10, 6)])
    }

    @Test func bentSidesBelongToBothEdges() throws {
        let round = try #require(outline([(0, 0), (9, 0)], [(0, 6), (9, 6)], right: [(10, 2), (10.5, 3), (10, 4)]))
        #expect(round.upper.count == round.lower.count && round.upper.contains(Point(10, 2)))
        #expect(round.lower.contains(Point(10.5, 3)) && round.quad[1].x >= 10.5)
    }

    @Test func aFoldedOneHasABoxAlongIt() throws {
        let folded = try #require(outline([(0, 0), (2, 8), (0.2, 0.1)], [(0, 1), (2, 9), (0.2, 1.1)]))
        let box = try #require(Rect(bounding: folded.quad))
        for point in folded.upper + folded.lower {
            #expect(point.x > box.minX - 1e-9 && point.x < box.maxX + 1e-9)
        }
    }
}
