/// A flat rectangle of the scene, such as a wall or a table, from the places of its corners in an image.
///
/// A point of its plane counts in metres from its upper left corner: x along the upper side, y down the left one.
package struct SeenRectangle: Hashable, Sendable, Codable {
    /// Upper left, upper right, lower right, lower left, in pixels.
    package let corners: [Point]
    package let widthMetres: Double
    package let heightMetres: Double
    /// How far the angles are from right angles by the camera; 0 where the four points fit a rectangle exactly.
    package let skew: Angle
    /// Its w is the depth in metres, as far as the camera's focal length is true.
    package let imageFromPlane: Homography

    /// The reason why no flat rectangle in front of a camera has such corners, the end of a sentence; nil where one has.
    ///
    /// Of the four-cornered shapes, exactly the convex ones are views of rectangles that lie wholly in front of the
    /// camera: in the view of one that reaches behind it, the line where its plane vanishes runs between the corners,
    /// and one of them comes out within the triangle of the others, or the sides cross.
    package static func problem(_ corners: [Point]) -> String? {
        guard corners.count == 4 else { return "a plane has four corners, not \(corners.count)" }
        let outline = Polygon(corners)
        guard !outline.crossesItself else {
            return "its sides cross: name the corners clockwise from the top left one"
        }
        guard outline.area > 0 else { return "its corners lie on one line" }
        guard Homography(from: Rect(x: 0, y: 0, width: 1, height: 1).corners, to: corners) != nil else {
            return
                "its corners are those of no rectangle in front of the camera: one lies within the triangle of the others, "
                + "or on a line with two of them"
        }
        return outline.signedArea > 0
            ? nil : "its corners go round the wrong way: name them clockwise from the top left one"
    }

    /// Nil for corners that no rectangle has, as `problem` explains.
    ///
    /// The height follows from the focal length: the two sides of the rectangle in space are then known but for their
    /// common scale. Where the focal length is not known, it is the one that makes the angles right angles (Z. Zhang and
    /// L.-W. He, "Whiteboard scanning and image enhancement", Digital Signal Processing 17 (2007)); a view without enough
    /// perspective in both directions does not show it, and the camera's own stands in.
    ///
    /// - Parameters:
    ///   - corners: clockwise from the upper left one, in pixels.
    ///   - widthMetres: the length of the upper and the lower side.
    ///   - camera: the camera of the image.
    ///   - knowsFocal: whether its focal length is known, and not only assumed.
    package init?(_ corners: [Point], widthMetres: Double, seenBy camera: Camera, knowsFocal: Bool = true) {
        guard widthMetres > 0, Self.problem(corners) == nil,
            let unit = Homography(from: Rect(x: 0, y: 0, width: 1, height: 1).corners, to: corners)
        else { return nil }
        var camera = camera
        if !knowsFocal, let focal = Self.focalPixels(unit, about: camera.principal, side: camera.width) {
            camera.focalPixels = focal
        }
        let (_, across, down) = camera.plane(of: unit)
        guard across.length > 0, down.length > 0, across.length.isFinite, down.length.isFinite else { return nil }
        self.corners = corners
        self.widthMetres = widthMetres
        heightMetres = widthMetres * down.length / across.length
        let cosine = across.dot(down) / across.length / down.length
        skew = .degrees(abs(90 - Angle.arcTangent((1 - min(1, cosine * cosine)).squareRoot(), cosine).degrees))
        let (w, h, scale) = (widthMetres, heightMetres, widthMetres / across.length)
        imageFromPlane = Homography(
            unit.m00 * scale / w, unit.m01 * scale / h, unit.m02 * scale,
            unit.m10 * scale / w, unit.m11 * scale / h, unit.m12 * scale,
            unit.m20 * scale / w, unit.m21 * scale / h, unit.m22 * scale)
    }

    /// The focal length by which a square's image is that of a rectangle; nil where the image hardly depends on it.
    ///
    /// - Parameters:
    ///   - principal: the point where the optical axis meets the image.
    ///   - side: the image's width, by which too short and too long a focal length is told.
    private static func focalPixels(_ map: Homography, about principal: Point, side: Int) -> Double? {
        let shift = Homography.translation(x: -principal.x, y: -principal.y) * map
        // The depth must change by a twentieth along both sides: below that, a corner a pixel off makes any focal length.
        let depth = (shift.w(at: Point(0, 0)) + shift.w(at: Point(1, 1))) / 2
        guard abs(shift.m20) > 0.05 * depth, abs(shift.m21) > 0.05 * depth else { return nil }
        let square = -(shift.m00 * shift.m01 + shift.m10 * shift.m11) / (shift.m20 * shift.m21)
        // Fields of view from 10° to 127°.
        guard square > 0, (0.25...5.7).contains(square.squareRoot() / Double(side)) else { return nil }
        return square.squareRoot()
    }

    /// The same rectangle in an image with left and right swapped: what was its upper right corner is the upper left one.
    ///
    /// - Parameter corners: those of the rectangle, in the swapped image.
    /// - Returns: the corners clockwise from the upper left one.
    package static func mirrored(_ corners: [Point]) -> [Point] {
        corners.count == 4 ? [corners[1], corners[0], corners[3], corners[2]] : corners
    }
}
