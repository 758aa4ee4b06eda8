/// A position in a plane. In image coordinates: pixels, origin at the top left, x to the right, y down, a pixel's
/// centre at +0.5.
package struct Point: Hashable, Sendable, Codable {
    package var x: Double
    package var y: Double

    package init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}
