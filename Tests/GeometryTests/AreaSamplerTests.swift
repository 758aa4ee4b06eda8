import Geometry
import Testing

@Suite struct AreaSamplerTests {
    @Test func aTriangleIsDividedByArea() throws {
        // Width 2 − y: above y = 1 lie 1.5 of its area 2, and there it is 1 wide.
        let triangle = Polygon([Point(0, 0), Point(2, 0), Point(0, 2)])
        let sampler = try #require(AreaSampler([triangle]))
        #expect(sampler.area == 2)
        #expect(close(sampler.point(0.75, 0.5), Point(0.5, 1)))
        #expect(close(sampler.point(0, 0), Point(0, 0)))
    }

    @Test func aRingInsideAnotherIsAHole() throws {
        let outer = Polygon(Rect(x: 0, y: 0, width: 4, height: 4))
        let hole = Polygon(Rect(x: 1, y: 1, width: 2, height: 2))
        let sampler = try #require(AreaSampler([outer, hole]))
        #expect(sampler.area == 12)
        for (u, v) in Self.grid(40) {
            let point = sampler.point(u, v)
            #expect(outer.contains(point) && !hole.contains(point))
        }
    }

    @Test func nothingIsDrawnFromWhatHasNoArea() {
        #expect(AreaSampler([]) == nil)
        #expect(AreaSampler([Polygon([Point(0, 0), Point(1, 1), Point(2, 2)])]) == nil)
        #expect(AreaSampler([Polygon([Point(0, 5), Point(9, 5), Point(3, 5)])]) == nil)
    }

    @Test(arguments: [
        PolygonTests.ell, PolygonTests.star,
        Polygon([Point(0, 0), Point(10, 10), Point(10, 0), Point(0, 10)]),
    ])
    func pointsAreInsideAndSpreadByArea(polygon: Polygon) throws {
        let sampler = try #require(AreaSampler([polygon]))
        let points = Self.grid(100).map { sampler.point($0, $1) }
        #expect(points.allSatisfy { polygon.contains($0) })
        // The share of points in a window is its share of the area, here counted on a fine lattice.
        let bounds = try #require(polygon.bounds)
        let window = Rect(
            x: bounds.x + 0.2 * bounds.width, y: bounds.y + 0.3 * bounds.height,
            width: 0.45 * bounds.width, height: 0.55 * bounds.height)
        let lattice = Self.grid(300).map { Point(bounds.x + $0 * bounds.width, bounds.y + $1 * bounds.height) }
            .filter { polygon.contains($0) }
        let expected = Double(lattice.filter { window.contains($0) }.count) / Double(lattice.count)
        let found = Double(points.filter { window.contains($0) }.count) / Double(points.count)
        #expect(close(found, expected, within: 0.01))
    }

    /// The middles of n × n equal cells of the unit square.
    static func grid(_ n: Int) -> [(Double, Double)] {
        let steps = (0..<n).map { (Double($0) + 0.5) / Double(n) }
        return steps.flatMap { u in steps.map { (u, $0) } }
    }
}
