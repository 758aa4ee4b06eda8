import Testing

@testable import Geometry

/// Shapes have four corners, from the upper left one on.
@Suite struct QuadrilateralTests {
    private static let corners = [Point(10, 12), Point(40, 8), Point(44, 30), Point(8, 26)]

    @Test(arguments: 0..<8) func anOutlineOfFourCornersKeepsThemWhereverItBegins(start: Int) throws {
        let turned = Array(Self.corners[(start % 4)...] + Self.corners[..<(start % 4)])
        let outline = Polygon(start < 4 ? turned : turned.reversed())
        #expect(try #require(Quadrilateral(around: [outline])).corners == Self.corners)
    }

    @Test func aClosingPointAndOnesOnTheEdgesAreNoCorners() throws {
        let outline = Polygon([Point(0, 0), Point(5, 0), Point(10, 0), Point(10, 4), Point(0, 4), Point(0, 0)])
        #expect(
            try #require(Quadrilateral(around: [outline])).corners == [
                Point(0, 0), Point(10, 0), Point(10, 4), Point(0, 4),
            ])
    }

    @Test func otherShapesGetTheirLeastRectangle() throws {
        // A cross, and two parts.
        let cross = Polygon([
            Point(2, 0), Point(4, 0), Point(4, 2), Point(6, 2), Point(6, 4), Point(4, 4), Point(4, 6), Point(2, 6),
            Point(2, 4), Point(0, 4), Point(0, 2), Point(2, 2),
        ])
        #expect(try abs(Polygon(#require(Quadrilateral(around: [cross])).corners).area - 32) < 1e-9)
        let parts = [Polygon(Rect(x: 0, y: 0, width: 2, height: 3)), Polygon(Rect(x: 8, y: 0, width: 2, height: 3))]
        #expect(
            try #require(Quadrilateral(around: parts)).corners == [
                Point(0, 0), Point(10, 0), Point(10, 3), Point(0, 3),
            ])
    }

    @Test func whatHasNoAreaHasNone() {
        #expect(Quadrilateral(around: [Polygon([Point(0, 0), Point(4, 4), Point(8, 8)])]) == nil)
        #expect(Quadrilateral(around: []) == nil)
    }
}
