package import Geometry

/// A straight piece of something in a photo, in pixels.
package struct LineSegment: Hashable, Sendable {
    package var from: Point
    package var to: Point

    package init(_ from: Point, _ to: Point) { (self.from, self.to) = (from, to) }

    package var length: Double { from.distance(to: to) }

    package var middle: Point { Point((from.x + to.x) / 2, (from.y + to.y) / 2) }

    /// The direction in the picture, without a sense: from −90° to 90°, 0 to the right, positive down.
    package var slope: Angle {
        let angle = Angle.arcTangent(to.y - from.y, to.x - from.x).degrees
        return .degrees(angle > 90 ? angle - 180 : angle <= -90 ? angle + 180 : angle)
    }
}
