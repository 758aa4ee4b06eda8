package import Drawings
package import Geometry
package import Rendering

/// What is written on a model's surface as a camera sees it.
package struct SurfaceView {
    private let pose: Pose
    private let camera: Camera
    /// Whether the model is set in as a mirror shows it.
    private let isMirrored: Bool

    /// - Parameters:
    ///   - pose: the world from the model.
    ///   - camera: in the world.
    package init(pose: Pose, camera: Camera) {
        (self.pose, self.camera) = (pose, camera)
        isMirrored = pose.linear.determinant < 0
    }

    /// The lines of which something is seen, and of each the words and characters that are: the rest, such as what is on
    /// its back, is left out.
    ///
    /// - Parameters:
    ///   - lines: those on the model.
    ///   - isOpen: whether something at a place of the image would be seen there.
    ///   - sees: which points of the model, in its own frame, the camera sees past all that it is rendered with.
    /// - Returns: the lines in the image, in pixels, with the share of each part that is seen.
    package func seen(
        _ lines: [SurfaceText], where isOpen: (Point) -> Bool, sees: ([Vector3]) throws(RenderingError) -> [Bool]
    ) throws(RenderingError) -> [WrittenPart] {
        let open = lines.flatMap(\.characters).map { character in
            character.spots.filter { image(of: $0).map(isOpen) ?? false }.map { Vector3($0.point) }
        }
        var isClear = try sees(open.flatMap { $0 })[...]
        var shares = open.map { spots in
            defer { isClear = isClear.dropFirst(spots.count) }
            return Double(isClear.prefix(spots.count).count { $0 }) / Double(SurfaceText.spotCount)
        }[...]
        return lines.compactMap { seen($0, &shares)?.text }
    }

    /// The place of a point that lies on the side towards the camera; nil for any other.
    private func image(of spot: SurfaceText.Spot) -> Point? {
        let world = pose(Vector3(spot.point))
        guard (pose.normals * Vector3(spot.normal)).dot(camera.position - world) > 0 else { return nil }
        return camera.image(of: world)
    }

    /// A part of a text as the image shows it; nil where it shows nothing of it.
    ///
    /// - Parameter shares: those of the characters of which spots are seen, in order; what is used is taken off.
    /// - Returns: the part, and the area of its characters on the texture, in all and as far as it is seen.
    private func seen(
        _ part: SurfaceText, _ shares: inout ArraySlice<Double>
    ) -> (text: WrittenPart?, area: Double, seenArea: Double)? {
        var (parts, area, seenArea): ([WrittenPart], Double, Double) = ([], part.area, 0)
        if part.parts.isEmpty {
            seenArea = part.area * (shares.popFirst() ?? 0)
        } else {
            area = 0
            for part in part.parts {
                guard let own = seen(part, &shares) else { continue }
                (area, seenArea) = (area + own.area, seenArea + own.seenArea)
                if let text = own.text { parts.append(text) }
            }
        }
        guard seenArea > 0, part.parts.isEmpty || !parts.isEmpty, let outline = outline(of: part),
            part.parts.isEmpty || BentOutline.isLargerThanPixels(outline.quad)
        else {
            return (nil, area, seenArea)
        }
        var text = WrittenPart(part.text, outline.quad, parts: parts)
        text.seenShare = min(1, seenArea / area)
        if outline.isBent { text.outline = outline.upper + outline.lower.reversed() }
        return (text, area, seenArea)
    }

    private func outline(of part: SurfaceText) -> BentOutline? {
        func images(_ points: [Vector3]) -> [Point]? {
            let images = points.compactMap { camera.image(of: pose($0)) }
            // What reaches behind the camera has no box.
            return images.count == points.count ? images : nil
        }
        guard let top = images(part.top), let bottom = images(part.bottom), let left = images(part.left),
            let right = images(part.right)
        else { return nil }
        guard isMirrored != part.isMirrored else {
            return BentOutline(top: top, bottom: bottom, left: left, right: right)
        }
        return BentOutline(top: top.reversed(), bottom: bottom.reversed(), left: right, right: left)?.mirrored
    }
}

extension SurfaceText {
    /// The characters of it, in order.
    fileprivate var characters: [SurfaceText] { parts.isEmpty ? [self] : parts.flatMap(\.characters) }
}
