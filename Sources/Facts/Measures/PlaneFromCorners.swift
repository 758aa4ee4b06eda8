import Foundation
package import Geometry

/// A flat rectangle of the scene, such as a wall or a poster's place, from its four corners in a photo.
package struct PlaneFromCorners: Hashable, Sendable {
    /// Upper left, upper right, lower right, lower left, in pixels.
    package var corners: [Point]
    package var widthMetres: Double
    /// The height that follows from the corners and the camera's field of view.
    package var heightMetres: Double
    /// How far the corner angles of the rectangle are from a right angle; 0 where the four points fit one exactly.
    package var skew: Angle

    /// - Parameters:
    ///   - corners: clockwise from the upper left, in pixels.
    ///   - widthMetres: the length of the upper and the lower side.
    ///   - camera: the camera of the photo.
    /// - Throws: `Undetermined` for points that no flat rectangle could have.
    package init(_ corners: [Point], widthMetres: Double, seenBy camera: Camera) throws(Undetermined) {
        guard corners.count == 4 else { throw Undetermined("a plane has four corners, not \(corners.count)") }
        guard widthMetres > 0 else { throw Undetermined("a plane's width is above 0 metres") }
        guard Polygon(corners).signedArea > 0 else {
            throw Undetermined("the corners of a plane go clockwise from its upper left corner, and do not cross")
        }
        let unit = [Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1)]
        guard let imageFromPlane = Homography(from: unit, to: corners) else {
            throw Undetermined("no flat rectangle looks like this: the corners are not those of a convex shape")
        }
        let plane = camera.plane(of: imageFromPlane)
        let (across, down) = (plane.uAxis, plane.vAxis)
        self.corners = corners
        self.widthMetres = widthMetres
        heightMetres = widthMetres * down.length / across.length
        skew = .degrees(
            abs(Angle.radians(acos(max(-1, min(1, across.dot(down) / across.length / down.length)))).degrees - 90))
    }

    /// Angles beyond this are a contradiction.
    package static let mostSkew = Angle.degrees(5)

    /// Why the corners do not fit the camera; nil where they do.
    package var contradiction: String? {
        guard skew > Self.mostSkew else { return nil }
        return "these corners are those of no rectangle by the photo's field of view: its angles would be off by "
            + "\(Int(skew.degrees.rounded()))°; correct the corners or the field of view"
    }
}
