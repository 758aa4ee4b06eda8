import Foundation
import Geometry
import Studios
import Testing

@Suite struct PolygonTests {
    /// An L: 4 × 4 without its upper right quarter; clockwise on the screen.
    static let ell = Polygon([Point(0, 0), Point(2, 0), Point(2, 2), Point(4, 2), Point(4, 4), Point(0, 4)])
    /// A star drawn in one stroke; its middle is wound twice.
    static let star = Polygon([Point(5, 0), Point(8, 9), Point(0, 3.5), Point(10, 3.5), Point(2, 9)])

    @Test func areaIsPositiveClockwiseOnTheScreen() {
        #expect(Self.ell.signedArea == 12)
        #expect(Polygon(Self.ell.vertices.reversed()).signedArea == -12)
        #expect(Polygon([]).signedArea == 0)
        #expect(Polygon([Point(1, 1), Point(2, 2)]).area == 0)
    }

    @Test func centroidIsThatOfTheArea() throws {
        // Two 2 × 2 squares and their neighbour: centres (1,1), (1,3), (3,3) weigh the same.
        let centroid = try #require(Self.ell.centroid)
        #expect(close(centroid, Point(5.0 / 3, 7.0 / 3)))
        #expect(Polygon([Point(1, 1), Point(3, 1)]).centroid == Point(2, 1))
        #expect(Polygon([]).centroid == nil)
    }

    @Test func boundsHoldAllVertices() {
        #expect(Self.ell.bounds == Rect(x: 0, y: 0, width: 4, height: 4))
        #expect(Polygon([]).bounds == nil)
    }

    @Test func containsFollowsAConcaveOutline() {
        let inside = stride(from: 0.5, to: 4, by: 1).map { y in
            String(stride(from: 0.5, to: 4, by: 1).map { Self.ell.contains(Point($0, y)) ? "#" : "." })
        }
        #expect(inside == ["##..", "##..", "####", "####"])
    }

    @Test func theMiddleOfAStarDependsOnTheRule() {
        #expect(!Self.star.contains(Point(5, 5), rule: .evenOdd))
        #expect(Self.star.contains(Point(5, 5), rule: .nonZero))
        #expect(Self.star.contains(Point(5, 2), rule: .evenOdd))
        #expect(!Self.star.contains(Point(1, 1), rule: .nonZero))
    }

    @Test func anEdgeBelongsToOneOfTwoNeighbours() {
        let left = Polygon(Rect(x: 0, y: 0, width: 2, height: 2))
        let right = Polygon(Rect(x: 2, y: 0, width: 2, height: 2))
        #expect(!left.contains(Point(2, 1)))
        #expect(right.contains(Point(2, 1)))
        #expect(left.contains(Point(0, 0)))
        #expect(!left.contains(Point(0, 2)))
    }

    @Test func theHullLeavesOutWhatIsInside() {
        #expect(Self.ell.convexHull == Polygon([Point(0, 0), Point(2, 0), Point(4, 2), Point(4, 4), Point(0, 4)]))
        let line = Polygon([Point(0, 0), Point(1, 1), Point(2, 2), Point(1, 1)])
        #expect(line.convexHull.area == 0)
        #expect(Polygon([Point(1, 2)]).convexHull == Polygon([Point(1, 2)]))
    }

    @Test func aHullHoldsItsPointsAndIsItsOwnHull() {
        var tested = 0
        for seed in 0..<50 {
            var numbers = Numbers(seed: UInt64(seed))
            let polygon = Polygon((0..<12).map { _ in Point(numbers.next(), numbers.next()) })
            let hull = polygon.convexHull
            #expect(hull.signedArea > 0)
            #expect(hull.convexHull == hull)
            for vertex in polygon.vertices where !hull.vertices.contains(vertex) {
                #expect(hull.contains(vertex))
                tested += 1
            }
        }
        #expect(tested > 50)
    }

    @Test func aHalfPlaneCutsAConcavePolygon() {
        // What is right of x = 1: 12 less the left column of 1 × 4.
        #expect(Self.ell.clipped(a: 1, b: 0, c: -1).area == 8)
        // A U falls into two prongs of 1 × 1 each, joined by edges without area.
        let u = Polygon([
            Point(0, 0), Point(1, 0), Point(1, 2), Point(2, 2), Point(2, 0), Point(3, 0), Point(3, 3), Point(0, 3),
        ])
        #expect(u.clipped(a: 0, b: -1, c: 1).area == 2)
        #expect(u.clipped(a: 0, b: -1, c: -1).vertices.isEmpty)
    }

    @Test func aRectangleAndAConvexPolygonCutAlike() {
        let window = Rect(x: 1, y: 1, width: 2, height: 2)
        #expect(Self.ell.clipped(to: window).area == 3)
        #expect(Self.ell.clipped(toConvex: Polygon(window)).area == 3)
        #expect(Self.ell.clipped(toConvex: Polygon(window.corners.reversed())).area == 3)
        #expect(Self.ell.clipped(toConvex: Polygon([Point(0, 0), Point(4, 4)])).vertices.isEmpty)
    }

    @Test func whatLiesBehindTheCameraIsCutOffBeforeMapping() throws {
        // w = x: the left half of the square is behind the camera, and x goes to 1, y to y / x.
        let map = Homography(1, 0, 0, 0, 1, 0, 1, 0, 0)
        let square = Polygon(Rect(x: -1, y: 0, width: 2, height: 1))
        let image = square.transformed(by: map)
        #expect(image.vertices.count == 4)
        #expect(image.vertices.allSatisfy { $0.x.isFinite && $0.y.isFinite })
        let bounds = try #require(image.bounds)
        #expect(close(bounds.maxY, 1e6, within: 1))
        #expect(Polygon(Rect(x: -3, y: 0, width: 2, height: 1)).transformed(by: map).vertices.isEmpty)
    }

    @Test func inFrontOfTheCameraOnlyTheVerticesMove() {
        let moved = Self.ell.transformed(by: .translation(x: 1, y: 2) * .scale(x: 2, y: 3))
        #expect(moved.vertices == Self.ell.vertices.map { Point(1 + 2 * $0.x, 2 + 3 * $0.y) })
        #expect(moved.area == 72)
    }

    @Test func aPolygonIsAListOfPairsInJSON() throws {
        let polygon = Polygon([Point(0, 1), Point(2.5, 3)])
        let json = try JSONEncoder().encode(polygon)
        #expect(String(decoding: json, as: UTF8.self) == "[[0,1],[2.5,3]]")
        #expect(try JSONDecoder().decode(Polygon.self, from: json) == polygon)
    }
}
