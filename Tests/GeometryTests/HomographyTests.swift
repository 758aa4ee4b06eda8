import Foundation
import Geometry
import Testing

@Suite struct HomographyTests {
    static let oblique = Homography(1.1, 0.2, 30, -0.1, 0.9, 12, 0.001, 0.002, 1)

    @Test func itDividesByW() {
        // w = 2 · 1 + 4 · 0.5 = 4 at (1, 0.5): (8, 12) / 4.
        let map = Homography(6, 4, 0, 0, 24, 0, 2, 4, 0)
        #expect(map(Point(1, 0.5)) == Point(2, 3))
        #expect(map(Point(-2, 0.5)) == nil)
        #expect(map(Point(0, 0)) == nil)
    }

    @Test func factoriesMoveScaleAndTurn() {
        #expect(Homography.translation(x: 3, y: -1)(Point(1, 1)) == Point(4, 0))
        #expect(Homography.scale(x: -2, y: 3)(Point(1, 1)) == Point(-2, 3))
        // Counter-clockwise on the screen: what points right then points up, to smaller y.
        #expect(Homography.rotation(.degrees(90))(Point(1, 0)) == Point(0, -1))
    }

    @Test func aProductAppliesItsRightFactorFirst() {
        let map = Homography.translation(x: 10, y: 0) * .scale(x: 2, y: 2)
        #expect(map(Point(1, 1)) == Point(12, 2))
    }

    @Test func theInverseLeadsBackAndKeepsFrontInFront() throws {
        let inverse = try #require(Self.oblique.inverse)
        let mirror = try #require((Homography.scale(x: -1, y: 1) * Self.oblique).inverse)
        for point in [Point(0, 0), Point(100, 50), Point(-40, 300)] {
            let image = try #require(Self.oblique(point))
            #expect(close(inverse(image), point))
            #expect(close(mirror(Point(-image.x, image.y)), point))
        }
        #expect(Homography.scale(x: 0, y: 1).inverse == nil)
    }

    @Test func fourPointsSettleIt() throws {
        let square = [Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1)]
        // An affine map comes out with w = 1 everywhere.
        let doubled = try #require(Homography(from: square, to: [Point(5, 5), Point(7, 5), Point(7, 7), Point(5, 7)]))
        #expect(close(doubled(Point(0.25, 0.5)), Point(5.5, 6)))
        #expect(close(doubled.w(at: Point(9, -4)), 1))
        // The diagonals of a trapezium cross where those of the square do.
        let trapezium = [Point(1, 0), Point(3, 0), Point(4, 3), Point(0, 3)]
        let tilted = try #require(Homography(from: square, to: trapezium))
        for (source, target) in zip(square, trapezium) { #expect(close(tilted(source), target)) }
        #expect(close(tilted(Point(0.5, 0.5)), Point(2, 1)))
    }

    @Test func fourPointsOfAKnownMapGiveItBack() throws {
        let sources = [Point(-3, 2), Point(40, -8), Point(55, 60), Point(2, 31)]
        let map = try #require(Homography(from: sources, to: sources.compactMap { Self.oblique($0) }))
        for point in [Point(0, 0), Point(17, 23), Point(80, 5)] {
            #expect(close(map(point), Self.oblique(point), within: 1e-6))
        }
    }

    @Test func threeOnALineOrAFoldSettleNothing() {
        let square = [Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1)]
        #expect(Homography(from: square, to: [Point(0, 0), Point(1, 1), Point(2, 2), Point(0, 5)]) == nil)
        #expect(Homography(from: [Point(0, 0), Point(0, 0), Point(1, 1), Point(0, 1)], to: square) == nil)
        // A dart: its last corner lies inside the triangle of the others.
        #expect(Homography(from: square, to: [Point(0, 0), Point(4, 0), Point(0, 4), Point(1, 1)]) == nil)
        // A bow tie: convex as a set of points, but in another order.
        #expect(Homography(from: square, to: [Point(0, 0), Point(1, 1), Point(1, 0), Point(0, 1)]) == nil)
    }

    @Test func theLocalScaleOfAStretchIsItsFactors() throws {
        let map = Homography.rotation(.degrees(30)) * .scale(x: 3, y: 12)
        let jacobian = try #require(map.jacobian(at: Point(5, 6)))
        #expect(close(jacobian.scale, 6))
        #expect(close(jacobian.scales.least, 3))
        #expect(close(jacobian.scales.most, 12))
        #expect(close(jacobian.determinant, 36))
    }

    @Test func theLocalScaleOfAViewFallsWithDepth() throws {
        // (x, y) → (x / (1 + y), …): twice as deep, x is half as wide and area shrinks with the cube.
        let map = Homography(1, 0, 0, 0, 1, 0, 0, 1, 1)
        #expect(close(try #require(map.localScale(at: Point(0, 0))), 1))
        #expect(close(try #require(map.localScale(at: Point(0, 1))), (1.0 / 8).squareRoot()))
        #expect(map.localScale(at: Point(0, -2)) == nil)
    }

    @Test func theJacobianIsTheSlope() throws {
        let point = Point(20, 30)
        let jacobian = try #require(Self.oblique.jacobian(at: point))
        let step = 1e-5
        let a = try #require(Self.oblique(point))
        let b = try #require(Self.oblique(Point(point.x + step, point.y)))
        let c = try #require(Self.oblique(Point(point.x, point.y + step)))
        #expect(close(jacobian.xx, (b.x - a.x) / step, within: 1e-5))
        #expect(close(jacobian.yx, (b.y - a.y) / step, within: 1e-5))
        #expect(close(jacobian.xy, (c.x - a.x) / step, within: 1e-5))
        #expect(close(jacobian.yy, (c.y - a.y) / step, within: 1e-5))
    }

    @Test func theBoundsOfARectanglesImageHoldItsCorners() {
        let rect = Rect(x: 0, y: 0, width: 2, height: 1)
        #expect(Homography.rotation(.degrees(90)).bounds(of: rect) == Rect(x: 0, y: -2, width: 1, height: 2))
        #expect(Homography(1, 0, 0, 0, 1, 0, 0, 0, -1).bounds(of: rect) == nil)
    }

    @Test func nineNumbersComeBackBitForBit() throws {
        let map = Homography(0.1, 1.0 / 3, -7e-300, .pi, 2, 5e21, 1e-17, -0.3, 1)
        let json = try JSONEncoder().encode(map)
        #expect(try JSONDecoder().decode(Homography.self, from: json) == map)
        #expect(try JSONDecoder().decode([Double].self, from: json).count == 9)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Homography.self, from: Data("[1,0,0,0,1,0,0,0]".utf8))
        }
    }
}
