import Foundation
import Geometry
import Testing

@Suite struct RectTests {
    @Test func rectanglesIntersectAndUnite() {
        let a = Rect(x: 0, y: 0, width: 10, height: 6)
        let b = Rect(x: 4, y: 5, width: 10, height: 6)
        #expect(a.intersection(b) == Rect(x: 4, y: 5, width: 6, height: 1))
        #expect(a.union(b) == Rect(x: 0, y: 0, width: 14, height: 11))
        #expect(a.area == 60)
        #expect(a.center == Point(5, 3))
    }

    @Test func rectanglesThatOnlyTouchShareNothing() {
        let a = Rect(x: 0, y: 0, width: 4, height: 4)
        #expect(a.intersection(Rect(x: 4, y: 0, width: 4, height: 4)) == nil)
        #expect(a.contains(Point(0, 0)))
        #expect(!a.contains(Point(4, 0)))
    }

    @Test func aRectangleBoundsItsPoints() {
        let points = [Point(3, -1), Point(-2, 4), Point(0, 0)]
        #expect(Rect(bounding: points) == Rect(x: -2, y: -1, width: 5, height: 5))
        #expect(Rect(bounding: [Point]()) == nil)
    }

    @Test func pixelsCoverARectangleOutwards() {
        let rect = Rect(minX: -0.25, minY: 1, maxX: 2.5, maxY: 3)
        #expect(PixelRect(covering: rect) == PixelRect(minX: -1, minY: 1, maxX: 3, maxY: 3))
        #expect(PixelRect(rounding: rect) == PixelRect(minX: 0, minY: 1, maxX: 3, maxY: 3))
        #expect(PixelRect(covering: [Point(0.5, 0.5), Point(1.5, 2.5)]) == PixelRect(width: 2, height: 3))
    }

    @Test func farCoordinatesAreTakenAsTwoToTheThirty() {
        let rect = Rect(minX: -1e300, minY: 0, maxX: .infinity, maxY: 1)
        #expect(PixelRect(covering: rect) == PixelRect(minX: -(1 << 30), minY: 0, maxX: 1 << 30, maxY: 1))
    }

    @Test func pixelRectanglesIntersectAndUnite() {
        let frame = PixelRect(width: 10, height: 8)
        let rect = PixelRect(minX: -3, minY: 6, maxX: 4, maxY: 12)
        #expect(frame.intersection(rect) == PixelRect(minX: 0, minY: 6, maxX: 4, maxY: 8))
        #expect(frame.intersection(rect).area == 8)
        #expect(frame.union(rect) == PixelRect(minX: -3, minY: 0, maxX: 10, maxY: 12))
        #expect(frame.contains(x: 9, y: 7))
        #expect(!frame.contains(x: 10, y: 7))
        #expect(frame.contains(PixelRect(minX: 2, minY: 2, maxX: 10, maxY: 8)))
        #expect(!frame.contains(rect))
        #expect(frame.inset(by: -1) == PixelRect(minX: -1, minY: -1, maxX: 11, maxY: 9))
    }

    @Test func anEmptyPixelRectangleAddsNothing() {
        let frame = PixelRect(width: 10, height: 8)
        let nothing = frame.intersection(PixelRect(minX: 20, minY: 20, maxX: 30, maxY: 30))
        #expect(nothing.isEmpty)
        #expect(nothing.area == 0)
        #expect(frame.union(nothing) == frame)
        #expect(nothing.union(frame) == frame)
    }

    @Test func aBoxIsFourNumbersInJSON() throws {
        let rect = Rect(x: 1, y: 2, width: 3.5, height: 4)
        let json = try JSONEncoder().encode(rect)
        #expect(String(decoding: json, as: UTF8.self) == "[1,2,3.5,4]")
        #expect(try JSONDecoder().decode(Rect.self, from: json) == rect)
    }

    @Test(arguments: ["[1,2,3]", "[1,2,3,4,5]", "[1,2,3,\"4\"]", "{}"])
    func aBoxOfOtherThanFourNumbersIsRefused(json: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Rect.self, from: Data(json.utf8)) }
    }
}
