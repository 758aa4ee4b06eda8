package import Geometry

/// The horizon of a photo as its facts give it, from two points that were marked on it.
package struct HorizonLine: Hashable, Sendable {
    /// The row at the middle of the photo, as a share of its height.
    package var horizon: Double
    /// Positive where it falls to the right.
    package var roll: Angle

    package init(horizon: Double, roll: Angle) { (self.horizon, self.roll) = (horizon, roll) }

    /// - Parameters:
    ///   - a: a point of the horizon, in pixels.
    ///   - b: another, at least a pixel away.
    /// - Throws: `Undetermined` where no camera that is held upright could have seen this horizon.
    package init(through a: Point, _ b: Point, width: Int, height: Int) throws(Undetermined) {
        let line = LineSegment(a, b)
        guard line.length >= 1 else {
            throw Undetermined("the two points of the horizon are the same: mark them farther apart")
        }
        guard abs(line.slope.degrees) <= 60 else {
            throw Undetermined("this horizon is turned by more than 60°: turn the photo first")
        }
        roll = line.slope
        let row = a.y + (Double(width) / 2 - a.x) * roll.tangent
        horizon = row / Double(height)
        guard (-5...6).contains(horizon) else {
            throw Undetermined("this horizon lies too far outside the photo, \(Int(row.rounded())) pixels from its top")
        }
    }

    /// The points in which the horizon meets the photo's left and right edges, in pixels.
    package func ends(width: Int, height: Int) -> (left: Point, right: Point) {
        let (half, row) = (Double(width) / 2, horizon * Double(height))
        return (Point(0, row - half * roll.tangent), Point(Double(width), row + half * roll.tangent))
    }
}
