package import Geometry

/// A flat rectangle of the scene, such as a wall or a poster's place, from its four corners in a photo.
package struct PlaneFromCorners: Hashable, Sendable {
    private let seen: SeenRectangle

    /// Upper left, upper right, lower right, lower left, in pixels.
    package var corners: [Point] { seen.corners }
    package var widthMetres: Double { seen.widthMetres }
    /// The height that follows from the corners and the camera's field of view.
    package var heightMetres: Double { seen.heightMetres }
    /// How far the corner angles of the rectangle are from a right angle; 0 where the four points fit one exactly.
    package var skew: Angle { seen.skew }

    /// - Parameters:
    ///   - corners: clockwise from the upper left, in pixels.
    ///   - widthMetres: the length of the upper and the lower side.
    ///   - camera: the camera of the photo.
    /// - Throws: `Undetermined` for points that no flat rectangle could have.
    package init(_ corners: [Point], widthMetres: Double, seenBy camera: Camera) throws(Undetermined) {
        guard widthMetres > 0 else { throw Undetermined("a plane's width is above 0 metres") }
        if let problem = SeenRectangle.problem(corners) { throw Undetermined(problem) }
        guard let seen = SeenRectangle(corners, widthMetres: widthMetres, seenBy: camera) else {
            throw Undetermined("no flat rectangle looks like this: the corners are too close to a line")
        }
        self.seen = seen
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
